/**
 * What the rest of n8n notices of a node with 10,000 items: another workflow's webhook is called twice a second meanwhile,
 * in a real n8n as it is installed, with its SQLite database.
 */

import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import { known } from '../../test/support/sandbox/selarti';
import { localHttp } from '../n8n/client';
import type { WorkflowNode } from '../n8n/client';
import { waitUntil } from '../n8n/waitUntil';
import { chainNodes } from '../n8n/workflow';
import type { BenchInstance } from './instance';
import { quantile } from './measure';
import { httpRequestNode, packageNode } from './nodes';

/** The time between two calls of the webhook, in milliseconds. */
export const callInterval = 500;

/** How long the vendors take for a response, in milliseconds. */
const latency = 20;

/** How long a call of the webhook may take before it counts as failed, in milliseconds. */
const callTimeout = 60_000;

/** How long a run may take, in milliseconds. */
const runTimeout = 600_000;

/** How long n8n is left alone before its memory is read, in milliseconds. */
const settleTime = 3_000;

/** How often each node gets the items; what grows from one run to the next would go on growing. */
export const runs = 2;

/** One call of the webhook: the HTTP status, 0 for none, and the time it took, in milliseconds. */
export interface WebhookCall {
	status: number;
	duration: number;
}

/** What became of the calls during a run. */
export interface CallSummary {
	calls: number;
	/** Those that n8n answered 503. */
	refused: number;
	/** Those that got another error, or no answer. */
	failed: number;
	/** Milliseconds. */
	p95: number;
	slowest: number;
}

export interface NeighborRun extends CallSummary {
	/** The node's own time, as n8n measured it. */
	milliseconds: number;
	/** What is left of the memory of n8n's process after the run and a collection, in bytes. */
	memory: number;
	error: string | undefined;
}

export interface NeighborFigures {
	/** The same before the first run. */
	memoryBefore: number;
	rounds: NeighborRun[];
}

export function summarizeCalls(calls: WebhookCall[]): CallSummary {
	const durations = calls.map(({ duration }) => duration);
	return {
		calls: calls.length,
		refused: calls.filter(({ status }) => status === 503).length,
		failed: calls.filter(({ status }) => status !== 200 && status !== 503).length,
		p95: quantile(durations, 0.95),
		slowest: Math.max(...durations),
	};
}

async function callWebhook(url: string): Promise<WebhookCall> {
	const startedAt = performance.now();
	const status = await localHttp.post(url, {}, { timeout: callTimeout }).then(
		(response) => response.status,
		() => 0,
	);
	return { status, duration: performance.now() - startedAt };
}

/**
 * Calls a webhook at an interval while `work` runs.
 *
 * @returns What `work` returned, and every call, also those that were answered after it.
 */
export async function callMeanwhile<T>(
	url: string,
	work: () => Promise<T>,
): Promise<{ result: T; calls: WebhookCall[] }> {
	const pending: Array<Promise<WebhookCall>> = [];
	const call = () => void pending.push(callWebhook(url));
	call();
	const timer = setInterval(call, callInterval);
	try {
		const result = await work();
		clearInterval(timer);
		return { result, calls: await Promise.all(pending) };
	} finally {
		clearInterval(timer);
	}
}

/** @returns What is left of the memory of n8n's process after a collection, in bytes. */
async function liveMemory({ server: { pid }, userFolder }: BenchInstance): Promise<number> {
	// What n8n still does for a run, such as storing it, is over then.
	await delay(settleTime);
	const file = join(userFolder, `live-memory-${pid}`);
	await rm(file, { force: true });
	process.kill(pid, 'SIGUSR2');
	const read = () => readFile(file, 'utf8').catch(() => undefined);
	return Number(await waitUntil('report of the memory', read));
}

/** Creates and activates a workflow with n8n's own Webhook node, which answers at once. */
async function createWebhook({ client }: BenchInstance): Promise<string> {
	const path = randomUUID();
	const webhook: WorkflowNode = {
		name: 'Webhook',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2.1,
		webhookId: path,
		parameters: { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} },
	};
	await client.activateWorkflow(await client.createWorkflow(chainNodes('Neighbor', [webhook])));
	return `/webhook/${path}`;
}

