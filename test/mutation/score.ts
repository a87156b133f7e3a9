/** Adds up the last reports of Stryker by file and room, and lists what survived. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rooms } from './areas';

/** by Stryker's words */
export type Counts = { Killed: number; Timeout: number; Survived: number; NoCoverage: number };

/** Where Stryker leaves its report. */
export const reportOf = (room: string) =>
	join(__dirname, '..', '..', 'reports', 'mutation', `${room}.json`);

const nothing = () => ({ Killed: 0, Timeout: 0, Survived: 0, NoCoverage: 0 }) as Counts;
const names = ['killed', 'timed out', 'survived', 'not run'];

/** In percent. */
function percentOf({ Killed, Timeout, Survived, NoCoverage }: Counts) {
	const all = Killed + Timeout + Survived + NoCoverage;
	return all === 0 ? 100 : (100 * (Killed + Timeout)) / all;
}

const line = (name: string, counts: Counts) =>
	`${name.padEnd(42)}${percentOf(counts).toFixed(2).padStart(7)} %${Object.values(counts)
		.map((count) => String(count).padStart(11))
		.join('')}`;

/**
 * A mutant in one line.
 *
 * @param lines of the file
 */
function written(
	file: string,
	lines: string[],
	{ status, location, mutatorName, replacement, static: isStatic }: any,
) {
	const { start, end } = location;
	const first = lines[start.line - 1].slice(
		start.column - 1,
		start.line === end.line ? end.column - 1 : undefined,
	);
	const kind = [
		mutatorName,
		...(status === 'NoCoverage' ? ['not run'] : []),
		...(isStatic ? ['static'] : []),
	].join(', ');
	return `${file}:${start.line}:${start.column} ${kind}: ${first.trim()}${start.line === end.line ? '' : ' …'} => ${replacement.replace(/\s+/g, ' ')}`;
}

/** @param wanted the rooms */
export function score(wanted: string[]): { text: string; percent: number; survivors: string[] } {
	const survivors = [];
	const total = nothing();
	const text = [' '.repeat(51) + names.map((name) => name.padStart(11)).join('')];
	for (const name of wanted) {
		if (!existsSync(reportOf(name))) continue;
		const ofRoom = nothing();
		for (const [file, { mutants, source }] of Object.entries(
			JSON.parse(readFileSync(reportOf(name), 'utf8')).files,
		)) {
			const counts = nothing();
			for (const mutant of mutants) {
				if (!(mutant.status in counts)) continue;
				for (const each of [counts, ofRoom, total]) each[mutant.status] += 1;
				if (['Survived', 'NoCoverage'].includes(mutant.status))
					survivors.push(written(file, source.split('\n'), mutant));
			}
			text.push(line(file, counts));
		}
		text.push(line(`${name} in all`, ofRoom), '');
	}
	return {
		text: [...text, line('shared code in all', total)].join('\n'),
		percent: percentOf(total),
		survivors,
	};
}

if (require.main === module) {
	const wanted = process.argv.slice(2);
	const { text, survivors } = score(wanted.length > 0 ? wanted : rooms.map(({ name }) => name));
	console.log([text, ...survivors].join('\n'));
}
