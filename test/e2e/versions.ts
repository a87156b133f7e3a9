/**
 * The same workflows on the oldest n8n that the package supports, on one in between and on the newest, each on a node that it asks for.
 */

import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { N8nApi } from '../../scripts/n8n/api';
import { provideN8n } from '../../scripts/n8n/fetch';
import { seconds } from '../../scripts/n8n/progress';
import { exampleRows, performRow, readExamples } from '../../scripts/n8n/rows';
import { installPackage, startServer } from '../../scripts/n8n/server';
import { demoVendors } from '../../scripts/n8n/vendors';
import { releases } from '../../scripts/n8n/versions';
import { startSandboxes } from '../support/sandbox';
import { credentialsFor } from './instance';
import { checkOperations } from './operations/each';
import type { Runtime } from '../../scripts/n8n/fetch';
import type { Ground, Check } from './suite';
import type { Sandboxes } from '../support/sandbox';

const examples = resolve(__dirname, '..', '..', 'examples');

/** @returns its version without the "v" */
async function versionOf(node: string): Promise<string> {
	const { stdout } = await promisify(execFile)(node, ['--version']);
	return stdout.trim().slice(1);
}

/**
 * Every operation, each from a saved workflow.
 *
 * @returns how many there were
 * @throws naming each that failed
 */
async function tryOperations(api: N8nApi, sandboxes: Sandboxes): Promise<string> {
	const failures: string[] = [];
	let seen = '';
	await checkOperations(
		{ api, sandboxes, credentials: await credentialsFor(api, sandboxes) },
		async (name, work) => {
			await work().then(
				(detail) => void (seen = String(detail)),
				(error) => void failures.push(`${name}: ${error.message}`),
			);
		},
	);
	if (failures.length > 0) throw new Error(failures.join('\n  '));
	return seen;
}

/**
 * @returns what was seen
 * @throws naming every workflow that failed
 */
async function tryOn(runtime: Runtime, { tarball, signal }: Ground): Promise<string> {
	const userFolder = await mkdtemp(join(tmpdir(), 'n8n-chat-platforms-versions-'));
	const endings: Array<() => Promise<unknown>> = [
		() => rm(userFolder, { recursive: true, force: true, maxRetries: 5 }),
	];
	try {
		const sandboxes = await startSandboxes();
		endings.push(() => sandboxes.close());
		await installPackage(userFolder, tarball, signal);
		const began = Date.now();
		const server = await startServer({ runtime, userFolder, signal });
		endings.push(() => server.stop());
		const start = seconds(Date.now() - began);

		const work = async () => {
			const api = new N8nApi(server.url, signal);
			await api.setUpOwner();
			const results = [];
			for (const row of await exampleRows({
				api,
				examples: await readExamples(examples),
				vendors: demoVendors,
				sandboxes,
			})) {
				results.push(await performRow(row, sandboxes));
			}
			const failed = results.filter(({ error }) => error !== undefined);
			if (failed.length > 0) {
				const words = failed.map(({ vendor, name, error }) => `${vendor}, ${name}: ${error}`);
				throw new Error(
					`${failed.length} of ${results.length} workflows failed.\n  ${words.join('\n  ')}`,
				);
			}
			const requests = results.reduce((sum, one) => sum + one.requests.length, 0);
			const operations = await tryOperations(api, sandboxes);
			return `node ${await versionOf(runtime.node)}, ${results.length} of ${results.length} workflows with ${requests} requests, ${operations}, ${start} to start`;
		};
		const crashed = server.died.then((how) => {
			throw new Error(how);
		});
		return await Promise.race([work(), crashed]).catch(async (error) => {
			throw new Error(`${error.message}\n${await server.log()}`);
		});
	} finally {
		while (endings.length > 0) await endings.pop()?.();
	}
}

export const rows = Object.keys(releases).length;

/** @param {Ground} ground @param {import('./suite').Check} check */
export async function run(ground: Ground, check: Check) {
	for (const release of Object.values(releases)) {
		// Fetched outside the row: its time is not the package's.
		const runtime = await provideN8n(ground, release);
		await check(`n8n ${release.version}`, async () => await tryOn(runtime, ground));
	}
}