function alternatives({ sandboxes: { selarti, vardast }, credentials }: BenchInstance) {
	const body = { task_id: known.task, chat_id: '={{ $json.chat }}', message: '={{ $json.text }}' };
	const parameters = Object.entries(body).map(([name, value]) => ({ name, value }));
	return {
		read: packageNode(credentials, 'vardast', 'vardastApi', {
			resource: 'prompt',
			operation: 'get',
			promptId: '={{ $json.promptId }}',
		}),
		httpRead: httpRequestNode(credentials, 'vardastApi', {
			url: `=${vardast.url}/uaa/public/messenger/api/prompts/{{ $json.promptId }}`,
		}),
		send: packageNode(credentials, 'selarti', 'selartiApi', {
			resource: 'message',
			operation: 'sendExternal',
			task: { __rl: true, mode: 'id', value: known.task },
			chatId: '={{ $json.chat }}',
			message: '={{ $json.text }}',
		}),
		httpSend: httpRequestNode(credentials, 'selartiApi', {
			method: 'POST',
			url: `${selarti.url}/api/1.1/wf/send_message_external`,
			sendBody: true,
			bodyParameters: { parameters },
		}),
	};
}

export type NeighborName = keyof ReturnType<typeof alternatives>;

/** Prepares the vendors, and forgets what an earlier run has sent them. */
function resetVendors({ sandboxes: { selarti, vardast } }: BenchInstance): void {
	for (const sandbox of [selarti, vardast]) {
		sandbox.reset();
		sandbox.latency = latency;
	}
}

/** Starts n8n anew, so that no earlier run counts, and waits until the webhook answers. */
async function restart(instance: BenchInstance, path: string): Promise<void> {
	await instance.server.stop();
	await instance.startAgain();
	instance.client.url = instance.server.url;
	const isRegistered = async () =>
		(await callWebhook(instance.server.url + path)).status === 200 ? true : undefined;
	await waitUntil('webhook', isRegistered, { timeout: 120_000, interval: 500 });
}

interface NeighborJob {
	node: WorkflowNode;
	/** That of the webhook. */
	path: string;
	items: IDataObject[];
}

async function measureNode(
	instance: BenchInstance,
	{ node, path, items }: NeighborJob,
): Promise<NeighborFigures> {
	await restart(instance, path);
	const { url } = instance.server;
	const wait = { timeout: runTimeout, interval: 2_000 };
	resetVendors(instance);
	await instance.run([node], items.slice(0, 10), wait);
	const memoryBefore = await liveMemory(instance);
	const rounds: NeighborRun[] = [];
	while (rounds.length < runs) {
		resetVendors(instance);
		const work = async () => (await instance.run([node], items, wait))[node.name];
		const { result, calls } = await callMeanwhile(url + path, work);
		const { milliseconds, error } = result;
		const memory = await liveMemory(instance);
		rounds.push({ ...summarizeCalls(calls), milliseconds, memory, error });
	}
	return { memoryBefore, rounds };
}

/**
 * Measures each node.
 *
 * @param options - `onFailure` is told of each node that could not be measured; the others are.
 * @returns What was measured.
 */
export async function measureNeighbor(
	instance: BenchInstance,
	{ items: count, onFailure }: { items: number; onFailure: (error: Error) => void },
): Promise<Partial<Record<NeighborName, NeighborFigures>>> {
	const measured: Partial<Record<NeighborName, NeighborFigures>> = {};
	const promptId = instance.sandboxes.vardast.state.prompts[0].prompt_id;
	const items = Array.from({ length: count }, (_, index) => ({
		promptId,
		chat: `chat-${index % 100}`,
		text: `message ${index}`,
	}));
	const path = await createWebhook(instance);
	for (const [name, node] of Object.entries(alternatives(instance))) {
		try {
			const figures = await measureNode(instance, { node, path, items });
			console.log(`  ${name}: ${JSON.stringify(figures)}`);
			measured[name as NeighborName] = figures;
		} catch (error) {
			onFailure(new Error(`${name}: ${(error as Error).message}`, { cause: error }));
		}
	}
	resetVendors(instance);
	return measured;
}
