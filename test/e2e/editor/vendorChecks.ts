/**
 * The rows of one vendor: the credential, the node panel, a node with a pick list, and an error.
 */

import { CredentialDialog } from './credential';
import { words } from './person';
import { stories } from './stories';
import type { Stage, Visit } from './stage';
import type { DemoVendor } from '../../../scripts/n8n/vendors';
import type { INodeTypeDescription } from 'n8n-workflow';

/** A key of the length of a true one. */
const wrongKey = 'nobody-has-this-key-000000000000';

export function expect(holds: boolean, otherwise: string) {
	if (!holds) throw new Error(otherwise);
}

/** @throws when any of it can be read in the page, seen or unseen */
export async function expectHidden(visit: Visit, hidden: string[]) {
	const page = await visit.readAll();
	expect(
		hidden.every((secret) => !page.includes(secret)),
		'a key stands in the page',
	);
}

/** @returns the actions that the node panel is to list */
const actionsOf = ({ properties }: INodeTypeDescription): string[] =>
	properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ options = [] }) => options.map((option) => String((option as any).action)));

/** @returns as this package was built */
function descriptionOf(node: string): INodeTypeDescription {
	const name = node.replace(/^./, (letter) => letter.toUpperCase());
	const { [name]: Node } = require(
		`../../../dist/nodes/${name.replace(/(Polling)?Trigger$/, '')}/${name}.node.js`,
	);
	return new Node().description;
}

export async function vendorRows(
	{ row, api, sandboxes }: Stage,
	{ key, name, type, login }: DemoVendor,
) {
	const story = stories[key];
	const sandbox = sandboxes[key];
	const slug = story.node.toLowerCase();

	await row(`${name}: credential`, async (visit) => {
		const dialog = new CredentialDialog(visit);
		await dialog.open(story.credential);
		await visit.seeIcon(
			visit.page.locator('.el-dialog').filter({ has: dialog.dialog }).locator('img').first(),
		);
		await dialog.fill({ ...login(sandbox), [story.secret]: wrongKey });
		await dialog.save('Error');
		await dialog.readRefusal(story.refusal);
		await visit.picture(`${slug}-credential-refused`);
		await expectHidden(visit, [wrongKey]);
		await dialog.fill(login(sandbox));
		await dialog.save('OK');
		await visit.picture(`${slug}-credential`, { readme: key === 'selarti' });
		await expectHidden(visit, story.hidden);
		return `refused: ${story.refusal}; then accepted`;
	});

	await row(`${name}: node panel`, async (visit) => {
		await visit.newManualWorkflow();
		await visit.lookFor(name.toLowerCase(), name);
		await visit.seeIcon(visit.item(name).locator('img').first());
		await visit.picture(`${slug}-search`);
		await visit.item(name).click();
		await visit.openPart('Actions');
		const wanted = actionsOf(descriptionOf(story.node));
		// The panel adds its entries a few at a time.
		for (const action of wanted) await visit.item(action).waitFor();
		await visit.picture(`${slug}-actions`, { readme: key === 'anycom' });
		return `icon and ${wanted.length} actions seen`;
	});

	await row(`${name}: node, pick list, run`, async (visit) => {
		const { action, resource, operation, picks, values, count } = story.steps;
		await visit.newManualWorkflow();
		await visit.addNode(name, 'Actions', action);
		await visit.choose('resource', resource);
		await visit.choose('operation', operation);
		const found = [];
		for (const { field, search, entry } of picks) {
			const entries = await visit.openList(field);
			await visit.picture(`${slug}-list-${field}`, { readme: field === 'customerNumber' });
			await visit.searchList(search, entry);
			await visit.pick(entry);
			found.push(`1 of ${entries.length} in the list of ${field}`);
		}
		const asked = sandbox.requests.length;
		const seen = await visit.runAndRead(values);
		await visit.picture(`${slug}-output`, { readme: key === 'naxonAi' });
		expect(seen === count, `the output panel says ${seen}, not ${count}`);
		expect(sandbox.requests.length > asked, 'nothing reached the sandbox');
		await visit.page.getByTestId('ndv-close-button').click();
		const node = visit.page.getByTestId('canvas-node').filter({ has: visit.page.locator('img') });
		await visit.seeIcon(node.locator('img').first());
		return `${found.join(', ')}; ${seen}`;
	});

	await row(`${name}: an error`, async (visit) => {
		const [credential] = (await api.request('GET', '/credentials')).filter(
			(one: any) => one.type === type,
		);
		expect(credential !== undefined, `there is no credential of type ${type}`);
		const trigger = {
			id: 'start',
			name: 'Start',
			type: 'n8n-nodes-base.manualTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		};
		const node = {
			id: 'node',
			name,
			type: `n8n-nodes-chat-platforms.${story.node}`,
			typeVersion: 1,
			position: [220, 0],
			parameters: story.mistake.parameters,
			credentials: { [type]: { id: credential.id, name: credential.name } },
		};
		const connections = { Start: { main: [[{ node: name, type: 'main', index: 0 }]] } };
		const { id } = await api.createWorkflow({
			name: `${name}: an error`,
			nodes: [trigger, node],
			connections,
		});
		await visit.page.goto(`${visit.url}/workflow/${id}`);
		await visit.page.getByTestId('canvas-node').filter({ hasText: name }).dblclick();
		await visit.parameters.waitFor();
		const error = await visit.run();
		expect(error !== undefined, 'there is no error');
		const missing = story.mistake.words.filter((part) => !error?.includes(part));
		expect(
			missing.length === 0,
			`the error says "${error}" without ${missing.map((part) => `"${part}"`).join(', ')}`,
		);
		await visit.output.getByText('Other info').click();
		await visit.output.getByText('n8n version').waitFor();
		await expectHidden(visit, [...story.hidden, ...(sandbox.state.tokens ?? [])]);
		await visit.picture(`${slug}-error`, { readme: key === 'vardast' });
		return (await words(visit.output.getByTestId('node-error-message'))).slice(0, 100);
	});
}
