/** What a user does with a vendor: the credential, the node panel, a node with pick lists, and an error. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { INodePropertyOptions, INodeType } from 'n8n-workflow';
import { name as packageName } from '../../../package.json';
import type { CredentialReference } from '../../../scripts/n8n/client';
import { projectFolder } from '../../../scripts/n8n/npm';
import { chainNodes, startNode } from '../../../scripts/n8n/workflow';
import type { Instance, Vendor } from '../instance';
import { CredentialDialog } from './credentialDialog';
import type { EditorPage } from './editorPage';
import type { EditorSession } from './session';

/** A key of the length of a real one. */
const wrongKey = 'nobody-has-this-key-000000000000';

/** What the names of a vendor's screenshots begin with. */
const prefixOf = ({ key }: Vendor): string => key.toLowerCase();

/** The actions of the built node that the node panel must list. */
async function actionsOf({ key, folder }: Vendor): Promise<string[]> {
	const className = key.replace(/^./, (letter) => letter.toUpperCase());
	const file = join(projectFolder, 'dist', 'nodes', folder, `${className}.node.js`);
	const { [className]: Node } = (await import(file)) as Record<string, new () => INodeType>;
	return new Node().description.properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ options = [] }) => options as INodePropertyOptions[])
		.map(({ action }) => String(action));
}

async function checkCredential(
	editor: EditorPage,
	instance: Instance,
	vendor: Vendor,
): Promise<string> {
	const { field, message } = vendor.wrongKey;
	const sandbox = instance.sandboxes[vendor.key];
	const data = vendor.credentialData(sandbox.url);
	const dialog = new CredentialDialog(editor);
	await dialog.open(vendor.credential.displayName);
	await editor.readIcon(dialog.icon());
	await dialog.fill({ ...data, [field]: wrongKey });
	await dialog.save('Error');
	await dialog.readRefusal(message);
	await editor.screenshot(`${prefixOf(vendor)}-credential-refused`);
	await editor.assertHidden([wrongKey]);
	await dialog.fill(data);
	await dialog.save('OK');
	await editor.screenshot(`${prefixOf(vendor)}-credential`);
	await editor.assertHidden(vendor.secrets(sandbox.state));
	return `refused: ${message}; then accepted`;
}

async function checkNodePanel(editor: EditorPage, vendor: Vendor): Promise<string> {
	const { name } = vendor;
	await editor.newManualWorkflow();
	await editor.searchPanel(name.toLowerCase(), name);
	await editor.readIcon(editor.panelItem(name).locator('img').first());
	await editor.screenshot(`${prefixOf(vendor)}-search`);
	await editor.panelItem(name).click();
	await editor.openPanelSection('Actions');
	const actions = await actionsOf(vendor);
	// The panel adds its entries a few at a time.
	for (const action of actions) await editor.panelItem(action).waitFor();
	await editor.screenshot(`${prefixOf(vendor)}-actions`);
	return `icon and ${actions.length} actions`;
}

/** @returns How many entries each list had, in words. */
async function pickEntries(editor: EditorPage, vendor: Vendor): Promise<string[]> {
	const found: string[] = [];
	for (const { field, search, entry } of vendor.editor.picks) {
		const entries = await editor.openPickList(field);
		await editor.screenshot(`${prefixOf(vendor)}-list-${field}`);
		await editor.pick(search, entry);
		found.push(`1 of ${entries.length} in the list of ${field}`);
	}
	return found;
}

async function checkNode(editor: EditorPage, instance: Instance, vendor: Vendor): Promise<string> {
	const { action, resource, operation, values, count } = vendor.editor;
	const { requests } = instance.sandboxes[vendor.key];
	await editor.newManualWorkflow();
	await editor.addNode(vendor.name, 'Actions', action);
	await editor.choose('resource', resource);
	await editor.choose('operation', operation);
	const picked = await pickEntries(editor, vendor);
	const before = requests.length;
	const items = await editor.executeAndRead(values);
	await editor.screenshot(`${prefixOf(vendor)}-output`);
	assert(items === count, `the output panel says ${items}, not ${count}`);
	assert(requests.length > before, 'nothing reached the sandbox');
	await editor.page.getByTestId('ndv-close-button').click();
	const node = editor.page.getByTestId('canvas-node').filter({ has: editor.page.locator('img') });
	await editor.readIcon(node.locator('img').first());
	return [...picked, items].join('; ');
}

/** Stores a workflow whose operation fails, and returns its ID. */
async function createFailure({ client }: Instance, vendor: Vendor): Promise<string> {
	const { credentialType: type, key, name } = vendor;
	const all = await client.request<Array<CredentialReference & { type: string }>>(
		'GET',
		'/credentials',
	);
	const credential = all.find((candidate) => candidate.type === type);
	assert(credential, `there is no credential of type ${type}`);
	const node = {
		name,
		type: `${packageName}.${key}`,
		parameters: vendor.editor.failure.parameters,
		credentials: { [type]: { id: credential.id, name: credential.name } },
	};
	const workflow = chainNodes(`${name}: an error`, [startNode, node]);
	return (await client.createWorkflow(workflow)).id;
}

async function checkError(editor: EditorPage, instance: Instance, vendor: Vendor): Promise<string> {
	const id = await createFailure(instance, vendor);
	await editor.page.goto(`${editor.url}/workflow/${id}`);
	await editor.page.getByTestId('canvas-node').filter({ hasText: vendor.name }).dblclick();
	await editor.parameters.waitFor();
	const error = await editor.execute();
	assert(error !== undefined, 'there is no error');
	const missing = vendor.editor.failure.message.filter((part) => !error.includes(part));
	assert(missing.length === 0, `the error says "${error}" without "${missing.join('", "')}"`);
	await editor.output.getByText('Other info').click();
	await editor.output.getByText('n8n version').waitFor();
	await editor.assertHidden(vendor.secrets(instance.sandboxes[vendor.key].state));
	await editor.screenshot(`${prefixOf(vendor)}-error`);
	return error.slice(0, 100);
}

export const checksPerVendor = 4;

export async function checkVendor(
	{ check, instance }: EditorSession,
	vendor: Vendor,
): Promise<void> {
	const { name } = vendor;
	await check(`${name}: credential`, (editor) => checkCredential(editor, instance, vendor));
	await check(`${name}: node panel`, (editor) => checkNodePanel(editor, vendor));
	await check(`${name}: node, pick list, run`, (editor) => checkNode(editor, instance, vendor));
	await check(`${name}: an error`, (editor) => checkError(editor, instance, vendor));
}
