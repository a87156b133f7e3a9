/** `npm run test:e2e`: the packed package in a real n8n, as its users have it. */

import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidArgumentError, program } from 'commander';
import { packProject, projectFolder } from '../../scripts/n8n/npm';
import { formatTable } from '../../scripts/n8n/resultTable';
import { formatDuration } from '../../scripts/n8n/steps';
import { runScript } from '../../scripts/runScript';
import { agentSuite } from './agent';
import { withCleanup } from './cleanup';
import { installDebianPackages } from './debianPackages';
import { editorSuite } from './editor';
import { loadSuite } from './load';
import { operationsSuite } from './operations';
import { queueSuite } from './queue';
import { runSuite } from './suite';
import type { CheckResult, Suite } from './suite';
import { upgradeSuite } from './upgrade';
import { versionsSuite } from './versions';

/** In the order in which they run, the simplest first. */
const suites: Suite[] = [
	operationsSuite,
	upgradeSuite,
	agentSuite,
	editorSuite,
	queueSuite,
	versionsSuite,
	loadSuite,
];

interface Options {
	only?: Suite[];
	screenshots: boolean;
}

function parseSuites(value: string): Suite[] {
	const names = value.split(',');
	const unknown = names.find((name) => suites.every((suite) => suite.name !== name));
	if (unknown !== undefined) throw new InvalidArgumentError(`There is no suite "${unknown}".`);
	return suites.filter(({ name }) => names.includes(name));
}

function parseOptions(): Options {
	const list = suites.map(({ name, description }) => `  ${name.padEnd(12)}${description}`);
	return program
		.name('npm run test:e2e --')
		.description('Runs the packed package in a real n8n.')
		.option('--only <suites>', 'run these suites, e.g. editor,queue', parseSuites)
		.option('--screenshots', 'replace the pictures in docs/images as well', false)
		.addHelpText('after', `\nSuites:\n${list.join('\n')}`)
		.parse()
		.opts<Options>();
}

function formatResults(results: CheckResult[]): string {
	const rows = results.map(({ suite, name, detail, error, milliseconds }) => [
		suite,
		name,
		error === undefined ? 'ok' : 'FAILED',
		(milliseconds / 1000).toFixed(1),
		detail,
	]);
	const table = formatTable(['Suite', 'Check', 'Result', 'Seconds', 'Details'], rows, [3]);
	const failures = results.flatMap(({ suite, name, error }) =>
		error === undefined ? [] : [`${suite}: ${name}\n  ${error}`],
	);
	return [table, ...failures].join('\n\n');
}

/** @returns The exit code. */
async function main(signal: AbortSignal): Promise<number> {
	const { only = suites, screenshots } = parseOptions();
	const started = Date.now();
	const packages = only.flatMap(({ debianPackages }) => debianPackages);
	await installDebianPackages(packages, signal);
	const reportsFolder = join(projectFolder, 'reports', 'e2e');
	await rm(reportsFolder, { recursive: true, force: true });
	await mkdir(reportsFolder, { recursive: true });
	return await withCleanup(async (cleanup) => {
		const folder = await cleanup.temporaryFolder('n8n-chat-platforms-e2e-');
		const tarball = await packProject(folder, signal);
		const context = { tarball, reportsFolder, updateScreenshots: screenshots, signal };
		const results: CheckResult[] = [];
		for (const suite of only) {
			console.log(`\n== ${suite.name}: ${suite.description}`);
			results.push(...(await runSuite(suite, context)));
		}
		const failed = results.filter(({ error }) => error !== undefined).length;
		console.log(`\n${formatResults(results)}\n\n${formatDuration(Date.now() - started)}`);
		console.log(`${results.length - failed} passed, ${failed} failed`);
		return failed === 0 ? 0 : 1;
	});
}

runScript(main);
