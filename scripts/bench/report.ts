/** Turns the measurements into docs/benchmarks.md: ratios first, then what was measured and how. */

import { cpus, totalmem } from 'node:os';
import { nodeMajor, releases } from '../n8n/releases';
import { latency, pageSize } from './lists';
import type { measureLists } from './lists';
import type { measureLoading } from './loading';
import type { measureLogins } from './logins';
import { median, quantile } from './measure';
import { timeLimit } from './memory';
import type { MemoryMeasurement } from './memory';
import type { MemoryUse } from './memoryChild';
import { callInterval, runs } from './neighbor';
import type { NeighborFigures, NeighborName } from './neighbor';
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
	neighbor: { items: number };
	memory: { rounds: number; sizes: number[] };
	loading: { rounds: number };
}

/** What each benchmark returned. */
export interface Figures {
	reads: Awaited<ReturnType<typeof measureReads>>;
	sends: Awaited<ReturnType<typeof measureSends>>;
	logins: Awaited<ReturnType<typeof measureLogins>>;
	lists: Awaited<ReturnType<typeof measureLists>>;
	neighbor: Partial<Record<NeighborName, NeighborFigures>>;
	memory: MemoryMeasurement[];
	loading: Awaited<ReturnType<typeof measureLoading>>;
}

/** What one benchmark adds to the page. */
interface Section {
	/** Rows of the summary. */
	summary: Cell[][];
	text: string;
}

