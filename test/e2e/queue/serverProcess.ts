/** A database server that runs as a child process and keeps its data in a folder of its own. */

import { rm } from 'node:fs/promises';
import { killProcessGroup, lastLines } from '../../../scripts/n8n/npm';
import { waitUntil } from '../../../scripts/n8n/waitUntil';

/** How long a server may take to start and to end, in milliseconds. */
const timeouts = { start: 60_000, stop: 15_000 };

export interface DatabaseServer {
	port: number;
	password: string;
	/** Ends the server and removes its folder. */
	stop(): Promise<void>;
}

export interface ServerProcessOptions {
	name: string;
	command: [file: string, ...args: string[]];
	/** Its working folder, which is removed at the end. */
	folder: string;
	/** The user it runs as; that of this process by default. */
	user?: { uid: number; gid: number };
	/** Its standard input. */
	input?: string;
	/** The signal that ends it in good order. */
	stopSignal: NodeJS.Signals;
	isReady(): Promise<boolean>;
	signal: AbortSignal;
}

/**
 * @returns A function that ends the process and removes its folder.
 * @throws When the server does not become ready; nothing is left of it then.
 */
export async function startServerProcess(
	options: ServerProcessOptions,
): Promise<() => Promise<void>> {
	const { name, command, folder, user, input = '', stopSignal, isReady, signal } = options;
	// A dependency of execa cannot be required, which a static import would become.
	const { execa } = await import('execa');
	const [file, ...args] = command;
	const child = execa(file, args, {
		cwd: folder,
		// A process group of its own: Ctrl-C reaches this program alone.
		detached: true,
		input,
		all: true,
		reject: false,
		extendEnv: false,
		env: { PATH: process.env.PATH, LC_ALL: 'C' },
		...user,
		// What has not ended by then is killed.
		forceKillAfterDelay: timeouts.stop,
		killSignal: stopSignal,
	});
	const stop = async (): Promise<void> => {
		child.kill();
		await child;
		killProcessGroup(child.pid);
		await rm(folder, { recursive: true, force: true, maxRetries: 5 });
	};
	const probe = async () => ((await isReady()) ? true : undefined);
	const ended = child.then((result): never => {
		const reason = result.signal ?? result.originalMessage ?? `exit code ${result.exitCode}`;
		throw new Error(`${name} ended by itself (${reason}):\n${lastLines(result.all, 15)}`);
	});
	try {
		const ready = waitUntil(`answer of ${name}`, probe, { timeout: timeouts.start, signal });
		await Promise.race([ready, ended]);
		return stop;
	} catch (error) {
		await stop();
		throw error;
	} finally {
		ended.catch(() => {});
	}
}
