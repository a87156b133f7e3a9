'use strict';

/**
 * What n8n's server does with a call of a trigger's webhook (its `live-webhooks` and `webhook-helpers`, 2.41.1), around
 * n8n-core's own context and engine: the workflow is made anew from what is stored for every call, the node answers, the
 * static data is stored if it changed, and the workflow runs if the node says so.
 */

const http = require('node:http');
const { HookContext, WebhookContext, WorkflowExecute } = require('n8n-core');
const { createRunExecutionData, jsonParse } = require('n8n-workflow');
const { prepare } = require('./index');

/**
 * @typedef {object} Outcome of one call
 * @property {number} status
 * @property {string} text
 * @property {any[]|undefined} items what the trigger gave the next node; undefined when nothing was started
 * @property {Error} [thrown] what the node threw: n8n answers 500 and starts an execution that fails
 * @property {boolean} hanging whether n8n would leave the vendor without an answer
 *
 * @typedef {import('./index').Run & {mode?: 'webhook'|'manual', server?: Stored}} Trigger
 * @typedef {{staticData: any, id: string}} Stored a workflow in n8n's database
 */

/** The request as n8n's first middleware leaves it: the body waits to be read. @param {any} request @param {number} largest */
function withReader(request, largest = 16 * 1024 * 1024) {
	const [, type = ''] = /^([^;]+)/.exec(String(request.headers['content-type'] ?? '')) ?? [];
	request.contentType = type.trim();
	request.readRawBody = async () => {
		if (request.rawBody) return;
		const chunks = [];
		let length = 0;
		for await (const chunk of request) {
			length += chunk.length;
			if (length > largest) throw new Error('request entity too large');
			chunks.push(chunk);
		}
		request.rawBody = Buffer.concat(chunks);
	};
	return request;
}

/** What Express adds. @param {any} response */
function withExpress(response) {
	response.status ??= (/** @type {number} */ code) => Object.assign(response, { statusCode: code });
	return response;
}

/** n8n's own reading of a body, which a node of version 1 can refuse. @param {any} request @param {any} workflow @param {any} node */
async function parseBody(request, workflow, node) {
	const untouched = workflow.expression.getSimpleParameterValue(
		node,
		'={{$parameter["options"]["binaryData"]}}',
		'internal',
		{},
		undefined,
		false,
	);
	if (untouched) return;
	await request.readRawBody();
	if (request.rawBody.length > 0 && request.contentType === 'application/json')
		request.body = jsonParse(request.rawBody.toString());
}

/** The addresses that n8n would give this node, by method. @param {Trigger} run */
async function methodsOf(run) {
	const { workflow, node } = await prepare(run);
	const [{ httpMethod }] = /** @type {any} */ (workflow.nodeTypes.getByNameAndVersion(node.type, 1))
		.description.webhooks;
	const methods = workflow.expression.getSimpleParameterValue(
		node,
		httpMethod,
		'internal',
		{},
		undefined,
		'GET',
	);
	return String(methods).split(',').filter(Boolean);
}

/**
 * Gives one call to a trigger.
 * @param {Trigger} run @param {any} request @param {any} response
 * @returns {Promise<Outcome>}
 */
async function receiveWebhook(run, request, response) {
	const mode = run.mode ?? 'webhook';
	const server = run.server ?? { staticData: {}, id: 'the-workflow' };
	const { workflow, node, additionalData } = await prepare({
		...run,
		active: mode === 'webhook',
		staticData: structuredClone(server.staticData),
	});
	workflow.id = server.id;
	additionalData.httpRequest = request;
	additionalData.httpResponse = withExpress(response);
	const type = /** @type {any} */ (workflow.nodeTypes.getByNameAndVersion(node.type, 1));
	const webhookData = {
		webhookDescription: type.description.webhooks[0],
		node: node.name,
		path: 'webhook',
		httpMethod: 'POST',
		workflowId: workflow.id,
	};
	const text = () => response.text ?? '';
	let result;
	try {
		await parseBody(request, workflow, node);
		const context = new WebhookContext(
			workflow,
			node,
			additionalData,
			mode,
			/** @type {any} */ (webhookData),
			[],
			null,
		);
		result = await type.webhook.call(context);
	} catch (error) {
		if (!response.headersSent) response.status(500).end('Workflow could not be started!');
		return {
			status: response.statusCode,
			text: text(),
			items: undefined,
			thrown: /** @type {Error} */ (error),
			hanging: false,
		};
	}
	const hanging = result.noWebhookResponse === true && !response.headersSent;
	if (!result.noWebhookResponse) response.status(200).end('firstEntryJson');
	if (workflow.staticData.__dataChanged === true)
		server.staticData = JSON.parse(JSON.stringify(workflow.staticData));
	const outcome = { status: response.statusCode, text: text(), hanging };
	if (result.workflowData === undefined) return { ...outcome, items: undefined };

	const nodeExecutionStack = [{ node, data: { main: result.workflowData }, source: null }];
	const data = createRunExecutionData({ executionData: { nodeExecutionStack } });
	const { data: ran } = await new WorkflowExecute(
		additionalData,
		mode === 'manual' ? 'manual' : 'webhook',
		data,
	).processRunExecutionData(workflow);
	if (ran.resultData.error) throw ran.resultData.error;
	return {
		...outcome,
		items: ran.resultData.runData[node.name][0].data?.main[0]?.map(({ json }) => json),
	};
}

