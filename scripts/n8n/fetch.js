'use strict';

/** Fetches n8n, and the node it runs on, once, and keeps them for the next start. */

const { execFile } = require('node:child_process');
const {
	copyFile,
	mkdir,
	readdir,
	readFile,
	rename,
	rm,
	statfs,
	writeFile,
} = require('node:fs/promises');
const { basename, dirname, join } = require('node:path');
const { promisify } = require('node:util');
const { cacheFolder } = require('./environment');
const { takeLock } = require('./lock');
const { lastLines, NpmError, isMissing, runNpm } = require('./npm');
const { size } = require('./progress');
const { StartError } = require('./start-error');
const {
	fits,
	lockFileOf,
	majorOf,
	neededBytes,
	nodePackages,
	releases,
	unsupported,
} = require('./versions');

/** @typedef {import('./progress').Progress} Progress */
/** @typedef {import('./versions').Release} Release */
/** @typedef {{ progress: Progress, signal?: AbortSignal }} Context */
/**
 * @typedef {object} Runtime
 * @property {string} node a file to run
 * @property {string} n8n a file to run on it
 * @property {Record<string, string>} environment what this n8n is to be told differently
 * @property {boolean} fetched whether it was just now
 */

const run = promisify(execFile);

/** No npm that works takes so long; one that resolves for ever does. Milliseconds. */
const patience = 30 * 60_000;

/** @param {string} folder the first part of it that exists is asked */
async function freeBytes(folder) {
	const { bavail, bsize } = await statfs(folder);
	return bavail * bsize;
}

/** @param {string} folder @param {string} version */
async function isReady(folder, version) {
	try {
		const ready = JSON.parse(await readFile(join(folder, 'ready.json'), 'utf8'));
		return (
			ready.version === version &&
			ready.platform === process.platform &&
			ready.arch === process.arch
		);
	} catch {
		return false;
	}
}

/**
 * Lets a folder come into being completely or not at all. What an interrupted fetch left is removed.
 * @param {string} folder
 * @param {string} version
 * @param {(part: string) => Promise<object>} install fills `part` and returns what is to be noted in ready.json
 * @param {Context} context
 * @returns {Promise<boolean>} whether it had to be installed
 */
async function provide(folder, version, install, { progress, signal }) {
	if (await isReady(folder, version)) return false;
	await mkdir(dirname(folder), { recursive: true });
	const lock = await takeLock(`${folder}.lock`, {
		signal,
		onWait: (owner) =>
			progress.say(
				`Another start (pid ${owner?.pid ?? '?'}) is fetching ${basename(folder)}; waiting for it.`,
			),
	});
	const part = `${folder}.part-${process.pid}`;
	try {
		if (await isReady(folder, version)) return false;
		for (const name of await readdir(dirname(folder))) {
			if (!name.startsWith(`${basename(folder)}.part-`)) continue;
			// An npm whose start was killed may still be writing there; the next fetch will find it.
			await rm(join(dirname(folder), name), { recursive: true, force: true }).catch(() => {});
		}
		await mkdir(part);
		const noted = await install(part);
		const ready = {
			version,
			platform: process.platform,
			arch: process.arch,
			...noted,
			at: new Date().toISOString(),
		};
		await writeFile(join(part, 'ready.json'), JSON.stringify(ready, null, '\t'));
		if (!(await lock.held()))
			throw new StartError(
				`Another start took over the fetching of ${basename(folder)}; start again.`,
			);
		await rm(folder, { recursive: true, force: true });
		await rename(part, folder);
		return true;
	} finally {
		await rm(part, { recursive: true, force: true, maxRetries: 3 });
		await lock.release();
	}
}

/** @param {string} folder @param {object} content */
async function writeManifest(folder, content) {
	await writeFile(join(folder, 'package.json'), JSON.stringify(content, null, '\t'));
}

/** @param {string} root @param {Release} release @param {Context} context @returns {Promise<string>} a node that it runs on */
async function provideNode(root, release, { progress, signal }) {
	if (fits(release, process.versions.node)) return process.execPath;
	const nodeMajor = majorOf(release);
	const name = nodePackages[`${process.platform}-${process.arch}`];
	const folder = join(root, `node-${nodeMajor}`);
	const binary = join('node_modules', name, 'bin', 'node');
	const install = async (/** @type {string} */ part) => {
		const report = /** @type {{ header?: { glibcVersionRuntime?: string } }} */ (
			process.report?.getReport() ?? {}
		);
		if (process.platform === 'linux' && !report.header?.glibcVersionRuntime) {
			throw new StartError(
				`n8n ${release.version} needs node ${nodeMajor}, and the registry has none for this Linux (musl): install node ${nodeMajor}.`,
			);
		}
		await writeManifest(part, { name: 'node-runtime', private: true });
		const args = ['install', `${name}@${nodeMajor}`, '--ignore-scripts'];
		await progress.step(`Fetching node ${nodeMajor} (${name})`, () =>
			runNpm(args, { cwd: part, node: process.execPath, signal }),
		);
		const { stdout } = await run(join(part, binary), ['--version']);
		return { node: stdout.trim() };
	};
	await provide(folder, String(nodeMajor), install, { progress, signal });
	return join(folder, binary);
}

