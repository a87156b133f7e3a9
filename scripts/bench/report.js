'use strict';

/** Turns the figures into docs/benchmarks.md: ratios first, then what was measured and how. */

const { cpus, totalmem } = require('node:os');
const { n8nVersion, nodeMajor } = require('../n8n/versions');
const { latency, pageSize } = require('./lists');
const { median, quantile } = require('./measure');
const { latency: readLatency } = require('./reads');
const { chats, perSecond } = require('./sends');

/** @param {Array<Record<string, any>>} rounds @param {string} key */
const values = (rounds, key) => rounds.map((round) => round[key]);
/** @param {Array<Record<string, any>>} rounds @param {string} key */
const middle = (rounds, key) => median(values(rounds, key));
/** @param {number} milliseconds */
const s = (milliseconds) => (milliseconds / 1000).toFixed(2);
/** @param {number} bytes */
const mb = (bytes) => (bytes / 1e6).toFixed(1);
/** @param {number} value */
const ratio = (value) => value.toFixed(2);
/** @param {Array<Record<string, any>>} rounds @param {string} key @param {(value: number) => string} show the least and the most */
const spread = (rounds, key, show) =>
	`${show(quantile(values(rounds, key), 0))} to ${show(quantile(values(rounds, key), 1))}`;

/** @param {string[]} head @param {Array<Array<string|number>>} rows */
function table(head, rows) {
	const line = (/** @type {Array<string|number>} */ cells) => `| ${cells.join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const names = /** @type {Record<string, string>} */ ({
	ours: 'this package',
	http: 'HTTP Request',
	httpWithoutCredential: 'HTTP Request, the key written into a header, no credential',
	httpWithBatching: 'HTTP Request, Batching 100 items, 1,000 ms',
});

/** What a figure was to be. @param {boolean} kept */
const mark = (kept) => (kept ? 'kept' : '**missed**');

/** @param {any} figures @param {any} sizes @returns {string} */
function summary({ reads, sends, logIns, lists, memory, loading }, sizes) {
	const reading = middle(reads.ours, 'milliseconds') / middle(reads.http, 'milliseconds');
	const limit = (sizes.sends.items / perSecond) * 1000;
	const sending = middle(sends.ours, 'milliseconds') / limit;
	const complete = sends.ours.every(
		(/** @type {any} */ { delivered, twice, outOfOrder }) =>
			delivered === sizes.sends.items && twice + outOfOrder === 0,
	);
	const logged = Math.max(...values(logIns.ours, 'logIns'));
	const listing = middle(lists.ours, 'milliseconds') / middle(lists.http, 'milliseconds');
	const fewest = sizes.lists.entries / pageSize;
	const last = memory.at(-1);
	const [first] = memory;
	const growth =
		middle(last.results.ours, 'heap') /
		last.size /
		(middle(first.results.ours, 'heap') / first.size);
	const times = loading.packages.map((/** @type {any} */ { name }) =>
		middle(loading.results[name], 'milliseconds'),
	);
	const perNode = times.map(
		(/** @type {number} */ time, /** @type {number} */ index) =>
			time / middle(loading.results[loading.packages[index].name], 'nodes'),
	);
	const bytes = loading.packages.map((/** @type {any} */ each) => each.bytes);
	const others = (/** @type {number[]} */ all) => median(all.slice(1));
	return table(
		['What', 'Ratio', 'Mark', ''],
		[
			[
				`Time for ${sizes.reads.items} reads, of HTTP Request's with the same credential`,
				ratio(reading),
				'0.5',
				mark(reading <= 0.5),
			],
			[
				`Time for ${sizes.sends.items} sends, of the vendor's own limit; all once and in order: ${complete ? 'yes' : 'no'}`,
				ratio(sending),
				'1.15',
				mark(sending <= 1.15 && complete),
			],
			[
				`Log-ins for ${sizes.logIns.items} items (HTTP Request: ${middle(logIns.http, 'logIns')})`,
				logged,
				'1',
				mark(logged === 1),
			],
			[
				`Requests for ${sizes.lists.entries} entries, of the fewest possible`,
				ratio(middle(lists.ours, 'requests') / fewest),
				'1',
				mark(middle(lists.ours, 'requests') === fewest),
			],
			[
				`Time for ${sizes.lists.entries} entries, of HTTP Request's pagination and Split Out`,
				ratio(listing),
				'',
				'',
			],
			[
				`Memory for ${last.size} entries, of HTTP Request's and Split Out's`,
				ratio(middle(last.results.ours, 'heap') / middle(last.results.http, 'heap')),
				'',
				'',
			],
			[
				`Memory for an entry of ${last.size}, of that for an entry of ${first.size}`,
				ratio(growth),
				'linear: 1',
				mark(growth <= 1.25),
			],
			[
				'Time to load, of the median of the published packages',
				ratio(times[0] / others(times)),
				'',
				'',
			],
			['The same for each of its nodes', ratio(perNode[0] / others(perNode)), '', ''],
			[
				'Installed bytes, of the median of the published packages',
				ratio(bytes[0] / others(bytes)),
				'',
				'',
			],
		],
	);
}

