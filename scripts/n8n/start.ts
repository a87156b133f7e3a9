/**
 * `npm start`: a real n8n with this package installed as users do, the sandboxes of the vendors, and the example workflows
 * run once. It runs until Ctrl-C; with --once it ends after the table.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { program } from 'commander';
import { startSandboxes } from '../../test/sandbox';
import type { Sandboxes } from '../../test/sandbox';
import { runScript } from '../runScript';
import { vendors } from '../vendors';
import { N8nClient } from './client';
import { readExamples } from './examples';
import { ensureN8n } from './install';
import { packProject, projectFolder } from './npm';
import { formatResults, summarizeResults } from './resultTable';
import { exampleScenarios, runScenario } from './scenarios';
import type { ScenarioResult } from './scenarios';
import { installPackage, startServer } from './server';
import type { Server } from './server';
import { runStep } from './steps';
import { UserError } from './userError';

const { once } = program
	.name('npm start --')
	.option('--once', 'end after the table')
	.parse()
	.opts<{ once?: boolean }>();

interface Instance {
	server: Server;
	sandboxes: Sandboxes;
	signal: AbortSignal;
}

/** Starts n8n and the sandboxes, and ends them after `work`, whatever happens. */
async function withInstance<T>(
	signal: AbortSignal,
	work: (instance: Instance) => Promise<T>,
): Promise<T> {
	const runtime = await ensureN8n(signal);
	const userFolder = await mkdtemp(join(tmpdir(), 'n8n-chat-platforms-'));
	const cleanups = [() => rm(userFolder, { recursive: true, force: true, maxRetries: 5 })];
	try {
		const sandboxes = await startSandboxes();
		cleanups.push(() => sandboxes.close());
		await runStep('Installing the package as users do', async () => {
			await installPackage(userFolder, await packProject(userFolder, signal), signal);
		});
		const start = () => startServer({ runtime, userFolder, signal });
		const server = await runStep('Starting n8n', start);
		cleanups.push(() => server.stop());
		signal.throwIfAborted();
		return await work({ server, sandboxes, signal });
	} finally {
		for (const cleanup of cleanups.reverse()) await cleanup();
	}
}

/** Runs the example workflows and prints the results. */
async function runExamples({ server, sandboxes, signal }: Instance) {
	const client = new N8nClient(server.url, signal);
	const login = await client.setUpOwner();
	const examples = await readExamples(join(projectFolder, 'examples'));
	const scenarios = await exampleScenarios({ client, examples, vendors, sandboxes });
	console.log(`n8n is ready; running the example workflows (${scenarios.length}).`);
	const results: ScenarioResult[] = [];
	for (const scenario of scenarios) results.push(await runScenario(scenario, sandboxes));
	console.log(`\n${formatResults(results)}\n`);
	return { login, results };
}

/** Runs the examples and, without --once, waits until n8n is to end. */
async function useInstance(instance: Instance): Promise<ScenarioResult[]> {
	const { server, signal } = instance;
	const crashed = server.died.then((reason): never => {
		throw new UserError(reason);
	});
	const aborted = new Promise<never>((_, reject) => {
		signal.addEventListener('abort', () => reject(signal.reason));
	});
	const examples = runExamples(instance).catch(async (error) => {
		// When n8n dies, a broken connection is noticed first; its log says more.
		await Promise.race([crashed, delay(1000)]);
		if (signal.aborted || error instanceof UserError) throw error;
		throw new UserError(`${error.message}\n${await server.log()}`);
	});
	const { login, results } = await Promise.race([examples, crashed, aborted]);
	if (once) return results;
	console.log(`${summarizeResults(results)}

The editor: ${server.url}
Log-in:     ${login.email}
Password:   ${login.password}

Ctrl-C ends it.`);
	await Promise.race([crashed, aborted.catch(() => {})]);
	return [];
}

runScript(async (signal) => {
	const results = await withInstance(signal, useInstance);
	if (!once) return 0;
	console.log(summarizeResults(results));
	return results.every(({ error }) => error === undefined) ? 0 : 1;
});
