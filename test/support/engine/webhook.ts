/**
 * What n8n's server does with a call of a trigger's webhook (its `live-webhooks` and `webhook-helpers`, 2.41.1), around
 * n8n-core's own context and engine: the workflow is made anew from what is stored for every call, the node answers, the
 * static data is stored if it changed, and the workflow runs if the node says so.
 */

import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { HookContext, WebhookContext, WorkflowExecute } from 'n8n-core';
import { createRunExecutionData } from 'n8n-workflow';
import type {
	IDataObject,
	INodeExecutionData,
	INodeType,
	IWebhookData,
	IWebhookDescription,
	IWebhookResponseData,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { nodeTypeOf } from './package';
import { prepare } from './prepare';
import type { NodeRun, PreparedNode } from './prepare';
import { callOf, parseBody, withBodyReader, withExpress } from './webhookRequest';
import type { WebhookCall, WebhookRequest, WebhookResponse } from './webhookRequest';

export { callOf };

/** A workflow in n8n's database. */
export interface StoredWorkflow {
	staticData: IDataObject;
	id: string;
}

export interface WebhookRun extends NodeRun {
	/** `manual` for a test in the editor. */
	mode?: 'webhook' | 'manual';
	/** Where the static data is kept between calls. */
	server?: StoredWorkflow;
}

/** What became of one call. */
export interface WebhookResult {
	status: number;
	text: string;
	/** The json of the items for the next node; undefined when nothing was started. */
	items: IDataObject[] | undefined;
	/** What the node threw: n8n answers 500 and starts an execution that fails. */
	thrown?: Error;
	/** Whether n8n would leave the vendor without an answer. */
	hanging: boolean;
}

function webhookOf({ description }: INodeType): IWebhookDescription {
	const [webhook] = description.webhooks ?? [];
	if (!webhook) throw new Error(`the node ${description.name} has no webhook`);
	return webhook;
}

/** The HTTP methods under which n8n would register the node's webhook. */
export async function methodsOf(run: WebhookRun): Promise<string[]> {
	const { loader, workflow, node } = await prepare(run);
	const { httpMethod } = webhookOf(nodeTypeOf(loader, run.node));
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

/** Lets the node answer a call. */
async function callNode(
	run: WebhookRun,
	{ loader, workflow, node, additionalData }: PreparedNode,
	request: WebhookRequest,
): Promise<IWebhookResponseData> {
	const type = nodeTypeOf(loader, run.node);
	const webhookData = {
		webhookDescription: webhookOf(type),
		node: node.name,
		path: 'webhook',
		httpMethod: 'POST',
		workflowId: workflow.id,
	};
	await parseBody(request, workflow, node);
	const context = new WebhookContext(
		workflow,
		node,
		additionalData,
		run.mode ?? 'webhook',
		webhookData as unknown as IWebhookData,
		[],
		null,
	);
	const result = await type.webhook?.call(context);
	if (!result) throw new Error(`the node ${run.node} takes no webhook`);
	return result;
}

/** Runs the workflow with what the node gave. */
async function runFrom(
	{ workflow, node, additionalData }: PreparedNode,
	mode: 'webhook' | 'manual',
	items: INodeExecutionData[][],
): Promise<IDataObject[] | undefined> {
	const nodeExecutionStack = [{ node, data: { main: items }, source: null }];
	const data = createRunExecutionData({ executionData: { nodeExecutionStack } });
	const execution = new WorkflowExecute(additionalData, mode, data);
	const { resultData } = (await execution.processRunExecutionData(workflow)).data;
	if (resultData.error) throw resultData.error;
	return resultData.runData[node.name][0].data?.main[0]?.map(({ json }) => json);
}

/** Gives one call to a trigger. */
export async function receiveWebhook(
	run: WebhookRun,
	request: WebhookRequest,
	givenResponse: WebhookResponse,
): Promise<WebhookResult> {
	const mode = run.mode ?? 'webhook';
	const server = run.server ?? { staticData: {}, id: 'the-workflow' };
	const response = withExpress(givenResponse);
	const prepared = await prepare({
		...run,
		active: mode === 'webhook',
		staticData: structuredClone(server.staticData),
	});
	const { workflow, additionalData } = prepared;
	workflow.id = server.id;
	Object.assign<IWorkflowExecuteAdditionalData, object>(additionalData, {
		httpRequest: request,
		httpResponse: response,
	});
	let result: IWebhookResponseData;
	try {
		result = await callNode(run, prepared, request);
	} catch (error) {
		if (!response.headersSent) response.status(500).end('Workflow could not be started!');
		const { statusCode: status, text = '' } = response;
		return { status, text, items: undefined, thrown: error as Error, hanging: false };
	}
	const hanging = result.noWebhookResponse === true && !response.headersSent;
	if (!result.noWebhookResponse) response.status(200).end('firstEntryJson');
	if (workflow.staticData.__dataChanged === true)
		server.staticData = JSON.parse(JSON.stringify(workflow.staticData));
	const { statusCode: status, text = '' } = response;
	const items = result.workflowData && (await runFrom(prepared, mode, result.workflowData));
	return { status, text, hanging, items };
}

/** Calls a trigger. */
export async function callWebhook(run: WebhookRun, call: WebhookCall): Promise<WebhookResult> {
	const { request, response } = callOf(call);
	return await receiveWebhook(run, request, response);
}

/**
 * Calls a trigger and returns as soon as the vendor has its answer.
 *
 * @returns `done`: resolves when the execution is over
 */
export async function callWebhookAndGo(
	run: WebhookRun,
	call: WebhookCall,
): Promise<{ status: number; done: Promise<WebhookResult> }> {
	const { request, response } = callOf(call);
	const answered = new Promise<void>((resolve) => (response.onAnswer = resolve));
	const done = receiveWebhook(run, request, response);
	await Promise.race([answered, done]);
	return { status: response.statusCode, done };
}

/** Serves a trigger's webhook on 127.0.0.1. */
export async function serveWebhook(
	run: WebhookRun,
): Promise<{ url: string; outcomes: WebhookResult[]; close: () => Promise<void> }> {
	const outcomes: WebhookResult[] = [];
	const server = http.createServer(async (request, response) => {
		const url = new URL(request.url ?? '/', 'http://127.0.0.1');
		const express = Object.assign(request, {
			query: Object.fromEntries(url.searchParams),
			params: {},
			ip: request.socket.remoteAddress,
		});
		outcomes.push(await receiveWebhook(run, withBodyReader(express), response));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	// A test that fails does not come to its end, and must not keep jest from its own.
	server.unref();
	const { port } = server.address() as AddressInfo;
	const close = async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	};
	return { url: `http://127.0.0.1:${port}/webhook/the-path`, outcomes, close };
}

/** Calls the three methods with which n8n sets up and removes a webhook. */
export async function activate(
	run: WebhookRun,
): Promise<{ exists: boolean; made: boolean; removed: boolean }> {
	const { loader, workflow, node, additionalData } = await prepare({ ...run, active: true });
	const type = nodeTypeOf(loader, run.node);
	const methods = type.webhookMethods?.default;
	if (!methods) throw new Error(`the node ${run.node} has no webhook methods`);
	const webhookData = { webhookDescription: webhookOf(type) } as unknown as IWebhookData;
	const context = new HookContext(
		workflow,
		node,
		additionalData,
		'trigger',
		'activate',
		webhookData,
	);
	return {
		exists: await methods.checkExists.call(context),
		made: await methods.create.call(context),
		removed: await methods.delete.call(context),
	};
}
