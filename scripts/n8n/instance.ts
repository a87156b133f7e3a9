/** A real n8n with this package installed as users do, and the sandboxes of the vendors. */

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandboxes } from '../../test/support/sandbox';
import type { Sandboxes } from '../../test/support/sandbox';
import type { Runtime } from './install';
import { packProject } from './npm';
import { installPackage, startServer } from './server';
import type { Server } from './server';
import { runStep } from './steps';

export interface Instance {
	/** The process of n8n; another one after `startAgain`. */
	server: Server;
	sandboxes: Sandboxes;
	/** Where n8n stores everything. */
	userFolder: string;
	/** How long n8n took to start, in milliseconds. */
	startDuration: number;
	/** Starts n8n, which was stopped, on what it has stored; its address changes. */
	startAgain(): Promise<void>;
	/** Ends everything and removes its files. */
	close(): Promise<void>;
}

export interface InstanceOptions {
	runtime: Runtime;
	/** The package; this project is packed by default. */
	tarball?: string;
	/** Further environment variables. */
	env?: Record<string, string>;
	signal?: AbortSignal;
}

export async function startInstance(options: InstanceOptions): Promise<Instance> {
	const { runtime, env, signal } = options;
	const userFolder = await mkdtemp(join(tmpdir(), 'n8n-chat-platforms-'));
	const cleanups = [() => rm(userFolder, { recursive: true, force: true, maxRetries: 5 })];
	const close = async () => {
		while (cleanups.length > 0) await cleanups.pop()?.();
	};
	try {
		const sandboxes = await startSandboxes();
		cleanups.push(() => sandboxes.close());
		await runStep('Installing the package as users do', async () => {
			const { tarball = await packProject(userFolder, signal) } = options;
			await installPackage(userFolder, tarball, signal);
		});
		const encryptionKey = randomBytes(24).toString('hex');
		const start = () => startServer({ runtime, userFolder, env, encryptionKey, signal });
		const startedAt = performance.now();
		const server = await runStep('Starting n8n', start);
		const startDuration = performance.now() - startedAt;
		const startAgain = async () => {
			instance.server = await start();
		};
		const instance = { server, sandboxes, userFolder, startDuration, startAgain, close };
		cleanups.push(() => instance.server.stop());
		return instance;
	} catch (error) {
		await close();
		throw error;
	}
}
