'use strict';

/** The part of n8n's own HTTP interface, the one its editor uses, that a start needs. */

const { randomBytes, randomUUID } = require('node:crypto');
const { setTimeout: delay } = require('node:timers/promises');

/**
 * @typedef {object} Workflow as n8n exports it
 * @property {string} name
 * @property {Array<{ name: string, type: string, credentials?: Record<string, { id: string, name: string }> }>} nodes
 * @property {object} connections
 * @property {object} [settings]
 *
 * @typedef {object} Outcome of an execution
 * @property {string} status n8n's word, "success" when all went well
 * @property {string[]} nodes the nodes that ran
 * @property {number} items what the last of them gave
 * @property {string|undefined} error
 */

/**
 * n8n sends an execution's data as a list in which every object and every string stands once; an object's
 * strings are positions in that list.
 * @param {string} text
 * @returns {any}
 */
function unfold(text) {
	const entries = JSON.parse(text);
	const done = new Map();
	const at = (/** @type {number} */ index) => {
		const entry = entries[index];
		if (typeof entry !== 'object' || entry === null) return entry;
		if (done.has(index)) return done.get(index);
		/** @type {any} */
		const whole = Array.isArray(entry) ? [] : {};
		done.set(index, whole);
		for (const [key, value] of Object.entries(entry))
			whole[key] = typeof value === 'string' ? at(Number(value)) : value;
		return whole;
	};
	return at(0);
}

/** @param {any} error n8n's, of a node or of a workflow */
function describe(error) {
	const words = [error.message, error.description].filter(
		(part, index, all) => part && all.indexOf(part) === index,
	);
	return `${error.node?.name ? `${error.node.name}: ` : ''}${words.join(' – ') || 'unknown error'}`;
}

/** @param {{ status: string, data: string }} execution @returns {Outcome} */
function outcomeOf(execution) {
	const result = unfold(execution.data)?.resultData ?? {};
	const runs = result.runData ?? {};
	const last = runs[result.lastNodeExecuted]?.at(-1);
	const outputs = Object.values(last?.data ?? {}).flat();
	const items = outputs.reduce((sum, output) => sum + (output?.length ?? 0), 0);
	const failed = execution.status !== 'success';
	const error = result.error
		? describe(result.error)
		: failed
			? `the execution ended as "${execution.status}"`
			: undefined;
	return { status: execution.status, nodes: Object.keys(runs), items, error };
}

class N8nApi {
	/** @param {string} url n8n's address @param {AbortSignal} [signal] */
	constructor(url, signal) {
		this.url = url;
		this.signal = signal;
		/** @type {Map<string, string>} */
		this.cookies = new Map();
		// n8n ties a log-in to the browser it was made in.
		this.browser = randomUUID();
	}

	/**
	 * @param {string} method @param {string} path below /rest @param {any} [body]
	 * @returns {Promise<any>} the answer's data
	 * @throws {Error} with n8n's words when it refuses
	 */
	async request(method, path, body) {
		const answer = await fetch(`${this.url}/rest${path}`, {
			method,
			signal: this.signal,
			headers: {
				'browser-id': this.browser,
				cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
			},
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		for (const line of answer.headers.getSetCookie()) {
			const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
			if (name) this.cookies.set(name, value);
		}
		const text = await answer.text();
		if (!answer.ok)
			throw new Error(`n8n answered ${answer.status} to ${method} ${path}: ${text.slice(0, 500)}`);
		return JSON.parse(text).data;
	}

	/** Makes the first user, and logs in as it. @returns {Promise<{ email: string, password: string }>} */
	async setUpOwner() {
		// n8n wants a capital letter and a digit.
		const login = {
			email: 'demo@example.com',
			password: `Demo-${randomBytes(6).toString('hex')}-1`,
		};
		await this.request('POST', '/owner/setup', { ...login, firstName: 'Demo', lastName: 'User' });
		return login;
	}

	/** @param {{ name: string, type: string, data: Record<string, any> }} credential @returns {Promise<{ id: string, name: string }>} */
	async createCredential(credential) {
		const { id, name } = await this.request('POST', '/credentials', credential);
		return { id, name };
	}

	/** @param {Workflow} workflow @returns {Promise<Workflow & { id: string }>} */
	async createWorkflow({ name, nodes, connections, settings = {} }) {
		return await this.request('POST', '/workflows', { name, nodes, connections, settings });
	}

	/**
	 * Runs a workflow as the editor's button does, and waits for its end.
	 * @param {string} id @param {string} trigger the name of the node to start from
	 * @param {{ patience?: number, pause?: number, destination?: string }} [options] milliseconds; the node to stop at
	 * @returns {Promise<Outcome>}
	 */
	async run(id, trigger, options) {
		return outcomeOf(await this.execute(id, trigger, options));
	}

	/**
	 * Does what `run` does.
	 * @param {string} id @param {string} trigger @param {{ patience?: number, pause?: number, destination?: string }} [options]
	 * @returns {Promise<any>} the execution as n8n keeps it
	 */
	async execute(id, trigger, { patience = 120_000, pause = 100, destination } = {}) {
		// An old n8n runs what it is sent, a new one what it has (seen: 2.8.4, 2.41.1).
		const workflowData = await this.request('GET', `/workflows/${id}`);
		const { executionId } = await this.request('POST', `/workflows/${id}/run`, {
			workflowData,
			triggerToStartFrom: { name: trigger },
			...(destination !== undefined && {
				destinationNode: { nodeName: destination, mode: 'inclusive' },
			}),
		});
		const deadline = Date.now() + patience;
		for (;;) {
			const execution = await this.request('GET', `/executions/${executionId}`);
			if (execution && !['new', 'running', 'waiting'].includes(execution.status)) return execution;
			if (Date.now() > deadline)
				throw new Error(`the execution is still "${execution?.status}" after ${patience / 1000} s`);
			await delay(pause, undefined, { signal: this.signal });
		}
	}
}

module.exports = { N8nApi, unfold, outcomeOf };
