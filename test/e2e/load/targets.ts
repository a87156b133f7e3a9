/** The workflows that events are sent to. */

import { randomBytes, randomUUID } from 'node:crypto';
import { name as packageName } from '../../../package.json';
import type { N8nClient, WorkflowNode } from '../../../scripts/n8n/client';
import { waitUntil } from '../../../scripts/n8n/waitUntil';
import { chainNodes } from '../../../scripts/n8n/workflow';
import type { Instance } from '../instance';
import type { LoadSubject } from '../loadScenario';
import { nextNode } from '../workflow';
import { post } from './loadTest';
import type { Target } from './loadTest';

/**
 * Creates and activates a workflow, and waits until its webhook is registered.
 *
 * @param url - That of the webhook, without a secret.
 * @returns The ID of the workflow.
 */
async function activate(client: N8nClient, trigger: WorkflowNode, url: string): Promise<string> {
	const workflow = chainNodes(trigger.type, [trigger, nextNode]);
	const stored = await client.createWorkflow(workflow);
	await client.activateWorkflow(stored);
	const isRegistered = async () =>
		(await post({ url, headers: {} }, {})) === 404 ? undefined : true;
	await waitUntil('webhook', isRegistered, { signal: client.signal });
	return stored.id;
}

/** Bodies are those that the vendor posts, with IDs of their own; the same ID has the same body. */
function createBodies({ sandboxes }: Instance, subject: LoadSubject): Target['createBody'] {
	const { createEvent, idField } = subject.scenario;
	const { state } = sandboxes[subject.vendor.key];
	return (eventId) => {
		const number = Number(/\d+$/.exec(eventId)?.[0]);
		return { ...createEvent(state, number), [idField]: eventId };
	};
}

/** The trigger of this package. */
export async function createTriggerTarget(
	instance: Instance,
	subject: LoadSubject,
): Promise<Target> {
	const { client } = instance;
	const { vendor, scenario } = subject;
	const { node, webhookCredentialType: type } = scenario.trigger;
	const token = randomBytes(24).toString('hex');
	const name = `${vendor.name} webhook`;
	const credential = await client.createCredential({ name, type, data: { token } });
	const webhookId = randomUUID();
	const url = `${client.url}/webhook/${webhookId}/webhook`;
	const trigger = {
		name: 'Trigger',
		type: `${packageName}.${node}`,
		webhookId,
		parameters: { ...scenario.parameters, authentication: ['queryToken'] },
		credentials: { [type]: credential },
	};
	const workflowId = await activate(client, trigger, url);
	const createBody = createBodies(instance, subject);
	const target = { key: 'trigger', headers: {}, workflowId, createBody, eventCount: 0 };
	return { ...target, url: `${url}?token=${token}` };
}

/** n8n's own Webhook node. */
export async function createWebhookTarget(
	instance: Instance,
	subject: LoadSubject,
): Promise<Target> {
	const { client } = instance;
	const value = randomBytes(24).toString('hex');
	const credential = await client.createCredential({
		name: 'Header',
		type: 'httpHeaderAuth',
		data: { name: 'x-secret', value },
	});
	const path = randomUUID();
	const url = `${client.url}/webhook/${path}`;
	const trigger = {
		name: 'Trigger',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2.1,
		webhookId: path,
		parameters: {
			httpMethod: 'POST',
			path,
			authentication: 'headerAuth',
			responseMode: 'onReceived',
			options: {},
		},
		credentials: { httpHeaderAuth: credential },
	};
	const workflowId = await activate(client, trigger, url);
	const createBody = createBodies(instance, subject);
	const headers = { 'x-secret': value };
	return { key: 'webhook', url, headers, workflowId, createBody, eventCount: 0 };
}
