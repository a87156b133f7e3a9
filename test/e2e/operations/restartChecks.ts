/** n8n ends and starts again on what it has stored: everything goes on from there. */

import assert from 'node:assert/strict';
import type { IDataObject } from 'n8n-workflow';
import { postJson } from '../../../scripts/n8n/client';
import { formatDuration } from '../../../scripts/n8n/steps';
import { waitUntil } from '../../../scripts/n8n/waitUntil';
import { parametersOf } from '../../support/contract/rows';
import { vendors } from '../../support/vendors';
import { names, workflowOf } from '../../support/workflows';
import type { Instance, Vendor } from '../instance';
import type { Check } from '../suite';
import { webhookState } from '../webhookState';
import { LoginCounter } from './loginCounter';
import type { PollingTrigger } from './pollingTriggerChecks';
import { assertAccepted, expectEvents } from './webhookTriggerChecks';
import type { WebhookTrigger } from './webhookTriggerChecks';

/** How many executions of a workflow are started at once. */
const simultaneousExecutions = 4;

interface SavedWorkflow {
	id: string;
	vendor: string;
}

/** The triggers that are active before n8n ends. */
export interface ActiveTriggers {
	webhook: WebhookTrigger[];
	polling: PollingTrigger[];
}

/** Stores a workflow that lists something without required fields, by a request that needs authentication. */
async function saveListing(
	{ client, credentials }: Instance,
	{ contract, credentialType, name: vendor, sandbox }: Vendor,
): Promise<SavedWorkflow> {
	const row = contract.rows.find(
		({ number, operation, required }) =>
			operation === 'getAll' &&
			Object.keys(required).length === 0 &&
			!sandbox.routes.some((route) => route.number === number && route.open),
	);
	const credential = credentials.get(credentialType);
	assert(row && credential, `${vendor} has no list without required fields, or no credential`);
	const steps = [{ name: 'List', parameters: parametersOf(row) }];
	const name = `${vendor}: over a restart`;
	const workflow = workflowOf({ name, contract, steps, json: {}, credential });
	const { id } = await client.createWorkflow(workflow);
	return { id, vendor };
}

async function checkSavedWorkflows({ client }: Instance, saved: SavedWorkflow[]): Promise<string> {
	let items = 0;
	for (const { id, vendor } of saved) {
		const runs = Array.from({ length: simultaneousExecutions }, () => client.run(id, names.start));
		for (const outcome of await Promise.all(runs)) {
			assert(outcome.error === undefined, `${vendor}: ${outcome.error}`);
			items += outcome.items;
		}
	}
	return `${saved.length} workflows, ${simultaneousExecutions} times at once, ${items} items`;
}

/** An event from before the restart starts nothing, a new one does. */
async function checkDeduplication(trigger: WebhookTrigger): Promise<string> {
	const { workflow, sandbox } = trigger;
	const before = (await workflow.finishedExecutions()).length;
	const delivered = sandbox.webhookSender.deliveries.filter(({ status }) => status === 200).at(-1);
	assert(delivered, 'nothing was delivered before the restart');
	await waitUntil('webhook', async () =>
		(await postJson(workflow.url('-'), {})) === 404 ? undefined : true,
	);
	const url = workflow.url();
	assert(new URL(delivered.url).pathname === new URL(url).pathname, 'the path has changed');
	const { webhooks, outbox } = webhookState(sandbox);
	for (const webhook of webhooks) webhook.url = url;
	outbox.push({ url, body: delivered.body });
	await sandbox.webhookSender.collect(sandbox.state);
	assertAccepted(sandbox);
	await expectEvents(trigger, before, 'after the restart');
	return 'what came before started nothing, what came after did';
}

/** What changed while n8n did not run is emitted once, and nothing is emitted again. */
async function checkContinuation(
	trigger: PollingTrigger,
	before: IDataObject[][],
): Promise<string> {
	const all = await waitUntil('execution after the start', async () => {
		const emitted = await trigger.emitted();
		return emitted.length > before.length ? emitted : undefined;
	});
	const started = all.length - before.length;
	assert(started === 1, `${started} executions were started, not 1`);
	const items = all[all.length - 1];
	const earlier = new Set(before.flat().map((json) => JSON.stringify(json)));
	const repeated = items.filter((json) => earlier.has(JSON.stringify(json)));
	assert(repeated.length === 0, `emitted again: ${JSON.stringify(repeated)}`);
	assert(items.length === 1, `${items.length} items came, not the 1 that is new`);
	return '1 new item, none again';
}

export const restartCheckCount = 3;

export async function checkRestart(
	instance: Instance,
	check: Check,
	{ webhook, polling }: ActiveTriggers,
): Promise<void> {
	const { sandboxes } = instance;
	const saved: SavedWorkflow[] = [];
	for (const vendor of vendors) saved.push(await saveListing(instance, vendor));
	const before = new Map<PollingTrigger, IDataObject[][]>();
	for (const trigger of polling) before.set(trigger, await trigger.emitted());
	const logins = new LoginCounter(sandboxes);
	await check('restart: n8n ends, and starts on what it has stored', async () => {
		const started = performance.now();
		await instance.server.stop();
		const ended = performance.now();
		for (const trigger of polling) await trigger.changeDuringDowntime();
		await instance.startAgain();
		instance.client.url = instance.server.url;
		return `ended in ${formatDuration(ended - started)}`;
	});
	await check('restart: saved workflows run', () => checkSavedWorkflows(instance, saved));
	for (const trigger of webhook)
		await check(`restart: ${trigger.name} remembers its events`, () => checkDeduplication(trigger));
	for (const trigger of polling)
		await check(`restart: ${trigger.name} goes on where it was`, () =>
			checkContinuation(trigger, before.get(trigger) ?? []),
		);
	await check('restart: one login for everything since', async () => logins.assertOneEach());
}
