import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { otherPackages } from '../../../scripts/bench/loading';
import {
	explainUnsupportedPlatform,
	manifestFolder,
	nodeMajor,
	releases,
	supportsNode,
} from '../../../scripts/n8n/releases';
import { findNodeBinary } from '../../../scripts/n8n/nodeBinaries';
import type { Release } from '../../../scripts/n8n/releases';

async function read(release: Release, file: string) {
	return JSON.parse(await readFile(join(manifestFolder(release), file), 'utf8'));
}

async function expectLocked(folder: string): Promise<void> {
	const { packages } = JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8'));
	const { '': _root, ...installed } = packages;
	for (const entry of Object.values<object>(installed)) {
		if (!('inBundle' in entry)) expect(entry).toHaveProperty('integrity');
		expect(entry).not.toHaveProperty('resolved');
	}
}

describe.each(Object.entries(releases))('the %s release of n8n', (_, release) => {
	it.each(['linux-x64', 'linux-arm64'])('has a Node.js for %s by version and hash', (platform) => {
		const binary = findNodeBinary(nodeMajor(release), platform);
		expect(binary?.version).toMatch(/^\d+\.\d+\.\d+$/);
		expect(binary?.sha256).toMatch(/^[0-9a-f]{64}$/);
		expect(supportsNode(release, String(binary?.version))).toBe(true);
	});

	it('has a lock file that matches its manifest', async () => {
		const { dependencies } = await read(release, 'package.json');
		const { packages } = await read(release, 'package-lock.json');
		expect(dependencies.n8n).toBe(release.version);
		expect(packages[''].dependencies).toEqual(dependencies);
		expect(packages['node_modules/n8n'].version).toBe(release.version);
	});

	it('is locked by integrity, from no particular registry', async () => {
		await expectLocked(manifestFolder(release));
	});
});

it.each(Object.entries(otherPackages))(
	'%s, which benchmarks load, is locked by integrity',
	async (_, folder) => await expectLocked(folder),
);

it('a release runs on its own major version of Node.js, from a minor version on', () => {
	const versions = ['20.18.3', '20.19.0', '20.20.2', '22.23.3'];
	const supported = versions.filter((node) => supportsNode(releases.oldest, node));
	expect(supported).toEqual(['20.19.0', '20.20.2']);
});

it('names the platforms that n8n cannot be started on', () => {
	expect(explainUnsupportedPlatform('linux', 'x64')).toBeUndefined();
	expect(explainUnsupportedPlatform('win32', 'x64')).toMatch(/Windows/);
	expect(explainUnsupportedPlatform('darwin', 'x64')).toMatch(/darwin-x64/);
});
