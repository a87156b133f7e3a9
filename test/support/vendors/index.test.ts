/** The registry of vendors has every vendor of the package, so that no test leaves one out. */

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { n8n, version } from '../../../package.json';
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

	test('has an example workflow whose name begins with its own', () => {
		const folder = join(root, 'examples');
		const names = readdirSync(folder).map((file): string => {
			const workflow: { name: string } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
			return workflow.name;
		});
		expect(names.filter((name) => name.startsWith(`${vendor.name}: `))).not.toEqual([]);
	});

	test('has saved workflows of this version: npm run save writes them', () => {
		const folder = join(root, 'test/e2e/upgrade', version);
		const saved = readdirSync(folder).filter((file) => file.startsWith(`${vendor.key}-`));
		const resources = vendor.contract.rows.map(({ resource }) => resource);
		const triggers = vendor.triggers.map(({ node }) => node);
		const names = [...new Set([...resources, ...triggers])];
		expect(saved.sort()).toEqual(names.map((name) => `${vendor.key}-${name}.json`).sort());
	});
});
