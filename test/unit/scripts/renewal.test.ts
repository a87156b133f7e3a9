/** What a person finds after `npm start` has run the examples. */

import { join } from 'node:path';
import type { N8nClient, Workflow } from '../../../scripts/n8n/client';
import { isStartedByWebhook, readExamples, vendorOf } from '../../../scripts/n8n/examples';
import { renew } from '../../../scripts/n8n/renewal';
import { root, runWorkflow } from '../../support/engine';
import { startSandboxes } from '../../support/sandbox';
import type { Sandboxes } from '../../support/sandbox';
import { vendors } from '../../support/vendors';

let sandboxes: Sandboxes;
beforeAll(async () => {
	sandboxes = await startSandboxes();
});
afterAll(() => sandboxes.close());

/** An n8n that has these workflows, and a record of what is asked of it. */
function fakeN8n(workflows: Array<Workflow & { id: string; active: boolean }>) {
	const asked: string[] = [];
	const client = {
		getWorkflows: async () => workflows.map(({ id, active }) => ({ id, active })),
		getWorkflow: async (id: string) => workflows.find((workflow) => workflow.id === id),
		archiveWorkflow: async (id: string) => void asked.push(`archive ${id}`),
		createWorkflow: async (workflow: Workflow & { id: string }) => {
			asked.push(`copy ${workflow.name}`);
			return { ...workflow, id: `copy of ${workflow.id}` };
		},
		activateWorkflow: async ({ id }: { id: string }) => void asked.push(`activate ${id}`),
	};
	return { asked, client: client as unknown as N8nClient };
}

const all = () => vendors.map(({ key }) => sandboxes[key]);

it('every event that n8n polled for has happened, and still each example runs, also twice', async () => {
	for (const { key, triggers } of vendors)
		for (const trigger of triggers)
			if (trigger.kind === 'polling')
				for (const event of trigger.events) await event.happen(sandboxes[key]);
	await renew(fakeN8n([]).client, all());
	const examples = await readExamples(join(root, 'examples'));
	for (const example of examples.filter((one) => !isStartedByWebhook(one))) {
		const vendor = vendorOf(example, vendors);
		const data = vendor.credentialData(sandboxes[vendor.key].url);
		for (const time of ['first', 'second']) {
			const { error } = await runWorkflow(example, { [vendor.credentialType]: data });
			expect([example.name, time, error]).toEqual([example.name, time, undefined]);
		}
	}
});

it('each workflow is a copy that remembers nothing, and active only if it was', async () => {
	const workflow = { nodes: [], connections: {} };
	const { asked, client } = fakeN8n([
		{ ...workflow, id: '1', name: 'One', active: true },
		{ ...workflow, id: '2', name: 'Two', active: false },
	]);
	await renew(client, []);
	expect(asked).toEqual(['archive 1', 'copy One', 'archive 2', 'copy Two', 'activate copy of 1']);
});

it('the vendors go on calling whom they called, and have forgotten the rest', async () => {
	const { selarti } = sandboxes;
	const url = 'http://127.0.0.1:1/webhook';
	await selarti.happen('setWebhook', { url, type: 'all_messages' });
	await renew(fakeN8n([]).client, all());
	expect(selarti.state.webhooks).toEqual([{ url, type: 'all_messages' }]);
	expect(selarti.requests).toEqual([]);
	expect(selarti.webhookSender.deliveries).toEqual([]);
});
