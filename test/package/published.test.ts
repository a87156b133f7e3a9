/** What `npm publish` ships. */

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PackageDirectoryLoader } from 'n8n-core';

import { loadPackage, root } from '../support/engine';
import { pages } from '../../scripts/docs';
import { filesIn } from './files';
import manifest from '../../package.json';

let loader: PackageDirectoryLoader;
beforeAll(async () => {
	loader = await loadPackage();
});

describe('the package', () => {
	test('needs nothing but n8n-workflow and crypto, and every file of it loads', () => {
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

	test('is dist, README, LICENSE and CHANGELOG, and nothing else', () => {
		const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
			cwd: root,
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore'],
		});
		const [{ files }]: [{ files: Array<{ path: string }> }] = JSON.parse(output);
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

	test('has no run-time dependency and works with every n8n-workflow', () => {
		expect(manifest).not.toHaveProperty('dependencies');
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	});
});

test('the generated pages are current: npm run docs writes them', () => {
	for (const [path, text] of Object.entries(pages(loader))) {
		const file = join(root, path);
		expect([path, existsSync(file) && readFileSync(file, 'utf8')]).toEqual([path, text]);
		for (const [, link] of text.matchAll(/\]\((\.\.\/[^)#]+)\)/g))
			expect([path, link, existsSync(join(file, '..', link))]).toEqual([path, link, true]);
	}
});
