/**
 * The workflows that earlier versions saved, imported into a real n8n with this version: n8n keeps them as they are, the
 * nodes know every name in them, and they do what they did.
 */

import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { IDataObject, INodeTypeDescription } from 'n8n-workflow';
import { localHttp, postJson } from '../../../scripts/n8n/client';
import type { StoredWorkflow, Workflow, WorkflowNode } from '../../../scripts/n8n/client';
import { withCredentials } from '../../../scripts/n8n/examples';
import type { Credentials } from '../../../scripts/n8n/examples';
import { itemsOf, summarizeExecution } from '../../../scripts/n8n/executionData';
import type { Execution } from '../../../scripts/n8n/executionData';
import { waitUntil } from '../../../scripts/n8n/waitUntil';
import { vendors } from '../../support/vendors';
import { names, packageName } from '../../support/workflows';
import { problemsOf } from '../../support/workflows/check';
import { readSaved, replay, typeOf } from '../../support/workflows/saved';
import type { Perform, Saved } from '../../support/workflows/saved';
import { caller, secrets } from '../../support/workflows/triggers';
import { withInstance, withServerLog } from '../instance';
import type { Instance } from '../instance';
import type { Suite } from '../suite';

/** How long n8n may take to respond to a webhook, in milliseconds. */
const responseTimeout = 15_000;

/** How many differences are reported. */
const maxDifferences = 5;

/** Returns the items of a node, and fails when the execution has failed. */
function successfulItems(execution: Execution, node: string): IDataObject[] {
	const { error } = summarizeExecution(execution);
	if (error) throw new Error(error);
	return itemsOf(execution, node);
}

function assertNone(differences: string[]): void {
	const more = differences.length - maxDifferences;
	const shown = [
		...differences.slice(0, maxDifferences),
		...(more > 0 ? [`and ${more} more`] : []),
	];
	assert(differences.length === 0, shown.join('\n  '));
}

/** Returns a function that finds n8n's description of a node by the node's name in this package. */
async function readDescriptions({ client }: Instance, nodes: WorkflowNode[]) {
	const types = nodes.map(({ type }) => type).filter((type) => type.startsWith(`${packageName}.`));
	const nodeInfos = [...new Set(types)].map((name) => ({ name, version: 1 }));
	const descriptions = await client.request<INodeTypeDescription[]>('POST', '/node-types', {
		nodeInfos,
	});
	return (name: string) => descriptions.find((description) => description.name === name);
}

/** Calls the webhook of a trigger and waits for the execution that this starts. */
async function callWebhook(
	{ client }: Instance,
	workflowId: string,
	{ webhookId }: WorkflowNode,
	body: unknown,
): Promise<Execution> {
	const before = new Set((await client.getExecutions(workflowId)).map(({ id }) => id));
	const url = `${client.url}/webhook/${webhookId}/webhook?token=${caller.query.token}`;
	const options = { headers: caller.headers, timeout: responseTimeout };
	const { status, data } = await localHttp.post<string>(url, body, options);
	assert(status === 200, `the vendor was answered ${status} ${data}`);
	return await waitUntil('execution', async () => {
		const executions = await client.getExecutions(workflowId);
		return executions.find(({ id }) => !before.has(id));
	});
}

/** @param workflow - Active when a vendor calls it. */
const performInN8n =
	(instance: Instance, workflow: StoredWorkflow): Perform =>
	async (node, body) => {
		if (body !== undefined)
			return successfulItems(await callWebhook(instance, workflow.id, node, body), node.name);
		const trigger = typeOf(node).endsWith('Trigger') ? node.name : names.start;
		const options = { destination: node.name, interval: 20 };
		const execution = await instance.client.execute(workflow.id, trigger, options);
		return successfulItems(execution, node.name);
	};

/** Creates a saved workflow in n8n, which must not change the parameters of its nodes. */
async function importWorkflow({ client }: Instance, workflow: Workflow): Promise<StoredWorkflow> {
	const created = await client.createWorkflow(workflow);
	const stored = await client.getWorkflow(created.id);
	for (const { name, parameters } of workflow.nodes) {
		const kept = stored.nodes.find((node) => node.name === name)?.parameters;
		assert(
			isDeepStrictEqual(kept, parameters),
			`n8n has changed "${name}": ${JSON.stringify(kept)}`,
		);
	}
	return created;
}

/** Activates a workflow and waits until its webhooks are registered. */
async function activate({ client }: Instance, workflow: StoredWorkflow): Promise<void> {
	await client.activateWorkflow(workflow);
	for (const { webhookId } of workflow.nodes) {
		if (webhookId === undefined) continue;
		// Without a secret and an event this starts nothing.
		const url = `${client.url}/webhook/${webhookId}/webhook`;
		await waitUntil('webhook', async () => ((await postJson(url, {})) === 404 ? undefined : true));
	}
}

async function checkWorkflow(
	instance: Instance,
	saved: Saved,
	credentials: Credentials,
): Promise<string> {
	const workflow = await importWorkflow(instance, withCredentials(saved, credentials));
	assertNone(problemsOf(saved, await readDescriptions(instance, saved.nodes)));
	const isCalled = workflow.nodes.some(({ webhookId }) => webhookId !== undefined);
	if (isCalled) await activate(instance, workflow);
	const sandbox = instance.sandboxes[saved.sandbox];
	const differences = await replay(sandbox, saved, performInN8n(instance, workflow));
	if (isCalled) await instance.client.deactivateWorkflow(workflow);
	assertNone(differences);
	const recorded = Object.values(saved.recorded);
	if (recorded.length === 0) return 'all as in an earlier version';
	const requests = recorded.reduce((sum, record) => sum + (record.requests?.length ?? 0), 0);
	const what = requests > 0 ? `${requests} requests` : `${recorded.length} events`;
	return `${recorded.length} nodes, ${what}`;
}

/** Leaves out the nodes that an earlier version has saved in the same way, as they were run then. */
function withoutRepetitions(saved: Saved, seen: Set<string>): Saved {
	const entries = Object.entries(saved.recorded).filter(([name, recorded]) => {
		const node = saved.nodes.find((candidate) => candidate.name === name);
		assert(node, `there is no node "${name}"`);
		const { type, typeVersion, parameters } = node;
		const key = JSON.stringify([type, typeVersion, parameters, recorded]);
		const isNew = !seen.has(key);
		seen.add(key);
		return isNew;
	});
	return { ...saved, recorded: Object.fromEntries(entries) };
}

/** Adds the credentials of the webhooks to those of the vendors. */
async function createWebhookCredentials({ client, credentials }: Instance): Promise<Credentials> {
	const all: Credentials = new Map(credentials);
	for (const trigger of vendors.flatMap(({ triggers }) => triggers)) {
		if (trigger.kind !== 'webhook') continue;
		const { webhookCredentialType: type } = trigger;
		const name = `${type} (sandbox)`;
		all.set(type, await client.createCredential({ name, type, data: secrets }));
	}
	return all;
}

export const upgradeSuite: Suite = {
	name: 'upgrade',
	description: 'the workflows that earlier versions saved',
	debianPackages: [],
	expectedChecks: readSaved().length,
	async run(context, reportCheck) {
		await withInstance(context, async (instance) => {
			const check = withServerLog(instance, reportCheck);
			const credentials = await createWebhookCredentials(instance);
			const seen = new Set<string>();
			for (const { file, saved } of readSaved())
				await check(file, () =>
					checkWorkflow(instance, withoutRepetitions(saved, seen), credentials),
				);
		});
	},
};
