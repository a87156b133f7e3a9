/** What it costs n8n to load the package when it starts, compared with published packages for chat services. */

import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { name as packageName } from '../../package.json';
import type { Runtime } from '../n8n/install';
import { runNpm } from '../n8n/npm';
import { interleave, measureInChild } from './measure';

/** Community packages for chat services, at the versions they were compared at. */
const otherPackages = {
	'n8n-nodes-evolution-api': '1.0.4',
	'@devlikeapro/n8n-nodes-chatwoot': '1.0.2',
	'@respond-io/n8n-nodes-respond-io': '1.3.6',
};

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

/** @param specifier - The package as npm installs it. */
async function install(
	root: string,
	name: string,
	specifier: string,
	signal: AbortSignal,
): Promise<InstalledPackage> {
	const cwd = join(root, name.replace(/\W+/g, '-'));
	await mkdir(cwd, { recursive: true });
	const manifest = JSON.stringify({ name: 'installed-node', private: true });
	await writeFile(join(cwd, 'package.json'), manifest);
	await runNpm(['install', '--ignore-scripts', '--legacy-peer-deps', specifier], { cwd, signal });
	const folder = join(cwd, 'node_modules', name);
	const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
	return { name, version, folder, bytes: await folderSize(join(cwd, 'node_modules')) };
}

export interface LoadingOptions {
	runtime: Runtime;
	/** This package. */
	tarball: string;
	/** Where the packages are installed. */
	folder: string;
	rounds: number;
	signal: AbortSignal;
}

export async function measureLoading(options: LoadingOptions) {
	const { runtime, tarball, folder, rounds, signal } = options;
	const packages = [await install(folder, packageName, tarball, signal)];
	for (const [name, version] of Object.entries(otherPackages))
		packages.push(await install(folder, name, `${name}@${version}`, signal));
	// Node.js runs this script itself: tsx would slow down the loading of the packages.
	const script = join(__dirname, 'loadingChild.ts');
	const folders = Object.fromEntries(packages.map((each) => [each.name, each.folder]));
	const results = await interleave({ rounds }, folders, (packageFolder) =>
		measureInChild<{ milliseconds: number; nodes: number }>(
			runtime.node,
			[script, runtime.n8n, packageFolder],
			signal,
		),
	);
	return { packages, results };
}
