/** Turns the measurements into docs/benchmarks.md: ratios first, then what was measured and how. */

import { cpus, totalmem } from 'node:os';
import { nodeMajor, releases } from '../n8n/releases';
import { latency, pageSize } from './lists';
import type { measureLists } from './lists';
import type { measureLoading } from './loading';
import type { measureLogins } from './logins';
import { median, quantile } from './measure';
import type { measureMemory } from './memory';
import { latency as readLatency } from './reads';
import type { measureReads } from './reads';
import { chats, perSecond } from './sends';
import type { measureSends } from './sends';

/** How much each benchmark does, and how often. */
export interface Sizes {
	reads: { rounds: number; items: number };
	sends: { rounds: number; items: number };
	logins: { rounds: number; items: number };
	lists: { rounds: number; entries: number };
	memory: { rounds: number; sizes: number[] };
	loading: { rounds: number };
}

/** What each benchmark returned. */
export interface Figures {
	reads: Awaited<ReturnType<typeof measureReads>>;
	sends: Awaited<ReturnType<typeof measureSends>>;
	logins: Awaited<ReturnType<typeof measureLogins>>;
	lists: Awaited<ReturnType<typeof measureLists>>;
	memory: Awaited<ReturnType<typeof measureMemory>>;
	loading: Awaited<ReturnType<typeof measureLoading>>;
}

type Rounds<K extends string> = Array<Record<K, number>>;
type Cell = string | number;

const valuesOf = <K extends string>(rounds: Rounds<K>, key: K) => rounds.map((round) => round[key]);
const medianOf = <K extends string>(rounds: Rounds<K>, key: K) => median(valuesOf(rounds, key));
const range = <K extends string>(rounds: Rounds<K>, key: K, format: (value: number) => string) =>
	[0, 1].map((share) => format(quantile(valuesOf(rounds, key), share))).join(' to ');
const inSeconds = (milliseconds: number) => (milliseconds / 1000).toFixed(2);
const inMegabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
const asInteger = (value: number) => value.toFixed(0);
const time = (rounds: Rounds<'milliseconds'>) => [
	inSeconds(medianOf(rounds, 'milliseconds')),
	range(rounds, 'milliseconds', inSeconds),
];

function markdownTable(head: string[], rows: Cell[][]): string {
	const line = (cells: Cell[]) => `| ${cells.join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const labels: Record<string, string> = {
	ours: 'this package',
	http: 'HTTP Request',
	httpWithoutCredential: 'HTTP Request, the key written into a header, no credential',
	httpWithBatching: 'HTTP Request, Batching 100 items, 1,000 ms',
};

/** One row for each alternative. */
const rowsOf = <R>(results: Record<string, R[]>, cells: (rounds: R[]) => Cell[]): Cell[][] =>
	Object.entries(results).map(([name, rounds]) => [labels[name] ?? name, ...cells(rounds)]);

/** @param met - Whether the target was met; undefined where there is none. */
function summaryRow(what: string, value: number, target = '', met?: boolean): Cell[] {
	const verdict = met === undefined ? '' : met ? 'kept' : '**missed**';
	return [what, Number.isInteger(value) ? value : value.toFixed(2), target, verdict];
}

function sendRow({ sends }: Figures, { items }: Sizes['sends']): Cell[] {
	const limit = (items / perSecond) * 1000;
	const time = medianOf(sends.ours, 'milliseconds') / limit;
	const complete = sends.ours.every(
		({ delivered, twice, outOfOrder }) => delivered === items && twice + outOfOrder === 0,
	);
	const what = `Time for ${items} sends, of the vendor's own limit; all once and in order: ${complete ? 'yes' : 'no'}`;
	return summaryRow(what, time, '1.15', time <= 1.15 && complete);
}

function memoryRows({ memory }: Figures): Cell[][] {
	const [first, last] = [memory[0], memory[memory.length - 1]];
	const perEntry = ({ size, results }: typeof first) => medianOf(results.ours, 'heap') / size;
	const compared = medianOf(last.results.ours, 'heap') / medianOf(last.results.http, 'heap');
	const growth = perEntry(last) / perEntry(first);
	const what = `Memory for an entry of ${last.size}, of that for an entry of ${first.size}`;
	return [
		summaryRow(`Memory for ${last.size} entries, of HTTP Request's and Split Out's`, compared),
		summaryRow(what, growth, 'linear: 1', growth <= 1.25),
	];
}

function loadingRows({ loading: { packages, results } }: Figures): Cell[][] {
	const times = packages.map(({ name }) => medianOf(results[name], 'milliseconds'));
	const perNode = packages.map(
		({ name }, index) => times[index] / medianOf(results[name], 'nodes'),
	);
	const bytes = packages.map((installed) => installed.bytes);
	const compare = ([ours, ...others]: number[]) => ours / median(others);
	return [
		summaryRow('Time to load, of the median of the published packages', compare(times)),
		summaryRow('The same for each of its nodes', compare(perNode)),
		summaryRow('Installed bytes, of the median of the published packages', compare(bytes)),
	];
}

