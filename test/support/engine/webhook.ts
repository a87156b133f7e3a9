/**
 * What n8n's server does with a call of a trigger's webhook (its `live-webhooks` and `webhook-helpers`, 2.41.1), around
 * n8n-core's own context and engine: the workflow is made anew from what is stored for every call, the node answers, the
 * static data is stored if it changed, and the workflow runs if the node says so.
 */

import http from 'node:http';
import { HookContext, WebhookContext, WorkflowExecute } from 'n8n-core';
import { createRunExecutionData, jsonParse } from 'n8n-workflow';
import { prepare } from './';
import type { Run } from './';
import type { AddressInfo } from 'node:net';

/** of one call */
export interface Outcome {
	status: number;
	text: string;
	/** what the trigger gave the next node; undefined when nothing was started */
	items: any[] | undefined;
	/** what the node threw: n8n answers 500 and starts an execution that fails */
	thrown?: Error;
	/** whether n8n would leave the vendor without an answer */
	hanging: boolean;
}

export type Trigger = Run & { mode?: 'webhook' | 'manual'; server?: Stored };

/** a workflow in n8n's database */
export type Stored = { staticData: any; id: string };

/** The request as n8n's first middleware leaves it: the body waits to be read. */
function withReader(request: any, largest: number = 16 * 1024 * 1024) {
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

/** What Express adds. */
function withExpress(response: any) {
	response.status ??= (code: number) => Object.assign(response, { statusCode: code });
	return response;
}

/** n8n's own reading of a body, which a node of version 1 can refuse. */
async function parseBody(request: any, workflow: any, node: any) {
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

/** The addresses that n8n would give this node, by method. */
export async function methodsOf(run: Trigger) {
	const { workflow, node } = await prepare(run);
	const [{ httpMethod }] = (workflow.nodeTypes.getByNameAndVersion(node.type, 1) as any).description
		.webhooks;
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

/** Gives one call to a trigger. */
export async function receiveWebhook(run: Trigger, request: any, response: any): Promise<Outcome> {
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
	const type = workflow.nodeTypes.getByNameAndVersion(node.type, 1) as any;
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
			webhookData as any,
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
			thrown: error as Error,
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
 *
 * @param call a body that is no text is sent as JSON
 */
export function callOf({
	body,
	query = {},
	headers = {},
	address = '127.0.0.1',
}: {
	body?: any;
	query?: any;
	headers?: any;
	address?: any;
}) {
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
		headers: {} as Record<string, string>,
		text: '',
		setHeader(name: string, value: string) {
			response.headers[name] = value;
		},
		end(written: string = '') {
			if (response.headersSent)
				throw new Error('Cannot set headers after they are sent to the client');
			response.headersSent = true;
			response.text = written;
			response.onAnswer?.();
		},
	});
	return { request, response };
}

/** Calls a trigger. */
export async function callWebhook(run: Trigger, call: Parameters<typeof callOf>[0]) {
	const { request, response } = callOf(call);
	return await receiveWebhook(run, request, response);
}

/** Calls a trigger and comes back as soon as the vendor has its answer. */
export async function callWebhookAndGo(
	run: Trigger,
	call: Parameters<typeof callOf>[0],
): Promise<{ status: number; done: Promise<Outcome> }> {
	const { request, response } = callOf(call);
	const answered = new Promise((resolve) => (response.onAnswer = resolve));
	const done = receiveWebhook(run, request, response);
	await Promise.race([answered, done]);
	return { status: response.statusCode, done };
}

/** Puts a trigger on the wire, on 127.0.0.1. */
export async function serveWebhook(
	run: Trigger,
): Promise<{ url: string; outcomes: Outcome[]; close: () => Promise<void> }> {
	const outcomes: Outcome[] = [];
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
	const { port } = server.address() as AddressInfo;
	const close = async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	};
	return { url: `http://127.0.0.1:${port}/webhook/the-path`, outcomes, close };
}

/** Activates the workflow, or begins a test, as far as the node is asked. */
export async function activate(run: Trigger) {
	const { workflow, node, additionalData } = await prepare({ ...run, active: true });
	const type = workflow.nodeTypes.getByNameAndVersion(node.type, 1) as any;
	const { checkExists, create, delete: remove } = type.webhookMethods.default;
	const context = new HookContext(workflow, node, additionalData, 'trigger', 'activate', {
		webhookDescription: type.description.webhooks[0],
	} as any);
	const exists = await checkExists.call(context);
	return { exists, made: await create.call(context), removed: await remove.call(context) };
}
