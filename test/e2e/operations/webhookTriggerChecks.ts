/** Every trigger that a vendor calls, from the Test URL to the Production URL. */

import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { name as packageName } from '../../../package.json';
import { itemsOf } from '../../../scripts/n8n/executionData';
import { WebhookWorkflow } from '../../../scripts/n8n/webhookScenarios';
import { chainNodes } from '../../../scripts/n8n/workflow';
import type { Sandbox } from '../../support/sandbox/server';
import { vendors } from '../../support/vendors';
import type { WebhookTriggerSupport } from '../../support/vendors';
import type { Instance, Vendor } from '../instance';
import type { Check } from '../suite';
import { webhookState } from '../webhookState';
import { nextNode } from '../workflow';

/** A trigger that a vendor calls, with its workflow. */
export interface WebhookTrigger {
	name: string;
	support: WebhookTriggerSupport;
	sandbox: Sandbox;
	workflow: WebhookWorkflow;
}

async function createTrigger(
	{ client, sandboxes, credentials }: Instance,
	vendor: Vendor,
	support: WebhookTriggerSupport,
): Promise<WebhookTrigger> {
	const token = randomBytes(24).toString('hex');
	const { webhookCredentialType: type } = support;
	const name = `${vendor.name} webhook`;
	const webhookCredential = await client.createCredential({ name, type, data: { token } });
	const account = credentials.get(vendor.credentialType);
	assert(account, `there is no credential ${vendor.credentialType}`);
	const trigger = {
		name: 'Trigger',
		type: `${packageName}.${support.node}`,
		webhookId: randomUUID(),
		parameters: { ...support.parameters, authentication: ['queryToken', 'apiVerification'] },
		credentials: { [type]: webhookCredential, [vendor.credentialType]: account },
	};
	const title = `${vendor.name}: ${support.node}`;
	const stored = await client.createWorkflow(chainNodes(title, [trigger, nextNode]));
	const workflow = new WebhookWorkflow(client, stored, token);
	return { name: `${vendor.name} Trigger`, support, sandbox: sandboxes[vendor.key], workflow };
}

/** Lets the vendor call another URL from now on. */
async function register({ sandbox, support }: WebhookTrigger, url: string): Promise<void> {
	webhookState(sandbox).webhooks.length = 0;
	await support.register(sandbox, url);
}

/** The last delivery must have been accepted, with an empty response. */
export function assertAccepted({ webhookSender }: Sandbox): void {
	const delivery = webhookSender.deliveries.at(-1);
	assert(delivery, 'the vendor sent nothing');
	const { status, text } = delivery;
	assert(status !== undefined, `the vendor got no response: ${text}`);
	assert(status === 200 && text === '', `the vendor was answered ${status} "${text}"`);
}

/** Waits for an execution, and checks that its item is a verified event with the text. */
async function expectEvent(
	{ workflow }: WebhookTrigger,
	count: number,
	text: string,
): Promise<void> {
	const { items } = await workflow.waitForExecution(count);
	assert(items === 1, `${items} items came out`);
	const executions = await workflow.finishedExecutions();
	const json: IDataObject | undefined = itemsOf(executions[executions.length - 1])[0];
	assert(
		json?.verified === true && JSON.stringify(json).includes(text),
		`the item was ${JSON.stringify(json)}`,
	);
}

/**
 * Lets two events occur one after the other. An execution that an earlier call started by mistake has ended by then, and
 * makes the count wrong.
 *
 * @param before - How many executions there were.
 */
export async function expectEvents(
	trigger: WebhookTrigger,
	before: number,
	text: string,
): Promise<void> {
	const { sandbox, support } = trigger;
	for (const [index, words] of [text, `${text}, and again`].entries()) {
		await support.report(sandbox, words);
		assertAccepted(sandbox);
		await expectEvent(trigger, before + index + 1, words);
	}
}

async function checkTestUrl(trigger: WebhookTrigger): Promise<string> {
	const { workflow, sandbox, support } = trigger;
	const path = `/workflows/${workflow.workflow.id}/run`;
	const response = await workflow.client.request<{ waitingForWebhook?: boolean }>('POST', path, {
		triggerToStartFrom: { name: 'Trigger' },
	});
	assert(response.waitingForWebhook === true, `n8n does not listen: ${JSON.stringify(response)}`);
	await register(trigger, workflow.url().replace('/webhook/', '/webhook-test/'));
	await support.report(sandbox, 'tried out');
	assertAccepted(sandbox);
	await expectEvent(trigger, 1, 'tried out');
	return 'one event, one execution';
}

async function checkProductionUrl(trigger: WebhookTrigger): Promise<string> {
	const { workflow, sandbox, support } = trigger;
	await workflow.activate();
	await register(trigger, workflow.url());
	await support.report(sandbox, 'before the restart');
	assertAccepted(sandbox);
	await expectEvent(trigger, 2, 'before the restart');
	await sandbox.webhookSender.again(sandbox.state);
	assertAccepted(sandbox);
	await expectEvents(trigger, 2, 'once more');
	return 'three events and a repetition, three executions';
}

const supports = vendors.flatMap((vendor) =>
	vendor.triggers.flatMap((trigger) => (trigger.kind === 'webhook' ? [{ vendor, trigger }] : [])),
);

export const webhookTriggerCount = supports.length;

/** @returns The triggers, whose workflows are active. */
export async function checkWebhookTriggers(
	instance: Instance,
	check: Check,
): Promise<WebhookTrigger[]> {
	const triggers: WebhookTrigger[] = [];
	for (const { vendor, trigger: support } of supports) {
		const trigger = await createTrigger(instance, vendor, support);
		await check(`${trigger.name}: Test URL`, () => checkTestUrl(trigger));
		await check(`${trigger.name}: Production URL`, () => checkProductionUrl(trigger));
		triggers.push(trigger);
	}
	return triggers;
}
