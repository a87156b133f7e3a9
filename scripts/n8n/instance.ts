/** A real n8n with this package installed as users do, and the sandboxes of the vendors. */

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
	server: Server;
	sandboxes: Sandboxes;
	/** Ends everything and removes its files. */
	close(): Promise<void>;
}

export interface InstanceOptions {
	runtime: Runtime;
	/** The package; this project is packed by default. */
	tarball?: string;
	signal?: AbortSignal;
}

export async function startInstance(options: InstanceOptions): Promise<Instance> {
	const { runtime, signal } = options;
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
		const start = () => startServer({ runtime, userFolder, signal });
		const server = await runStep('Starting n8n', start);
		cleanups.push(() => server.stop());
		return { server, sandboxes, close };
	} catch (error) {
		await close();
		throw error;
	}
}
