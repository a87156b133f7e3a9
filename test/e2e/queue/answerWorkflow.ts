/** A workflow that answers each message of a user, and the events that start it. */

import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { name as packageName } from '../../../package.json';
import { postJson } from '../../../scripts/n8n/client';
import type { CredentialReference } from '../../../scripts/n8n/client';
import { waitUntil } from '../../../scripts/n8n/waitUntil';
import { chainNodes } from '../../../scripts/n8n/workflow';
import type { LoadSubject } from '../loadScenario';
import type { Cluster, Role } from './cluster';

/** How long no execution may end before the test gives up, in milliseconds. */
const stallTimeout = 120_000;

/** How long events are sent again while n8n is too busy for them, in milliseconds. */
const deliveryTimeout = 1_200_000;

/** How many events are sent at once. */
const simultaneousEvents = 20;

/** The message of a user as the vendor posts it. */
export type MessageEvent = Record<string, unknown>;

/** How often each HTTP status was the response. */
export type StatusCounts = Map<number, number>;

export interface QueueCredentials {
	/** That of the vendor. */
	account: CredentialReference;
	/** That of the webhook, with the token. */
	webhook: CredentialReference;
	token: string;
}

export interface ClusterExecution {
	id: string;
	status: string;
}

/** Whether all events were accepted, some perhaps after responses that n8n was too busy. */
export const isAccepted = (statuses: StatusCounts, count: number): boolean =>
	statuses.get(200) === count &&
	[...statuses.keys()].every((status) => [200, 503].includes(status));

export class AnswerWorkflow {
	private constructor(
		private readonly cluster: Cluster,
		readonly id: string,
		private readonly webhookId: string,
		private readonly token: string,
	) {}

	/** Creates the workflow and activates it. */
	static async create(
		cluster: Cluster,
		{ vendor, scenario }: LoadSubject,
		credentials: QueueCredentials,
		authentication: string[],
	): Promise<AnswerWorkflow> {
		const { client } = cluster;
		const { account, webhook, token } = credentials;
		const { node, webhookCredentialType } = scenario.trigger;
		const webhookId = randomUUID();
		const trigger = {
			name: 'Trigger',
			type: `${packageName}.${node}`,
			webhookId,
			parameters: { ...scenario.parameters, authentication },
			credentials: { [webhookCredentialType]: webhook, [vendor.credentialType]: account },
		};
		const action = {
			name: 'Answer',
			type: `${packageName}.${vendor.key}`,
			parameters: scenario.answer,
			credentials: { [vendor.credentialType]: account },
		};
		const title = `Answer (${authentication.join(', ')})`;
		const stored = await client.createWorkflow(chainNodes(title, [trigger, action]));
		const workflow = new AnswerWorkflow(cluster, stored.id, webhookId, token);
		await client.activateWorkflow(stored);
		await waitUntil('webhook', async () =>
			(await postJson(workflow.url('webhook', '-'), {})) === 404 ? undefined : true,
		);
		return workflow;
	}

	/** The URL of the webhook at a webhook process, whose address changes when it is started again. */
	url(role: Role = 'webhook', token = this.token): string {
		return `${this.cluster.server(role).url}/webhook/${this.webhookId}/webhook?token=${token}`;
	}

	/**
	 * Sends events. n8n itself responds with 503 while its database does not respond; such an event has not reached the
	 * trigger and is sent again.
	 *
	 * @param role - The webhook process that they are sent to.
	 */
	async deliver(events: MessageEvent[], role: Role = 'webhook'): Promise<StatusCounts> {
		const { signal } = this.cluster.client;
		const statuses: StatusCounts = new Map();
		const queue = [...events];
		const deadline = Date.now() + deliveryTimeout;
		const send = async () => {
			for (let event = queue.shift(); event; event = queue.shift()) {
				signal?.throwIfAborted();
				const status = await postJson(this.url(role), event);
				statuses.set(status, (statuses.get(status) ?? 0) + 1);
				if (status !== 503 || Date.now() > deadline) continue;
				queue.push(event);
				await delay(500, undefined, { signal });
			}
		};
		await Promise.all(Array.from({ length: simultaneousEvents }, send));
		return statuses;
	}

	async executions(): Promise<ClusterExecution[]> {
		const sql = `SELECT id, status FROM execution_entity WHERE "workflowId" = '${this.id}' ORDER BY id`;
		return (await this.cluster.query(sql)).map(([id, status]) => ({ id, status }));
	}

	async executionCount(): Promise<number> {
		return (await this.executions()).length;
	}

	/** Waits until no execution runs and at least `count` have ended. */
	async waitForExecutions(count: number): Promise<ClusterExecution[]> {
		const { signal } = this.cluster.client;
		let mostFinished = -1;
		let changedAt = Date.now();
		for (;;) {
			signal?.throwIfAborted();
			const all = await this.executions();
			const finished = all.filter(({ status }) => !['new', 'running', 'waiting'].includes(status));
			const { length } = finished;
			if (length >= count && length === all.length) return all;
			if (length > mostFinished) [mostFinished, changedAt] = [length, Date.now()];
			if (Date.now() - changedAt > stallTimeout)
				throw new Error(
					`${length} of ${count} executions have ended, and none more within ${stallTimeout / 1000} s.\n${await this.cluster.logTails()}`,
				);
			await delay(200, undefined, { signal });
		}
	}
}