/**
 * A call that comes over no wire.
 * @param {{body?: any, query?: any, headers?: any, address?: any}} call a body that is no text is sent as JSON
 */
function callOf({ body, query = {}, headers = {}, address = '127.0.0.1' }) {
	const text =
		typeof body === 'string' || Buffer.isBuffer(body)
			? body
			: body === undefined
				? ''
				: JSON.stringify(body);
	const request = withReader({
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers },
		query,
		params: {},
		ip: address,
		async *[Symbol.asyncIterator]() {
			yield Buffer.from(text);
		},
	});
	const response = withExpress({
		statusCode: 200,
		headersSent: false,
		/** @type {Record<string, string>} */
		headers: {},
		text: '',
		/** @param {string} name @param {string} value */
		setHeader(name, value) {
			response.headers[name] = value;
		},
		/** @param {string} [written] */
		end(written = '') {
			if (response.headersSent)
				throw new Error('Cannot set headers after they are sent to the client');
			response.headersSent = true;
			response.text = written;
			response.onAnswer?.();
		},
	});
	return { request, response };
}

/**
 * Calls a trigger.
 * @param {Trigger} run @param {Parameters<typeof callOf>[0]} call
 */
async function callWebhook(run, call) {
	const { request, response } = callOf(call);
	return await receiveWebhook(run, request, response);
}

/**
 * Calls a trigger and comes back as soon as the vendor has its answer.
 * @param {Trigger} run @param {Parameters<typeof callOf>[0]} call
 * @returns {Promise<{status: number, done: Promise<Outcome>}>}
 */
async function callWebhookAndGo(run, call) {
	const { request, response } = callOf(call);
	const answered = new Promise((resolve) => (response.onAnswer = resolve));
	const done = receiveWebhook(run, request, response);
	await Promise.race([answered, done]);
	return { status: response.statusCode, done };
}

/**
 * Puts a trigger on the wire, on 127.0.0.1.
 * @param {Trigger} run
 * @returns {Promise<{url: string, outcomes: Outcome[], close: () => Promise<void>}>}
 */
async function serveWebhook(run) {
	/** @type {Outcome[]} */
	const outcomes = [];
	const server = http.createServer(async (request, response) => {
		const url = new URL(request.url ?? '/', 'http://127.0.0.1');
		const more = {
			query: Object.fromEntries(url.searchParams),
			params: {},
			ip: request.socket.remoteAddress,
		};
		const outcome = await receiveWebhook(run, withReader(Object.assign(request, more)), response);
		outcomes.push(outcome);
	});
	await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
	// A test that fails does not come to its end, and must not keep jest from its own.
	server.unref();
	const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
	const close = async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	};
	return { url: `http://127.0.0.1:${port}/webhook/the-path`, outcomes, close };
}

/** Activates the workflow, or begins a test, as far as the node is asked. @param {Trigger} run */
async function activate(run) {
	const { workflow, node, additionalData } = await prepare({ ...run, active: true });
	const type = /** @type {any} */ (workflow.nodeTypes.getByNameAndVersion(node.type, 1));
	const { checkExists, create, delete: remove } = type.webhookMethods.default;
	const context = new HookContext(
		workflow,
		node,
		additionalData,
		'trigger',
		'activate',
		/** @type {any} */ ({ webhookDescription: type.description.webhooks[0] }),
	);
	const exists = await checkExists.call(context);
	return { exists, made: await create.call(context), removed: await remove.call(context) };
}

module.exports = {
	callOf,
	receiveWebhook,
	callWebhook,
	callWebhookAndGo,
	serveWebhook,
	methodsOf,
	activate,
};
