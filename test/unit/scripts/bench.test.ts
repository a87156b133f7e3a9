/** `npm run bench`: what was measured is kept and printed, whatever fails, and the rest of n8n is watched meanwhile. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BenchRun } from '../../../scripts/bench/benchRun';
import { interleave } from '../../../scripts/bench/measure';
import { callMeanwhile, summarizeCalls } from '../../../scripts/bench/neighbor';
import { formatReport } from '../../../scripts/bench/report';
import type { Figures, Sizes } from '../../../scripts/bench/report';

jest.spyOn(console, 'log').mockImplementation();
jest.spyOn(console, 'error').mockImplementation();

const sizes: Sizes = {
	reads: { rounds: 2, items: 1000 },
	sends: { rounds: 1, items: 1000 },
	logins: { rounds: 1, items: 1000 },
	lists: { rounds: 1, entries: 1000 },
	neighbor: { items: 10_000 },
	memory: { rounds: 1, sizes: [1000, 2000] },
	loading: { rounds: 1 },
};
const read = (milliseconds: number) => ({ milliseconds, concurrency: 10 });
const reads: Figures['reads'] = {
	ours: [read(1000)],
	http: [read(4000)],
	httpWithoutCredential: [read(1000)],
};
const run = { duration: '1 s', failures: [] };
const { signal } = new AbortController();

/** The cells of the row of the page that begins in this way. */
function rowOf(page: string, beginning: string): string[] {
	const line = page.split('\n').find((each) => each.startsWith(`| ${beginning}`)) ?? '';
	return line.split('|').map((cell) => cell.trim());
}

describe('a benchmark that fails', () => {
	it('is named, and the others run all the same', async () => {
		const bench = new BenchRun(signal);
		const failed = await bench.attempt('Memory', () => Promise.reject(new Error('too long\nmore')));
		const done = await bench.attempt('Loading', async () => 5);
		expect([failed, done]).toEqual([undefined, 5]);
		expect(bench.failures).toEqual([{ title: 'Memory', message: 'too long' }]);
	});

	it('in a later round keeps the rounds before it', async () => {
		const bench = new BenchRun(signal);
		let calls = 0;
		const results = await bench.attempt('Reads', (onFailure) =>
			interleave({ rounds: 3, onFailure }, { ours: 1, http: 2 }, async (value) => {
				calls += 1;
				if (calls === 4) throw new Error('n8n answered 503');
				return { value };
			}),
		);
		expect(results).toEqual({ ours: [{ value: 1 }], http: [{ value: 2 }, { value: 2 }] });
		expect(bench.failures).toEqual([{ title: 'Reads', message: 'n8n answered 503' }]);
	});

	it('in its first round has nothing to keep', async () => {
		const bench = new BenchRun(signal);
		const results = await bench.attempt('Reads', (onFailure) =>
			interleave({ rounds: 3, onFailure }, { ours: 1 }, () => Promise.reject(new Error('gone'))),
		);
		expect(results).toBeUndefined();
		expect(bench.failures).toEqual([{ title: 'Reads', message: 'gone' }]);
	});

	it('because the user ended it ends everything', async () => {
		const bench = new BenchRun(AbortSignal.abort());
		await expect(bench.attempt('Reads', () => Promise.reject(new Error('gone')))).rejects.toThrow(
			/abort/,
		);
		expect(bench.failures).toEqual([]);
	});

	it('stands on the page beside what was measured', () => {
		const failures = [{ title: 'Memory for 100000 entries', message: 'it took too long' }];
		const page = formatReport({ reads, neighbor: {}, memory: [] }, sizes, { ...run, failures });
		expect(page).toContain('**Memory for 100000 entries failed:** it took too long');
		expect(rowOf(page, 'Time for 1000 reads')).toEqual(expect.arrayContaining(['0.25', 'kept']));
		expect(page).not.toContain('## Loading');
	});

	it('leaves a page even when nothing was measured', () => {
		const failures = [{ title: 'Reads', message: 'n8n is gone' }];
		expect(formatReport({}, sizes, { ...run, failures })).toContain(
			'**Reads failed:** n8n is gone',
		);
	});
});

