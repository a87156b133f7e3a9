/**
 * `npm run test:e2e`: the packed package in a real n8n, the way its users meet it. `--only a,b` runs some suites;
 * `--screenshots` refreshes the pictures of the README as well.
 */

import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pack } from '../../scripts/n8n/pack';
import { createProgress, seconds } from '../../scripts/n8n/progress';
import { drawTable } from '../../scripts/n8n/table';
import { provideDebian } from './debian';
import { performSuite } from './suite';
import type { Suite, Row } from './suite';

/** In the order in which they run: the plainest first. */
export const names = ['operations', 'upgrade', 'agent', 'editor', 'queue', 'versions', 'load'];

/** Where suites leave what a person may want to look at: screenshots, logs of what failed. */
const reports = resolve(__dirname, '..', '..', 'reports', 'e2e');

/** @throws naming what it does not know */
function read(args: string[]): { chosen: string[]; screenshots: boolean } {
	const rest = [...args];
	let chosen = names;
	let screenshots = false;
	while (rest.length > 0) {
		const option = rest.shift();
		if (option === '--screenshots') screenshots = true;
		else if (option === '--only') chosen = (rest.shift() ?? '').split(',');
		else throw new Error(`Unknown option ${option}. There are --only and --screenshots.`);
	}
	const unknown = chosen.find((name) => !names.includes(name));
	if (unknown !== undefined)
		throw new Error(`There is no suite "${unknown}"; there are ${names.join(', ')}.`);
	return { chosen: names.filter((name) => chosen.includes(name)), screenshots };
}

function table(rows: Row[]): string {
	const lines = rows.map(({ suite, name, detail, error, milliseconds }) => [
		suite,
		name,
		error === undefined ? 'ok' : 'FAILED',
		(milliseconds / 1000).toFixed(1),
		detail,
	]);
	const failures = rows.flatMap(({ suite, name, error }) =>
		error === undefined ? [] : [`${suite}: ${name}\n  ${error}`],
	);
	return [
		drawTable(['Suite', 'What', 'Result', 'Seconds', 'Seen'], lines, [3]),
		...(failures.length ? ['', ...failures] : []),
	].join('\n');
}

/** @returns the exit code */
async function main(args: string[], signal: AbortSignal): Promise<number> {
	const { chosen, screenshots } = read(args);
	const started = Date.now();
	const progress = createProgress(process.stdout);
	const suites: Suite[] = chosen.map((name) => require(`./${name}`));
	await provideDebian(
		suites.flatMap(({ debian = [] }) => debian),
		{ progress, signal },
	);
	await rm(reports, { recursive: true, force: true });
	await mkdir(reports, { recursive: true });
	const folder = await mkdtemp(join(tmpdir(), 'n8n-chat-platforms-e2e-'));
	try {
		const tarball = await pack(folder, signal);
		const rows: Row[] = [];
		for (const [index, suite] of suites.entries()) {
			progress.say(`\n== ${chosen[index]}`);
			rows.push(
				...(await performSuite(chosen[index], suite, {
					tarball,
					reports,
					screenshots,
					progress,
					signal,
				})),
			);
		}
		const failed = rows.filter(({ error }) => error !== undefined).length;
		progress.say(
			`\n${table(rows)}\n\n${seconds(Date.now() - started)}\n${rows.length - failed} passed, ${failed} failed`,
		);
		return failed === 0 ? 0 : 1;
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

if (require.main === module) {
	const controller = new AbortController();
	for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => controller.abort());
	main(process.argv.slice(2), controller.signal).then(
		(code) => process.exit(code),
		(error) => {
			if (!controller.signal.aborted) process.stderr.write(`\n${error.stack}\n`);
			process.exit(controller.signal.aborted ? 130 : 1);
		},
	);
}
