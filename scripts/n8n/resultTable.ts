/** Formats the results of a start. */

import Table from 'cli-table3';
import type { ScenarioResult } from './scenarios';

/** The longest error in the table, in characters; the whole one follows below it. */
const maxErrorLength = 40;

/** Shortens repetitions, e.g. to "S0 S5 S6×3". */
export function compress(numbers: string[]): string {
	const groups: Array<{ number: string; count: number }> = [];
	for (const number of numbers) {
		const last = groups.at(-1);
		if (last?.number === number) last.count += 1;
		else groups.push({ number, count: 1 });
	}
	return (
		groups.map(({ number, count }) => (count === 1 ? number : `${number}×${count}`)).join(' ') ||
		'–'
	);
}

function truncate(text: string): string {
	const line = text.replace(/\s+/g, ' ');
	return line.length > maxErrorLength ? `${line.slice(0, maxErrorLength - 1)}…` : line;
}

/** @param rightAligned - The indexes of the columns with numbers. */
export function formatTable(head: string[], rows: string[][], rightAligned: number[]): string {
	const colAligns = head.map((_, index) => (rightAligned.includes(index) ? 'right' : 'left'));
	const table = new Table({ head, colAligns, style: { head: [], border: [], compact: true } });
	table.push(...rows);
	return table.toString();
}

const legend = `Workflow: its name in n8n. Nodes: how many ran. Items: how many the last of them returned.
Requests: what the vendor's sandbox received, by the numbers in docs/api; S6×3 is S6 three times in a row.`;

/** A table with its legend, followed by the errors in full. */
export function formatResults(results: ScenarioResult[]): string {
	const head = ['Workflow', 'Check', 'Nodes', 'Items', 'Requests', 'Result', 'Seconds'];
	const rows = results.map((result) => [
		result.workflow,
		result.check,
		String(result.nodes),
		String(result.items),
		compress(result.requests),
		result.error === undefined ? 'ok' : truncate(result.error),
		(result.milliseconds / 1000).toFixed(1),
	]);
	const errors = results.flatMap(({ workflow, check, error }) =>
		error === undefined ? [] : [`${workflow} (${check})\n  ${error}`],
	);
	const table = [formatTable(head, rows, [2, 3, 6]), legend];
	return [...table, ...(errors.length ? ['', ...errors] : [])].join('\n');
}

/** The line that CI searches for. */
export function summarizeResults(results: ScenarioResult[]): string {
	const failed = results.filter(({ error }) => error !== undefined).length;
	return `${results.length - failed} passed, ${failed} failed`;
}
