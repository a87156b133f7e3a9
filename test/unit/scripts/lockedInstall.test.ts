/** What is fetched from a registry is what was named beforehand, or nothing. */

import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ensureInstalled } from '../../../scripts/n8n/install';
import {
	installLocked,
	installNodeBinary,
	isInstalledBy,
} from '../../../scripts/n8n/lockedInstall';

/** What of execa runs npm: jest cannot load its ES modules. npm itself is the real one. */
function mockExeca(file: string, args: string[], { cwd, env }: { cwd: string; env: object }) {
	const options = { cwd, env: { ...env }, timeout: 60_000 };
	let pid: number | undefined;
	const result = new Promise((resolve) => {
		({ pid } = execFile(file, args, options, (error, stdout, stderr) =>
			resolve({ failed: error !== null, stdout, stderr, originalMessage: error?.message }),
		));
	});
	return Object.assign(result, { pid });
}
jest.mock('execa', () => ({ execa: mockExeca }));

const nodeScript = '#!/bin/sh\necho v24.9.9\n';
const name = 'node-for-test';
const sha256 = createHash('sha256').update(nodeScript).digest('hex');

let folder: string;
let registry: Server;
let url: string;
/** The paths that npm asked the registry for. */
const asked: string[] = [];
let tarball: Buffer;
let integrity: string;
let environment: NodeJS.ProcessEnv;

/** A package with a bin/node, as the registry has it, in one version. */
async function packNode(): Promise<Buffer> {
	const source = join(folder, 'source');
	await mkdir(join(source, 'bin'), { recursive: true });
	await writeFile(join(source, 'package.json'), JSON.stringify({ name, version: '24.9.9' }));
	await writeFile(join(source, 'bin', 'node'), nodeScript, { mode: 0o755 });
	const args = ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder];
	execFileSync('npm', args, { cwd: source, timeout: 60_000, stdio: 'ignore' });
	return await readFile(join(folder, `${name}-24.9.9.tgz`));
}

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'locked-test-'));
	tarball = await packNode();
	integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
	registry = createServer((request, response) => {
		asked.push(String(request.url));
		if (request.url?.endsWith('.tgz')) return response.end(tarball);
		if (request.url !== `/${name}`) return response.writeHead(404).end('{}');
		const dist = { tarball: `${url}/${name}/-/${name}-24.9.9.tgz`, integrity };
		const versions = { '24.9.9': { name, version: '24.9.9', dist } };
		response.setHeader('content-type', 'application/json');
		return response.end(JSON.stringify({ name, 'dist-tags': { latest: '24.9.9' }, versions }));
	});
	registry.listen(0, '127.0.0.1');
	await once(registry, 'listening');
	url = `http://127.0.0.1:${(registry.address() as AddressInfo).port}`;
	environment = process.env;
	process.env = {
		PATH: process.env.PATH,
		HOME: folder,
		NPM_CONFIG_REGISTRY: url,
		NPM_CONFIG_CACHE: join(folder, 'cache'),
		NPM_CONFIG_FETCH_RETRIES: '0',
	};
}, 60_000);
afterAll(async () => {
	process.env = environment;
	registry.closeAllConnections();
	await new Promise((resolve) => registry.close(resolve));
	await rm(folder, { recursive: true, force: true });
});

let target: string;
beforeEach(async () => {
	target = join(await mkdtemp(join(folder, 'target-')), 'installed');
	asked.length = 0;
	await rm(join(folder, 'cache'), { recursive: true, force: true });
});
const leftOver = async () => await readdir(dirname(target));

describe('Node.js', () => {
	const install = async (binary: { version: string; sha256: string }) =>
		await ensureInstalled(target, binary.version, async (cwd) => {
			const path = await installNodeBinary({ name, ...binary }, { cwd });
			return { node: execFileSync(join(cwd, path), { encoding: 'utf8' }).trim() };
		});

	it('is the named version with the named hash', async () => {
		expect(await install({ version: '24.9.9', sha256 })).toBe(true);
		const ready = JSON.parse(await readFile(join(target, 'ready.json'), 'utf8'));
		expect(ready).toMatchObject({ version: '24.9.9', node: 'v24.9.9' });
	});

	it('that the registry has under the same name but with another hash is neither run nor kept', async () => {
		const other = sha256.replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
		await expect(install({ version: '24.9.9', sha256: other })).rejects.toThrow(
			new RegExp(`its SHA-256 is ${sha256}, not ${other}`),
		);
		expect(await leftOver()).toEqual([]);
	});

	it('of a version that the registry lacks is not replaced by another', async () => {
		await expect(install({ version: '24.9.8', sha256 })).rejects.toThrow(
			/does not have a package or a version/,
		);
		expect(asked.filter((path) => path.endsWith('.tgz'))).toEqual([]);
		expect(await leftOver()).toEqual([]);
	});
});