describe('the memory of a list', () => {
	const use = (heap: number, items: number | undefined) => ({ heap, items, resident: 2e8 });
	it('that HTTP Request did not finish in time is on the page, as the least it takes', () => {
		const memory = [
			{ size: 1000, results: { ours: [use(1e6, 1000)], http: [use(2e6, 1000)] } },
			{ size: 2000, results: { ours: [use(2e6, 2000)], http: [use(8e6, undefined)] } },
		];
		const page = formatReport({ memory }, sizes, run);
		expect(page).toContain(
			'| 2000 | HTTP Request | 8.0 | 8.0 to 8.0 | 200.0 | after 60 s, unfinished |',
		);
		expect(page).toContain('| 2000 | this package | 2.0 | 2.0 to 2.0 | 200.0 | by itself |');
		expect(page).toContain("of HTTP Request's and Split Out's (at most) | 0.25 |");
		expect(rowOf(page, 'Memory for an entry')).toEqual(expect.arrayContaining(['1', 'kept']));
	});

	it('that this package did not finish in time misses its mark', () => {
		const memory = [
			{ size: 1000, results: { ours: [use(1e6, 1000)], http: [use(2e6, 1000)] } },
			{ size: 2000, results: { ours: [use(1e6, undefined)], http: [use(8e6, 2000)] } },
		];
		const page = formatReport({ memory }, sizes, run);
		expect(rowOf(page, 'Memory for an entry')).toContain('**missed**');
		expect(page).toContain("of HTTP Request's and Split Out's (unfinished) |");
	});
});

describe('another workflow beside 10,000 items', () => {
	const calls = { calls: 40, refused: 0, failed: 0, p95: 300, slowest: 900 };
	const round = { ...calls, milliseconds: 20_000, memory: 5e8, error: undefined };

	it('is called all the while, and every answer counts, also the late ones', async () => {
		const statuses = [503, 200];
		const server = createServer((_, response) => {
			response.writeHead(statuses.shift() ?? 200).end();
		}).listen(0, '127.0.0.1');
		await once(server, 'listening');
		const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		const work = async () => {
			while (statuses.length > 0) await once(server, 'request');
			return 'done';
		};
		const { result, calls: made } = await callMeanwhile(url, work);
		server.closeAllConnections();
		server.close();
		expect(result).toBe('done');
		expect(summarizeCalls(made)).toMatchObject({ calls: made.length, refused: 1, failed: 0 });
		expect(made.length).toBeGreaterThanOrEqual(2);
	});

	it('counts 503, other errors and no answer apart, and the time within which 95 % came', () => {
		const statuses = [200, 503, 0, 500, ...Array.from({ length: 16 }, () => 200)];
		const made = statuses.map((status, index) => ({ status, duration: index * 10 }));
		const summary = summarizeCalls(made);
		expect(summary).toMatchObject({ calls: 20, refused: 1, failed: 2, slowest: 190 });
		expect(summary.p95).toBeGreaterThan(170);
		expect(summary.p95).toBeLessThan(190);
	});

	it('meets the marks when it waits for nothing and the memory is level', () => {
		const read = { memoryBefore: 4e8, rounds: [round, round] };
		const page = formatReport({ neighbor: { read } }, sizes, run);
		for (const what of ["Another webhook's calls", 'Seconds within', "n8n's memory"])
			expect(rowOf(page, what)).toContain('kept');
		expect(page).toContain('## 10000 items beside another');
	});

	it.each([
		['a 503', "Another webhook's calls", { ...round, refused: 1 }],
		['a call without an answer', "Another webhook's calls", { ...round, failed: 1 }],
		['slow answers', 'Seconds within', { ...round, p95: 1001 }],
		['memory that grows from run to run', "n8n's memory", { ...round, memory: 7e8 }],
	])('misses a mark by %s in one run', (_, what, second) => {
		const read = { memoryBefore: 4e8, rounds: [round, second] };
		const page = formatReport({ neighbor: { read } }, sizes, run);
		expect(rowOf(page, what)).toContain('**missed**');
	});

	it('has no mark for HTTP Request', () => {
		const httpRead = { memoryBefore: 4e8, rounds: [{ ...round, refused: 9 }] };
		const page = formatReport({ neighbor: { httpRead } }, sizes, run);
		expect(page).not.toMatch(/missed|kept|NaN/);
	});
});
