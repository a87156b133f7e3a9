/** What it costs n8n to load the package when it starts, compared with published packages for chat services. */

import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { name as packageName } from '../../package.json';
import type { Runtime } from '../n8n/install';
import { installLocked } from '../n8n/lockedInstall';
import { runNpm } from '../n8n/npm';
import { interleave, measureInChild } from './measure';
import type { RoundOptions } from './measure';

/** Community packages for chat services, and the folder of the manifest and lock file that each is installed by. */
export const otherPackages: Record<string, string> = {
	'n8n-nodes-evolution-api': manifestFolder('n8n-nodes-evolution-api'),
	'@devlikeapro/n8n-nodes-chatwoot': manifestFolder('n8n-nodes-chatwoot'),
	'@respond-io/n8n-nodes-respond-io': manifestFolder('n8n-nodes-respond-io'),
};

function manifestFolder(name: string): string {
	return join(__dirname, 'packages', name);
}

export interface InstalledPackage {
	name: string;
	version: string;
	folder: string;
	/** The size of the package and its dependencies. */
	bytes: number;
}

async function folderSize(folder: string): Promise<number> {
	const entries = await readdir(folder, { withFileTypes: true, recursive: true });
	const sizes = entries
		.filter((entry) => entry.isFile())
		.map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size);
	return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** @param fill - Installs the package in the folder it is given. */
async function install(
	root: string,
	name: string,
	fill: (cwd: string) => Promise<unknown>,
): Promise<InstalledPackage> {
	const cwd = join(root, name.replace(/\W+/g, '-'));
	await mkdir(cwd, { recursive: true });
	await fill(cwd);
	const folder = join(cwd, 'node_modules', name);
	const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
	return { name, version, folder, bytes: await folderSize(join(cwd, 'node_modules')) };
}

async function installTarball(cwd: string, tarball: string, signal: AbortSignal): Promise<void> {
	const manifest = JSON.stringify({ name: 'installed-node', private: true });
	await writeFile(join(cwd, 'package.json'), manifest);
	await runNpm(['install', '--ignore-scripts', '--legacy-peer-deps', tarball], { cwd, signal });
}

export interface LoadingOptions extends RoundOptions {
	runtime: Runtime;
	/** This package. */
	tarball: string;
	/** Where the packages are installed. */
	folder: string;
	signal: AbortSignal;
}

export async function measureLoading(options: LoadingOptions) {
	const { runtime, tarball, folder, signal } = options;
	const packages = [
		await install(folder, packageName, (cwd) => installTarball(cwd, tarball, signal)),
	];
	for (const [name, source] of Object.entries(otherPackages))
		packages.push(await install(folder, name, (cwd) => installLocked(source, { cwd, signal })));
	// Node.js runs this script itself: tsx would slow down the loading of the packages.
	const script = join(__dirname, 'loadingChild.ts');
	const folders = Object.fromEntries(packages.map((each) => [each.name, each.folder]));
	const results = await interleave(options, folders, (packageFolder) =>
		measureInChild<{ milliseconds: number; nodes: number }>(
			runtime.node,
			[script, runtime.n8n, packageFolder],
			signal,
		),
	);
	return { packages, results };
}