/**
 * The driver is an ES module whose export is its default; n8n requires it and wants the export itself.
 * @param {string} folder
 */
async function adaptSqlite(folder) {
	const driver = join(folder, 'node_modules', 'sqlite3');
	const own = JSON.parse(await readFile(join(driver, 'package.json'), 'utf8'));
	await writeFile(
		join(driver, 'required.cjs'),
		`module.exports = require(${JSON.stringify(own.main)}).default;\n`,
	);
	await writeManifest(driver, { ...own, main: './required.cjs' });
}

/** @param {string} folder @param {string} node @param {string[]} natives @returns {Promise<string>} what n8n calls its version */
async function tryOut(folder, node, natives) {
	const loads = natives.map((name) => `require('${name}');`).join(' ');
	const opens =
		"new (require('sqlite3').verbose().Database)(':memory:', (e) => { if (e) throw e; });";
	try {
		await run(node, ['-e', `${loads} ${opens}`], { cwd: folder });
		const { stdout } = await run(node, [join(folder, n8nBinary), '--version'], {
			cwd: folder,
			env: { HOME: folder, N8N_USER_FOLDER: folder },
		});
		return stdout.trim();
	} catch (error) {
		const { stderr, message } = /** @type {Error & { stderr?: string }} */ (error);
		throw new StartError(
			`n8n was fetched, but this machine cannot run it:\n${lastLines(stderr || message, 12)}`,
		);
	}
}

const n8nBinary = join('node_modules', 'n8n', 'bin', 'n8n');

/** @param {Error} error @returns {never} */
function tooLong(error) {
	if (error.name !== 'TimeoutError') throw error;
	throw new StartError(`n8n could not be fetched within ${patience / 60_000} minutes.`);
}

/** @param {string} part @param {string} node @param {Release} release @param {Context} context */
async function installN8n(part, node, release, { progress, signal }) {
	const free = await freeBytes(part);
	if (free < neededBytes) {
		throw new StartError(
			`n8n takes about ${size(neededBytes)} while it is installed, and ${dirname(part)} has ${size(free)} left. ` +
				'Free some space, or let XDG_CACHE_HOME name a folder on a larger disk.',
		);
	}
	const ends = AbortSignal.timeout(patience);
	const context = {
		cwd: part,
		node,
		// An npm that is set to another node's headers must not hand them to this one.
		extra: { npm_config_nodedir: dirname(dirname(node)) },
		signal: signal ? AbortSignal.any([signal, ends]) : ends,
	};
	progress.say(
		`n8n ${release.version} is fetched once, into ${dirname(part)}. This takes some minutes.`,
	);
	await progress.step('Asking the registry for n8n', () =>
		runNpm(
			['view', `n8n@${release.version}`, 'version', '--fetch-retries=0', '--fetch-timeout=30000'],
			context,
		),
	);
	const started = Date.now();
	const install = () =>
		progress.step(
			`Fetching n8n ${release.version}, about 2,000 packages`,
			() => runNpm(['install', '--legacy-peer-deps', '--ignore-scripts'], context).catch(tooLong),
			async () => `${size(free - (await freeBytes(part)))} of up to 3 GB`,
		);
	await writeManifest(part, release.manifest);
	await copyFile(lockFileOf(release), join(part, 'package-lock.json'));
	try {
		await install();
	} catch (error) {
		if (!(error instanceof NpmError && isMissing(error.output))) throw error;
		progress.say('This registry does not have every version that was noted; taking what it has.');
		await rm(join(part, 'node_modules'), { recursive: true, force: true });
		await rm(join(part, 'package-lock.json'));
		await install();
	}
	await adaptSqlite(part);
	const version = await progress.step('Trying it out', () => tryOut(part, node, release.natives));
	return { n8n: version, seconds: Math.round((Date.now() - started) / 1000) };
}

/**
 * @param {Context} context
 * @param {Release} [release] the newest when left out
 * @returns {Promise<Runtime>} n8n and a node to run it on
 * @throws {StartError} when this machine, its disk or its registry does not allow it
 */
async function provideN8n(context, release = releases.newest) {
	const reason = unsupported(process.platform, process.arch);
	if (reason) throw new StartError(reason);
	const root = cacheFolder(process.env);
	const node = await provideNode(root, release, context);
	const folder = join(root, `n8n-${release.version}`);
	const fetched = await provide(
		folder,
		release.version,
		(part) => installN8n(part, node, release, context),
		context,
	);
	return { node, n8n: join(folder, n8nBinary), environment: release.environment, fetched };
}

module.exports = { provideN8n, provide };
