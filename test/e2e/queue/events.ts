/**
 * A workflow that answers every message of a dialog with one of its own, and the events that start it.
 */

import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { name as packageName } from '../../../package.json';
import { post, until } from '../../../scripts/n8n/webhook-rows';
import { bodyOf } from '../../support/sandbox/selarti/webhooks';
import type { Cluster } from './cluster';
import type { Sandbox } from '../../support/sandbox/server';

export type Named = { id: string; name: string };

/** How long nothing may happen before it is given up. Milliseconds. */
const patience = 120_000;

/** The text by which a message of a user is answered. */
export const answerTo = (messageId: string) => `Answer to ${messageId}`;

/** Puts the workflow into n8n, active. */
export interface Active {
	id: string;
	/** where a webhook process is called, wherever it is just now */
	url: (role?: string) => string;
	signal: AbortSignal | undefined;
}

export async function activate(
	{ api, servers }: Cluster,
	authentication: string[],
	{ account, webhook, token }: { account: Named; webhook: Named; token: string },
): Promise<Active> {
	const webhookId = randomUUID();
	const trigger = {
		...{
			id: 'trigger',
			name: 'Selarti Trigger',
			type: `${packageName}.selartiTrigger`,
			typeVersion: 1,
			position: [0, 0],
			webhookId,
		},
		parameters: { triggerOn: ['all_messages'], authentication, filters: { messageType: ['user'] } },
		credentials: { selartiWebhookApi: webhook, selartiApi: account },
	};
	const action = {
		...{
			id: 'action',
			name: 'Selarti',
			type: `${packageName}.selarti`,
			typeVersion: 1,
			position: [220, 0],
		},
		parameters: {
			...{
				resource: 'message',
				operation: 'send',
				thread: { __rl: true, mode: 'id', value: '={{ $json.threadId }}' },
			},
			...{ message: `=${answerTo('{{ $json.messageId }}')}`, messageType: 'bot' },
		},
		credentials: { selartiApi: account },
	};
	const connections = {
		[trigger.name]: { main: [[{ node: action.name, type: 'main', index: 0 }]] },
	};
	const workflow = (await api.createWorkflow({
		name: `Answer (${authentication.join(', ')})`,
		nodes: [trigger, action],
		connections,
	})) as any;
	await api.request('POST', `/workflows/${workflow.id}/activate`, {
		versionId: workflow.versionId,
	});
	const url = (role = 'webhook', key = token) =>
		`${servers[role].url}/webhook/${webhookId}/webhook?token=${key}`;
	await until('webhook', async () =>
		(await post(url('webhook', '-'), {})) === 404 ? undefined : true,
	);
	return { id: workflow.id, url: (role) => url(role), signal: api.signal };
}

/** An event as Selarti sends it: the message of a user in one of the dialogs. */
export function eventOf({ state }: Sandbox, number: number) {
	const thread = state.threads[number % state.threads.length];
	return bodyOf(
		state,
		thread,
		{
			_id: `${1_795_000_000_000 + number}x1${String(number).padStart(17, '7')}`,
			text: `Question ${number}`,
			message_type: 'user',
		},
		'all_messages',
	);
}

/**
 * Sends events, so many at once. n8n answers 503 itself while its database does not answer it; then an event is sent
 * again, as it never came to the trigger.
 *
 * @param options `role`: which webhook process gets them
 * @returns how often each status was answered
 */
export async function deliver(
	{ url, signal }: Active,
	events: any[],
	{ role, atOnce = 20 }: { role?: string; atOnce?: number } = {},
): Promise<Map<number, number>> {
	const statuses: Map<number, number> = new Map();
	const rest = [...events];
	const deadline = Date.now() + 10 * patience;
	const next = async () => {
		for (let event = rest.shift(); event !== undefined; event = rest.shift()) {
			signal?.throwIfAborted();
			const status = await post(url(role), event);
			statuses.set(status, (statuses.get(status) ?? 0) + 1);
			if (status !== 503 || Date.now() > deadline) continue;
			rest.push(event);
			await delay(500);
		}
	};
	await Promise.all(Array.from({ length: atOnce }, next));
	return statuses;
}

/** @returns how often the vendor was told each answer */
export function answers(sandbox: Sandbox): Map<string, number> {
	const counts: Map<string, number> = new Map();
	for (const { body, handled } of sandbox.asked('S11'))
		if (handled) counts.set(body.message, (counts.get(body.message) ?? 0) + 1);
	return counts;
}

/** The executions of a workflow by their status. */
export async function executionsOf(
	{ query }: Cluster,
	id: string,
): Promise<Array<{ id: string; status: string }>> {
	return (
		await query(`SELECT id, status FROM execution_entity WHERE "workflowId" = '${id}' ORDER BY id`)
	).map(([execution, status]) => ({ id: execution, status }));
}

/** Waits until so many executions of a workflow are over. */
export async function settled(cluster: Cluster, id: string, count: number) {
	let best = -1;
	let since = Date.now();
	for (;;) {
		cluster.api.signal?.throwIfAborted();
		const all = await executionsOf(cluster, id);
		const over = all.filter(({ status }) => !['new', 'running', 'waiting'].includes(status)).length;
		if (over >= count && over === all.length) return all;
		if (over > best) [best, since] = [over, Date.now()];
		if (Date.now() - since > patience) {
			const tails = await Promise.all(
				Object.entries(cluster.servers).map(
					async ([role, server]) => `${role}: ${await server.log()}`,
				),
			);
			throw new Error(
				`${over} of ${count} executions are over, and none more within ${patience / 1000} s.\n${tails.join('\n')}`,
			);
		}
		await delay(200);
	}
}
