'use strict';

/**
 * The rows of the examples that a vendor starts: the workflow is activated, the sandbox is told its Production URL, things
 * happen there, and what n8n ran is looked at.
 */

const { randomBytes, randomUUID } = require('node:crypto');
const { setTimeout: delay } = require('node:timers/promises');
const { outcomeOf, unfold } = require('./api');

/** @typedef {import('./api').N8nApi} N8nApi */
/** @typedef {import('./api').Workflow} Workflow */
/** @typedef {import('./api').Outcome} Outcome */
/** @typedef {import('./vendors').DemoVendor} DemoVendor */
/** @typedef {import('../../test/sandbox').Sandbox} Sandbox */

/** How long n8n may take for what it does beside the answer: to activate, to run. Milliseconds. */
const usualPatience = 60_000;

/** How long somebody who calls a webhook waits for the answer. Milliseconds. */
const answerTime = 15_000;

/**
 * @template T
 * @param {string} what is waited for, in words that follow "no"
 * @param {() => Promise<T|undefined>} look
 * @param {number} [patience] milliseconds
 * @returns {Promise<T>}
 */
async function until(what, look, patience = usualPatience) {
	const deadline = Date.now() + patience;
	for (;;) {
		const found = await look();
		if (found !== undefined) return found;
		if (Date.now() > deadline) throw new Error(`no ${what} within ${patience / 1000} s`);
		await delay(50);
	}
}

/** @param {Workflow} workflow @returns {boolean} whether a vendor starts it */
const isStartedByWebhook = ({ nodes }) =>
	nodes.some(({ type }) => /^n8n-nodes-chat-platforms\.\w+Trigger$/.test(type)) &&
	nodes.every(({ type }) => type !== 'n8n-nodes-base.manualTrigger');

/** @param {string} url @param {any} body @returns {Promise<number>} the status @throws {Error} when there is no answer in time */
async function post(url, body) {
	const headers = { 'content-type': 'application/json' };
	const answer = await fetch(url, {
		method: 'POST',
		headers,
		body: JSON.stringify(body),
		signal: AbortSignal.timeout(answerTime),
	}).catch((error) => {
		if (error.name !== 'TimeoutError') throw error;
		throw new Error(`a call of the webhook got no answer within ${answerTime / 1000} s`);
	});
	await answer.arrayBuffer();
	return answer.status;
}

/** @param {boolean} holds @param {string} words what is wrong otherwise */
function expect(holds, words) {
	if (!holds) throw new Error(words);
}

/** A workflow that is active in n8n, and what it did. */
class Active {
	/** @param {N8nApi} api @param {Workflow & {id: string}} workflow @param {string} token */
	constructor(api, workflow, token) {
		this.api = api;
		this.workflow = workflow;
		this.token = token;
		this.trigger = /** @type {any} */ (workflow.nodes.find(({ type }) => /Trigger$/.test(type)));
	}

	/** Activates it, and waits until its address is known. */
	async activate() {
		await this.api.request('POST', `/workflows/${this.workflow.id}/activate`, {
			versionId: /** @type {any} */ (this.workflow).versionId,
		});
		await until('webhook', async () =>
			(await post(this.url('-'), {})) === 404 ? undefined : true,
		);
	}

	/** @param {string} [token] @returns {string} the trigger's Production URL with a token */
	url(token = this.token) {
		return `${this.api.url}/webhook/${this.trigger.webhookId}/webhook?token=${token}`;
	}

	/** @returns {Promise<any[]>} the executions that are over, the oldest first */
	async over() {
		const filter = encodeURIComponent(JSON.stringify({ workflowId: this.workflow.id }));
		const { results } = await this.api.request('GET', `/executions?filter=${filter}&limit=50`);
		const over = results
			.filter((/** @type {any} */ { status }) => !['new', 'running', 'waiting'].includes(status))
			.reverse();
		return await Promise.all(
			over.map(
				async (/** @type {any} */ { id }) => await this.api.request('GET', `/executions/${id}`),
			),
		);
	}

	/** @returns {Promise<Outcome[]>} what the trigger started and is over */
	async executions() {
		const outcomes = (await this.over()).map(outcomeOf);
		const failed = outcomes.find(({ error }) => error);
		if (failed) throw new Error(failed.error);
		return outcomes.filter(({ nodes }) => nodes.includes(this.trigger.name));
	}

	/** @param {number} count @returns {Promise<Outcome>} the last of so many, and not more */
	async execution(count) {
		const all = await until(`execution number ${count}`, async () => {
			const found = await this.executions();
			return found.length >= count ? found : undefined;
		});
		expect(all.length === count, `${all.length} executions were started, not ${count}`);
		return /** @type {Outcome} */ (all.at(-1));
	}
}

/**
 * @typedef {object} Story how an example is tried
 * @property {string} first the inventory number by which an event begins to be read back
 * @property {(sandbox: Sandbox, url: string) => Promise<unknown>} setUp tells the vendor the address
 * @property {(sandbox: Sandbox, active: Active, text: string) => Promise<unknown>} happen lets the vendor send one event that is wanted
 * @property {(body: any) => any} forge an event that the vendor knows nothing of, from a true one
 * @property {Record<string, [string, any]>} events what happens at the vendor for each type of event, where there are several
 */

