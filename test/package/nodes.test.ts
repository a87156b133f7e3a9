/** What n8n and its users see of the action nodes. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PackageDirectoryLoader } from 'n8n-core';
import type { INodeProperties, INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';

import { loadPackage, nodeTypeOf, packageName, root } from '../support/engine';
import { vendors } from '../support/vendors';
import { allProperties, iconPathsOf, readCodex, usedLists } from './descriptions';
import { filesIn } from './files';

const optionsOf = ({ options }: INodeProperties) => options as INodePropertyOptions[];

let loader: PackageDirectoryLoader;
beforeAll(async () => {
	loader = await loadPackage();
});

describe.each(vendors)('the node $name', ({ folder, key: name, credentialType: credential }) => {
	let description: INodeTypeDescription;
	beforeAll(() => {
		({ description } = nodeTypeOf(loader, name));
	});

	test('has a light and a dark icon, which differ', () => {
		for (const owner of [description, loader.credentialTypes[credential].type]) {
			const paths = iconPathsOf(owner);
			expect(paths).toHaveLength(2);
			const [light, dark] = paths.map((path) => readFileSync(path, 'utf8'));
			expect(light).toMatch(/^<svg[\s>]/);
			expect(dark).toMatch(/^<svg[\s>]/);
			expect(light).not.toBe(dark);
		}
	});

	test('is named by its codex file', () => {
		const codex = readCodex(folder, folder);
		expect(codex.node).toBe(`${packageName}.${name}`);
		expect(codex.categories.length).toBeGreaterThan(0);
		expect(codex.alias.length).toBeGreaterThan(0);
		expect(codex.resources.primaryDocumentation[0].url).toMatch(/^https:\/\//);
		expect(codex.resources.credentialDocumentation[0].url).toMatch(/^https:\/\//);
	});

	test('is declarative, usable as a tool, and finds its credential', () => {
		const type = nodeTypeOf(loader, name);
		expect(type.execute).toBeUndefined();
		expect(description.usableAsTool).toBe(true);
		expect(description.credentials?.map((needed) => needed.name)).toEqual([credential]);
		expect(loader.credentialTypes[credential].type.test).toBeDefined();
		for (const property of description.properties) {
			if (property.name !== 'operation') continue;
			const [resource] = property.displayOptions?.show?.resource ?? [];
			const options = optionsOf(property);
			expect(Object.keys(type.customOperations?.[String(resource)] ?? {})).toEqual(
				options.map(({ value }) => value),
			);
			for (const { routing } of options) {
				expect(routing?.request?.method).toMatch(/^(GET|POST)$/);
				expect(routing?.request?.url).toMatch(/^\//);
			}
		}
	});

	test('has a list search method for each resource locator', () => {
		const methods = Object.keys(nodeTypeOf(loader, name).methods?.listSearch ?? {});
		for (const property of allProperties(description.properties)) {
			if (property.type !== 'resourceLocator') continue;
			expect(property.default).toEqual({ mode: 'list', value: '' });
			expect(property.modes?.map((mode) => mode.displayName)).toEqual([
				'From List',
				expect.stringMatching(/^By (ID|Name|Number|Username)$/),
			]);
		}
		expect(methods).toEqual(expect.arrayContaining(usedLists(description.properties)));
	});

	test('follows the style of n8n in its texts', () => {
		for (const property of allProperties(description.properties)) {
			const label = `${name}.${property.name}`;
			if (property.type === 'boolean')
				expect([label, property.description]).toEqual([label, expect.stringMatching(/^Whether /)]);
			const { placeholder } = property;
			if (property.type === 'string' && placeholder)
				expect([label, placeholder]).toEqual([label, expect.stringMatching(/^e\.g\. /)]);
			expect([label, property.displayName]).toEqual([label, expect.stringMatching(/^[A-Z]/)]);
			expect(property.description ?? '').not.toMatch(/\s$|\p{Extended_Pictographic}/u);
			if (
				['options', 'collection'].includes(property.type) &&
				property.name !== 'resource' &&
				optionsOf(property).length >= 5
			) {
				const names = property.options?.map((option) =>
					'displayName' in option ? option.displayName : option.name,
				);
				expect([label, names]).toEqual([label, names?.toSorted((a, b) => a.localeCompare(b))]);
			}
			if (property.name !== 'operation') continue;
			for (const option of optionsOf(property)) {
				expect(option.action).toMatch(/^[A-Z][^A-Z]*/);
				expect(option.description).toMatch(/^[A-Z].*[^.]$/);
				if (option.value === 'getAll') {
					expect(option.name).toBe('Get Many');
					expect(option.action).toMatch(/^Get many /);
					expect(option.description).toMatch(/\bmany\b/);
				}
			}
		}
	});

	test('has each operation in one small file', () => {
		for (const file of filesIn(`nodes/${folder}/resources`, '.ts')) {
			const code = readFileSync(join(root, file), 'utf8').replace(/\/\*\*[\s\S]*?\*\//g, '');
			const lines = code
				.split('\n')
				.filter((line) => line.trim() !== '' && !line.startsWith('import '));
			if (/list:/.test(code) && !/optional:/.test(code))
				expect([file, lines.length <= 25]).toEqual([file, true]);
			expect(code).not.toMatch(/resource: \[/);
		}
	});
});
