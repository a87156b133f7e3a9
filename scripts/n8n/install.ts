/** Installs n8n, and the Node.js that it runs on, once, and keeps them for the next start. */

import { mkdir, readdir, readFile, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { lock } from 'proper-lockfile';
import { cacheFolder } from './environment';
import { describeProgress } from './diskUsage';
import {
	assertLocked,
	installLocked,
	installNodeBinary,
	isInstalledBy,
	nodeBinaryPath,
} from './lockedInstall';
import { findNodeBinary } from './nodeBinaries';
import { lastLines, runNpm } from './npm';
import {
	explainUnsupportedPlatform,
	manifestFolder,
	nodeMajor,
	releases,
	requiredBytes,
	supportsNode,
} from './releases';
import type { Release } from './releases';
import { formatBytes, runStep } from './steps';
import { UserError } from './userError';
import { waitUntil } from './waitUntil';

export interface Runtime {
	/** The Node.js binary. */
	node: string;
	/** The script of n8n that it runs. */
	n8n: string;
	/** Environment variables that differ for this version of n8n. */
	environment: Record<string, string>;
	/** Whether it was installed just now. */
	installed: boolean;
}

/** A working npm never takes this long, but one that resolves forever does; in milliseconds. */
const installTimeout = 30 * 60_000;

const n8nScript = join('node_modules', 'n8n', 'bin', 'n8n');

const { platform, arch } = process;

async function freeBytes(folder: string): Promise<number> {
	const { bavail, bsize } = await statfs(folder);
	return bavail * bsize;
}

async function readJson(file: string) {
	return JSON.parse(await readFile(file, 'utf8'));
}

async function writeJson(file: string, content: object): Promise<void> {
	await writeFile(file, JSON.stringify(content, null, '\t'));
}

async function isReady(folder: string, version: string): Promise<boolean> {
	const ready = await readJson(join(folder, 'ready.json')).catch(() => ({}));
	return ready.version === version && ready.platform === platform && ready.arch === arch;
}

/**
 * Runs `work` while no other process does so for the same folder.
 *
 * @param work - Receives a signal that is aborted when another process takes the lock over, too.
 */
async function withLock<T>(
	folder: string,
	signal: AbortSignal | undefined,
	work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
	const name = basename(folder);
	const lost = new AbortController();
	const onCompromised = () =>
		lost.abort(new UserError(`Another start took over the fetching of ${name}; start again.`));
	const acquire = async () =>
		await lock(folder, { realpath: false, update: 1000, onCompromised }).catch((error) => {
			if (error.code !== 'ELOCKED') throw error;
			return undefined;
		});
	let release = await acquire();
	if (!release) {
		console.log(`Another start is fetching ${name}; waiting for it.`);
		const wait = { timeout: Infinity, interval: 500, signal };
		release = await waitUntil('lock', acquire, wait);
	}
	try {
		return await work(signal ? AbortSignal.any([signal, lost.signal]) : lost.signal);
	} finally {
		if (!lost.signal.aborted) await release();
	}
}

/**
 * Creates a folder completely or not at all, and removes what an interrupted installation left.
 *
 * @param install - Fills the folder it is given and returns what is recorded in ready.json.
 * @param isIntact - Whether a folder of this version can be used.
 * @returns Whether it had to be installed.
 */
export async function ensureInstalled(
	folder: string,
	version: string,
	install: (part: string, signal: AbortSignal) => Promise<object>,
	signal?: AbortSignal,
	isIntact: (folder: string) => Promise<boolean> = async () => true,
): Promise<boolean> {
	const isUsable = async () => (await isReady(folder, version)) && (await isIntact(folder));
	if (await isUsable()) return false;
	await mkdir(dirname(folder), { recursive: true });
	return await withLock(folder, signal, async (locked) => {
		if (await isUsable()) return false;
		for (const name of await readdir(dirname(folder))) {
			if (!name.startsWith(`${basename(folder)}.part-`)) continue;
			// An npm whose start was killed may still be writing there; the next installation will remove it.
			await rm(join(dirname(folder), name), { recursive: true, force: true }).catch(() => {});
		}
		const part = `${folder}.part-${process.pid}`;
		try {
			await mkdir(part);
			const details = { version, platform, arch, ...(await install(part, locked)) };
			await writeJson(join(part, 'ready.json'), { ...details, at: new Date().toISOString() });
			locked.throwIfAborted();
			await rm(folder, { recursive: true, force: true });
			await rename(part, folder);
			return true;
		} finally {
			await rm(part, { recursive: true, force: true, maxRetries: 3 });
		}
	});
}

/** Returns the path of a Node.js binary that a release runs on, installing one if need be. */
async function ensureNode(root: string, release: Release, signal?: AbortSignal): Promise<string> {
	if (supportsNode(release, process.versions.node)) return process.execPath;
	const { version, minimumNode } = release;
	const binary = findNodeBinary(nodeMajor(release), `${platform}-${arch}`);
	const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
	const isMusl = platform === 'linux' && !report.header?.glibcVersionRuntime;
	if (!binary || isMusl) {
		throw new UserError(
			`n8n ${version} needs node ${minimumNode}, and the registry has none for ${isMusl ? 'this Linux (musl)' : `${platform}-${arch}`}: install node ${minimumNode}.`,
		);
	}
	const { name, version: nodeVersion } = binary;
	const folder = join(root, `node-${nodeVersion}`);
	const install = async (cwd: string, locked: AbortSignal) => {
		const path = await runStep(`Fetching node ${nodeVersion} (${name})`, () =>
			installNodeBinary(binary, { cwd, signal: locked }),
		);
		const { execa } = await import('execa');
		return { node: (await execa(join(cwd, path), ['--version'])).stdout };
	};
	await ensureInstalled(folder, nodeVersion, install, signal);
	return join(folder, nodeBinaryPath(name));
}

/** The driver is an ES module with a default export; n8n requires it and expects the export itself. */
async function adaptSqlite(folder: string): Promise<void> {
	const driver = join(folder, 'node_modules', 'sqlite3');
	const manifest = await readJson(join(driver, 'package.json'));
	const source = `module.exports = require(${JSON.stringify(manifest.main)}).default;\n`;
	await writeFile(join(driver, 'required.cjs'), source);
	await writeJson(join(driver, 'package.json'), { ...manifest, main: './required.cjs' });
}

/** Returns the version that n8n reports, after loading its native modules. */
async function checkInstallation(folder: string, node: string, release: Release): Promise<string> {
	const load = release.nativeModules.map((name) => `require('${name}');`).join(' ');
	const open =
		"new (require('sqlite3').verbose().Database)(':memory:', (e) => { if (e) throw e; });";
	const { execa, ExecaError } = await import('execa');
	try {
		await execa(node, ['-e', `${load} ${open}`], { cwd: folder });
		const env = { HOME: folder, N8N_USER_FOLDER: folder };
		const options = { cwd: folder, env, extendEnv: false };
		return (await execa(node, [join(folder, n8nScript), '--version'], options)).stdout;
	} catch (error) {
		if (!(error instanceof ExecaError)) throw error;
		throw new UserError(
			`n8n was fetched, but this machine cannot run it:\n${lastLines(String(error.stderr || error.message), 12)}`,
		);
	}
}

async function assertDiskSpace(folder: string): Promise<void> {
	const free = await freeBytes(folder);
	if (free >= requiredBytes) return;
	throw new UserError(
		`n8n takes about ${formatBytes(requiredBytes)} while it is installed, and ${dirname(folder)} has ${formatBytes(free)} left. ` +
			'Free some space, or let XDG_CACHE_HOME name a folder on a larger disk.',
	);
}

async function installRelease(cwd: string, node: string, release: Release, signal: AbortSignal) {
	const { version } = release;
	await assertLocked(manifestFolder(release));
	await assertDiskSpace(cwd);
	const started = Date.now();
	const deadline = AbortSignal.timeout(installTimeout);
	const options = {
		cwd,
		node,
		// An npm that is configured for the headers of another Node.js must not use them for this one.
		extra: { npm_config_nodedir: dirname(dirname(node)) },
		signal: AbortSignal.any([signal, deadline]),
	};
	console.log(`n8n ${version} is fetched once, into ${dirname(cwd)}. This takes some minutes.`);
	const view = ['view', `n8n@${version}`, 'version', '--fetch-retries=0', '--fetch-timeout=30000'];
	await runStep('Asking the registry for n8n', () => runNpm(view, options));
	try {
		await runStep(
			`Fetching n8n ${version}, about 2,000 packages`,
			() => installLocked(manifestFolder(release), options),
			() => describeProgress(cwd),
		);
	} catch (error) {
		if (!deadline.aborted || signal.aborted) throw error;
		throw new UserError(`n8n could not be fetched within ${installTimeout / 60_000} minutes.`);
	}
	await adaptSqlite(cwd);
	const n8n = await runStep('Trying it out', () => checkInstallation(cwd, node, release));
	return { n8n, seconds: Math.round((Date.now() - started) / 1000) };
}

/**
 * Returns n8n and a Node.js that it runs on, installing both if need be.
 *
 * @throws {UserError} When this machine, its disk or its registry does not allow it.
 */
export async function ensureN8n(
	signal?: AbortSignal,
	release: Release = releases.newest,
): Promise<Runtime> {
	const reason = explainUnsupportedPlatform(platform, arch);
	if (reason) throw new UserError(reason);
	const root = cacheFolder(process.env);
	const node = await ensureNode(root, release, signal);
	const folder = join(root, `n8n-${release.version}`);
	const install = (part: string, locked: AbortSignal) =>
		installRelease(part, node, release, locked);
	const isIntact = (existing: string) => isInstalledBy(manifestFolder(release), existing);
	const installed = await ensureInstalled(folder, release.version, install, signal, isIntact);
	return { node, n8n: join(folder, n8nScript), environment: release.environment, installed };
}
