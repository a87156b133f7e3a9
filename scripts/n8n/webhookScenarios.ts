/**
 * The scenarios of the examples that a vendor starts: the workflow is activated, the sandbox gets its Production URL,
 * events occur there, and what n8n ran is checked.
 */

import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import type { Sandbox } from '../../test/support/sandbox/server';
import type { WebhookTriggerSupport } from '../../test/support/vendors';
import { postJson } from './client';
import type { N8nClient, StoredWorkflow, Workflow, WorkflowNode } from './client';
import { itemsOf, summarizeExecution } from './executionData';
import type { Execution, ExecutionSummary } from './executionData';
import { withCredentials } from './examples';
import type { Credentials, Vendor } from './examples';
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
	vendor: Vendor;
	example: Workflow;
	credentials: Credentials;
	sandbox: Sandbox;
}

/** Creates an example in n8n, with the sandbox's inbox in place of its address for outgoing messages. */
async function createExample(
	{ client, vendor, example, credentials, sandbox }: WebhookOptions,
	type: string,
) {
	const token = randomBytes(24).toString('hex');
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
	vendor: Vendor;
	support: WebhookTriggerSupport;
}

/** Starts the example as its vendor does, or with a message to its own Webhook node. */
async function startExample({ active, sandbox, support }: WebhookContext, text: string) {
	const { client, workflow } = active;
	const webhook = workflow.nodes.find(({ type }) => type === 'n8n-nodes-base.webhook');
	await support.startExample(sandbox, text, async (body) => {
		const status = await postJson(`${client.url}/webhook/${webhook?.parameters?.path}`, body);
		assert(status === 200, 'the messenger was refused');
	});
}

async function expectMessage(
	{ active, sandbox }: WebhookContext,
	count: number,
	text: string,
): Promise<ScenarioOutcome> {
	const { inbox } = sandbox.webhookSender;
	const { nodes, items } = await active.waitForExecution(count);
	assert(
		inbox.length === count && String(inbox[count - 1].text).includes(text),
		`the inbox holds ${JSON.stringify(inbox)}`,
	);
	return { nodes: nodes.length, items };
}

async function runExample(context: WebhookContext): Promise<ScenarioOutcome> {
	const { active, sandbox, support } = context;
	const { inbox, deliveries } = sandbox.webhookSender;
	await active.activate();
	await support.register(sandbox, active.url());
	await startExample(context, 'first');
	await waitUntil('message in the inbox', async () => inbox[0]);
	const outcome = await expectMessage(context, 1, 'first');
	assert(
		deliveries.every(({ status, text }) => status === 200 && text === ''),
		`the vendor was answered ${JSON.stringify(deliveries.map(({ status }) => status))}`,
	);
	return outcome;
}

async function runRejections(context: WebhookContext): Promise<ScenarioOutcome> {
	const { active, sandbox, support } = context;
	const { deliveries } = sandbox.webhookSender;
	const body = deliveries.at(-1)?.body;
	const wrongToken = await postJson(active.url('a-wrong-token'), body);
	assert(wrongToken === 401, 'a wrong token was not refused');
	await sandbox.webhookSender.again(sandbox.state);
	assert(deliveries.at(-1)?.status === 200, 'a repeated delivery was not answered 200');
	const before = sandbox.requestsTo(support.verifiedBy).length;
	const forged = await postJson(active.url(), support.forge(body as Record<string, unknown>));
	assert(forged === 200, 'a forged event was not answered 200');
	// The vendor's denial counts after two repetitions.
	await waitUntil('denial', async () => sandbox.requestsTo(support.verifiedBy)[before + 2]);
	await startExample(context, 'second');
	return await expectMessage(context, 2, 'second');
}

const everyEventName = ({ name }: Vendor): string => `${name}: every event`;

async function runEveryEvent(context: WebhookContext): Promise<ScenarioOutcome> {
	const { active, sandbox, vendor, support } = context;
	const types = Object.keys(support.eventByType);
	const { parameters, ...trigger } = active.trigger;
	const node = {
		...trigger,
		webhookId: randomUUID(),
		parameters: { ...parameters, triggerOn: ['any'], filters: {} },
	};
	const workflow = { name: everyEventName(vendor), nodes: [node], connections: {} };
	const { client, token } = active;
	const everyEvent = new WebhookWorkflow(client, await client.createWorkflow(workflow), token);
	await everyEvent.activate();
	for (const type of types) await sandbox.happen('setWebhook', { url: everyEvent.url(), type });
	for (const [event, options] of Object.values(support.eventByType))
		await sandbox.happen(event, options);
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
	const support = vendor.triggers.find((trigger) => trigger.kind === 'webhook');
	assert(support, `${vendor.name} calls no webhook`);
	const active = await createExample(options, support.webhookCredentialType);
	const context = { active, sandbox, vendor, support };
	const everyEvent = [
		everyEventName(vendor),
		'starts on each type of event',
		runEveryEvent,
	] as const;
	const checks = [
		[example.name, 'starts when the vendor calls', runExample],
		[example.name, 'refuses forged and repeated calls', runRejections],
		...(Object.keys(support.eventByType).length > 0 ? [everyEvent] : []),
	] as const;
	return checks.map(([workflow, check, run]) => ({
		vendor,
		workflow,
		check,
		run: () => run(context),
	}));
}
