/** Starts and ends n8n itself. */

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import getPort from 'get-port';
import { localHttp } from './client';
import { n8nEnvironment } from './environment';
import type { Runtime } from './install';
import { killProcessGroup, lastLines, runNpm } from './npm';
import { UserError } from './userError';

/** How long n8n may take to start and to end, in milliseconds. */
const timeouts = { start: 120_000, end: 15_000 };

const freePort = async (): Promise<number> => await getPort({ host: '127.0.0.1' });

/** Installs the package the way n8n's users do. */
export async function installPackage(
	userFolder: string,
	tarball: string,
	signal?: AbortSignal,
): Promise<void> {
	const cwd = join(userFolder, '.n8n', 'nodes');
	await mkdir(cwd, { recursive: true });
	// Without a manifest of its own npm would look for one in the folders above.
	const manifest = { name: 'installed-nodes', private: true, dependencies: {} };
	await writeFile(join(cwd, 'package.json'), JSON.stringify(manifest));
	// n8n brings n8n-workflow along; npm would install it as a peer.
	await runNpm(['install', '--ignore-scripts', '--legacy-peer-deps', tarball], { cwd, signal });
}

async function respondsWithJson(url: string, signal: AbortSignal): Promise<boolean> {
	try {
		const { status, data } = await localHttp.get<string>(url, { timeout: 5000, signal });
		return status === 200 && typeof JSON.parse(data) === 'object';
	} catch {
		return false;
	}
}

/** n8n starts even when it cannot load a package. */
function findLoadError(log: string): string | undefined {
	const [, name, reason] = /Failed to load package "([^"]+)"\n(.*)/.exec(log) ?? [];
	return name === undefined ? undefined : `n8n could not load ${name}: ${reason}`;
}

export interface Server {
	/** The address of the editor, without a trailing slash. */
	url: string;
	pid: number;
	/** Resolves to how n8n ended; stays pending when it was stopped. */
	died: Promise<string>;
	/** The last lines of n8n's log. */
	log(): Promise<string>;
	stop(): Promise<void>;
}

export interface ServerOptions {
	runtime: Runtime;
	userFolder: string;
	/** Which of n8n's processes, e.g. `['worker']`; the main one by default. */
	command?: string[];
	/** Further environment variables. */
	env?: Record<string, string>;
	/** A random one by default; processes that share a database share it. */
	encryptionKey?: string;
	/** A path that responds with JSON once n8n is ready. */
	readyPath?: string;
	/** Gives up waiting; n8n itself is ended by `stop`. */
	signal?: AbortSignal;
}

function spawnServer(options: ServerOptions, [port, brokerPort]: number[], logFile: string) {
	const { runtime, userFolder, command = ['start'], env = {} } = options;
	const { encryptionKey = randomBytes(24).toString('hex') } = options;
	const { node } = runtime;
	const ports = { port, brokerPort };
	const log = openSync(logFile, 'a');
	// A process group of its own: Ctrl-C reaches this program alone, which then ends n8n in good order.
	// It writes to the file itself, which execa does not offer.
	const child = spawn(node, [runtime.n8n, ...command], {
		cwd: userFolder,
		detached: true,
		stdio: ['ignore', log, log],
		env: {
			...n8nEnvironment({ env: process.env, node, userFolder, encryptionKey, ...ports }),
			// The port on which a worker reports that it is ready.
			QUEUE_HEALTH_CHECK_PORT: String(port),
			...runtime.environment,
			...env,
		},
	});
	closeSync(log);
	return child;
}

/**
 * Starts n8n and waits until it is ready.
 *
 * @throws {UserError} When it does not become ready or cannot load the package, with the end of its log.
 */
export async function startServer(options: ServerOptions): Promise<Server> {
	const { userFolder, readyPath = '/rest/settings', signal } = options;
	const port = await freePort();
	const logFile = join(userFolder, 'n8n.log');
	const child = spawnServer(options, [port, await freePort()], logFile);
	const readLog = async () => await readFile(logFile, 'utf8').catch(() => '');
	const log = async () => `The last lines of n8n's log:\n${lastLines(await readLog(), 25)}`;
	let stopping = false;
	const ended = once(child, 'exit').then(
		([code, killedBy]) => killedBy ?? `exit code ${code}`,
		(error: Error) => error.message,
	);
	const died = ended.then(async (how) => {
		if (stopping) return await new Promise<string>(() => {});
		return `n8n ended by itself (${how}). ${await log()}`;
	});
	const stop = async () => {
		stopping = true;
		child.kill('SIGTERM');
		await Promise.race([ended, delay(timeouts.end, undefined, { ref: false })]);
		killProcessGroup(child.pid);
		await ended;
	};

	const url = `http://127.0.0.1:${port}`;
	const deadline = AbortSignal.timeout(timeouts.start);
	const settled = new AbortController();
	const ready = async () => {
		while (!(await respondsWithJson(`${url}${readyPath}`, settled.signal))) {
			signal?.throwIfAborted();
			if (deadline.aborted) return `n8n is not up after ${timeouts.start / 1000} s. ${await log()}`;
			await delay(100, undefined, { signal: settled.signal });
		}
		return findLoadError(await readLog());
	};
	try {
		const failure = await Promise.race([ready(), died]);
		if (failure !== undefined) throw new UserError(failure);
	} catch (error) {
		await stop();
		throw error;
	} finally {
		settled.abort();
	}
	return { url, pid: child.pid as number, died, log, stop };
}
