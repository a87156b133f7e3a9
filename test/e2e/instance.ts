/** A real n8n with the package installed as users do, and the sandboxes of the vendors. */

import { randomBytes } from 'node:crypto';
import { isAxiosError } from 'axios';
import { N8nClient } from '../../scripts/n8n/client';
import { ensureN8n } from '../../scripts/n8n/install';
import type { Runtime } from '../../scripts/n8n/install';
import { createCredentials } from '../../scripts/n8n/scenarios';
import type { Credentials } from '../../scripts/n8n/examples';
import { installPackage, startServer } from '../../scripts/n8n/server';
import type { Server } from '../../scripts/n8n/server';
import { runStep } from '../../scripts/n8n/steps';
import { startSandboxes } from '../support/sandbox';
import type { Sandboxes } from '../support/sandbox';
import { vendors } from '../support/vendors';
import { withCleanup } from './cleanup';
import type { Check, SuiteContext } from './suite';

/** A vendor of the registry, whose sandbox every instance has. */
export type Vendor = (typeof vendors)[number];

export interface InstanceOptions {
	/** The newest release of n8n by default. */
	runtime?: Runtime;
	/** Further environment variables. */
	env?: Record<string, string>;
	/** Whether a credential is created for each vendor; true by default. */
	hasCredentials?: boolean;
}

export interface Instance {
	/** Logged in as the owner. */
	client: N8nClient;
	login: { email: string; password: string };
	sandboxes: Sandboxes;
	/** By type; empty where none were wanted. */
	credentials: Credentials;
	/** Where n8n stores everything. */
	userFolder: string;
	/** The process of n8n; another one after `start`. */
	server(): Server;
	/** Ends n8n as a service manager does. */
	stop(): Promise<void>;
	/** Starts n8n again on what it has stored; its address changes. */
	start(): Promise<void>;
	/** How long n8n took to start, in milliseconds. */
	startMilliseconds: number;
}

/** Starts n8n and lets `work` use it; everything is ended and removed afterwards. */
export async function withInstance<T>(
	{ tarball, signal }: SuiteContext,
	work: (instance: Instance) => Promise<T>,
	{ runtime, env, hasCredentials = true }: InstanceOptions = {},
): Promise<T> {
	const release = runtime ?? (await ensureN8n(signal));
	return await withCleanup(async (cleanup) => {
		const userFolder = await cleanup.temporaryFolder('n8n-chat-platforms-');
		const sandboxes = await startSandboxes();
		cleanup.add(() => sandboxes.close());
		const install = () => installPackage(userFolder, tarball, signal);
		await runStep('Installing the package as users do', install);
		const encryptionKey = randomBytes(24).toString('hex');
		const open = () => startServer({ runtime: release, userFolder, env, encryptionKey, signal });
		const started = performance.now();
		let server = await runStep('Starting n8n', open);
		const startMilliseconds = performance.now() - started;
		cleanup.add(() => server.stop());
		const client = new N8nClient(server.url, signal);
		const login = await client.setUpOwner();
		const credentials: Credentials = hasCredentials
			? await createCredentials(client, vendors, sandboxes)
			: new Map();
		return await work({
			client,
			login,
			sandboxes,
			credentials,
			userFolder,
			server: () => server,
			stop: () => server.stop(),
			start: async () => {
				server = await open();
				client.url = server.url;
			},
			startMilliseconds,
		});
	});
}

/** Fails as soon as n8n ends by itself. */
export async function untilCrash<T>(server: Server, work: Promise<T>): Promise<T> {
	const crash = server.died.then((reason) => Promise.reject(new Error(reason)));
	return await Promise.race([work, crash]);
}

/** Whether n8n's log may explain an error: n8n is gone, it refused, or something did not happen in time. */
const isExplainedByLog = (error: unknown): error is Error =>
	isAxiosError(error) ||
	(error instanceof Error && /n8n answered|within \d+ s/.test(error.message));

/** A check whose errors are followed by n8n's log where that helps. */
export function withServerLog(instance: Instance, check: Check): Check {
	const explain = async (error: unknown) => {
		if (!isExplainedByLog(error)) throw error;
		throw new Error(`${error.message}\n${await instance.server().log()}`);
	};
	return (name, work) => check(name, () => work().catch(explain));
}
