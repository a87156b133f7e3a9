/** The same workflows on each supported release of n8n, each on the Node.js that it requires. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { ensureN8n } from '../../scripts/n8n/install';
import type { Runtime } from '../../scripts/n8n/install';
import { projectFolder } from '../../scripts/n8n/npm';
import { releases } from '../../scripts/n8n/releases';
import type { N8nClient, Workflow } from '../../scripts/n8n/client';
import { isStartedByWebhook, readExamples, startNodeOf } from '../../scripts/n8n/examples';
import { renew } from '../../scripts/n8n/renewal';
import { exampleScenarios, runScenario } from '../../scripts/n8n/scenarios';
import type { ScenarioResult } from '../../scripts/n8n/scenarios';
import { formatDuration } from '../../scripts/n8n/steps';
import { vendors } from '../support/vendors';
import { untilCrash, withInstance } from './instance';
import type { Instance } from './instance';
import { checkOperations } from './operations/operationChecks';
import type { Check, Suite, SuiteContext } from './suite';

/** @returns The version without the "v". */
async function nodeVersion({ node }: Runtime): Promise<string> {
	const { execa } = await import('execa');
	return (await execa(node, ['--version'])).stdout.slice(1);
}

/**
 * Runs every operation of every vendor.
 *
 * @returns How many there were.
 * @throws Naming each that failed.
 */
async function runOperations(instance: Instance): Promise<string> {
	const failures: string[] = [];
	let detail = '';
	const collect: Check = async (name, work) => {
		try {
			detail = (await work()) ?? '';
		} catch (error) {
			failures.push(`${name}: ${(error as Error).message}`);
		}
	};
	await checkOperations(instance, collect);
	assert(failures.length === 0, failures.join('\n  '));
	return detail;
}

/**
 * Runs the examples that a person starts, after the demo's own run.
 *
 * @throws Naming the first that failed.
 */
async function runAgain(client: N8nClient, examples: Workflow[]): Promise<void> {
	for (const { id } of await client.getWorkflows()) {
		const workflow = await client.getWorkflow(id);
		const isExample = examples.some(({ name }) => name === workflow.name);
		if (!isExample || isStartedByWebhook(workflow)) continue;
		const { error } = await client.run(id, startNodeOf(workflow));
		assert(error === undefined, `${workflow.name}, by hand: ${error}`);
	}
}

/**
 * Runs the example workflows as `npm start` does, and then as a person does who finds them there.
 *
 * @throws Naming each that failed.
 */
async function runExamples({ client, sandboxes }: Instance): Promise<ScenarioResult[]> {
	const examples = await readExamples(join(projectFolder, 'examples'));
	const results: ScenarioResult[] = [];
	for (const scenario of await exampleScenarios({ client, examples, vendors, sandboxes }))
		results.push(await runScenario(scenario, sandboxes));
	const failures = results.flatMap(({ workflow, check, error }) =>
		error === undefined ? [] : [`${workflow} (${check}): ${error}`],
	);
	assert(
		failures.length === 0,
		`${failures.length} of ${results.length} workflows failed.\n  ${failures.join('\n  ')}`,
	);
	await renew(
		client,
		vendors.map(({ key }) => sandboxes[key]),
	);
	await runAgain(client, examples);
	return results;
}

async function runOnRelease(runtime: Runtime, context: SuiteContext): Promise<string> {
	const work = async (instance: Instance) => {
		// First, as the triggers of the examples go on reading from the vendors.
		const operations = await runOperations(instance);
		for (const { key } of vendors) instance.sandboxes[key].reset();
		const results = await runExamples(instance);
		const requests = results.reduce((sum, result) => sum + result.requests.length, 0);
		return (
			`Node.js ${await nodeVersion(runtime)}, ${results.length} workflows with ${requests} requests, ` +
			`${operations}, ${formatDuration(instance.startDuration)} to start`
		);
	};
	return await withInstance(
		context,
		async (instance) => {
			const { server } = instance;
			return await untilCrash(server, work(instance)).catch(async (error: Error) => {
				throw new Error(`${error.message}\n${await server.log()}`);
			});
		},
		{ runtime },
	);
}

export const versionsSuite: Suite = {
	name: 'versions',
	description: 'the oldest, a middle and the newest supported release of n8n',
	debianPackages: [],
	expectedChecks: Object.keys(releases).length,
	async run(context, check) {
		for (const release of Object.values(releases)) {
			// Installed outside the check, whose time is to be the package's.
			const runtime = await ensureN8n(context.signal, release);
			await check(`n8n ${release.version}`, () => runOnRelease(runtime, context));
		}
	},
};
