/** The registry of vendors has every vendor of the package, so that no test leaves one out. */

import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { n8n } from '../../../package.json';
import { loadPackage, root } from '../engine';
import { vendors } from './';

/** The names of the built files without the ending. */
const namesOf = (files: string[], ending: string) =>
	files.map((file) => basename(file, ending)).sort();

const upperFirst = (name: string) => name.replace(/^./, (letter) => letter.toUpperCase());

test('the registry has each folder of nodes', () => {
	const folders = readdirSync(join(root, 'nodes'), { withFileTypes: true })
		.filter((entry) => entry.isDirectory() && entry.name !== 'shared')
		.map(({ name }) => name);
	expect(vendors.map(({ folder }) => folder).sort()).toEqual(folders.sort());
});

test('the registry has each node of package.json', () => {
	const nodes = vendors.flatMap(({ key, triggers }) => [key, ...triggers.map(({ node }) => node)]);
	expect(nodes.map(upperFirst).sort()).toEqual(namesOf(n8n.nodes, '.node.js'));
});

test('the registry has each credential of package.json', () => {
	const credentials = vendors.flatMap(({ credentialType, triggers }) => [
		credentialType,
		...triggers.flatMap((trigger) =>
			trigger.kind === 'webhook' ? [trigger.webhookCredentialType] : [],
		),
	]);
	expect(credentials.map(upperFirst).sort()).toEqual(namesOf(n8n.credentials, '.credentials.js'));
});

describe.each(vendors)('$key', (vendor) => {
	test('has the name and the credential of its action node', async () => {
		const { nodeTypes } = await loadPackage();
		const { description } = nodeTypes[vendor.key].type;
		expect([vendor.name, vendor.contract.node, vendor.sandbox.name]).toEqual([
			description.displayName,
			description.name,
			description.name,
		]);
		expect([vendor.contract.credential, vendor.contract.vendor]).toEqual([
			vendor.credentialType,
			vendor.sandbox,
		]);
		expect(existsSync(join(root, 'nodes', vendor.folder))).toBe(true);
	});

	test('sets fields that its credential has', () => {
		const fields = vendor.credential.properties.map(({ name }) => name);
		expect(fields).toEqual(
			expect.arrayContaining([
				...Object.keys(vendor.credentialData('http://127.0.0.1')),
				vendor.wrongKey.field,
			]),
		);
	});

	test('has the kind of each trigger', async () => {
		const { nodeTypes } = await loadPackage();
		for (const { node, kind } of vendor.triggers) {
			const { description } = nodeTypes[node].type;
			const isPolling = 'polling' in description && description.polling === true;
			expect([node, kind]).toEqual([node, isPolling ? 'polling' : 'webhook']);
		}
	});
});
