/** Runs the nodes of saved workflows in n8n's engine, without n8n around it. */

import { demoVendors } from '../../../scripts/n8n/vendors';
import { runNode } from '../engine';
import { PolledWorkflow } from '../engine/poll';
import { callWebhook } from '../engine/webhook';
import { typeOf } from './saved';
import { caller, secrets } from './triggers';
import type { Saved, Perform } from './saved';
import type { Sandbox } from '../sandbox/server';
import type { DemoVendor } from '../../../scripts/n8n/vendors';

export function inEngine(sandbox: Sandbox, saved: Saved): Perform {
	const vendor = demoVendors.find(({ key }) => key === saved.sandbox) as DemoVendor;
	return async (node, body) => {
		const types = Object.keys(node.credentials);
		const credentials = Object.fromEntries(
			types.map((type) => [type, type === vendor.type ? vendor.login(sandbox) : secrets]),
		);
		const run = {
			node: typeOf(node),
			parameters: structuredClone(node.parameters),
			credentials,
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
