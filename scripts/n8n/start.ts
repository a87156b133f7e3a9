/**
 * `npm start`: a real n8n with this package installed as users do, the sandboxes of the vendors, and the example workflows
 * run once. It runs until Ctrl-C; with --once it ends after the table.
 */

import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { program } from 'commander';
import { runScript } from '../runScript';
import { vendors } from '../../test/support/vendors';
import { N8nClient } from './client';
import type { Workflow } from './client';
import { readExamples } from './examples';
import { ensureN8n } from './install';
import { startInstance } from './instance';
import type { Instance } from './instance';
import { projectFolder } from './npm';
import { renew } from './renewal';
import { formatResults, summarizeResults } from './resultTable';
import { exampleScenarios, runScenario } from './scenarios';
import type { ScenarioResult } from './scenarios';
import { UserError } from './userError';

const { once } = program
	.name('npm start --')
	.option('--once', 'end after the table')
	.parse()
	.opts<{ once?: boolean }>();

/** Runs the example workflows and prints the results. */
async function runExamples(
	{ server, sandboxes }: Instance,
	examples: Workflow[],
	signal: AbortSignal,
) {
	const client = new N8nClient(server.url, signal);
	const login = await client.setUpOwner();
	const scenarios = await exampleScenarios({ client, examples, vendors, sandboxes });
	console.log(`n8n is ready; checking the workflows (${scenarios.length} checks).`);
	const results: ScenarioResult[] = [];
	for (const scenario of scenarios) results.push(await runScenario(scenario, sandboxes));
	console.log(`\n${formatResults(results)}\n`);
	// What the examples have changed at the vendors, a person would meet as errors.
	if (!once)
		await renew(
			client,
			vendors.map(({ key }) => sandboxes[key]),
		);
	return { login, results };
}

/** Runs the examples and, without --once, waits until n8n is to end. */
async function useInstance(
	instance: Instance,
	examples: Workflow[],
	signal: AbortSignal,
): Promise<ScenarioResult[]> {
	signal.throwIfAborted();
	const { server } = instance;
	const crashed = server.died.then((reason): never => {
		throw new UserError(reason);
	});
	const aborted = new Promise<never>((_, reject) => {
		signal.addEventListener('abort', () => reject(signal.reason));
	});
	const work = runExamples(instance, examples, signal).catch(async (error) => {
		// When n8n dies, a broken connection is noticed first; its log says more.
		await Promise.race([crashed, delay(1000)]);
		if (signal.aborted || error instanceof UserError) throw error;
		throw new UserError(`${error.message}\n${await server.log()}`);
	});
	const { login, results } = await Promise.race([work, crashed, aborted]);
	if (once) return results;
	console.log(`${summarizeResults(results)}

The editor: ${server.url}
Log-in:     ${login.email}
Password:   ${login.password}

The workflows of the table are there as if they had never run, and so are the vendors' sandboxes.
Ctrl-C ends it.`);
	await Promise.race([crashed, aborted.catch(() => {})]);
	return [];
}

runScript(async (signal) => {
	const examples = await readExamples(join(projectFolder, 'examples'));
	const instance = await startInstance({ runtime: await ensureN8n(signal), signal });
	const results = await useInstance(instance, examples, signal).finally(() => instance.close());
	if (!once) return 0;
	console.log(summarizeResults(results));
	return results.every(({ error }) => error === undefined) ? 0 : 1;
});
