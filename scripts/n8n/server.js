'use strict';

/** Starts and ends n8n itself. */

const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { closeSync, openSync } = require('node:fs');
const { mkdir, readFile, writeFile } = require('node:fs/promises');
const { createServer } = require('node:net');
const { randomBytes } = require('node:crypto');
const { join } = require('node:path');
const { setTimeout: delay } = require('node:timers/promises');
const { n8nEnvironment } = require('./environment');
const { endGroup, lastLines, runNpm } = require('./npm');
const { StartError } = require('./start-error');

/** How long n8n may take to come up, and to end. Milliseconds. */
const patience = { start: 120_000, end: 15_000 };

/** @param {number} count @returns {Promise<number[]>} that many different free ports */
async function freePorts(count) {
	const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
	await Promise.all(servers.map((server) => once(server, 'listening')));
	const ports = servers.map(
		(server) => /** @type {import('node:net').AddressInfo} */ (server.address()).port,
	);
	await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
	return ports;
}

/**
 * Installs the package the way n8n's users do.
 * @param {string} userFolder
 * @param {string} tarball
 * @param {AbortSignal} [signal]
 */
async function installPackage(userFolder, tarball, signal) {
	const nodes = join(userFolder, '.n8n', 'nodes');
	await mkdir(nodes, { recursive: true });
	// Without a manifest of its own npm would look for one in the folders above.
	await writeFile(
		join(nodes, 'package.json'),
		JSON.stringify({ name: 'installed-nodes', private: true, dependencies: {} }),
	);
	// n8n brings n8n-workflow along; npm would install it as a peer.
	await runNpm(['install', '--ignore-scripts', '--legacy-peer-deps', tarball], {
		cwd: nodes,
		node: process.execPath,
		signal,
	});
}

/** @param {string} url @param {AbortSignal} signal */
async function answersJson(url, signal) {
	try {
		const answer = await fetch(url, {
			signal: AbortSignal.any([signal, AbortSignal.timeout(5000)]),
		});
		return answer.ok && typeof (await answer.json()) === 'object';
	} catch {
		return false;
	}
}

/** @param {string} log n8n starts all the same when it cannot load a package @returns {string|undefined} why it could not */
function notLoaded(log) {
	const [, name, reason] = /Failed to load package "([^"]+)"\n(.*)/.exec(log) ?? [];
	return name === undefined ? undefined : `n8n could not load ${name}: ${reason}`;
}

/**
 * @param {object} options
 * @param {import('./fetch').Runtime} options.runtime
 * @param {string} options.userFolder
 * @param {string[]} [options.command] which of n8n's processes, e.g. `['worker']`; the main one when left out
 * @param {Record<string, string>} [options.env] more of n8n's settings
 * @param {string} [options.encryptionKey] of an n8n that others belong to; one of its own when left out
 * @param {string} [options.ready] a path that answers with JSON when it is up
 * @param {AbortSignal} [options.signal] gives up waiting; n8n itself is ended by `stop`
 * @returns {Promise<Server>}
 * @typedef {object} Server
 * @property {string} url where the editor is, without a trailing slash
 * @property {number} pid
 * @property {Promise<string>} died says how n8n ended; never settles when it was stopped
 * @property {() => Promise<string>} log the last lines of what n8n said
 * @property {() => Promise<void>} stop
 */
async function startServer({
	runtime,
	userFolder,
	command = ['start'],
	env = {},
	encryptionKey = randomBytes(24).toString('hex'),
	ready = '/rest/settings',
	signal,
}) {
	const [port, brokerPort] = await freePorts(2);
	const logFile = join(userFolder, 'n8n.log');
	const log = openSync(logFile, 'a');
	// A process group of its own: Ctrl-C reaches this program alone, which then ends n8n in good order.
	const child = spawn(runtime.node, [runtime.n8n, ...command], {
		cwd: userFolder,
		detached: true,
		stdio: ['ignore', log, log],
		env: {
			...n8nEnvironment({
				env: process.env,
				node: runtime.node,
				userFolder,
				encryptionKey,
				port,
				brokerPort,
			}),
			// Where a worker says that it is up.
			QUEUE_HEALTH_CHECK_PORT: String(port),
			...runtime.environment,
			...env,
		},
	});
	closeSync(log);
	const lastLog = async () =>
		`The last lines of n8n's log:\n${lastLines(await readFile(logFile, 'utf8').catch(() => ''), 25)}`;
	let stopping = false;
	/** @type {Promise<string>} */
	const ended = new Promise((resolve) => {
		child.once('error', (error) => resolve(error.message));
		child.once('exit', (code, name) => resolve(name ?? `exit code ${code}`));
	});
	/** @type {Promise<string>} */
	const died = ended.then(async (how) => {
		if (stopping) return await new Promise(() => {});
		return `n8n ended by itself (${how}). ${await lastLog()}`;
	});
	const stop = async () => {
		stopping = true;
		if (child.pid === undefined) return;
		if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
		const late = delay(patience.end, 'late', { ref: false });
		if ((await Promise.race([ended, late])) === 'late') endGroup(child.pid);
		await ended;
	};

	const url = `http://127.0.0.1:${port}`;
	const deadline = Date.now() + patience.start;
	const over = new AbortController();
	const isUp = async () => {
		while (!(await answersJson(`${url}${ready}`, over.signal))) {
			signal?.throwIfAborted();
			if (over.signal.aborted) return '';
			if (Date.now() > deadline)
				return `n8n is not up after ${patience.start / 1000} s. ${await lastLog()}`;
			await delay(100, undefined, { signal });
		}
		return undefined;
	};
	try {
		const trouble =
			(await Promise.race([isUp(), died])) ?? notLoaded(await readFile(logFile, 'utf8'));
		if (trouble !== undefined) throw new StartError(trouble);
	} catch (error) {
		await stop();
		throw error;
	} finally {
		over.abort();
	}
	return { url, pid: /** @type {number} */ (child.pid), died, log: lastLog, stop };
}

module.exports = { startServer, installPackage };
