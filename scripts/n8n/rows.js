'use strict';

/**
 * What a start tries out, a row each. A row is a small object: who it is about, what it is called, and a
 * function that does it. What reached the vendor's sandbox meanwhile is counted here, for every kind of row.
 */

const { readdir, readFile } = require('node:fs/promises');
const { basename, join } = require('node:path');
const { StartError } = require('./start-error');
const { pollRows } = require('./poll-rows');
const { isStartedByWebhook, webhookRows } = require('./webhook-rows');

/** @typedef {import('./api').N8nApi} N8nApi */
/** @typedef {import('./api').Workflow} Workflow */
/** @typedef {import('./vendors').DemoVendor} DemoVendor */
/** @typedef {import('./vendors').Sandboxes} Sandboxes */
/** @typedef {{ id: string, name: string }} Named */

/**
 * @typedef {object} Row
 * @property {DemoVendor} vendor
 * @property {string} name
 * @property {() => Promise<{ nodes: number, items: number, error?: string }>} perform
 *
 * @typedef {object} Result
 * @property {string} vendor
 * @property {string} name
 * @property {number} nodes how many ran
 * @property {string[]} requests the inventory numbers that reached the sandbox, in order
 * @property {number} items what the last node gave
 * @property {string|undefined} error nothing when all went well
 * @property {number} milliseconds
 */

/**
 * @param {string} folder
 * @returns {Promise<Workflow[]>} the workflows in its .json files, in the files' order
 * @throws {StartError} naming the file that is no workflow
 */
async function readExamples(folder) {
	const names = (await readdir(folder).catch(() => []))
		.filter((name) => name.endsWith('.json'))
		.sort();
	if (names.length === 0) throw new StartError(`There is no example workflow in ${folder}.`);
	return await Promise.all(
		names.map(async (name) => {
			try {
				const workflow = JSON.parse(await readFile(join(folder, name), 'utf8'));
				if (!workflow.name || !Array.isArray(workflow.nodes))
					throw new Error('a workflow has a name and nodes');
				return workflow;
			} catch (error) {
				throw new StartError(
					`${join(basename(folder), name)}: ${/** @type {Error} */ (error).message}`,
				);
			}
		}),
	);
}

/** @param {Workflow} workflow @param {DemoVendor[]} vendors @throws {StartError} when it is about nobody */
function vendorOf(workflow, vendors) {
	const vendor = vendors.find(({ name }) => workflow.name.startsWith(`${name}:`));
	if (!vendor)
		throw new StartError(
			`"${workflow.name}" must begin with ${vendors.map(({ name }) => `"${name}:"`).join(' or ')}.`,
		);
	return vendor;
}

/**
 * n8n gives a credential a new id when it is made, so an example's own ids are replaced, by type.
 * @param {Workflow} workflow @param {Map<string, Named>} credentials by type
 * @returns {Workflow}
 */
function withCredentials(workflow, credentials) {
	const nodes = workflow.nodes.map((node) => {
		const own = Object.entries(node.credentials ?? {}).map(([type, given]) => [
			type,
			credentials.get(type) ?? given,
		]);
		return node.credentials ? { ...node, credentials: Object.fromEntries(own) } : node;
	});
	return { ...workflow, nodes };
}

/** @param {Workflow} workflow @returns {string} the name of the node to start from */
function triggerOf(workflow) {
	const manual = workflow.nodes.find(({ type }) => type === 'n8n-nodes-base.manualTrigger');
	const trigger = manual ?? workflow.nodes.find(({ type }) => /trigger$/i.test(type));
	if (!trigger) throw new StartError(`"${workflow.name}" has no trigger to start from.`);
	return trigger.name;
}

/**
 * Puts the examples into n8n.
 * @param {object} options
 * @param {N8nApi} options.api of a logged-in owner
 * @param {Workflow[]} options.examples
 * @param {DemoVendor[]} options.vendors
 * @param {Sandboxes} options.sandboxes
 * @returns {Promise<Row[]>} a row for each example, more for one that the vendor starts, and one for each event that is polled for
 */
async function exampleRows({ api, examples, vendors, sandboxes }) {
	/** @type {Map<string, Named>} */
	const credentials = new Map();
	for (const { key, name, type, login } of vendors) {
		credentials.set(
			type,
			await api.createCredential({ name: `${name} (sandbox)`, type, data: login(sandboxes[key]) }),
		);
	}
	/** @type {Row[]} */
	const rows = [];
	/** These come last: from then on their sandboxes call n8n whatever else happens there. @type {Row[]} */
	const started = [];
	for (const example of examples) {
		const vendor = vendorOf(example, vendors);
		if (isStartedByWebhook(example)) {
			const prepare = (/** @type {Map<string, Named>} */ own) =>
				withCredentials(example, new Map([...credentials, ...own]));
			started.push(
				...(await webhookRows({ api, vendor, example, prepare, sandbox: sandboxes[vendor.key] })),
			);
			continue;
		}
		const trigger = triggerOf(example);
		const { id } = await api.createWorkflow(withCredentials(example, credentials));
		const perform = async () => {
			const { nodes, items, error } = await api.run(id, trigger);
			return { nodes: nodes.length, items, error };
		};
		rows.push({ vendor, name: example.name.slice(vendor.name.length + 1).trim(), perform });
	}
	for (const vendor of vendors)
		rows.push(...pollRows({ api, vendor, credentials, sandbox: sandboxes[vendor.key] }));
	return [...rows, ...started];
}

/**
 * Does a row and says how it went.
 * @param {Row} row @param {Sandboxes} sandboxes
 * @returns {Promise<Result>}
 */
async function performRow(row, sandboxes) {
	const { requests } = sandboxes[row.vendor.key];
	const before = requests.length;
	const started = performance.now();
	const outcome = await row.perform().catch((error) => {
		// n8n is gone, or it was told to end: not this row's failure.
		if (error instanceof TypeError || error.name === 'AbortError') throw error;
		return { nodes: 0, items: 0, error: String(error.message ?? error) };
	});
	const milliseconds = performance.now() - started;
	const reached = requests.slice(before);
	const unknown = reached.find(({ number }) => number === undefined);
	const error =
		outcome.error ??
		(unknown ? `no document has ${unknown.method} ${unknown.path}` : undefined) ??
		(reached.length === 0 ? 'nothing reached the vendor' : undefined) ??
		(outcome.items === 0 ? 'no item came out' : undefined);
	return {
		vendor: row.vendor.name,
		name: row.name,
		nodes: outcome.nodes,
		requests: reached.map(({ number, method, path }) => number ?? `${method} ${path}`),
		items: outcome.items,
		error,
		milliseconds,
	};
}

module.exports = { readExamples, exampleRows, performRow, vendorOf, withCredentials, triggerOf };
