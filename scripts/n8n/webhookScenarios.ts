/**
 * The scenarios of the examples that a vendor starts: the workflow is activated, the sandbox is told its Production URL,
 * events occur there, and what n8n ran is checked.
 */

import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import type { Sandbox } from '../../test/sandbox';
import type { VendorSupport } from '../vendors';
import { postJson } from './client';
import type { N8nClient, StoredWorkflow, Workflow, WorkflowNode } from './client';
import { itemsOf, summarizeExecution } from './executionData';
import type { Execution, ExecutionSummary } from './executionData';
import { shortName, withCredentials } from './examples';
import type { Credentials } from './examples';
import type { Scenario, ScenarioOutcome } from './scenarios';
import { waitUntil } from './waitUntil';

/** A workflow that a vendor starts, and its executions. */
export class WebhookWorkflow {
	readonly trigger: WorkflowNode;

	constructor(
		readonly client: N8nClient,
		readonly workflow: StoredWorkflow,
		readonly token: string,
	) {
		const trigger = workflow.nodes.find(({ type }) => type.endsWith('Trigger'));
		assert(trigger, `"${workflow.name}" has no trigger`);
		this.trigger = trigger;
	}

	/** Activates the workflow and waits until its webhook is registered. */
	async activate(): Promise<void> {
		await this.client.activateWorkflow(this.workflow);
		await waitUntil('webhook', async () =>
			(await postJson(this.url('-'), {})) === 404 ? undefined : true,
		);
	}

	/** The Production URL of the trigger. */
	url(token = this.token): string {
		return `${this.client.url}/webhook/${this.trigger.webhookId}/webhook?token=${token}`;
	}

	/** The finished executions, the earliest first. */
	async finishedExecutions(): Promise<Execution[]> {
		return (await this.client.getExecutions(this.workflow.id)).reverse();
	}

	/** The finished executions that the trigger started. */
	async triggeredExecutions(): Promise<ExecutionSummary[]> {
		const summaries = (await this.finishedExecutions()).map(summarizeExecution);
		const failed = summaries.find(({ error }) => error);
		if (failed) throw new Error(failed.error);
		return summaries.filter(({ nodes }) => nodes.includes(this.trigger.name));
	}

	/** Waits for a number of executions, of which there must not be more, and returns the last. */
	async waitForExecution(count: number): Promise<ExecutionSummary> {
		const all = await waitUntil(`execution number ${count}`, async () => {
			const found = await this.triggeredExecutions();
			return found.length >= count ? found : undefined;
		});
		assert(all.length === count, `${all.length} executions were started, not ${count}`);
		return all[count - 1];
	}
}

export interface WebhookOptions {
	/** Logged in. */
	client: N8nClient;
	vendor: VendorSupport;
	example: Workflow;
	credentials: Credentials;
	sandbox: Sandbox;
}

/** Creates an example in n8n, with the sandbox's inbox in place of its address for outgoing messages. */
async function createExample({ client, vendor, example, credentials, sandbox }: WebhookOptions) {
	const token = randomBytes(24).toString('hex');
	const type = vendor.credentialType.replace(/Api$/, 'WebhookApi');
	const name = `${vendor.name} webhook (sandbox)`;
	const own = await client.createCredential({ name, type, data: { token } });
	const text = JSON.stringify(withCredentials(example, new Map([...credentials, [type, own]])));
	const inboxUrl = `${sandbox.url}/__sandbox/inbox`;
	const workflow = JSON.parse(text.replace(/https:\/\/[\w.]+\.example\.com\/\w+/g, inboxUrl));
	return new WebhookWorkflow(client, await client.createWorkflow(workflow), token);
}

/** What the scenarios of one example share. */
interface WebhookContext {
	active: WebhookWorkflow;
	sandbox: Sandbox;
	vendor: VendorSupport;
	events: NonNullable<VendorSupport['webhookEvents']>;
}

