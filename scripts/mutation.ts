/** `npm run mutation`: runs Stryker on one area of shared code after the other, each with its own tests. */

import { existsSync, rmSync } from 'node:fs';
import { Argument, program } from 'commander';
import { areas } from '../test/mutation/areas';
import { reportOf, score } from '../test/mutation/score';
import { formatDuration } from './n8n/steps';
import { runScript } from './runScript';

/** Stryker's command, run under tsx because its configuration and its test runner are in TypeScript. */
const stryker = 'node_modules/@stryker-mutator/core/bin/stryker.js';

/** The share of mutants that must be noticed, in percent. */
const threshold = 90;

runScript(async () => {
	const { execa } = await import('execa');
	const all = areas.map(({ name }) => name);
	const argument = new Argument('[areas...]').choices(all).default(all);
	const [names] = program.addArgument(argument).parse().processedArgs;
	const started = Date.now();
	for (const name of names) {
		rmSync(reportOf(name), { force: true });
		const env = { MUTATION_AREA: name };
		const options = { stdio: 'inherit', reject: false, env } as const;
		await execa('node', ['--import', 'tsx', stryker, 'run', 'stryker.config.js'], options);
		if (!existsSync(reportOf(name))) throw new Error(`Stryker has left no report of ${name}`);
	}
	const { text, percent } = score(names);
	console.log(`${text}\n${formatDuration(Date.now() - started)}`);
	return percent >= threshold ? 0 : 1;
});