describe('n8n', () => {
	/** A folder with a manifest, and with a lock file unless `entry` is undefined. */
	async function createSource(entry: object | undefined, version = '24.9.9'): Promise<string> {
		const source = await mkdtemp(join(folder, 'manifest-'));
		const manifest = { name: 'x', private: true, dependencies: { [name]: version } };
		await writeFile(join(source, 'package.json'), JSON.stringify(manifest));
		if (!entry) return source;
		const packages = { '': manifest, [`node_modules/${name}`]: { version, ...entry } };
		const lock = { name: 'x', lockfileVersion: 3, requires: true, packages };
		await writeFile(join(source, 'package-lock.json'), JSON.stringify(lock));
		return source;
	}
	const install = (source: string) =>
		ensureInstalled(target, '1', async (cwd) => {
			await installLocked(source, { cwd });
			return {};
		});

	it('is installed by its lock file, and known to be', async () => {
		const source = await createSource({ integrity });
		await install(source);
		expect(await readFile(join(target, 'node_modules', name, 'bin', 'node'), 'utf8')).toBe(
			nodeScript,
		);
		expect(await isInstalledBy(source, target)).toBe(true);
		expect(await isInstalledBy(await createSource({ integrity: 'sha512-x' }), target)).toBe(false);
		expect(await isInstalledBy(await createSource(undefined), target)).toBe(false);
	});

	it('without a lock file is not fetched', async () => {
		await expect(install(await createSource(undefined))).rejects.toThrow(
			/has no package-lock\.json/,
		);
		expect(asked).toEqual([]);
		expect(await leftOver()).toEqual([]);
	});

	it.each([
		['an entry without a hash', {}],
		['a link in place of a package', { link: true }],
	])('with %s in its lock file is not fetched', async (_, entry) => {
		await expect(install(await createSource(entry))).rejects.toThrow(
			new RegExp(`has no integrity for node_modules/${name}`),
		);
		expect(asked).toEqual([]);
	});

	it('with an empty lock file is not fetched', async () => {
		const source = await createSource({});
		await writeFile(join(source, 'package-lock.json'), '{"lockfileVersion":3}');
		await expect(install(source)).rejects.toThrow(/has no integrity for anything/);
		expect(asked).toEqual([]);
	});

	it('whose lock file names a version that the registry lacks stops, and takes no other', async () => {
		const source = await createSource({ integrity }, '24.9.8');
		await expect(install(source)).rejects.toThrow(
			/lacks a version that the lock file names, and none is taken in its place/,
		);
		expect(asked.filter((path) => path.endsWith('.tgz'))).not.toContain(
			`/${name}/-/${name}-24.9.9.tgz`,
		);
		expect(await leftOver()).toEqual([]);
	});

	it('that differs from its lock file is not installed', async () => {
		const other = `sha512-${createHash('sha512').update('another').digest('base64')}`;
		await expect(install(await createSource({ integrity: other }))).rejects.toThrow(
			/something else than the lock file names/,
		);
		expect(await leftOver()).toEqual([]);
	});

	it('whose manifest and lock file contradict each other is not installed', async () => {
		const source = await createSource({ integrity });
		const manifest = { name: 'x', private: true, dependencies: { [name]: '24.9.8' } };
		await writeFile(join(source, 'package.json'), JSON.stringify(manifest));
		await expect(install(source)).rejects.toThrow(/24\.9\.8/);
		expect(await leftOver()).toEqual([]);
	});

	it('that was installed by another lock file is installed anew', async () => {
		const source = await createSource({ integrity });
		const renew = jest.fn(async (cwd: string) => {
			await installLocked(source, { cwd });
			return {};
		});
		const isIntact = (existing: string) => isInstalledBy(source, existing);
		expect(await ensureInstalled(target, '1', renew, undefined, isIntact)).toBe(true);
		expect(await ensureInstalled(target, '1', renew, undefined, isIntact)).toBe(false);
		await rm(join(target, 'package-lock.json'));
		expect(await ensureInstalled(target, '1', renew, undefined, isIntact)).toBe(true);
	});
});
