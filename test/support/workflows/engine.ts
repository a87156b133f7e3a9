import { runNode } from '../engine';
import { PolledWorkflow } from '../engine/poll';
import { callWebhook } from '../engine/webhook';
import type { Sandbox } from '../sandbox/server';
import { vendorOf } from '../vendors';
import { typeOf } from './saved';
import type { Perform, Saved } from './saved';
import { caller, secrets } from './triggers';

/** Runs the nodes of saved workflows in n8n's engine, without n8n's server around it. */
export function inEngine(sandbox: Sandbox, saved: Saved): Perform {
	const { credentialType, credentialData } = vendorOf(saved.sandbox);
	return async (node, body) => {
		const types = Object.keys(node.credentials ?? {});
		const run = {
			node: typeOf(node),
			parameters: structuredClone(node.parameters),
			credentials: Object.fromEntries(
				types.map((type) => [
					type,
					type === credentialType ? credentialData(sandbox.url) : secrets,
				]),
			),
			timezone: saved.settings.timezone,
		};
		if (body !== undefined) {
			const { items, status, thrown } = await callWebhook(run, { body, ...caller });
			if (thrown || !items)
				throw thrown ?? new Error(`the vendor was answered ${status}, and nothing was started`);
			return items;
		}
		if (typeOf(node).endsWith('Trigger')) return (await new PolledWorkflow(run).test()) ?? [];
		const { items, error } = await runNode(run);
		if (error) throw error;
		return items.map(({ json }) => json);
	};
}