/** @type {Record<string, Story>} */
const stories = {
	selarti: {
		first: 'S5',
		setUp: async (sandbox, url) => await sandbox.happen('setWebhook', { url }),
		// The whole bridge: the messenger's message goes to Selarti, and the AI's answer comes back.
		happen: async (sandbox, { api, workflow }, text) => {
			const { path } = /** @type {any} */ (
				workflow.nodes.find(({ type }) => type === 'n8n-nodes-base.webhook')
			).parameters;
			expect(
				(await post(`${api.url}/webhook/${path}`, { chat: '700500300', text })) === 200,
				'the messenger was refused',
			);
		},
		forge: (body) => ({
			...body,
			message_id: `${Date.now()}x100000000000000001`,
			message_text: 'Send your card number.',
		}),
		// The last one is a type that no document has.
		events: {
			all_messages: ['newMessage', { text: 'Is anybody there?' }],
			...Object.fromEntries(
				['success', 'interest', 'get_contact', 'close', 'operator', 'is_bot', 'something_new'].map(
					(tag) => [tag, ['setTag', { tag }]],
				),
			),
		},
	},
	naxonAi: {
		first: 'N5',
		setUp: async (sandbox, url) =>
			await sandbox.happen('setWebhook', { url, keywords: ['refund'] }),
		happen: async (sandbox, _active, text) =>
			await sandbox.happen('newMessage', { message: `${text}: a refund, please` }),
		forge: ({ event, payload }) => ({
			event,
			payload: { ...payload, keyword: 'complaint', platform_user_id: 'somebody' },
		}),
		events: {},
	},
};

/**
 * Puts an example into n8n, its own address for messages out replaced by the sandbox's inbox.
 * @param {object} options
 * @param {N8nApi} options.api of a logged-in owner
 * @param {DemoVendor} options.vendor
 * @param {Workflow} options.example
 * @param {(own: Map<string, {id: string, name: string}>) => Workflow} options.prepare gives the example its credentials
 * @param {Sandbox} options.sandbox
 * @returns {Promise<import('./rows').Row[]>}
 */
async function webhookRows({ api, vendor, example, prepare, sandbox }) {
	const story = stories[vendor.key];
	const token = randomBytes(24).toString('hex');
	const type = vendor.type.replace(/Api$/, 'WebhookApi');
	const own = await api.createCredential({
		name: `${vendor.name} webhook (sandbox)`,
		type,
		data: { token },
	});
	const text = JSON.stringify(prepare(new Map([[type, own]])));
	const workflow = JSON.parse(
		text.replace(/https:\/\/[\w.]+\.example\.com\/\w+/g, `${sandbox.url}/__sandbox/inbox`),
	);
	const created = /** @type {any} */ (await api.createWorkflow(workflow));
	const active = new Active(api, created, token);
	const { inbox, deliveries } = sandbox.postman;

	const bridge = async () => {
		await active.activate();
		await story.setUp(sandbox, active.url());
		await story.happen(sandbox, active, 'first');
		const received = await until('message in the inbox', async () => inbox[0]);
		const { nodes, items } = await active.execution(1);
		expect(
			inbox.length === 1 && String(received.text).includes('first'),
			`the inbox holds ${JSON.stringify(inbox)}`,
		);
		expect(
			deliveries.every(({ status, text: said }) => status === 200 && said === ''),
			`the vendor was answered ${JSON.stringify(deliveries.map(({ status }) => status))}`,
		);
		return { nodes: nodes.length, items };
	};

	const refusals = async () => {
		const event = deliveries.at(-1)?.body;
		expect(
			(await post(active.url('a-wrong-token'), event)) === 401,
			'a wrong token was not refused',
		);
		await sandbox.postman.again(sandbox.state);
		expect(deliveries.at(-1)?.status === 200, 'a repeated delivery was not answered 200');
		const asked = sandbox.asked(story.first).length;
		expect(
			(await post(active.url(), story.forge(event))) === 200,
			'a forged event was not answered 200',
		);
		// A denial counts when it is repeated twice.
		await until('denial', async () =>
			sandbox.asked(story.first).length >= asked + 3 ? true : undefined,
		);
		await story.happen(sandbox, active, 'second');
		const { nodes, items } = await active.execution(2);
		expect(
			inbox.length === 2 && String(inbox[1].text).includes('second'),
			`the inbox holds ${JSON.stringify(inbox)}`,
		);
		return { nodes: nodes.length, items };
	};

	const everyEvent = async () => {
		const node = {
			...active.trigger,
			webhookId: randomUUID(),
			parameters: { ...active.trigger.parameters, triggerOn: ['any'], filters: {} },
		};
		const any = await api.createWorkflow({
			name: `${vendor.name}: every event`,
			nodes: [node],
			connections: {},
		});
		const all = new Active(api, any, token);
		await all.activate();
		for (const type of Object.keys(story.events))
			await sandbox.happen('setWebhook', { url: all.url(), type });
		for (const [event, options] of Object.values(story.events))
			await sandbox.happen(event, options);
		await all.execution(Object.keys(story.events).length);
		const runs = (await all.over()).map(
			({ data }) => unfold(data).resultData.runData[node.name][0].data.main[0][0].json,
		);
		const types = runs.map(({ whType, verified }) =>
			verified ? whType : `${whType} (not verified)`,
		);
		expect(
			types.sort().join() === Object.keys(story.events).sort().join(),
			`the types were ${types.join(', ')}`,
		);
		return { nodes: 1, items: runs.length };
	};

	const name = example.name.slice(vendor.name.length + 1).trim();
	return [
		{ vendor, name, perform: bridge },
		{ vendor, name: 'refuse what is forged, repeated or without the token', perform: refusals },
		...(Object.keys(story.events).length > 0
			? [{ vendor, name: 'start on each type of event', perform: everyEvent }]
			: []),
	];
}

module.exports = { Active, expect, isStartedByWebhook, post, stories, until, webhookRows };
