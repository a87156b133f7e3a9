/**
 * The scenarios of the triggers that poll. n8n polls once a minute at most, and whenever a workflow is activated; so each
 * scenario activates a workflow, lets an event occur at the vendor, and activates the workflow again. What n8n ran shows
 * that the stored state survives and that nothing comes twice.
 */

import assert from 'node:assert/strict';
import type { Sandbox } from '../../test/support/sandbox/server';
import type { PollingTriggerSupport } from '../../test/support/vendors';
import type { N8nClient, StoredWorkflow } from './client';
import type { Credentials, Vendor } from './examples';
import { itemsOf, summarizeExecution } from './executionData';
import type { Scenario, ScenarioOutcome } from './scenarios';
import { waitUntil } from './waitUntil';
import { chainNodes } from './workflow';

export interface PollingOptions {
	/** Logged in. */
	client: N8nClient;
	vendor: Vendor;
	credentials: Credentials;
}

/** An event of a polling trigger, and the name of the trigger's node. */
export interface PolledEvent {
	node: string;
	event: PollingTriggerSupport['events'][number];
}

const workflowName = ({ name }: Vendor, { event }: PolledEvent): string =>
	`${name}: ${event.title}`;

/** Creates a workflow that begins with a trigger that polls, called "Trigger". */
export async function createPollingWorkflow(
	{ client, vendor, credentials }: PollingOptions,
	{ node, event }: PolledEvent,
): Promise<StoredWorkflow> {
	const { credentialType } = vendor;
	const credential = credentials.get(credentialType);
	assert(credential, `there is no ${credentialType} credential`);
	const trigger = {
		name: 'Trigger',
		type: `n8n-nodes-chat-platforms.${node}`,
		parameters: {
			pollTimes: { item: [{ mode: 'everyHour', minute: 0 }] },
			...event.parameters,
		},
		credentials: { [credentialType]: credential },
	};
	const next = { name: 'Next', type: 'n8n-nodes-base.noOp', parameters: {} };
	return await client.createWorkflow(
		chainNodes(workflowName(vendor, { node, event }), [trigger, next]),
	);
}

/** What the trigger of a polling workflow has stored, undefined before its first poll. */
export async function getPollingState(client: N8nClient, id: string): Promise<unknown> {
	const { staticData } = await client.getWorkflow(id);
	return (
		(staticData?.['node:Trigger'] as { lastPoll?: unknown } | undefined)?.lastPoll ?? undefined
	);
}

async function runPollingScenario(
	options: PollingOptions & { sandbox: Sandbox },
	polled: PolledEvent,
): Promise<ScenarioOutcome> {
	const { client, sandbox } = options;
	const { event } = polled;
	const workflow = await createPollingWorkflow(options, polled);
	const state = () => getPollingState(client, workflow.id);
	await client.activateWorkflow(workflow);
	const first = JSON.stringify(await waitUntil('first poll', state));
	await event.happen(sandbox);
	await client.deactivateWorkflow(workflow);
	await client.activateWorkflow(workflow);
	await waitUntil('execution', async () => (await client.getExecutions(workflow.id))[0]);
	await waitUntil('new state', async () =>
		JSON.stringify(await state()) === first ? undefined : true,
	);
	// One more poll, which finds nothing new.
	await client.deactivateWorkflow(workflow);
	const { length } = sandbox.requests;
	await client.activateWorkflow(workflow);
	await waitUntil('last poll', async () => sandbox.requests[length]);
	await client.deactivateWorkflow(workflow);

	const executions = await client.getExecutions(workflow.id);
	assert(executions.length === 1, `${executions.length} executions were started, not 1`);
	const { nodes, items, error } = summarizeExecution(executions[0]);
	const [item] = itemsOf(executions[0]);
	assert(item?.event === event.event, `the event was ${item?.event}, not ${event.event}`);
	return { nodes: nodes.length, items, error };
}

/** One scenario for each event that the vendor's triggers poll for. */
export const pollingScenarios = (options: PollingOptions & { sandbox: Sandbox }): Scenario[] =>
	options.vendor.triggers
		.filter((trigger) => trigger.kind === 'polling')
		.flatMap(({ node, events }) => events.map((event) => ({ node, event })))
		.map((polled) => ({
			vendor: options.vendor,
			workflow: workflowName(options.vendor, polled),
			check: 'starts once on a new event',
			run: () => runPollingScenario(options, polled),
		}));
