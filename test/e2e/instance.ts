/** A real n8n with the package installed as users do, and the sandboxes of the vendors. */

import { isAxiosError } from 'axios';
import { N8nClient } from '../../scripts/n8n/client';
import type { Credentials } from '../../scripts/n8n/examples';
import { ensureN8n } from '../../scripts/n8n/install';
import type { Runtime } from '../../scripts/n8n/install';
import { startInstance } from '../../scripts/n8n/instance';
import type { Instance as StartedInstance } from '../../scripts/n8n/instance';
import { createCredentials } from '../../scripts/n8n/scenarios';
import type { Server } from '../../scripts/n8n/server';
import { vendors } from '../support/vendors';
import { withCleanup } from './cleanup';
import type { Check, SuiteContext } from './suite';

export type { Vendor } from '../../scripts/n8n/examples';

export interface InstanceOptions {
	/** The newest release of n8n by default. */
	runtime?: Runtime;
	/** Further environment variables. */
	env?: Record<string, string>;
	/** Whether a credential is created for each vendor; true by default. */
	hasCredentials?: boolean;
}

export interface Instance extends StartedInstance {
	/** Logged in as the owner. */
	client: N8nClient;
	login: { email: string; password: string };
	/** By type; empty where none were wanted. */
	credentials: Credentials;
}

/** Starts n8n and lets `work` use it; everything is ended and removed afterwards. */
export async function withInstance<T>(
	{ tarball, signal }: SuiteContext,
	work: (instance: Instance) => Promise<T>,
	options: InstanceOptions = {},
): Promise<T> {
	const { runtime = await ensureN8n(signal), env, hasCredentials = true } = options;
	return await withCleanup(async (cleanup) => {
		const started = await startInstance({ runtime, tarball, env, signal });
		cleanup.add(() => started.close());
		const client = new N8nClient(started.server.url, signal);
		const login = await client.setUpOwner();
		const credentials: Credentials = hasCredentials
			? await createCredentials(client, vendors, started.sandboxes)
			: new Map();
		return await work(Object.assign(started, { client, login, credentials }));
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
		throw new Error(`${error.message}\n${await instance.server.log()}`);
	};
	return (name, work) => check(name, () => work().catch(explain));
}
