import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import type { PackageDirectoryLoader } from 'n8n-core';
import type { INodeProperties, INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';

import { loadPackage, nodeTypeOf, packageName, root } from '../support/engine';
import { allProperties, iconPathsOf, readCodex, usedLists } from './descriptions';
import { vendors } from '../support/vendors';
import { operationsPage } from '../../scripts/docs';

import manifest from '../../package.json';

const filesIn = (folder: string, ending: string): string[] =>
	readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith(ending))
		.map((file) => join(folder, file));

let loader: PackageDirectoryLoader;
beforeAll(async () => {
	loader = await loadPackage();
});

describe('the package', () => {
	test('needs only n8n-workflow and crypto, and every file in it loads', () => {
		for (const file of filesIn('dist', '.js')) {
			const code = readFileSync(join(root, file), 'utf8');
			const needed = [...code.matchAll(/\brequire\((['"])(.+?)\1\)/g)]
				.map(([, , name]) => name)
				.filter((name) => !name.startsWith('.'));
			expect([
				file,
				needed.filter((name) => !['n8n-workflow', 'crypto', 'node:crypto'].includes(name)),
			]).toEqual([file, []]);
			expect(code).not.toMatch(/\bimport\s*\(/);
			expect(() => jest.requireActual<object>(join(root, file))).not.toThrow();
		}
	});

	test('consists of dist, README, LICENSE and CHANGELOG', () => {
		const [{ files }]: [{ files: Array<{ path: string }> }] = JSON.parse(
			execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
				cwd: root,
				encoding: 'utf8',
				stdio: ['ignore', 'pipe', 'ignore'],
			}),
		);
		const paths = files.map(({ path }) => path);
		expect(paths.filter((path) => !path.startsWith('dist/')).sort()).toEqual([
			'CHANGELOG.md',
			'LICENSE',
			'README.md',
			'package.json',
		]);
		expect(
			paths.filter((path) => !/\.(js|json|svg)$/.test(path) && path.startsWith('dist/')),
		).toEqual([]);
		for (const path of [...manifest.n8n.nodes, ...manifest.n8n.credentials])
			expect(paths).toContain(path);
	});

	test('has no dependency at run time and works with every n8n-workflow', () => {
		expect(manifest).not.toHaveProperty('dependencies');
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	});
});

describe('imports', () => {
	const imports = (file: string) =>
		[...readFileSync(join(root, file), 'utf8').matchAll(/from '(.+?)'/g)]
			.map(([, name]) => name)
			.filter((name) => name.startsWith('.'));

	test('shared code imports and names no vendor', () => {
		for (const file of filesIn('nodes/shared', '.ts')) {
			expect([
				file,
				imports(file).filter((name) => !join(file, '..', name).startsWith('nodes/shared/')),
			]).toEqual([file, []]);
			expect(readFileSync(join(root, file), 'utf8')).not.toMatch(
				/\b(any ?com|naxon|selarti\.|vardast)/i,
			);
		}
	});

	test.each(vendors)('$folder imports only its own files and shared code', ({ folder }) => {
		for (const file of filesIn(`nodes/${folder}`, '.ts')) {
			const reached = imports(file).map((name) => join(file, '..', name));
			expect([
				file,
				reached.filter(
					(path) => !path.startsWith(`nodes/${folder}`) && !path.startsWith('nodes/shared'),
				),
			]).toEqual([file, []]);
		}
	});
});

/** The options of an operation property. */
const operationsOf = (options: INodeProperties['options'] = []) =>
	options as INodePropertyOptions[];

describe.each(vendors)('$folder', ({ folder, key: name, credentialType: credential }) => {
	let description: INodeTypeDescription;
	beforeAll(() => {
		({ description } = nodeTypeOf(loader, name));
	});

	test('has different icons for light and dark mode', () => {
		for (const owner of [description, loader.credentialTypes[credential].type]) {
			const paths = iconPathsOf(owner);
			expect(paths).toHaveLength(2);
			const [light, dark] = paths.map((path) => readFileSync(path, 'utf8'));
			expect(light).toMatch(/^<svg[\s>]/);
			expect(dark).toMatch(/^<svg[\s>]/);
			expect(light).not.toBe(dark);
		}
	});

	test('has a codex with its name', () => {
		const codex = readCodex(folder, folder);
		expect(codex.node).toBe(`${packageName}.${name}`);
		expect(codex.categories.length).toBeGreaterThan(0);
		expect(codex.alias.length).toBeGreaterThan(0);
		expect(codex.resources.primaryDocumentation[0].url).toMatch(/^https:\/\//);
		expect(codex.resources.credentialDocumentation[0].url).toMatch(/^https:\/\//);
	});

	test('is declarative, usable as a tool, and has a credential with a test', () => {
		const type = nodeTypeOf(loader, name);
		expect(type.execute).toBeUndefined();
		expect(description.usableAsTool).toBe(true);
		expect(description.credentials?.map((needed) => needed.name)).toEqual([credential]);
		expect(loader.credentialTypes[credential].type.test).toBeDefined();
		for (const { name: kind, options, displayOptions } of description.properties) {
			if (kind !== 'operation') continue;
			const [resource] = displayOptions?.show?.resource ?? [];
			expect(Object.keys(type.customOperations?.[String(resource)] ?? {})).toEqual(
				operationsOf(options).map(({ value }) => value),
			);
			for (const { routing } of operationsOf(options)) {
				expect(routing?.request?.method).toMatch(/^(GET|POST)$/);
				expect(routing?.request?.url).toMatch(/^\//);
			}
		}
	});

	test('has every list of its resource locators', () => {
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

	test('has labels in the style of n8n', () => {
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
				property.options &&
				property.options.length >= 5
			) {
				const names = property.options.map((option) =>
					property.type === 'collection' && 'displayName' in option
						? option.displayName
						: option.name,
				);
				expect([label, names]).toEqual([label, [...names].sort((a, b) => a.localeCompare(b))]);
			}
			if (property.name !== 'operation') continue;
			for (const option of operationsOf(property.options)) {
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

	test('has a small file for every operation', () => {
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

test('docs/operations.md is up to date (npm run docs writes it)', () => {
	const page = join(root, 'docs', 'operations.md');
	expect(existsSync(page) && readFileSync(page, 'utf8')).toBe(
		operationsPage(loader as unknown as Parameters<typeof operationsPage>[0]),
	);
});

test('shared pagination has no more than 80 lines', () => {
	const code = readFileSync(join(root, 'nodes/shared/operations/pagination.ts'), 'utf8').replace(
		/\/\*\*[\s\S]*?\*\//g,
		'',
	);
	expect(code.split('\n').filter((line) => line.trim() !== '').length).toBeLessThanOrEqual(80);
});
