/** The triggers: those that a vendor calls show their URLs, those that poll show when, and both emit an event. */

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { PollingTriggerSupport, WebhookTriggerSupport } from '../../support/vendors';
import { editorMessage } from '../../support/vendors/types';
import { vendors } from '../../support/vendors';
import type { Instance, Vendor } from '../instance';
import { CredentialDialog } from './credentialDialog';
import { readText } from './editorPage';
import type { EditorPage } from './editorPage';
import type { EditorSession } from './session';

/** What the names of a trigger's screenshots begin with. */
const prefixOf = (name: string): string => `${name.toLowerCase().replace(/\W/g, '')}-trigger`;

/** Reads a URL that the panel of the node shows. */
async function readUrl(editor: EditorPage, kind: 'test' | 'production'): Promise<string> {
	await editor.parameters.getByTestId(`radio-button-${kind}`).click();
	const path = kind === 'test' ? '/webhook-test/' : '/webhook/';
	const shown = editor.parameters.locator('.webhook-url').filter({ hasText: path });
	const url = (await shown.innerText()).trim();
	const pattern = new RegExp(`^${editor.url}${path}[\\w-]{36}/webhook$`);
	assert(pattern.test(url), `the ${kind} URL is shown as ${url}`);
	return url;
}

/** Adds the trigger and reads its notice and its URLs. */
async function checkUrls(
	editor: EditorPage,
	vendor: Vendor,
	{ editor: { entry }, notice }: WebhookTriggerSupport,
): Promise<string> {
	await editor.newWorkflow();
	await editor.addNode(vendor.name, 'Triggers', entry);
	const shown = await readText(editor.parameters.locator('.notice').first());
	const missing = notice.filter((part) => !shown.includes(part));
	assert(missing.length === 0, `the notice does not say ${missing.join(', ')}`);
	await editor.parameters.getByText('Webhook URLs').click();
	const production = await readUrl(editor, 'production');
	await editor.screenshot(`${prefixOf(vendor.name)}-urls`);
	const test = await readUrl(editor, 'test');
	assert(
		test.split('/').at(-2) === production.split('/').at(-2),
		'the two URLs differ in more than the path',
	);
	return test;
}

/** Creates the credential of the webhook from the open node, after one that is refused. */
async function createWebhookCredential(
	editor: EditorPage,
	vendor: Vendor,
	token: string,
): Promise<void> {
	await editor.parameters.getByText(`Connect to ${vendor.name} Webhook`).click();
	const dialog = new CredentialDialog(editor);
	await dialog.waitUntilOpen();
	await dialog.fill({ token: 'too-short' });
	await dialog.save('Error');
	await dialog.readRefusal('has a Token of less than 16 characters');
	await editor.screenshot(`${prefixOf(vendor.name)}-credential-refused`);
	await dialog.fill({ token });
	await dialog.save('OK');
	await dialog.dialog.waitFor({ state: 'hidden' });
}

/** Makes n8n wait for an event at the Test URL. */
async function listen(editor: EditorPage): Promise<void> {
	await editor.dismissNotifications();
	const { waitingForWebhook } = await editor.responseTo<{ waitingForWebhook?: boolean }>(
		/\/rest\/workflows\/\w+\/run$/,
		() => editor.page.getByTestId('node-execute-button').click(),
	);
	assert(waitingForWebhook === true, 'n8n does not listen');
	await editor.page.getByText('Stop Listening').first().waitFor();
}

async function checkWebhookTrigger(
	editor: EditorPage,
	instance: Instance,
	vendor: Vendor,
	trigger: WebhookTriggerSupport,
): Promise<string> {
	const prefix = prefixOf(vendor.name);
	const sandbox = instance.sandboxes[vendor.key];
	sandbox.reset();
	const url = await checkUrls(editor, vendor, trigger);
	const token = randomBytes(16).toString('hex');
	await createWebhookCredential(editor, vendor, token);
	await listen(editor);
	await editor.screenshot(`${prefix}-listening`);
	await trigger.register(sandbox, `${url}?token=${token}`);
	await trigger.report(sandbox, editorMessage);
	await editor.output.getByTestId('node-run-status-success').waitFor();
	const items = await editor.readOutput(trigger.editor.values);
	await editor.assertHidden([token]);
	await editor.screenshot(`${prefix}-output`);
	return `both URLs; an event at the Test URL gave ${items}`;
}

async function checkPollingTrigger(
	editor: EditorPage,
	{ name, editor: { entry, values } }: PollingTriggerSupport,
): Promise<string> {
	await editor.newWorkflow();
	await editor.addNode(name, 'Triggers', entry);
	await editor.parameters.getByText('Poll Times', { exact: true }).waitFor();
	await editor.parameters.getByText('Trigger On', { exact: true }).waitFor();
	await editor.screenshot(prefixOf(name));
	const items = await editor.executeAndRead(values);
	await editor.screenshot(`${prefixOf(name)}-output`);
	return items;
}

export const triggerCheckCount = vendors.flatMap(({ triggers }) => triggers).length;

export async function checkTriggers({ check, instance }: EditorSession): Promise<void> {
	for (const vendor of vendors) {
		for (const trigger of vendor.triggers) {
			if (trigger.kind === 'webhook') {
				await check(`${vendor.name} Trigger: notice, URLs, an event`, (editor) =>
					checkWebhookTrigger(editor, instance, vendor, trigger),
				);
			} else {
				await check(`${trigger.name} Trigger: poll times, an event`, (editor) => {
					instance.sandboxes[vendor.key].reset();
					return checkPollingTrigger(editor, trigger);
				});
			}
		}
	}
}