async function expectMessage(
	{ active, sandbox }: WebhookContext,
	count: number,
	text: string,
): Promise<ScenarioOutcome> {
	const { inbox } = sandbox.postman;
	const { nodes, items } = await active.waitForExecution(count);
	assert(
		inbox.length === count && String(inbox[count - 1].text).includes(text),
		`the inbox holds ${JSON.stringify(inbox)}`,
	);
	return { nodes: nodes.length, items };
}

async function runExample(context: WebhookContext): Promise<ScenarioOutcome> {
	const { active, sandbox, events } = context;
	const { inbox, deliveries } = sandbox.postman;
	await active.activate();
	await events.register(sandbox, active.url());
	await events.emit(sandbox, active, 'first');
	await waitUntil('message in the inbox', async () => inbox[0]);
	const outcome = await expectMessage(context, 1, 'first');
	assert(
		deliveries.every(({ status, text }) => status === 200 && text === ''),
		`the vendor was answered ${JSON.stringify(deliveries.map(({ status }) => status))}`,
	);
	return outcome;
}

async function runRejections(context: WebhookContext): Promise<ScenarioOutcome> {
	const { active, sandbox, events } = context;
	const { deliveries } = sandbox.postman;
	const body = deliveries.at(-1)?.body;
	const wrongToken = await postJson(active.url('a-wrong-token'), body);
	assert(wrongToken === 401, 'a wrong token was not refused');
	await sandbox.postman.again(sandbox.state);
	assert(deliveries.at(-1)?.status === 200, 'a repeated delivery was not answered 200');
	const before = sandbox.asked(events.verification).length;
	const forged = await postJson(active.url(), events.forge(body));
	assert(forged === 200, 'a forged event was not answered 200');
	// The vendor's denial counts after two repetitions.
	await waitUntil('denial', async () => sandbox.asked(events.verification)[before + 2]);
	await events.emit(sandbox, active, 'second');
	return await expectMessage(context, 2, 'second');
}

async function runEveryEvent(context: WebhookContext): Promise<ScenarioOutcome> {
	const { active, sandbox, vendor, events } = context;
	const types = Object.keys(events.types);
	const { parameters, ...trigger } = active.trigger;
	const node = {
		...trigger,
		webhookId: randomUUID(),
		parameters: { ...parameters, triggerOn: ['any'], filters: {} },
	};
	const workflow = { name: `${vendor.name}: every event`, nodes: [node], connections: {} };
	const { client, token } = active;
	const everyEvent = new WebhookWorkflow(client, await client.createWorkflow(workflow), token);
	await everyEvent.activate();
	for (const type of types) await sandbox.happen('setWebhook', { url: everyEvent.url(), type });
	for (const [event, options] of Object.values(events.types)) await sandbox.happen(event, options);
	await everyEvent.waitForExecution(types.length);
	const items = (await everyEvent.finishedExecutions()).map(
		(execution) => itemsOf(execution, node.name)[0],
	);
	const received = items.map(({ whType, verified }) =>
		verified ? String(whType) : `${whType} (not verified)`,
	);
	assert(received.sort().join() === types.sort().join(), `the types were ${received.join(', ')}`);
	return { nodes: 1, items: items.length };
}

/** Creates an example in n8n; its scenarios depend on each other in their order. */
export async function webhookScenarios(options: WebhookOptions): Promise<Scenario[]> {
	const { vendor, example, sandbox } = options;
	const events = vendor.webhookEvents;
	assert(events, `${vendor.name} calls no webhook`);
	const context = { active: await createExample(options), sandbox, vendor, events };
	const scenario = (name: string, run: (context: WebhookContext) => Promise<ScenarioOutcome>) => ({
		vendor,
		name,
		run: () => run(context),
	});
	return [
		scenario(shortName(example, vendor), runExample),
		scenario('refuse what is forged, repeated or without the token', runRejections),
		...(Object.keys(events.types).length > 0
			? [scenario('start on each type of event', runEveryEvent)]
			: []),
	];
}
