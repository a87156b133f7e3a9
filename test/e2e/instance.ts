/** A real n8n with the package in it, installed as users do, and the four sandboxes beside it. */

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { N8nApi } from '../../scripts/n8n/api';
import { provideN8n } from '../../scripts/n8n/fetch';
import { installPackage, startServer } from '../../scripts/n8n/server';
import { demoVendors } from '../../scripts/n8n/vendors';
import { startSandboxes } from '../support/sandbox';
import type { Ground, Check } from './suite';
import type { Sandboxes } from '../support/sandbox';

export interface Instance {
	/** of the owner, logged in */
	api: N8nApi;
	sandboxes: Sandboxes;
	/** for the four sandboxes, by type */
	credentials: Map<string, { id: string; name: string }>;
	/** ends n8n as a service manager does */
	stop: () => Promise<void>;
	/** starts it again on what it has stored; its address is another one */
	start: () => Promise<void>;
}

/** What n8n may know more of: it is gone, it refused, or something did not happen in time. */
const isN8ns = (error: any) =>
	error instanceof TypeError || /n8n answered|is still "|within \d+ s/.test(error.message);

/** @returns one for each of them */
export async function credentialsFor(
	api: N8nApi,
	sandboxes: Sandboxes,
): Promise<Instance['credentials']> {
	const credentials: Instance['credentials'] = new Map();
	for (const { key, name, type, login } of demoVendors) {
		credentials.set(
			type,
			await api.createCredential({ name: `${name} (sandbox)`, type, data: login(sandboxes[key]) }),
		);
	}
	return credentials;
}

/**
 * @param work its `check` shows n8n's log where that helps
 * @returns everything is ended and removed by then
 */
export async function withInstance(
	{ tarball, progress, signal }: Ground,
	check: Check,
	work: (instance: Instance, check: Check) => Promise<void>,
): Promise<void> {
	const runtime = await provideN8n({ progress, signal });
	const userFolder = await mkdtemp(join(tmpdir(), 'n8n-chat-platforms-'));
	const encryptionKey = randomBytes(24).toString('hex');
	const endings: Array<() => Promise<unknown>> = [
		() => rm(userFolder, { recursive: true, force: true, maxRetries: 5 }),
	];
	try {
		const sandboxes = await startSandboxes();
		endings.push(() => sandboxes.close());
		await progress.step('Installing the package as users do', () =>
			installPackage(userFolder, tarball, signal),
		);
		const open = () => startServer({ runtime, userFolder, signal, encryptionKey });
		let server = await progress.step('Starting n8n', open);
		endings.push(() => server.stop());
		const api = new N8nApi(server.url, signal);
		await api.setUpOwner();
		const credentials = await credentialsFor(api, sandboxes);
		const start = async () => {
			server = await open();
			api.url = server.url;
		};
		const explained: Check = (name, perform) =>
			check(name, () =>
				perform().catch(async (error) => {
					throw isN8ns(error) ? new Error(`${error.message}\n${await server.log()}`) : error;
				}),
			);
		await work({ api, sandboxes, credentials, stop: () => server.stop(), start }, explained);
	} finally {
		while (endings.length) await endings.pop()?.();
	}
}
