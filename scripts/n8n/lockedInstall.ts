/** Installs from a registry nothing but what is named beforehand: by a lock file with hashes, or by a hash. */

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isDeepStrictEqual } from 'node:util';
import type { NodeBinary } from './nodeBinaries';
import { isMissingVersion, lastLines, NpmError, runNpm } from './npm';
import type { NpmOptions } from './npm';
import { UserError } from './userError';

type Packages = Record<string, { integrity?: string; inBundle?: boolean }>;

const lockOf = (folder: string): string => join(folder, 'package-lock.json');

/** What a lock file names, by its place; undefined without a lock file. */
async function lockedPackages(folder: string): Promise<Packages | undefined> {
	const text = await readFile(lockOf(folder), 'utf8').catch(() => undefined);
	if (text === undefined) return undefined;
	// The root is the folder itself.
	const { '': _root, ...packages } = (JSON.parse(text) as { packages?: Packages }).packages ?? {};
	return packages;
}

/** @throws {UserError} When the folder has no lock file, or one that names something without its hash. */
export async function assertLocked(folder: string): Promise<void> {
	const packages = await lockedPackages(folder);
	if (packages === undefined)
		throw new UserError(
			`${folder} has no package-lock.json. Nothing is fetched without one: CONTRIBUTING.md says how to write it.`,
		);
	const entries = Object.entries(packages);
	// What a package brings along inside itself is covered by the package's own hash.
	const [unlocked] = entries.find(([, entry]) => !entry.integrity && !entry.inBundle) ?? [];
	if (entries.length > 0 && unlocked === undefined) return;
	throw new UserError(
		`${lockOf(folder)} has no integrity for ${unlocked ?? 'anything'}. Nothing was fetched: CONTRIBUTING.md says how to write it anew.`,
	);
}

/** Whether a folder holds what the lock file of `source` names: npm leaves the lock file there that it installed by. */
export async function isInstalledBy(source: string, folder: string): Promise<boolean> {
	const [wanted, found] = await Promise.all([source, folder].map(lockedPackages));
	return wanted !== undefined && isDeepStrictEqual(wanted, found);
}

/**
 * Installs exactly what the lock file of `source` names, or stops: no other version is taken in place of one that the
 * registry lacks.
 *
 * @param source - A folder with a package.json and its package-lock.json.
 * @param options - `cwd` is the folder to install in.
 * @throws {UserError} Also when there is no lock file, before anything is fetched.
 */
export async function installLocked(source: string, options: NpmOptions): Promise<void> {
	await assertLocked(source);
	await cp(source, options.cwd, { recursive: true });
	try {
		await runNpm(['ci', '--legacy-peer-deps', '--ignore-scripts'], options);
	} catch (error) {
		if (!(error instanceof NpmError && isMissingVersion(error.output))) throw error;
		throw new UserError(
			`The registry lacks a version that the lock file names, and none is taken in its place; nothing was installed. ` +
				`See what \`npm config get registry\` says, and use a registry that has it:\n${lastLines(error.output, 12)}`,
		);
	}
}

async function hashOf(file: string): Promise<string> {
	const hash = createHash('sha256');
	await pipeline(createReadStream(file), hash);
	return hash.digest('hex');
}

/**
 * Installs a Node.js binary, and does not run it.
 *
 * @param options - `cwd` is the folder to install in.
 * @returns The path of the binary in that folder.
 * @throws {UserError} When the registry lacks it, or has another file under its name.
 */
export async function installNodeBinary(
	{ name, version, sha256 }: NodeBinary,
	options: NpmOptions,
): Promise<string> {
	const manifest = { name: 'node-runtime', private: true };
	await writeFile(join(options.cwd, 'package.json'), JSON.stringify(manifest));
	await runNpm(['install', `${name}@${version}`, '--save-exact', '--ignore-scripts'], options);
	const binary = nodeBinaryPath(name);
	const found = await hashOf(join(options.cwd, binary));
	if (found === sha256) return binary;
	throw new UserError(
		`The registry's ${name}@${version} is not the Node.js that was expected: its SHA-256 is ${found}, not ${sha256}. ` +
			'It was not run and is removed. Use another registry, or install that Node.js yourself.',
	);
}

/** The path of the binary of a package of Node.js, in the folder that it is installed in. */
export const nodeBinaryPath = (name: string): string => join('node_modules', name, 'bin', 'node');
