'use strict';

/**
 * `npm run bench`: this package beside what a user would take instead, in a real n8n. The figures go to
 * docs/benchmarks.md. `--quick` does everything with small sizes, once, and writes nothing.
 */

const { mkdtemp, rm, writeFile } = require('node:fs/promises');
const { tmpdir } = require('node:os');
const { join, resolve } = require('node:path');
const { provideN8n } = require('../n8n/fetch');
const { pack } = require('../n8n/pack');
const { createProgress, seconds } = require('../n8n/progress');
const { lists } = require('./lists');
const { loading } = require('./loading');
const { logIns } = require('./log-ins');
const { memory } = require('./memory');
const { reads } = require('./reads');
const { report } = require('./report');
const { sends } = require('./sends');
const { openStage } = require('./stage');

const project = resolve(__dirname, '..', '..');

/** How much of each is done, and how often. */
const full = {
	reads: { rounds: 7, items: 1000 },
	sends: { rounds: 3, items: 1000 },
	logIns: { rounds: 3, items: 1000 },
	lists: { rounds: 5, entries: 10_000 },
	memory: { rounds: 3, sizes: [25_000, 50_000, 100_000] },
	loading: { rounds: 9 },
};

/** @type {typeof full} */
const quick = {
	reads: { rounds: 1, items: 100 },
	sends: { rounds: 1, items: 200 },
	logIns: { rounds: 1, items: 100 },
	lists: { rounds: 1, entries: 1000 },
	memory: { rounds: 1, sizes: [1000, 2000] },
	loading: { rounds: 1 },
};

/** @param {string[]} args @returns {Promise<void>} */
async function bench(args) {
	const unknown = args.find((arg) => arg !== '--quick');
	if (unknown !== undefined) throw new Error(`Unknown option ${unknown}. There is only --quick.`);
	const sizes = args.includes('--quick') ? quick : full;
	const progress = createProgress(process.stdout);
	const { say } = progress;
	const started = Date.now();
	const runtime = await provideN8n({ progress });
	const folder = await mkdtemp(join(tmpdir(), 'n8n-chat-platforms-bench-'));
	try {
		const tarball = await pack(folder);
		/** @type {any} */
		const figures = {};
		const stage = await progress.step('Starting n8n', () => openStage({ runtime, tarball }));
		try {
			say('Reads');
			figures.reads = await reads(stage, { ...sizes.reads, say });
			say('Sends');
			figures.sends = await sends(stage, { ...sizes.sends, say });
			say('Log-ins');
			figures.logIns = await logIns(stage, { ...sizes.logIns, say });
			say('Lists');
			figures.lists = await lists(stage, { ...sizes.lists, say });
			await stage.server.stop();
			say('Memory');
			figures.memory = await memory(stage.sandboxes, { runtime, ...sizes.memory, say });
		} finally {
			await stage.close();
		}
		say('Loading');
		figures.loading = await loading({ runtime, tarball, folder, ...sizes.loading, say });
		const text = report(figures, sizes, seconds(Date.now() - started));
		say(`\n${text}`);
		if (sizes === full) await writeFile(join(project, 'docs', 'benchmarks.md'), text);
	} finally {
		await rm(folder, { recursive: true, force: true, maxRetries: 5 });
	}
}

// Connections that are kept open would hold the program for some seconds more.
void bench(process.argv.slice(2)).then(
	() => process.exit(0),
	(error) => {
		process.stderr.write(`\n${error.stack}\n`);
		process.exit(1);
	},
);
