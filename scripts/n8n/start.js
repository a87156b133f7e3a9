'use strict';

/**
 * `npm start`: a real n8n with this package in it, as users install it, the four vendors' sandboxes beside
 * it and the example workflows run once. It stays up until Ctrl-C; with --once it ends after the table.
 */

const { mkdtemp, rm } = require('node:fs/promises');
const { tmpdir } = require('node:os');
const { join, resolve } = require('node:path');
const { setTimeout: delay } = require('node:timers/promises');
const { N8nApi } = require('./api');
const { provideN8n } = require('./fetch');
const { pack } = require('./pack');
const { createProgress, seconds } = require('./progress');
const { exampleRows, performRow, readExamples } = require('./rows');
const { installPackage, startServer } = require('./server');
const { StartError } = require('./start-error');
const { renderTable, summary } = require('./table');
const { demoVendors } = require('./vendors');

const project = resolve(__dirname, '..', '..');

/**
 * @typedef {object} Options
 * @property {boolean} [once] ends after the table
 * @property {string} [tarball] another package than this project's
 * @property {string} [examples] another folder of workflows
 * @property {import('./vendors').DemoVendor[]} [vendors] other vendors
 * @property {() => Promise<import('./vendors').Sandboxes>} [startSandboxes] others than the four
 * @property {import('./progress').Output} [out]
 */

/**
 * @param {Options} options
 * @param {AbortSignal} signal ends it, at any moment and with everything put away
 * @returns {Promise<number>} the exit code
 */
async function start(options, signal) {
	const {
		once = false,
		examples = join(project, 'examples'),
		vendors = demoVendors,
		out = process.stdout,
	} = options;
	const startSandboxes =
		options.startSandboxes ?? (() => require('../../test/sandbox').startSandboxes());
	const progress = createProgress(out);
	const workflows = await readExamples(examples);
	const runtime = await provideN8n({ progress, signal });
	const started = Date.now();
	const userFolder = await mkdtemp(join(tmpdir(), 'n8n-chat-platforms-'));
	/** @type {Array<() => Promise<unknown>>} */
	const endings = [() => rm(userFolder, { recursive: true, force: true, maxRetries: 5 })];
	try {
		const sandboxes = await startSandboxes();
		endings.push(() => sandboxes.close());
		await progress.step('Installing the package as users do', async () => {
			await installPackage(userFolder, options.tarball ?? (await pack(userFolder, signal)), signal);
		});
		const server = await progress.step('Starting n8n', () =>
			startServer({ runtime, userFolder, signal }),
		);
		endings.push(() => server.stop());

		signal.throwIfAborted();
		const crashed = server.died.then((how) => {
			throw new StartError(how);
		});
		const stopped = new Promise((_, reject) =>
			signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
		);

		const tryOut = async () => {
			const api = new N8nApi(server.url, signal);
			const login = await api.setUpOwner();
			const rows = await exampleRows({ api, examples: workflows, vendors, sandboxes });
			progress.say(
				`n8n is ready after ${seconds(Date.now() - started)}; running the example workflows (${rows.length}).`,
			);
			const results = [];
			for (const row of rows) results.push(await performRow(row, sandboxes));
			return { login, results };
		};
		const work = tryOut().catch(async (error) => {
			// When n8n dies, a broken connection is noticed first; its log says more.
			await Promise.race([crashed, delay(1000)]);
			if (signal.aborted || error instanceof StartError) throw error;
			throw new StartError(`${error.message}\n${await server.log()}`);
		});
		const { login, results } = await Promise.race([work, crashed, stopped]);
		progress.say(`\n${renderTable(results)}\n`);
		if (once) {
			while (endings.length) await endings.pop()?.();
			progress.say(summary(results));
			return results.every(({ error }) => error === undefined) ? 0 : 1;
		}
		progress.say(summary(results));
		progress.say(
			`\nThe editor: ${server.url}\nLog-in:     ${login.email}\nPassword:   ${login.password}\n\nCtrl-C ends it.`,
		);
		await Promise.race([crashed, stopped.catch(() => {})]);
		return 0;
	} finally {
		while (endings.length) await endings.pop()?.();
	}
}

/** @param {string[]} args */
async function main(args) {
	const unknown = args.find((arg) => arg !== '--once');
	if (unknown !== undefined) {
		process.stderr.write(
			`Unknown option ${unknown}. There is only --once, which ends after the table.\n`,
		);
		return 2;
	}
	const controller = new AbortController();
	for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => controller.abort());
	try {
		return await start({ once: args.includes('--once') }, controller.signal);
	} catch (error) {
		// Ended before it was up, by the one who started it: nothing to explain, and not a success.
		if (controller.signal.aborted) return 130;
		const { message, stack } = /** @type {Error} */ (error);
		process.stderr.write(`\n${error instanceof StartError ? message : stack}\n`);
		return 1;
	}
}

if (require.main === module) {
	// Connections that are kept open would hold the program for some seconds more.
	void main(process.argv.slice(2)).then((code) => process.exit(code));
}

module.exports = { start };
