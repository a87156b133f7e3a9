'use strict';

const { spawnSync } = require('node:child_process');
const { existsSync } = require('node:fs');
const { mkdir, mkdtemp, readFile, readdir, rm, writeFile } = require('node:fs/promises');
const { hostname, tmpdir } = require('node:os');
const { join } = require('node:path');

const { provide } = require('../scripts/n8n/fetch');
const { takeLock } = require('../scripts/n8n/lock');
const { shorten } = require('../scripts/n8n/note');
const { createProgress } = require('../scripts/n8n/progress');
const { fits, lockFileOf, releases } = require('../scripts/n8n/versions');

/** @type {string} */
let folder;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'start-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the lock', () => {
	it('lets one in at a time', async () => {
		const path = join(folder, 'a.lock');
		const first = await takeLock(path);
		/** @type {Promise<{ pid: number }|undefined>} */
		let waiting = Promise.resolve(undefined);
		const second = new Promise((resolve) => {
			waiting = new Promise((told) => resolve(takeLock(path, { onWait: told, pause: 1 })));
		});
		expect(await waiting).toMatchObject({ pid: process.pid });
		expect(await first.held()).toBe(true);
		await first.release();
		const lock = await second;
		expect(await lock.held()).toBe(true);
		expect(await first.held()).toBe(false);
		await lock.release();
		expect(existsSync(path)).toBe(false);
	});

	it('breaks the lock of a process that is gone', async () => {
		const path = join(folder, 'a.lock');
		const { pid } = spawnSync(process.execPath, ['-e', '']);
		await mkdir(path);
		await writeFile(
			join(path, 'owner.json'),
			JSON.stringify({ pid, host: hostname(), token: 'theirs' }),
		);
		const lock = await takeLock(path);
		expect(await lock.held()).toBe(true);
		await lock.release();
		expect(await readdir(folder)).toEqual([]);
	});

	it('stops waiting when it is told to', async () => {
		const path = join(folder, 'a.lock');
		const lock = await takeLock(path);
		const controller = new AbortController();
		const waiting = takeLock(path, {
			signal: controller.signal,
			onWait: () => controller.abort(),
			pause: 1,
		});
		await expect(waiting).rejects.toThrow(/abort/i);
		await lock.release();
	});
});

describe('what is fetched', () => {
	const context = { progress: createProgress({ write: () => {} }) };

	it('comes into being as a whole, once', async () => {
		const target = join(folder, 'thing');
		await mkdir(join(folder, 'thing.part-1'));
		const install = jest.fn(async (/** @type {string} */ part) => {
			await writeFile(join(part, 'content'), 'all of it');
			return { thing: 'one' };
		});
		const both = await Promise.all([
			provide(target, '1', install, context),
			provide(target, '1', install, context),
		]);
		expect(both.sort()).toEqual([false, true]);
		expect(install).toHaveBeenCalledTimes(1);
		expect(JSON.parse(await readFile(join(target, 'ready.json'), 'utf8'))).toMatchObject({
			version: '1',
			thing: 'one',
		});
		expect(await readdir(folder)).toEqual(['thing']);
		expect(await provide(target, '2', install, context)).toBe(true);
	});

	it('leaves nothing when it fails', async () => {
		const install = async (/** @type {string} */ part) => {
			await writeFile(join(part, 'content'), 'half of it');
			throw new Error('interrupted');
		};
		await expect(provide(join(folder, 'thing'), '1', install, context)).rejects.toThrow(
			'interrupted',
		);
		expect(await readdir(folder)).toEqual([]);
	});
});

describe('the versions of n8n', () => {
	it.each(Object.entries(releases))(
		'has a note of what npm resolved for the %s one',
		async (_, release) => {
			const noted = JSON.parse(await readFile(lockFileOf(release), 'utf8'));
			expect(noted.packages['']).toEqual({
				name: 'n8n-runtime',
				dependencies: release.manifest.dependencies,
			});
			expect(noted.packages['node_modules/n8n'].version).toBe(release.version);
		},
	);

	it('run on a node of their own major version that is new enough', () => {
		expect(
			['20.18.3', '20.19.0', '20.20.2', '22.23.3'].filter((node) => fits(releases.oldest, node)),
		).toEqual(['20.19.0', '20.20.2']);
	});

	it('are noted without an address', () => {
		const entry = {
			version: '1.0.0',
			resolved: 'http://registry.invalid/a.tgz',
			integrity: 'sha512-x',
			license: 'MIT',
			dependencies: { b: '1' },
		};
		const text = shorten(
			JSON.stringify({
				name: 'n',
				version: '0',
				lockfileVersion: 3,
				requires: true,
				packages: { '': { name: 'n' }, 'node_modules/a': entry },
			}),
		);
		expect(JSON.parse(text)).toEqual({
			name: 'n',
			lockfileVersion: 3,
			requires: true,
			packages: {
				'': { name: 'n' },
				'node_modules/a': { version: '1.0.0', integrity: 'sha512-x', dependencies: { b: '1' } },
			},
		});
	});
});
