'use strict';

/** The same workflows on the oldest n8n that the package supports, on one in between and on the newest, each on a node that it asks for. */

const { execFile } = require('node:child_process');
const { mkdtemp, rm } = require('node:fs/promises');
const { tmpdir } = require('node:os');
const { join, resolve } = require('node:path');
const { promisify } = require('node:util');
const { N8nApi } = require('../../scripts/n8n/api');
const { provideN8n } = require('../../scripts/n8n/fetch');
const { seconds } = require('../../scripts/n8n/progress');
const { exampleRows, performRow, readExamples } = require('../../scripts/n8n/rows');
const { installPackage, startServer } = require('../../scripts/n8n/server');
const { demoVendors } = require('../../scripts/n8n/vendors');
const { releases } = require('../../scripts/n8n/versions');
const { startSandboxes } = require('../sandbox');
const { credentialsFor } = require('./instance');
const { checkOperations } = require('./operations/each');

/** @typedef {import('../../scripts/n8n/fetch').Runtime} Runtime */
/** @typedef {import('./suite').Ground} Ground */

const examples = resolve(__dirname, '..', '..', 'examples');

/** @param {string} node @returns {Promise<string>} its version without the "v" */
async function versionOf(node) {
	const { stdout } = await promisify(execFile)(node, ['--version']);
	return stdout.trim().slice(1);
}

/**
 * Every operation, each from a saved workflow.
 * @param {N8nApi} api @param {import('../sandbox').Sandboxes} sandboxes
 * @returns {Promise<string>} how many there were
 * @throws {Error} naming each that failed
 */
async function tryOperations(api, sandboxes) {
	/** @type {string[]} */
	const failures = [];
	let seen = '';
	await checkOperations(
		{ api, sandboxes, credentials: await credentialsFor(api, sandboxes) },
		async (name, work) => {
			await work().then(
				(detail) => void (seen = String(detail)),
				(error) => void failures.push(`${name}: ${error.message}`),
			);
		},
	);
	if (failures.length > 0) throw new Error(failures.join('\n  '));
	return seen;
}

/**
 * @param {Runtime} runtime @param {Ground} ground
 * @returns {Promise<string>} what was seen
 * @throws {Error} naming every workflow that failed
 */
async function tryOn(runtime, { tarball, signal }) {
	const userFolder = await mkdtemp(join(tmpdir(), 'n8n-chat-platforms-versions-'));
	/** @type {Array<() => Promise<unknown>>} */
	const endings = [() => rm(userFolder, { recursive: true, force: true, maxRetries: 5 })];
	try {
		const sandboxes = await startSandboxes();
		endings.push(() => sandboxes.close());
		await installPackage(userFolder, tarball, signal);
		const began = Date.now();
		const server = await startServer({ runtime, userFolder, signal });
		endings.push(() => server.stop());
		const start = seconds(Date.now() - began);

		const work = async () => {
			const api = new N8nApi(server.url, signal);
			await api.setUpOwner();
			const results = [];
			for (const row of await exampleRows({
				api,
				examples: await readExamples(examples),
				vendors: demoVendors,
				sandboxes,
			})) {
				results.push(await performRow(row, sandboxes));
			}
			const failed = results.filter(({ error }) => error !== undefined);
			if (failed.length > 0) {
				const words = failed.map(({ vendor, name, error }) => `${vendor}, ${name}: ${error}`);
				throw new Error(
					`${failed.length} of ${results.length} workflows failed.\n  ${words.join('\n  ')}`,
				);
			}
			const requests = results.reduce((sum, one) => sum + one.requests.length, 0);
			const operations = await tryOperations(api, sandboxes);
			return `node ${await versionOf(runtime.node)}, ${results.length} of ${results.length} workflows with ${requests} requests, ${operations}, ${start} to start`;
		};
		const crashed = server.died.then((how) => {
			throw new Error(how);
		});
		return await Promise.race([work(), crashed]).catch(async (error) => {
			throw new Error(`${error.message}\n${await server.log()}`);
		});
	} finally {
		while (endings.length > 0) await endings.pop()?.();
	}
}

module.exports = {
	rows: Object.keys(releases).length,
	/** @param {Ground} ground @param {import('./suite').Check} check */
	async run(ground, check) {
		for (const release of Object.values(releases)) {
			// Fetched outside the row: its time is not the package's.
			const runtime = await provideN8n(ground, release);
			await check(`n8n ${release.version}`, async () => await tryOn(runtime, ground));
		}
	},
};
