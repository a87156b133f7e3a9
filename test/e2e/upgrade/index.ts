/**
 * The workflows that earlier versions saved, imported into a real n8n with this one: n8n takes them as they are, every name
 * in them is still known to the nodes that n8n shows, and they do what they did.
 */

import { isDeepStrictEqual } from 'node:util';
import { outcomeOf, unfold } from '../../../scripts/n8n/api';
import { withCredentials } from '../../../scripts/n8n/rows';
import { executionsOf } from '../../../scripts/n8n/poll-rows';
import { post, until } from '../../../scripts/n8n/webhook-rows';
import { withInstance } from '../instance';
import { names, packageName } from '../../support/workflows';
import { problemsOf } from '../../support/workflows/check';
import { readSaved, replay, typeOf } from '../../support/workflows/saved';
import { caller, secrets } from '../../support/workflows/triggers';
import type { Instance } from '../instance';
import type { Saved, Perform } from '../../support/workflows/saved';

/** How long n8n may take to answer a call. Milliseconds. */
const patience = 15_000;

/**
 * @returns the json of its items
 * @throws with the execution's words
 */
function itemsOf(execution: any, node: string): any[] {
	const { error } = outcomeOf(execution);
	if (error) throw new Error(error);
	const outputs = unfold(execution.data).resultData.runData[node]?.[0].data?.main?.[0] ?? [];
	return outputs.map(({ json }: any) => json);
}

/** The descriptions that n8n has of the nodes in a workflow. */
async function describeNodes({ api }: Instance, saved: Saved) {
	const own = saved.nodes.filter(({ type }) => type.startsWith(`${packageName}.`));
	const types = [...new Set(own.map(({ type }) => type))];
	const found: any[] = await api.request('POST', '/node-types', {
		nodeInfos: types.map((name) => ({ name, version: 1 })),
	});
	// n8n gives them the names that they have in the package.
	return (name: string) => found.find((description) => description.name === name);
}

/** Fails with what was found, of which the first few lines say enough. */
function expectNone(found: string[]) {
	const most = 5;
	const more = found.length > most ? [`and ${found.length - most} more`] : [];
	if (found.length > 0) throw new Error([...found.slice(0, most), ...more].join('\n  '));
}

/** @param workflow as n8n has it, active if a vendor calls it */
function inN8n({ api }: Instance, workflow: any): Perform {
	return async (node, body) => {
		if (body === undefined) {
			const trigger = typeOf(node).endsWith('Trigger') ? node.name : names.start;
			return itemsOf(
				await api.execute(workflow.id, trigger, { destination: node.name, pause: 20 }),
				node.name,
			);
		}
		const before = new Set((await executionsOf(api, workflow.id)).map(({ id }) => id));
		const answer = await fetch(
			`${api.url}/webhook/${node.webhookId}/webhook?token=${caller.query.token}`,
			{
				method: 'POST',
				headers: { 'content-type': 'application/json', ...caller.headers },
				body: JSON.stringify(body),
				signal: AbortSignal.timeout(patience),
			},
		);
		if (answer.status !== 200)
			throw new Error(`the vendor was answered ${answer.status} ${await answer.text()}`);
		const execution = await until('execution', async () =>
			(await executionsOf(api, workflow.id)).find(({ id }) => !before.has(id)),
		);
		return itemsOf(execution, node.name);
	};
}

/** @returns what was seen */
async function bringBack(
	instance: Instance,
	saved: Saved,
	credentials: Map<string, { id: string; name: string }>,
): Promise<string> {
	const { api, sandboxes } = instance;
	const sent = withCredentials(saved as any, credentials);
	const made = (await api.createWorkflow(sent)) as any;
	const kept = (await api.request('GET', `/workflows/${made.id}`)) as any;
	for (const node of sent.nodes as any[]) {
		const now = kept.nodes.find(({ name }: any) => name === node.name);
		if (!isDeepStrictEqual(now?.parameters, node.parameters))
			throw new Error(`n8n has changed "${node.name}": ${JSON.stringify(now?.parameters)}`);
	}
	expectNone(problemsOf(saved, await describeNodes(instance, saved)));

	const called = saved.nodes.flatMap(({ webhookId }) => webhookId ?? []);
	if (called.length > 0)
		await api.request('POST', `/workflows/${made.id}/activate`, { versionId: made.versionId });
	for (const id of called) {
		// n8n takes its time; without a secret and without an event this starts nothing.
		await until('webhook', async () =>
			(await post(`${api.url}/webhook/${id}/webhook`, {})) === 404 ? undefined : true,
		);
	}
	const found = await replay(sandboxes[saved.sandbox], saved, inN8n(instance, made));
	if (called.length > 0) await api.request('POST', `/workflows/${made.id}/deactivate`);
	expectNone(found);
	const recorded = Object.values(saved.recorded);
	if (recorded.length === 0) return 'all as in an earlier version';
	const requests = recorded.reduce((sum, one) => sum + (one.requests?.length ?? 0), 0);
	return `${recorded.length} nodes, ${requests > 0 ? `${requests} requests` : `${recorded.length} events`}`;
}

/** Leaves out what an earlier version has saved in the same way: it was run then. */
function withoutDone(saved: Saved, done: Set<string>) {
	const entries = Object.entries(saved.recorded).filter(([name, recorded]) => {
		const { type, typeVersion, parameters } = saved.nodes.find((node) => node.name === name);
		const what = JSON.stringify([type, typeVersion, parameters, recorded]);
		return !done.has(what) && done.add(what);
	});
	return { ...saved, recorded: Object.fromEntries(entries) };
}

export const rows = readSaved().length;

export const run = async (ground, checks) =>
	await withInstance(ground, checks, async (instance, check) => {
		const credentials = new Map(instance.credentials);
		for (const type of ['selartiWebhookApi', 'naxonAiWebhookApi']) {
			credentials.set(
				type,
				await instance.api.createCredential({ name: `${type} (sandbox)`, type, data: secrets }),
			);
		}
		const done: Set<string> = new Set();
		for (const { file, saved } of readSaved())
			await check(file, () => bringBack(instance, withoutDone(saved, done), credentials));
	});
