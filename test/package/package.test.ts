import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { loadPackage, packageName, root } from '../support/engine';
import { vendors } from '../support/vendors';
import { operationsPage } from '../../scripts/docs';

import manifest from '../../package.json';

const filesIn = (folder: string, ending: string): string[] =>
	readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith(ending))
		.map((file) => join(folder, file));

/** Every property of a node, those inside collections too. */
const allProperties = (properties: any[]): any[] =>
	properties.flatMap((property) => [
		property,
		...(property.type === 'collection' ? allProperties(property.options) : []),
	]);

let loader: any;
beforeAll(async () => {
	loader = await loadPackage();
});

describe('what is shipped', () => {
	test('needs nothing but n8n-workflow and crypto, and everything in it loads', () => {
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
			expect(() => require(join(root, file))).not.toThrow();
		}
	});

	test('is dist, README, LICENSE and CHANGELOG, and nothing else', () => {
		const [{ files }] = JSON.parse(
			execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
				cwd: root,
				encoding: 'utf8',
				stdio: ['ignore', 'pipe', 'ignore'],
			}),
		);
		const paths = files.map((file: any) => file.path);
		expect(paths.filter((path: string) => !path.startsWith('dist/')).sort()).toEqual([
			'CHANGELOG.md',
			'LICENSE',
			'README.md',
			'package.json',
		]);
		expect(
			paths.filter((path: string) => !/\.(js|json|svg)$/.test(path) && path.startsWith('dist/')),
		).toEqual([]);
		for (const path of [...manifest.n8n.nodes, ...manifest.n8n.credentials])
			expect(paths).toContain(path);
	});

	test('has no run-time dependency and works with every n8n-workflow', () => {
		expect(manifest).not.toHaveProperty('dependencies');
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	});
});

describe('rooms', () => {
	const imports = (file: string) =>
		[...readFileSync(join(root, file), 'utf8').matchAll(/from '(.+?)'/g)]
			.map(([, name]) => name)
			.filter((name) => name.startsWith('.'));

	test('shared code knows no vendor', () => {
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

	test.each(vendors)('$folder knows itself and what is shared', ({ folder }) => {
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

describe.each(vendors)('$folder', ({ folder, key: name, credentialType: credential }) => {
	let description: any;
	beforeAll(() => {
		({ description } = loader.nodeTypes[name].type);
	});

	test('has its icons, light and dark, as pictures of their own', () => {
		for (const owner of [description, loader.credentialTypes[credential].type]) {
			const paths = Object.values(owner.iconUrl ?? {}).map((url: any) =>
				url.replace(/^icons\/[^/]+\//, ''),
			);
			expect(paths).toHaveLength(2);
			const [light, dark] = paths.map((path) => readFileSync(join(root, path), 'utf8'));
			expect(light).toMatch(/^<svg[\s>]/);
			expect(dark).toMatch(/^<svg[\s>]/);
			expect(light).not.toBe(dark);
		}
	});

	test('has a codex that names it', () => {
		const codex = JSON.parse(
			readFileSync(join(root, `dist/nodes/${folder}/${folder}.node.json`), 'utf8'),
		);
		expect(codex.node).toBe(`${packageName}.${name}`);
		expect(codex.categories.length).toBeGreaterThan(0);
		expect(codex.alias.length).toBeGreaterThan(0);
		expect(codex.resources.primaryDocumentation[0].url).toMatch(/^https:\/\//);
		expect(codex.resources.credentialDocumentation[0].url).toMatch(/^https:\/\//);
	});

	test('is declarative, usable as a tool, and finds its credential', () => {
		const { type } = loader.nodeTypes[name];
		expect(type.execute).toBeUndefined();
		expect(description.usableAsTool).toBe(true);
		expect(description.credentials.map((needed: any) => needed.name)).toEqual([credential]);
		expect(loader.credentialTypes[credential].type.test).toBeDefined();
		for (const { name: kind, options, displayOptions } of description.properties) {
			if (kind !== 'operation') continue;
			const [resource] = displayOptions.show.resource;
			expect(Object.keys(type.customOperations[resource])).toEqual(
				options.map(({ value }: any) => value),
			);
			for (const option of options) {
				expect(option.routing.request.method).toMatch(/^(GET|POST)$/);
				expect(option.routing.request.url).toMatch(/^\//);
			}
		}
	});

	test('every list of a locator exists', () => {
		const methods = Object.keys(loader.nodeTypes[name].type.methods.listSearch);
		const used = allProperties(description.properties)
			.filter((property) => property.type === 'resourceLocator')
			.map((property) => {
				expect(property.default).toEqual({ mode: 'list', value: '' });
				expect(property.modes.map((mode: any) => mode.displayName)).toEqual([
					'From List',
					expect.stringMatching(/^By (ID|Name|Number|Username)$/),
				]);
				return property.modes[0].typeOptions.searchListMethod;
			});
		expect(methods).toEqual(expect.arrayContaining(used));
	});

	test('reads as n8n reads', () => {
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
				property.options.length >= 5
			) {
				const names = property.options.map((option: any) =>
					option.name && property.type === 'options' ? option.name : option.displayName,
				);
				expect([label, names]).toEqual([label, [...names].sort((a, b) => a.localeCompare(b))]);
			}
			if (property.name !== 'operation') continue;
			for (const option of property.options) {
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

	test('every operation is one small file', () => {
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

test('docs/operations.md is current: npm run docs writes it', () => {
	const page = join(root, 'docs', 'operations.md');
	expect(existsSync(page) && readFileSync(page, 'utf8')).toBe(operationsPage(loader));
});

test('shared paging stays small', () => {
	const code = readFileSync(join(root, 'nodes/shared/paging.ts'), 'utf8').replace(
		/\/\*\*[\s\S]*?\*\//g,
		'',
	);
	expect(code.split('\n').filter((line) => line.trim() !== '').length).toBeLessThanOrEqual(80);
});
