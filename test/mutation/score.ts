/** Adds up Stryker's last reports by file and area, and lists the mutants that no test noticed. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { areas } from './areas';

const statuses = ['Killed', 'Timeout', 'Survived', 'NoCoverage'] as const;
type Status = (typeof statuses)[number];
type Counts = Record<Status, number>;

interface Position {
	line: number;
	column: number;
}

/** A mutant in Stryker's report. */
interface Mutant {
	/** `Status`, or another one that does not count. */
	status: string;
	mutatorName: string;
	replacement: string;
	static?: boolean;
	location: { start: Position; end: Position };
}

interface Report {
	files: Record<string, { source: string; mutants: Mutant[] }>;
}

export interface Score {
	/** The table. */
	text: string;
	/** The share of noticed mutants. */
	percent: number;
	/** A line for each mutant that no test noticed. */
	survivors: string[];
}

const columns = ['killed', 'timed out', 'survived', 'not run'];
const COLUMN_WIDTH = 11;
const NAME_WIDTH = 42;
const PERCENT_WIDTH = 9;

/** The path of Stryker's report of an area. */
export const reportOf = (area: string): string =>
	join(__dirname, '..', '..', 'reports', 'mutation', `${area}.json`);

const none = (): Counts => ({ Killed: 0, Timeout: 0, Survived: 0, NoCoverage: 0 });
const isStatus = (status: string): status is Status => statuses.includes(status as Status);

function percentOf({ Killed, Timeout, Survived, NoCoverage }: Counts): number {
	const all = Killed + Timeout + Survived + NoCoverage;
	return all === 0 ? 100 : (100 * (Killed + Timeout)) / all;
}

function toRow(name: string, counts: Counts): string {
	const percent = `${percentOf(counts).toFixed(2)} %`.padStart(PERCENT_WIDTH);
	const numbers = statuses.map((status) => String(counts[status]).padStart(COLUMN_WIDTH));
	return `${name.padEnd(NAME_WIDTH)}${percent}${numbers.join('')}`;
}

/** A mutant in one line. */
function describeMutant(file: string, lines: string[], mutant: Mutant): string {
	const { start, end } = mutant.location;
	const isOneLine = start.line === end.line;
	const original = lines[start.line - 1].slice(
		start.column - 1,
		isOneLine ? end.column - 1 : undefined,
	);
	const kind = [
		mutant.mutatorName,
		...(mutant.status === 'NoCoverage' ? ['not run'] : []),
		...(mutant.static ? ['static'] : []),
	].join(', ');
	const replacement = mutant.replacement.replace(/\s+/g, ' ');
	return `${file}:${start.line}:${start.column} ${kind}: ${original.trim()}${isOneLine ? '' : ' …'} => ${replacement}`;
}

/**
 * Adds up the reports that there are.
 *
 * @param names of the areas
 */
export function score(names: string[]): Score {
	const survivors: string[] = [];
	const total = none();
	const header = columns.map((name) => name.padStart(COLUMN_WIDTH)).join('');
	const text = [' '.repeat(NAME_WIDTH + PERCENT_WIDTH) + header];
	for (const name of names) {
		if (!existsSync(reportOf(name))) continue;
		const report: Report = JSON.parse(readFileSync(reportOf(name), 'utf8'));
		const ofArea = none();
		for (const [file, { mutants, source }] of Object.entries(report.files)) {
			const ofFile = none();
			for (const mutant of mutants) {
				const { status } = mutant;
				if (!isStatus(status)) continue;
				for (const counts of [ofFile, ofArea, total]) counts[status] += 1;
				if (['Survived', 'NoCoverage'].includes(status))
					survivors.push(describeMutant(file, source.split('\n'), mutant));
			}
			text.push(toRow(file, ofFile));
		}
		text.push(toRow(`${name} in all`, ofArea), '');
	}
	text.push(toRow('shared code in all', total));
	return { text: text.join('\n'), percent: percentOf(total), survivors };
}

if (require.main === module) {
	const names = process.argv.slice(2);
	const { text, survivors } = score(names.length > 0 ? names : areas.map(({ name }) => name));
	console.log([text, ...survivors].join('\n'));
}