/**
 * @param {any} figures what each benchmark gave @param {any} sizes how much of each was done @param {string} duration
 * @returns {string} the page
 */
function report(figures, sizes, duration) {
	const { reads, sends, logIns, lists, memory, loading } = figures;
	const rows = (
		/** @type {Record<string, any[]>} */ results,
		/** @type {(rounds: any[]) => Array<string|number>} */ cells,
	) => Object.entries(results).map(([name, rounds]) => [names[name] ?? name, ...cells(rounds)]);
	const time = (/** @type {any[]} */ rounds) => [
		s(middle(rounds, 'milliseconds')),
		spread(rounds, 'milliseconds', s),
	];
	const machine = `${cpus().length} × ${cpus()[0]?.model.trim() || process.arch}, ${Math.round(totalmem() / 1e9)} GB, ${process.platform} ${process.arch}`;
	return `# Benchmarks

Made by \`npm run bench\` in ${duration}, on ${new Date().toISOString().slice(0, 10)}: n8n ${n8nVersion} on node ${nodeMajor}, ${machine}.
This package stands beside what one would use instead: n8n's own HTTP Request node (4.5), set up by hand for the same job, in the same n8n,
against the same sandbox on the same machine. Rounds alternate between the two; figures are medians, times are the node's own as n8n
measured it.

${summary(figures, sizes)}

## ${sizes.reads.items} reads from a vendor that takes ${readLatency} ms

Vardast, Prompt Get, ${sizes.reads.rounds} rounds. HTTP Request sends all items at once; this package keeps to the credential's Requests at Once.

${table(
	['Node', 'Seconds', 'Least to most', 'Requests at once'],
	rows(reads, (rounds) => [...time(rounds), middle(rounds, 'atOnce')]),
)}

## ${sizes.sends.items} sends to ${chats} chats of a vendor that allows ${perSecond} a second

Selarti, Message Send External, ${sizes.sends.rounds} rounds, counted by the vendor's own record. The vendor lets through a second's worth at once, then
refuses by 429 and \`Retry-After: 1\`.

${table(
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
	rows(sends, (rounds) => [
		...time(rounds),
		...['delivered', 'twice', 'outOfOrder', 'refused'].map((key) => middle(rounds, key)),
		rounds.every(({ error }) => error === undefined) ? 'success' : 'an error',
	]),
)}

## Log-ins for ${sizes.logIns.items} items

Selarti, Thread Get, with a credential that has no token yet, ${sizes.logIns.rounds} rounds. HTTP Request uses this package's credential, and with it the
shared log-in.

${table(
	['Node', 'Log-ins', 'Seconds', 'Least to most'],
	rows(logIns, (rounds) => [middle(rounds, 'logIns'), ...time(rounds)]),
)}

## Return All of ${sizes.lists.entries} messages

Naxon AI, Message Get Many, ${pageSize} to a page, ${latency} ms a page, ${sizes.lists.rounds} rounds. HTTP Request gives an item for each page, so Split Out stands behind it
and is counted.

${table(
	['Node', 'Requests', 'Seconds', 'Least to most'],
	rows(lists, (rounds) => [middle(rounds, 'requests'), ...time(rounds)]),
)}

## Memory of Return All

The same lists, in n8n's engine without its server, in a process of its own each, ${sizes.memory.rounds} rounds: the most live memory (after a collection) while
it ran, above what the engine held before, and the most memory the process had in all.

${table(
	['Entries', 'Node', 'Live MB', 'Least to most', 'Process MB'],
	memory.flatMap((/** @type {any} */ { size, results }) =>
		rows(results, (rounds) => [
			mb(middle(rounds, 'heap')),
			spread(rounds, 'heap', mb),
			mb(middle(rounds, 'resident')),
		]).map((row) => [size, ...row]),
	),
)}

## Loading

n8n's loader in a fresh process, ${sizes.loading.rounds} rounds. Bytes: all files as installed, with what the package brings along.

${table(
	['Package', 'Nodes', 'Milliseconds', 'Least to most', 'Installed kB'],
	loading.packages.map((/** @type {any} */ { name, version, bytes }) => {
		const rounds = loading.results[name];
		const whole = (/** @type {number} */ value) => value.toFixed(0);
		return [
			`${name} ${version}`,
			middle(rounds, 'nodes'),
			whole(middle(rounds, 'milliseconds')),
			spread(rounds, 'milliseconds', whole),
			(bytes / 1000).toFixed(0),
		];
	}),
)}
`;
}

module.exports = { report };
