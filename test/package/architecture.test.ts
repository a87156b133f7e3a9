/** The rules of ARCHITECTURE.md that ESLint does not hold. */

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../support/engine';
import { vendors } from '../support/vendors';
import { filesIn } from './files';

const read = (file: string) => readFileSync(join(root, file), 'utf8');

describe('nodes/shared', () => {
	const files = filesIn('nodes/shared', '.ts');

	test('has its folders, and at most two files beside them', () => {
		const entries = readdirSync(join(root, 'nodes/shared'), { withFileTypes: true });
		const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
		expect(folders.sort()).toEqual(['http', 'operations', 'polling', 'util', 'webhook']);
		expect(entries.length - folders.length).toBeLessThanOrEqual(2);
	});

	test('names no vendor', () => {
		const names = vendors.flatMap(({ name, folder }) => [name, folder]);
		const pattern = new RegExp(`\\b(${names.join('|')})\\b`, 'i');
		for (const file of files)
			expect([file, pattern.exec(read(file))?.[0]]).toEqual([file, undefined]);
	});

	test('exports no name twice', () => {
		const declaration = /^export (?:async )?(?:function|const|class|interface|type) (\w+)/gm;
		const found = new Map<string, string[]>();
		for (const file of files)
			for (const [, name] of read(file).matchAll(declaration))
				found.set(name, [...(found.get(name) ?? []), file]);
		expect([...found].filter(([, where]) => where.length > 1)).toEqual([]);
	});
});

test('ARCHITECTURE.md names files that exist, with what they export', () => {
	for (const line of read('ARCHITECTURE.md').split('\n')) {
		const named = [...line.matchAll(/`([\w/]+\.ts)`(?: `(\w+)`(?:, `(\w+)`)?)?/g)];
		for (const [, path, ...symbols] of named) {
			const file = [path, join('nodes/shared', path)].find((one) => existsSync(join(root, one)));
			// A path that only continues the one before it, such as the loop beside the styles of pagination.
			if (!path.includes('/')) continue;
			expect([path, file]).toEqual([path, expect.any(String)]);
			for (const symbol of symbols.filter(Boolean))
				expect([path, symbol, read(String(file)).includes(symbol)]).toEqual([path, symbol, true]);
		}
	}
});

test('no import leads in a circle', () => {
	const madge = join(root, 'node_modules/.bin/madge');
	const options = ['--circular', '--extensions', 'ts', '--ts-config', 'tsconfig.json', '--json'];
	const circles = execFileSync(madge, [...options, 'nodes', 'credentials'], {
		cwd: root,
		timeout: 60_000,
	});
	expect(JSON.parse(circles.toString())).toEqual([]);
});

test('the only JavaScript is configuration that a tool wants so', () => {
	const files = execFileSync('git', ['ls-files', '*.js', '*.mjs', '*.cjs'], {
		cwd: root,
		timeout: 60_000,
	});
	expect(files.toString().trim().split('\n').sort()).toEqual([
		'eslint.config.mjs',
		'gulpfile.js',
		'index.js',
		'jest.config.js',
		'stryker.config.js',
		'test/support/jest/sourceMapTransform.js',
	]);
});

describe('ESLint', () => {
	const refused: Array<[file: string, name: string]> = [
		['nodes/shared/util/objects.ts', '../types'],
		['nodes/shared/types.ts', './http/client'],
		['nodes/shared/http/client.ts', '../operations/types'],
		['nodes/shared/operations/types.ts', '../polling/trigger'],
		['nodes/shared/operations/types.ts', '../webhook/trigger'],
		['nodes/shared/polling/trigger.ts', '../webhook/trigger'],
		['nodes/shared/polling/trigger.ts', '../operations/execute'],
		['nodes/shared/webhook/trigger.ts', '../polling/trigger'],
		['nodes/shared/http/client.ts', '../../Selarti/vendor'],
		['nodes/Selarti/vendor.ts', '../AnyCom/vendor'],
		['nodes/Selarti/trigger/event.ts', '../../AnyCom/vendor'],
		['nodes/Selarti/resources/message/send.ts', '../../../AnyCom/vendor'],
		['credentials/SelartiApi.credentials.ts', '../nodes/shared/http/client'],
		['nodes/Selarti/vendor.ts', 'axios'],
		['nodes/shared/http/client.ts', 'node:http'],
	];
	const allowed: typeof refused = [
		['nodes/shared/types.ts', './util/objects'],
		['nodes/shared/http/client.ts', '../types'],
		['nodes/shared/operations/execute.ts', '../http/client'],
		['nodes/shared/polling/trigger.ts', '../operations/output'],
		['nodes/Selarti/resources/message/send.ts', '../../../shared/operations/types'],
		['nodes/Selarti/resources/message/send.ts', '../../vendor'],
		['credentials/SelartiApi.credentials.ts', '../nodes/Selarti/vendor'],
		['credentials/SelartiApi.credentials.ts', '../nodes/shared/http/credentialFields'],
		['nodes/shared/util/digest.ts', 'crypto'],
		['nodes/shared/http/client.ts', 'n8n-workflow'],
	];
	const restricted: typeof refused = [
		['nodes/shared/http/client.ts', 'export const a = Date.now();'],
		['nodes/shared/webhook/trigger.ts', "export const a = Date['now']();"],
		['nodes/Vardast/polling/channelMessages.ts', 'export const a = new Date().getTime();'],
		['nodes/shared/polling/trigger.ts', 'export const { now } = Date;'],
		['credentials/SelartiApi.credentials.ts', 'export const a = Date();'],
		['nodes/shared/operations/lists.ts', "export const a = new RegExp('a+');"],
		['nodes/shared/util/wallClock.ts', "export const a = RegExp('a+');"],
	];
	const asImport = ([file, name]: [string, string]) => [file, `import '${name}';\n`];
	let refusals: string[][];
	beforeAll(() => {
		const script = join(root, 'test/package/lintTexts.ts');
		const cases = JSON.stringify([...[...refused, ...allowed].map(asImport), ...restricted]);
		const output = execFileSync(process.execPath, ['--import', 'tsx', script, cases], {
			timeout: 60_000,
			cwd: root,
		});
		refusals = JSON.parse(output.toString());
	}, 120_000);

	test.each(
		restricted.map((one, index) => [...one, refused.length + allowed.length + index] as const),
	)('refuses in %s: %s', (_file, _text, index) => {
		expect(refusals[index]).toContain('no-restricted-syntax');
	});

	test.each(refused.map((one, index) => [...one, index] as const))(
		'refuses in %s an import of %s',
		(_file, _name, index) => {
			expect(refusals[index]).toContain('no-restricted-imports');
		},
	);

	test.each(allowed.map((one, index) => [...one, refused.length + index] as const))(
		'allows in %s an import of %s',
		(_file, _name, index) => {
			expect(refusals[index]).not.toContain('no-restricted-imports');
		},
	);
});
