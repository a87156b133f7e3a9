'use strict';

/**
 * The workflows that were saved with a version of the package, with what they did then: the requests that reached the
 * vendor, how many items came, and which fields those had. A saved workflow does the same with every later version.
 */

const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { isDeepStrictEqual } = require('node:util');
const { onWire } = require('../contract/rows');
const { contracts, makeReady, nameOf, packageName, requestsOf } = require('./index');

/** @typedef {import('../sandbox').Name} Name */
/** @typedef {import('../sandbox').Sandbox} Sandbox */

/**
 * @typedef {object} Recorded what a node did
 * @property {Array<{ method: string, path: string, query: Record<string, string>, body?: any }>} [requests] left out where
 * they name what was made a moment ago
 * @property {number} items
 * @property {string[]} keys of the first item
 * @property {[string, any]} [event] for a trigger that a vendor calls: what happened there
 * @property {string} [type] and the type of webhook
 *
 * @typedef {object} Saved
 * @property {string} name
 * @property {Name} sandbox
 * @property {any[]} nodes
 * @property {any} connections
 * @property {any} settings
 * @property {Record<string, Recorded>} recorded by the node's name
 *
 * @typedef {(node: any, body?: any) => Promise<any[]>} Perform runs a node, or calls it with an event's body, and gives the
 * json of its items; throws what the node throws
 */

const folder = join(__dirname, '..', 'e2e', 'upgrade');

/** @returns {Array<{ version: string, file: string, saved: Saved }>} the oldest version first */
function readSaved() {
	const versions = readdirSync(folder, { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => name);
	return versions.sort(new Intl.Collator('en', { numeric: true }).compare).flatMap((version) =>
		readdirSync(join(folder, version))
			.filter((name) => name.endsWith('.json'))
			.sort()
			.map((name) => ({
				version,
				file: `${version}/${name}`,
				saved: JSON.parse(readFileSync(join(folder, version, name), 'utf8')),
			})),
	);
}

/** @param {any} node @returns {string} the node's name in the package */
const typeOf = ({ type }) => type.slice(packageName.length + 1);

/** The vendor as it was before a node ran. @param {Sandbox} sandbox @param {any} node */
function prepareFor(sandbox, node) {
	// A saved name begins with the name of the row that it was made of.
	const row = Object.values(contracts)
		.filter((contract) => contract.node === typeOf(node))
		.flatMap((contract) => contract.rows)
		.find((candidate) => node.name.split(':')[0] === nameOf(candidate));
	makeReady(sandbox, row);
}

/** What the vendor posts when something happens. @param {Sandbox} sandbox @param {Recorded} recorded */
async function bodyOf(sandbox, { event, type }) {
	await sandbox.happen('setWebhook', {
		url: `${sandbox.url}/__sandbox/inbox`,
		...(type && { type }),
		keywords: ['refund'],
	});
	await sandbox.happen(.../** @type {[string, any]} */ (event));
	const [body] = sandbox.postman.inbox;
	if (body === undefined) throw new Error(`the sandbox sends nothing at ${JSON.stringify(event)}`);
	return body;
}

/**
 * Lets a node do what it was saved for.
 * @param {Sandbox} sandbox @param {any} node @param {Recorded|undefined} recorded @param {Perform} perform
 * @returns {Promise<Recorded>}
 */
async function observe(sandbox, node, recorded, perform) {
	prepareFor(sandbox, node);
	const body = recorded?.event && (await bodyOf(sandbox, recorded));
	const items = await perform(node, body);
	const refused = requestsOf(sandbox).find(({ handled }) => !handled);
	if (refused)
		throw new Error(`the vendor refused ${refused.method} ${refused.url}: ${refused.refused}`);
	const requests = requestsOf(sandbox).map((request) =>
		JSON.parse(JSON.stringify(onWire(request))),
	);
	return {
		...(!recorded?.event && { requests }),
		items: items.length,
		keys: Object.keys(items[0] ?? {}).sort(),
	};
}

/** @param {any} request */
const written = (request) => (request === undefined ? 'nothing' : JSON.stringify(request));

/** @param {Recorded} before @param {Recorded} now @returns {string[]} what is not as it was */
function differences(before, now) {
	/** @type {string[]} */
	const found = [];
	const count = Math.max(before.requests?.length ?? 0, now.requests?.length ?? 0);
	for (let index = 0; index < count; index += 1) {
		const [old, fresh] = [before.requests?.[index], now.requests?.[index]];
		if (isDeepStrictEqual(old, fresh)) continue;
		found.push(`request ${index + 1} is ${written(fresh)} instead of ${written(old)}`);
		break;
	}
	if (before.items !== now.items)
		found.push(`it gives ${now.items} items instead of ${before.items}`);
	// A field more takes nothing from the nodes behind.
	const gone = before.keys.filter((key) => !now.keys.includes(key));
	if (gone.length > 0) found.push(`its items have no ${gone.join(', ')} any more`);
	return found;
}

/**
 * Runs what is recorded of a workflow once more.
 * @param {Sandbox} sandbox @param {Saved} saved @param {Perform} perform
 * @returns {Promise<string[]>} what is not as it was, with the node's name before it
 */
async function replay(sandbox, saved, perform) {
	/** @type {string[]} */
	const found = [];
	for (const [name, recorded] of Object.entries(saved.recorded)) {
		const node = saved.nodes.find((candidate) => candidate.name === name);
		const now = await observe(sandbox, node, recorded, perform).catch(
			(error) => /** @type {Error} */ (error),
		);
		found.push(
			...(now instanceof Error ? [now.message] : differences(recorded, now)).map(
				(words) => `"${name}": ${words}`,
			),
		);
	}
	return found;
}

module.exports = { folder, observe, readSaved, replay, typeOf };
