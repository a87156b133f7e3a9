/**
 * `npm run bench`: this package compared with what a user would take instead, in a real n8n. The results go to
 * docs/benchmarks.md. `--quick` does everything with small sizes, once, and writes nothing.
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
import { startBenchInstance } from './instance';
import { measureLists } from './lists';
import { measureLoading } from './loading';
import { measureLogins } from './logins';
import { measureMemory } from './memory';
import { measureReads } from './reads';
import { formatReport } from './report';
import type { Figures, Sizes } from './report';
import { measureSends } from './sends';

const fullSizes: Sizes = {
	reads: { rounds: 7, items: 1000 },
	sends: { rounds: 3, items: 1000 },
	logins: { rounds: 3, items: 1000 },
	lists: { rounds: 5, entries: 10_000 },
	memory: { rounds: 3, sizes: [25_000, 50_000, 100_000] },
	loading: { rounds: 9 },
};

const quickSizes: Sizes = {
	reads: { rounds: 1, items: 100 },
	sends: { rounds: 1, items: 200 },
	logins: { rounds: 1, items: 100 },
	lists: { rounds: 1, entries: 1000 },
	memory: { rounds: 1, sizes: [1000, 2000] },
	loading: { rounds: 1 },
};

async function measure<T>(title: string, work: () => Promise<T>): Promise<T> {
	console.log(title);
	return await work();
}

async function measureInN8n(
	{ runtime, tarball, signal }: { runtime: Runtime; tarball: string; signal: AbortSignal },
	sizes: Sizes,
): Promise<Omit<Figures, 'loading'>> {
	const instance = await startBenchInstance({ runtime, tarball, signal });
	const { server, sandboxes } = instance;
	try {
		const reads = await measure('Reads', () => measureReads(instance, sizes.reads));
		const sends = await measure('Sends', () => measureSends(instance, sizes.sends));
		const logins = await measure('Logins', () => measureLogins(instance, sizes.logins));
		const lists = await measure('Lists', () => measureLists(instance, sizes.lists));
		await server.stop();
		const options = { ...sizes.memory, runtime, signal };
		const memory = await measure('Memory', () => measureMemory(sandboxes, options));
		return { reads, sends, logins, lists, memory };
	} finally {
		await instance.close();
	}
}

async function bench(signal: AbortSignal): Promise<void> {
	const { quick } = program
		.name('npm run bench --')
		.option('--quick', 'use small sizes and write nothing')
		.parse()
		.opts<{ quick?: boolean }>();
	const sizes = quick ? quickSizes : fullSizes;
	const started = Date.now();
	const runtime = await ensureN8n(signal);
	const folder = await mkdtemp(join(tmpdir(), 'n8n-chat-platforms-bench-'));
	try {
		const tarball = await packProject(folder, signal);
		const inN8n = await measureInN8n({ runtime, tarball, signal }, sizes);
		const options = { ...sizes.loading, runtime, tarball, folder, signal };
		const loading = await measure('Loading', () => measureLoading(options));
		const duration = formatDuration(Date.now() - started);
		const text = formatReport({ ...inN8n, loading }, sizes, duration);
		console.log(`\n${text}`);
		if (!quick) await writeFile(join(projectFolder, 'docs', 'benchmarks.md'), text);
	} finally {
		await rm(folder, { recursive: true, force: true, maxRetries: 5 });
	}
}

runScript(bench);