function formatSummary(figures: Figures, sizes: Sizes): string {
	const { reads, logins, lists } = figures;
	const { entries } = sizes.lists;
	const reading = medianOf(reads.ours, 'milliseconds') / medianOf(reads.http, 'milliseconds');
	const listing = medianOf(lists.ours, 'milliseconds') / medianOf(lists.http, 'milliseconds');
	const mostLogins = Math.max(...valuesOf(logins.ours, 'logins'));
	const requests = medianOf(lists.ours, 'requests') / (entries / pageSize);
	const whatReads = `Time for ${sizes.reads.items} reads, of HTTP Request's with the same credential`;
	const whatLogins = `Log-ins for ${sizes.logins.items} items (HTTP Request: ${medianOf(logins.http, 'logins')})`;
	const whatRequests = `Requests for ${entries} entries, of the fewest possible`;
	return markdownTable(
		['What', 'Ratio', 'Mark', ''],
		[
			summaryRow(whatReads, reading, '0.5', reading <= 0.5),
			sendRow(figures, sizes.sends),
			summaryRow(whatLogins, mostLogins, '1', mostLogins === 1),
			summaryRow(whatRequests, requests, '1', requests === 1),
			summaryRow(
				`Time for ${entries} entries, of HTTP Request's pagination and Split Out`,
				listing,
			),
			...memoryRows(figures),
			...loadingRows(figures),
		],
	);
}

/**
 * @param duration - How long the benchmarks took.
 * @returns The page in Markdown.
 */
export function formatReport(figures: Figures, sizes: Sizes, duration: string): string {
	const { reads, sends, logins, lists, memory, loading } = figures;
	const machine = `${cpus().length} × ${cpus()[0]?.model.trim() || process.arch}, ${Math.round(totalmem() / 1e9)} GB, ${process.platform} ${process.arch}`;
	return `# Benchmarks

Made by \`npm run bench\` in ${duration}, on ${new Date().toISOString().slice(0, 10)}: n8n ${releases.newest.version} on node ${nodeMajor(releases.newest)}, ${machine}.
This package stands beside what one would use instead: n8n's own HTTP Request node (4.5), set up by hand for the same job, in the same n8n,
against the same sandbox on the same machine. Rounds alternate between the two; figures are medians, times are the node's own as n8n
measured it.

${formatSummary(figures, sizes)}

## ${sizes.reads.items} reads from a vendor that takes ${readLatency} ms

Vardast, Prompt Get, ${sizes.reads.rounds} rounds. HTTP Request sends all items at once; this package keeps to the credential's Requests at Once.

${markdownTable(
	['Node', 'Seconds', 'Least to most', 'Requests at once'],
	rowsOf(reads, (rounds) => [...time(rounds), medianOf(rounds, 'concurrency')]),
)}

## ${sizes.sends.items} sends to ${chats} chats of a vendor that allows ${perSecond} a second

Selarti, Message Send External, ${sizes.sends.rounds} rounds, counted by the vendor's own record. The vendor lets through a second's worth at once, then
refuses by 429 and \`Retry-After: 1\`.

${markdownTable(
	[
		'Node',
		'Seconds',
		'Least to most',
		'Delivered',
		'Twice',
		'Out of order',
		'Refused',
		'Ended with',
	],
	rowsOf(sends, (rounds) => [
		...time(rounds),
		...(['delivered', 'twice', 'outOfOrder', 'refused'] as const).map((key) =>
			medianOf(rounds, key),
		),
		rounds.every(({ error }) => error === undefined) ? 'success' : 'an error',
	]),
)}

## Log-ins for ${sizes.logins.items} items

Selarti, Thread Get, with a credential that has no token yet, ${sizes.logins.rounds} rounds. HTTP Request uses this package's credential, and with it the
shared log-in.

${markdownTable(
	['Node', 'Log-ins', 'Seconds', 'Least to most'],
	rowsOf(logins, (rounds) => [medianOf(rounds, 'logins'), ...time(rounds)]),
)}

## Return All of ${sizes.lists.entries} messages

Naxon AI, Message Get Many, ${pageSize} to a page, ${latency} ms a page, ${sizes.lists.rounds} rounds. HTTP Request gives an item for each page, so Split Out stands behind it
and is counted.

${markdownTable(
	['Node', 'Requests', 'Seconds', 'Least to most'],
	rowsOf(lists, (rounds) => [medianOf(rounds, 'requests'), ...time(rounds)]),
)}

## Memory of Return All

The same lists, in n8n's engine without its server, in a process of its own each, ${sizes.memory.rounds} rounds: the most live memory (after a collection) while
it ran, above what the engine held before, and the most memory the process had in all.

${markdownTable(
	['Entries', 'Node', 'Live MB', 'Least to most', 'Process MB'],
	memory.flatMap(({ size, results }) =>
		rowsOf(results, (rounds) => [
			inMegabytes(medianOf(rounds, 'heap')),
			range(rounds, 'heap', inMegabytes),
			inMegabytes(medianOf(rounds, 'resident')),
		]).map((row) => [size, ...row]),
	),
)}

## Loading

n8n's loader in a fresh process, ${sizes.loading.rounds} rounds. Bytes: all files as installed, with what the package brings along.

${markdownTable(
	['Package', 'Nodes', 'Milliseconds', 'Least to most', 'Installed kB'],
	loading.packages.map(({ name, version, bytes }) => {
		const rounds = loading.results[name];
		return [
			`${name} ${version}`,
			medianOf(rounds, 'nodes'),
			asInteger(medianOf(rounds, 'milliseconds')),
			range(rounds, 'milliseconds', asInteger),
			asInteger(bytes / 1000),
		];
	}),
)}
`;
}
