/**
 * `npm run bench`: this package compared with what a user would take instead, in a real n8n. The results go to
 * docs/benchmarks.md. `--quick` does everything with small sizes, once, and writes nothing. When a benchmark fails, the
 * others run all the same and what was measured is printed; nothing is written then, and the exit code is 1.
 */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { program } from 'commander';
import { ensureN8n } from '../n8n/install';
import type { Runtime } from '../n8n/install';
import { packProject, projectFolder } from '../n8n/npm';
import { formatDuration } from '../n8n/steps';
import { runScript } from '../runScript';
import { BenchRun } from './benchRun';
import { startBenchInstance } from './instance';
import type { BenchInstance } from './instance';
import { measureLists } from './lists';
import { measureLoading } from './loading';
import { measureLogins } from './logins';
import { measureMemory } from './memory';
import { measureNeighbor } from './neighbor';
import { measureReads } from './reads';
import { formatReport } from './report';
import type { Sizes } from './report';
import { measureSends } from './sends';

const fullSizes: Sizes = {
	reads: { rounds: 7, items: 1000 },
	sends: { rounds: 3, items: 1000 },
	logins: { rounds: 3, items: 1000 },
	lists: { rounds: 5, entries: 10_000 },
	neighbor: { items: 10_000 },
	memory: { rounds: 3, sizes: [25_000, 50_000, 100_000] },
	loading: { rounds: 9 },
};

const quickSizes: Sizes = {
	reads: { rounds: 1, items: 100 },
	sends: { rounds: 1, items: 200 },
	logins: { rounds: 1, items: 100 },
	lists: { rounds: 1, entries: 1000 },
	neighbor: { items: 1000 },
	memory: { rounds: 1, sizes: [1000, 2000] },
	loading: { rounds: 1 },
};

interface BenchOptions {
	runtime: Runtime;
	tarball: string;
	/** Where packages are installed. */
	folder: string;
	sizes: Sizes;
}

async function measureInN8n(run: BenchRun, instance: BenchInstance, sizes: Sizes): Promise<void> {
	const { figures } = run;
	const { reads, sends, logins, lists, neighbor } = sizes;
	figures.reads = await run.attempt('Reads', (onFailure) =>
		measureReads(instance, { ...reads, onFailure }),
	);
	figures.sends = await run.attempt('Sends', (onFailure) =>
		measureSends(instance, { ...sends, onFailure }),
	);
	figures.logins = await run.attempt('Log-ins', (onFailure) =>
		measureLogins(instance, { ...logins, onFailure }),
	);
	figures.lists = await run.attempt('Lists', (onFailure) =>
		measureLists(instance, { ...lists, onFailure }),
	);
	figures.neighbor = await run.attempt('Another webhook', (onFailure) =>
		measureNeighbor(instance, { ...neighbor, onFailure }),
	);
}

async function measureAll(run: BenchRun, options: BenchOptions): Promise<void> {
	const { signal, figures } = run;
	const { runtime, tarball, folder, sizes } = options;
	const instance = await startBenchInstance({ runtime, tarball, signal });
	try {
		await measureInN8n(run, instance, sizes);
		await instance.server.stop();
		const { rounds } = sizes.memory;
		figures.memory = [];
		for (const size of sizes.memory.sizes) {
			const measurement = await run.attempt(`Memory for ${size} entries`, (onFailure) =>
				measureMemory(instance.sandboxes, { rounds, onFailure, runtime, size, signal }),
			);
			if (measurement) figures.memory.push(measurement);
		}
	} finally {
		await instance.close();
	}
	figures.loading = await run.attempt('Loading', (onFailure) =>
		measureLoading({ ...sizes.loading, onFailure, runtime, tarball, folder, signal }),
	);
}

/** @returns The exit code. */
async function bench(signal: AbortSignal): Promise<number> {
	const { quick } = program
		.name('npm run bench --')
		.option('--quick', 'use small sizes and write nothing')
		.parse()
		.opts<{ quick?: boolean }>();
	const sizes = quick ? quickSizes : fullSizes;
	const started = Date.now();
	const runtime = await ensureN8n(signal);
	const folder = await mkdtemp(join(tmpdir(), 'n8n-chat-platforms-bench-'));
	const run = new BenchRun(signal);
	try {
		const tarball = await packProject(folder, signal);
		await measureAll(run, { runtime, tarball, folder, sizes });
	} finally {
		await rm(folder, { recursive: true, force: true, maxRetries: 5 });
	}
	const { figures, failures } = run;
	const duration = formatDuration(Date.now() - started);
	const text = formatReport(figures, sizes, { duration, failures });
	console.log(`\n${text}`);
	for (const { title, message } of failures) console.error(`${title} failed: ${message}`);
	if (failures.length > 0) return 1;
	if (!quick) await writeFile(join(projectFolder, 'docs', 'benchmarks.md'), text);
	return 0;
}

runScript(bench);
