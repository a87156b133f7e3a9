'use strict';

/** A real n8n with the package in it, installed as users do, and the four sandboxes beside it. */

const { randomBytes } = require('node:crypto');
const { mkdtemp, rm } = require('node:fs/promises');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { N8nApi } = require('../../scripts/n8n/api');
const { provideN8n } = require('../../scripts/n8n/fetch');
const { installPackage, startServer } = require('../../scripts/n8n/server');
const { demoVendors } = require('../../scripts/n8n/vendors');
const { startSandboxes } = require('../sandbox');

/** @typedef {import('./suite').Ground} Ground */

/**
 * @typedef {object} Instance
 * @property {N8nApi} api of the owner, logged in
 * @property {import('../sandbox').Sandboxes} sandboxes
 * @property {Map<string, { id: string, name: string }>} credentials for the four sandboxes, by type
 * @property {() => Promise<void>} stop ends n8n as a service manager does
 * @property {() => Promise<void>} start starts it again on what it has stored; its address is another one
 */

/** What n8n may know more of: it is gone, it refused, or something did not happen in time. */
const isN8ns = (/** @type {any} */ error) =>
	error instanceof TypeError || /n8n answered|is still "|within \d+ s/.test(error.message);

/**
 * @param {N8nApi} api @param {import('../sandbox').Sandboxes} sandboxes
 * @returns {Promise<Instance['credentials']>} one for each of them
 */
async function credentialsFor(api, sandboxes) {
	/** @type {Instance['credentials']} */
	const credentials = new Map();
	for (const { key, name, type, login } of demoVendors) {
		credentials.set(
			type,
			await api.createCredential({ name: `${name} (sandbox)`, type, data: login(sandboxes[key]) }),
		);
	}
	return credentials;
}

/**
 * @param {Ground} ground
 * @param {import('./suite').Check} check
 * @param {(instance: Instance, check: import('./suite').Check) => Promise<void>} work its `check` shows n8n's log where that helps
 * @returns {Promise<void>} everything is ended and removed by then
 */
async function withInstance({ tarball, progress, signal }, check, work) {
	const runtime = await provideN8n({ progress, signal });
	const userFolder = await mkdtemp(join(tmpdir(), 'n8n-chat-platforms-'));
	const encryptionKey = randomBytes(24).toString('hex');
	/** @type {Array<() => Promise<unknown>>} */
	const endings = [() => rm(userFolder, { recursive: true, force: true, maxRetries: 5 })];
	try {
		const sandboxes = await startSandboxes();
		endings.push(() => sandboxes.close());
		await progress.step('Installing the package as users do', () =>
			installPackage(userFolder, tarball, signal),
		);
		const open = () => startServer({ runtime, userFolder, signal, encryptionKey });
		let server = await progress.step('Starting n8n', open);
		endings.push(() => server.stop());
		const api = new N8nApi(server.url, signal);
		await api.setUpOwner();
		const credentials = await credentialsFor(api, sandboxes);
		const start = async () => {
			server = await open();
			api.url = server.url;
		};
		/** @type {import('./suite').Check} */
		const explained = (name, perform) =>
			check(name, () =>
				perform().catch(async (error) => {
					throw isN8ns(error) ? new Error(`${error.message}\n${await server.log()}`) : error;
				}),
			);
		await work({ api, sandboxes, credentials, stop: () => server.stop(), start }, explained);
	} finally {
		while (endings.length) await endings.pop()?.();
	}
}

module.exports = { credentialsFor, withInstance };
