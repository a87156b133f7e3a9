'use strict';

/** Shows the results of a start. */

/** @typedef {import('./rows').Result} Result */

/** The longest error that stands in the table; the whole one stands below it. Characters. */
const longest = 40;

/** @param {string[]} numbers @returns {string} e.g. "S0 S5 S6×3" */
function compress(numbers) {
	/** @type {Array<{ number: string, times: number }>} */
	const runs = [];
	for (const number of numbers) {
		const last = runs.at(-1);
		if (last?.number === number) last.times += 1;
		else runs.push({ number, times: 1 });
	}
	return (
		runs.map(({ number, times }) => (times === 1 ? number : `${number}×${times}`)).join(' ') || '–'
	);
}

/** @param {string} text on one line, and not too long */
function short(text) {
	const line = text.replace(/\s+/g, ' ');
	return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}

/**
 * @param {string[]} head @param {string[][]} lines @param {number[]} numeric the columns that stand to the right
 * @returns {string} the lines in columns
 */
function drawTable(head, lines, numeric) {
	const widths = head.map((title, column) =>
		Math.max(...lines.map((line) => line[column].length), title.length),
	);
	const draw = (/** @type {string[]} */ line) =>
		line
			.map((cell, column) =>
				numeric.includes(column) ? cell.padStart(widths[column]) : cell.padEnd(widths[column]),
			)
			.join('  ')
			.trimEnd();
	return [draw(head), draw(widths.map((width) => '-'.repeat(width))), ...lines.map(draw)].join(
		'\n',
	);
}

/**
 * @param {Result[]} results
 * @returns {string} a table, then the errors in full
 */
function renderTable(results) {
	const head = ['Vendor', 'Workflow', 'Nodes', 'Requests', 'Items', 'Result', 'Seconds'];
	const lines = results.map((result) => [
		result.vendor,
		result.name,
		String(result.nodes),
		compress(result.requests),
		String(result.items),
		result.error === undefined ? 'ok' : short(result.error),
		(result.milliseconds / 1000).toFixed(1),
	]);
	const errors = results.flatMap(({ vendor, name, error }) =>
		error === undefined ? [] : [`${vendor}: ${name}\n  ${error}`],
	);
	return [drawTable(head, lines, [2, 4, 6]), ...(errors.length ? ['', ...errors] : [])].join('\n');
}

/** @param {Result[]} results @returns {string} the line that CI looks for */
function summary(results) {
	const failed = results.filter(({ error }) => error !== undefined).length;
	return `${results.length - failed} passed, ${failed} failed`;
}

module.exports = { drawTable, renderTable, summary, compress };
