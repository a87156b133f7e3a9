/** Lets a person find n8n and the vendors as if nothing had run there yet. */

import type { Sandbox } from '../../test/support/sandbox/server';
import type { N8nClient, StoredWorkflow } from './client';

/** Whom a vendor calls; other vendors have none. */
interface WebhookRegistrations {
	webhooks?: object[];
}

/** Resets a sandbox, but for the webhooks that it calls. */
async function resetSandbox(sandbox: Sandbox): Promise<void> {
	await sandbox.webhookSender.pending;
	const { webhooks } = sandbox.state as WebhookRegistrations;
	sandbox.reset();
	if (webhooks) (sandbox.state as WebhookRegistrations).webhooks = webhooks;
}

/**
 * Resets the sandboxes and replaces each workflow by a copy, active if it was. A trigger remembers the records and events
 * that it has seen, by IDs that the sandboxes give again after a reset; a copy remembers nothing. What was replaced is
 * archived: its executions stay in n8n's list.
 *
 * @param client - Logged in.
 */
export async function renew(client: N8nClient, sandboxes: readonly Sandbox[]): Promise<void> {
	const copies: StoredWorkflow[] = [];
	for (const { id, active } of await client.getWorkflows()) {
		const workflow = await client.getWorkflow(id);
		await client.archiveWorkflow(id);
		const copy = await client.createWorkflow(workflow);
		if (active) copies.push(copy);
	}
	for (const sandbox of sandboxes) await resetSandbox(sandbox);
	// The first poll of a trigger is part of its activation.
	for (const copy of copies) await client.activateWorkflow(copy);
}
