'use strict';

/** A real n8n with this package in it, and the sandboxes beside it: where the benchmarks take place. */

const { mkdtemp, rm } = require('node:fs/promises');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { setTimeout: delay } = require('node:timers/promises');
const { startSandboxes } = require('../../test/sandbox');
const { N8nApi, unfold } = require('../n8n/api');
const { installPackage, startServer } = require('../n8n/server');
const { demoVendors } = require('../n8n/vendors');

/**
 * @typedef {object} NodeRun what became of a node
 * @property {number} milliseconds as n8n measured it
 * @property {number} items that it gave
 * @property {string|undefined} error
 *
 * @typedef {object} Stage
 * @property {import('../n8n/server').Server} server
 * @property {import('../../test/sandbox').Sandboxes} sandboxes
 * @property {N8nApi} api
 * @property {Record<string, { id: string, name: string }>} credentials by type
 * @property {(nodes: any[], items?: any[]) => Promise<Record<string, NodeRun>>} run
 * @property {(type: string, data: Record<string, any>) => Promise<void>} setCredential
 * @property {() => Promise<void>} close
 */

/**
 * A node that keeps n8n busy for seconds lets n8n's connections run into their time limit, just when they are used.
 * @param {Error} error @returns {undefined} when it was that
 */
function lookAgain(error) {
	if (error instanceof TypeError && error.message === 'fetch failed') return undefined;
	throw error;
}

/** How long an execution may take. Milliseconds. */
const patience = 180_000;

/**
 * Chains nodes behind a manual trigger with pinned data, which costs nothing at run time.
 * @param {any[]} nodes name, type and parameters of each
 * @param {any[]} items the trigger's items
 */
function workflowOf(nodes, items) {
	const start = {
		name: 'Start',
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		parameters: {},
	};
	const all = [start, ...nodes].map((node, index) => ({
		id: `node${index}`,
		position: [index * 220, 0],
		typeVersion: 1,
		...node,
	}));
	const connections = Object.fromEntries(
		all
			.slice(1)
			.map((node, index) => [
				all[index].name,
				{ main: [[{ node: node.name, type: 'main', index: 0 }]] },
			]),
	);
	return {
		name: 'Benchmark',
		nodes: all,
		connections,
		settings: { executionOrder: 'v1' },
		pinData: { Start: items.map((json) => ({ json })) },
	};
}

/** @param {any} run the last run of a node @returns {NodeRun} */
function runOf(run) {
	const items = run.data?.main?.[0]?.length ?? 0;
	return { milliseconds: run.executionTime, items, error: run.error?.message };
}

/**
 * @param {object} options
 * @param {import('../n8n/fetch').Runtime} options.runtime
 * @param {string} options.tarball
 * @param {AbortSignal} [options.signal]
 * @returns {Promise<Stage>}
 */
async function openStage({ runtime, tarball, signal }) {
	const userFolder = await mkdtemp(join(tmpdir(), 'n8n-chat-platforms-bench-'));
	/** @type {Array<() => Promise<unknown>>} */
	const endings = [() => rm(userFolder, { recursive: true, force: true, maxRetries: 5 })];
	const close = async () => {
		while (endings.length) await endings.pop()?.();
	};
	try {
		const sandboxes = await startSandboxes();
		endings.push(() => sandboxes.close());
		await installPackage(userFolder, tarball, signal);
		const server = await startServer({ runtime, userFolder, signal });
		endings.push(() => server.stop());
		const api = new N8nApi(server.url, signal);
		await api.setUpOwner();
		/** @type {Stage['credentials']} */
		const credentials = {};
		for (const { key, type, login } of demoVendors) {
			credentials[type] = await api.createCredential({
				name: type,
				type,
				data: login(sandboxes[key]),
			});
		}

		/** @type {Stage['run']} */
		const run = async (nodes, items = [{}]) => {
			const { id } = await api.request('POST', '/workflows', workflowOf(nodes, items));
			const { executionId } = await api.request('POST', `/workflows/${id}/run`, {
				triggerToStartFrom: { name: 'Start' },
			});
			for (const deadline = Date.now() + patience; ;) {
				await delay(250, undefined, { signal });
				const execution = await api.request('GET', `/executions/${executionId}`).catch(lookAgain);
				if (execution && !['new', 'running', 'waiting'].includes(execution.status)) {
					const { runData } = unfold(execution.data).resultData;
					return Object.fromEntries(
						Object.entries(runData).map(([name, runs]) => [
							name,
							runOf(/** @type {any} */ (runs).at(-1)),
						]),
					);
				}
				if (Date.now() > deadline)
					throw new Error(
						`an execution took longer than ${patience / 1000} s. ${await server.log()}`,
					);
			}
		};

		/** @type {Stage['setCredential']} */
		const setCredential = async (type, data) => {
			const { id, name } = credentials[type];
			await api.request('PATCH', `/credentials/${id}`, { name, type, data });
		};
		return { server, sandboxes, api, credentials, run, setCredential, close };
	} catch (error) {
		await close();
		throw error;
	}
}

module.exports = { openStage };