/** A benchmark that failed; what it measured before is in the figures. */
export interface Failure {
	title: string;
	message: string;
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

function formatReads(reads: Figures['reads'], sizes: Sizes['reads']): Section {
	const ratio = medianOf(reads.ours, 'milliseconds') / medianOf(reads.http, 'milliseconds');
	const what = `Time for ${sizes.items} reads, of HTTP Request's with the same credential`;
	const table = markdownTable(
		['Node', 'Seconds', 'Least to most', 'Requests at once'],
		rowsOf(reads, (rounds) => [...time(rounds), medianOf(rounds, 'concurrency')]),
	);
	const text = `## ${sizes.items} reads from a vendor that takes ${readLatency} ms

Vardast, Prompt Get, ${reads.ours.length} rounds. HTTP Request sends all items at once; this package keeps to the credential's Requests at Once.

${table}`;
	return { summary: [summaryRow(what, ratio, '0.5', ratio <= 0.5)], text };
}

function formatSends(sends: Figures['sends'], { items }: Sizes['sends']): Section {
	const limit = (items / perSecond) * 1000;
	const ratio = medianOf(sends.ours, 'milliseconds') / limit;
	const complete = sends.ours.every(
		({ delivered, twice, outOfOrder }) => delivered === items && twice + outOfOrder === 0,
	);
	const what = `Time for ${items} sends, of the vendor's own limit; all once and in order: ${complete ? 'yes' : 'no'}`;
	const counts = ['delivered', 'twice', 'outOfOrder', 'refused'] as const;
	const head = ['Node', 'Seconds', 'Least to most', 'Delivered', 'Twice', 'Out of order'];
	const table = markdownTable(
		[...head, 'Refused', 'Ended with'],
		rowsOf(sends, (rounds) => [
			...time(rounds),
			...counts.map((key) => medianOf(rounds, key)),
			rounds.every(({ error }) => error === undefined) ? 'success' : 'an error',
		]),
	);
	const text = `## ${items} sends to ${chats} chats of a vendor that allows ${perSecond} a second

Selarti, Message Send External, ${sends.ours.length} rounds, counted by the vendor's own record. The vendor lets through a second's worth at once, then
refuses by 429 and \`Retry-After: 1\`.

${table}`;
	return { summary: [summaryRow(what, ratio, '1.15', ratio <= 1.15 && complete)], text };
}

function formatLogins(logins: Figures['logins'], { items }: Sizes['logins']): Section {
	const most = Math.max(...valuesOf(logins.ours, 'logins'));
	const what = `Log-ins for ${items} items (HTTP Request: ${medianOf(logins.http, 'logins')})`;
	const table = markdownTable(
		['Node', 'Log-ins', 'Seconds', 'Least to most'],
		rowsOf(logins, (rounds) => [medianOf(rounds, 'logins'), ...time(rounds)]),
	);
	const text = `## Log-ins for ${items} items

Selarti, Thread Get, with a credential that has no token yet, ${logins.ours.length} rounds. HTTP Request uses this package's credential, and with it the
shared log-in.

${table}`;
	return { summary: [summaryRow(what, most, '1', most === 1)], text };
}

function formatLists(lists: Figures['lists'], { entries }: Sizes['lists']): Section {
	const ratio = medianOf(lists.ours, 'milliseconds') / medianOf(lists.http, 'milliseconds');
	const requests = medianOf(lists.ours, 'requests') / (entries / pageSize);
	const whatRequests = `Requests for ${entries} entries, of the fewest possible`;
	const whatTime = `Time for ${entries} entries, of HTTP Request's pagination and Split Out`;
	const table = markdownTable(
		['Node', 'Requests', 'Seconds', 'Least to most'],
		rowsOf(lists, (rounds) => [medianOf(rounds, 'requests'), ...time(rounds)]),
	);
	const text = `## Return All of ${entries} messages

Naxon AI, Message Get Many, ${pageSize} to a page, ${latency} ms a page, ${lists.ours.length} rounds. HTTP Request gives an item for each page, so Split Out stands behind it
and is counted.

${table}`;
	const summary = [
		summaryRow(whatRequests, requests, '1', requests === 1),
		summaryRow(whatTime, ratio),
	];
	return { summary, text };
}

const neighborLabels: Record<NeighborName, string> = {
	read: 'this package, read',
	httpRead: 'HTTP Request, read',
	send: 'this package, send',
	httpSend: 'HTTP Request, send',
};

/** n8n's memory after the last run, of that after the first. */
const growthOf = ({ rounds }: NeighborFigures): number =>
	rounds[rounds.length - 1].memory / rounds[0].memory;

function neighborSummary(name: NeighborName, figures: NeighborFigures): Cell[][] {
	const { rounds } = figures;
	const label = neighborLabels[name];
	const refused = rounds.reduce((sum, round) => sum + round.refused + round.failed, 0);
	const p95 = Math.max(...valuesOf(rounds, 'p95')) / 1000;
	const growth = growthOf(figures);
	const isKept = (kept: boolean) => (name.startsWith('http') ? undefined : kept);
	return [
		summaryRow(
			`Another webhook's calls that failed (${label})`,
			refused,
			'0',
			isKept(refused === 0),
		),
		summaryRow(`Seconds within which 95 % were answered (${label})`, p95, '1', isKept(p95 <= 1)),
		summaryRow(
			`n8n's memory after it, of that a run before (${label})`,
			growth,
			'level: 1',
			isKept(growth <= 1.1),
		),
	];
}

function formatNeighbor(neighbor: Figures['neighbor'], { items }: Sizes['neighbor']): Section {
	const measured = Object.entries(neighbor) as Array<[NeighborName, NeighborFigures]>;
	const head = ['Node', 'Run', 'Seconds', 'Calls', '503', 'Other errors', '95 % within, s'];
	const rows = measured.flatMap(([name, { memoryBefore, rounds }]) =>
		rounds.map((round, index) => [
			neighborLabels[name],
			index + 1,
			inSeconds(round.milliseconds),
			round.calls,
			round.refused,
			round.failed,
			inSeconds(round.p95),
			inSeconds(round.slowest),
			inMegabytes(index === 0 ? memoryBefore : rounds[index - 1].memory),
			inMegabytes(round.memory),
			round.error === undefined ? 'success' : 'an error',
		]),
	);
	const table = markdownTable([...head, 'Slowest, s', 'MB before', 'MB after', 'Ended with'], rows);
	const text = `## ${items} items beside another workflow's webhook

Vardast, Prompt Get, and Selarti, Message Send External, in an n8n that is started anew for each node and runs it ${runs} times. Meanwhile n8n's own
Webhook node in another workflow is called every ${callInterval} ms. MB: what n8n's process holds
after a collection.

${table}`;
	const summary = measured.flatMap(([name, figures]) => neighborSummary(name, figures));
	return { summary, text };
}

const isUnfinished = (rounds: MemoryUse[]) => rounds.some(({ items }) => items === undefined);

function memorySummary(memory: MemoryMeasurement[]): Cell[][] {
	const [first, last] = [memory[0], memory[memory.length - 1]];
	const perEntry = ({ size, results }: MemoryMeasurement) => medianOf(results.ours, 'heap') / size;
	const compared = medianOf(last.results.ours, 'heap') / medianOf(last.results.http, 'heap');
	const growth = perEntry(last) / perEntry(first);
	const what = `Memory for an entry of ${last.size}, of that for an entry of ${first.size}`;
	const isComplete = !isUnfinished(last.results.ours);
	// What did not come to its end might have taken more.
	const limit = isUnfinished(last.results.http) ? ' (at most)' : '';
	const note = isComplete ? limit : ' (unfinished)';
	return [
		summaryRow(
			`Memory for ${last.size} entries, of HTTP Request's and Split Out's${note}`,
			compared,
		),
		...(memory.length > 1
			? [summaryRow(what, growth, 'linear: 1', growth <= 1.25 && isComplete)]
			: []),
	];
}

function formatMemory(memory: MemoryMeasurement[]): Section {
	const table = markdownTable(
		['Entries', 'Node', 'Live MB', 'Least to most', 'Process MB', 'Ended'],
		memory.flatMap(({ size, results }) =>
			rowsOf(results, (rounds) => [
				inMegabytes(medianOf(rounds, 'heap')),
				range(rounds, 'heap', inMegabytes),
				inMegabytes(medianOf(rounds, 'resident')),
				isUnfinished(rounds) ? `after ${timeLimit / 1000} s, unfinished` : 'by itself',
			]).map((row) => [size, ...row]),
		),
	);
	const text = `## Memory of Return All

The same lists, in n8n's engine without its server, in a process of its own each, ${memory[0].results.ours.length} rounds: the most live memory (after a collection) while
it ran, above what the engine held before, and the most memory the process had in all. Each has ${timeLimit / 1000} s.

${table}`;
	return { summary: memorySummary(memory), text };
}

function loadingSummary({ packages, results }: Figures['loading']): Cell[][] {
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

function formatLoading(loading: Figures['loading']): Section {
	const { packages, results } = loading;
	const table = markdownTable(
		['Package', 'Nodes', 'Milliseconds', 'Least to most', 'Installed kB'],
		packages.map(({ name, version, bytes }) => [
			`${name} ${version}`,
			medianOf(results[name], 'nodes'),
			asInteger(medianOf(results[name], 'milliseconds')),
			range(results[name], 'milliseconds', asInteger),
			asInteger(bytes / 1000),
		]),
	);
	const text = `## Loading

n8n's loader in a fresh process, ${results[packages[0].name].length} rounds. Bytes: all files as installed, with what the package brings along.

${table}`;
	return { summary: loadingSummary(loading), text };
}

/** The sections of what was measured, in the order of the page. */
function formatSections(figures: Partial<Figures>, sizes: Sizes): Section[] {
	const { reads, sends, logins, lists, neighbor = {}, memory = [], loading } = figures;
	return [
		...(reads ? [formatReads(reads, sizes.reads)] : []),
		...(sends ? [formatSends(sends, sizes.sends)] : []),
		...(logins ? [formatLogins(logins, sizes.logins)] : []),
		...(lists ? [formatLists(lists, sizes.lists)] : []),
		...(Object.keys(neighbor).length > 0 ? [formatNeighbor(neighbor, sizes.neighbor)] : []),
		...(memory.length > 0 ? [formatMemory(memory)] : []),
		...(loading ? [formatLoading(loading)] : []),
	];
}

function describeMachine(): string {
	const processor = cpus()[0]?.model.trim() || process.arch;
	const memory = Math.round(totalmem() / 1e9);
	return `${cpus().length} × ${processor}, ${memory} GB, ${process.platform} ${process.arch}`;
}

/**
 * @param figures - What was measured; a benchmark that failed may have less, or be missing.
 * @param run - How long the benchmarks took, and which failed.
 * @returns The page in Markdown.
 */
export function formatReport(
	figures: Partial<Figures>,
	sizes: Sizes,
	run: { duration: string; failures: Failure[] },
): string {
	const sections = formatSections(figures, sizes);
	const summary = sections.flatMap((section) => section.summary);
	const failed = run.failures.map(({ title, message }) => `- **${title} failed:** ${message}`);
	return `${[
		'# Benchmarks',
		`Made by \`npm run bench\` in ${run.duration}, on ${new Date().toISOString().slice(0, 10)}: n8n ${releases.newest.version} on node ${nodeMajor(releases.newest)}, ${describeMachine()}.
This package stands beside what one would use instead: n8n's own HTTP Request node (4.5), set up by hand for the same job, in the same n8n,
against the same sandbox on the same machine. Rounds alternate between the two; figures are medians, times are the node's own as n8n
measured it.`,
		...(failed.length > 0 ? [failed.join('\n')] : []),
		...(summary.length > 0 ? [markdownTable(['What', 'Figure', 'Mark', ''], summary)] : []),
		...sections.map(({ text }) => text),
	].join('\n\n')}\n`;
}
