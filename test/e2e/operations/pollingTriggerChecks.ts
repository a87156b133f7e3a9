/** Every trigger that polls a vendor, executed in the editor and active. */

import assert from 'node:assert/strict';
import type { IDataObject } from 'n8n-workflow';
import { name as packageName } from '../../../package.json';
import type { N8nClient, StoredWorkflow } from '../../../scripts/n8n/client';
import { itemsOf, summarizeExecution } from '../../../scripts/n8n/executionData';
import type { Execution } from '../../../scripts/n8n/executionData';
import { getPollingState } from '../../../scripts/n8n/pollingScenarios';
import { waitUntil } from '../../../scripts/n8n/waitUntil';
import { chainNodes } from '../../../scripts/n8n/workflow';
import type { Sandbox } from '../../support/sandbox/server';
import { vendors } from '../../support/vendors';
import type { PollingTriggerSupport } from '../../support/vendors';
import type { PolledEvent } from '../../support/vendors/types';
import type { Instance, Vendor } from '../instance';
import type { Check } from '../suite';
import { nextNode } from '../workflow';

/** Returns the items of an execution, and fails when it has failed. */
function successfulItems(execution: Execution): IDataObject[] {
	const { error } = summarizeExecution(execution);
	if (error) throw new Error(error);
	return itemsOf(execution);
}

/** A trigger that polls, with its workflow. */
export class PollingTrigger {
	readonly name: string;

	private constructor(
		private readonly client: N8nClient,
		private readonly sandbox: Sandbox,
		private readonly workflow: StoredWorkflow,
		private readonly support: PollingTriggerSupport,
		private readonly event: PolledEvent,
	) {
		this.name = `${support.name} Trigger`;
	}

	static async create(
		{ client, sandboxes, credentials }: Instance,
		{ key, name, credentialType }: Vendor,
		support: PollingTriggerSupport,
	): Promise<PollingTrigger> {
		const event = support.events.find((candidate) => candidate.event === support.downtime.event);
		assert(event, `${support.node} has no event ${support.downtime.event}`);
		const credential = credentials.get(credentialType);
		assert(credential, `there is no credential ${credentialType}`);
		const trigger = {
			name: 'Trigger',
			type: `${packageName}.${support.node}`,
			parameters: {
				pollTimes: { item: [{ mode: 'everyHour', minute: 0 }] },
				...event.parameters,
			},
			credentials: { [credentialType]: credential },
		};
		const workflow = chainNodes(`${name}: ${support.node}`, [trigger, nextNode]);
		const stored = await client.createWorkflow(workflow);
		return new PollingTrigger(client, sandboxes[key], stored, support, event);
	}

	/** The items of each execution that the trigger has started, the earliest first. */
	async emitted(): Promise<IDataObject[][]> {
		const executions = await this.client.getExecutions(this.workflow.id);
		const started = executions.filter(({ mode }) => mode === 'trigger');
		return started.map(successfulItems).reverse();
	}

	/** Lets the vendor's data change while n8n does not run. */
	async changeDuringDowntime(): Promise<void> {
		await this.support.downtime.happen(this.sandbox);
	}

	/** Executes the trigger as the editor does. */
	async checkSample(): Promise<string> {
		const execution = await this.client.execute(this.workflow.id, 'Trigger', { interval: 20 });
		const items = successfulItems(execution);
		const fields = Object.keys(items[0] ?? {}).length;
		assert(items.length === 1 && fields > 1, `the sample was ${JSON.stringify(items)}`);
		return `a sample with ${fields} fields`;
	}

	async checkActive(): Promise<string> {
		await this.client.activateWorkflow(this.workflow);
		await waitUntil('first poll', () => getPollingState(this.client, this.workflow.id));
		await this.event.happen(this.sandbox);
		// n8n polls whenever a workflow is activated; its schedule would take an hour here.
		await this.client.deactivateWorkflow(this.workflow);
		await this.client.activateWorkflow(this.workflow);
		const [items] = await waitUntil('execution', async () => {
			const emitted = await this.emitted();
			return emitted.length > 0 ? emitted : undefined;
		});
		assert(
			items.length === 1 && items[0].event === this.event.event,
			`the items were ${JSON.stringify(items)}`,
		);
		return 'one event, one item';
	}
}

const supports = vendors.flatMap((vendor) =>
	vendor.triggers.flatMap((trigger) => (trigger.kind === 'polling' ? [{ vendor, trigger }] : [])),
);

export const pollingTriggerCount = supports.length;

/** @returns The triggers, whose workflows are active. */
export async function checkPollingTriggers(
	instance: Instance,
	check: Check,
): Promise<PollingTrigger[]> {
	const triggers: PollingTrigger[] = [];
	for (const { vendor, trigger: support } of supports) {
		const trigger = await PollingTrigger.create(instance, vendor, support);
		await check(`${trigger.name}: executed in the editor`, () => trigger.checkSample());
		await check(`${trigger.name}: active`, () => trigger.checkActive());
		triggers.push(trigger);
	}
	return triggers;
}
