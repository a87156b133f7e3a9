/**
 * The rows of the triggers: those that a vendor calls show their URLs, those that poll show when, and both give an event.
 */

import { randomBytes } from 'node:crypto';
import { CredentialDialog } from './credential';
import { words } from './person';
import { expect, expectHidden } from './vendor-rows';
import type { Stage, Visit } from './stage';
import type { VendorKey } from '../../../scripts/n8n/vendors';
import type { Sandbox } from '../../support/sandbox/server';

/** a trigger that the vendor calls */
export interface Called {
	key: VendorKey;
	vendor: string;
	/** of the node panel */
	entry: string;
	/** what it says of how to set it up */
	notice: string[];
	/** tells the vendor the URL, then lets something happen */
	happen: (sandbox: Sandbox, url: string) => Promise<unknown>;
	/** of the event, in the output */
	values: string[];
}

/** a trigger that asks the vendor */
export interface Polled {
	key: VendorKey;
	/** the node's, as the panel has it */
	name: string;
	/** of the node panel */
	entry: string;
	/** of a record, in the output */
	values: string[];
}

const called: Called[] = [
	{
		key: 'selarti',
		vendor: 'Selarti',
		entry: 'On all messages',
		notice: ['Selarti panel', 'Production URL', '?token='],
		happen: async (sandbox, url) => {
			await sandbox.happen('setWebhook', { url, type: 'all_messages' });
			await sandbox.happen('newMessage', { text: 'Is anybody there?' });
		},
		values: ['all_messages', 'Is anybody there?'],
	},
	{
		key: 'naxonAi',
		vendor: 'Naxon AI',
		entry: 'On keyword notification',
		notice: ['Naxon AI dashboard', 'Production URL', '?token='],
		happen: async (sandbox, url) => {
			await sandbox.happen('setWebhook', { url, keywords: ['refund'] });
			await sandbox.happen('newMessage', { message: 'I would like a refund, please' });
		},
		values: ['refund', 'I would like a refund, please'],
	},
];

const polled: Polled[] = [
	{
		key: 'anycom',
		name: 'AnyCom',
		entry: 'On customer waiting',
		values: ['customerWaiting', 'Dúvida sobre o boleto'],
	},
	{
		key: 'naxonAi',
		name: 'Naxon AI Polling',
		entry: 'On new or updated conversation',
		values: ['updatedConversation', 'Hello again 👋'],
	},
	{
		key: 'vardast',
		name: 'Vardast',
		entry: 'On new contact',
		values: ['newContact', 'سامر الخوري'],
	},
];

/** @returns the URL that the panel shows */
async function readUrl(visit: Visit, kind: 'test' | 'production'): Promise<string> {
	await visit.parameters.getByTestId(`radio-button-${kind}`).click();
	const path = kind === 'test' ? '/webhook-test/' : '/webhook/';
	const shown = visit.parameters.locator('.webhook-url').filter({ hasText: path });
	const url = (await shown.innerText()).trim();
	expect(
		new RegExp(`^${visit.url}${path}[\\w-]{36}/webhook$`).test(url),
		`the ${kind} URL is shown as ${url}`,
	);
	return url;
}

async function calledRow(
	{ row, sandboxes }: Stage,
	{ key, vendor, entry, notice, happen, values }: Called,
) {
	const slug = `${vendor.toLowerCase().replace(/\W/g, '')}-trigger`;
	await row(`${vendor} Trigger: notice, URLs, an event`, async (visit) => {
		const sandbox = sandboxes[key];
		sandbox.reset();
		const token = randomBytes(16).toString('hex');
		await visit.newWorkflow();
		await visit.addNode(vendor, 'Triggers', entry);
		const said = await words(visit.parameters.locator('.notice').first());
		const missing = notice.filter((part) => !said.includes(part));
		expect(missing.length === 0, `the notice does not say ${missing.join(', ')}`);
		await visit.parameters.getByText('Webhook URLs').click();
		const production = await readUrl(visit, 'production');
		await visit.picture(`${slug}-urls`, { readme: key === 'selarti' });
		const test = await readUrl(visit, 'test');
		expect(
			test.split('/').at(-2) === production.split('/').at(-2),
			'the two URLs differ in more than the path',
		);

		await visit.parameters.getByText(`Connect to ${vendor} Webhook`).click();
		const dialog = new CredentialDialog(visit);
		await dialog.opened();
		await dialog.fill({ token: 'too-short' });
		await dialog.save('Error');
		await dialog.readRefusal('has a Token of less than 16 characters');
		await visit.picture(`${slug}-credential-refused`);
		await dialog.fill({ token });
		await dialog.save('OK');
		await dialog.dialog.waitFor({ state: 'hidden' });

		await visit.dismissNotices();
		const started = visit.page.waitForResponse((response) =>
			/\/rest\/workflows\/\w+\/run$/.test(response.url()),
		);
		started.catch(() => {});
		await visit.page.getByTestId('node-execute-button').click();
		const { data } = await (await started).json();
		expect(data.waitingForWebhook === true, 'n8n does not listen');
		await visit.page.getByText('Stop Listening').first().waitFor();
		await visit.picture(`${slug}-listening`);
		await happen(sandbox, `${test}?token=${token}`);
		await visit.output.getByTestId('node-run-status-success').waitFor();
		const count = await visit.read(values);
		await expectHidden(visit, [token]);
		await visit.picture(`${slug}-output`);
		return `both URLs; an event at the Test URL gave ${count}`;
	});
}

async function polledRow({ row, sandboxes }: Stage, { key, name, entry, values }: Polled) {
	const slug = `${name.toLowerCase().replace(/\W/g, '')}-trigger`;
	await row(`${name} Trigger: poll times, an event`, async (visit) => {
		sandboxes[key].reset();
		await visit.newWorkflow();
		await visit.addNode(name, 'Triggers', entry);
		await visit.parameters.getByText('Poll Times', { exact: true }).waitFor();
		await visit.parameters.getByText('Trigger On', { exact: true }).waitFor();
		await visit.picture(slug);
		const count = await visit.runAndRead(values);
		await visit.picture(`${slug}-output`);
		return count;
	});
}

export async function triggerRows(stage: Stage) {
	for (const trigger of called) await calledRow(stage, trigger);
	for (const trigger of polled) await polledRow(stage, trigger);
}
