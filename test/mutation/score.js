'use strict';

/** Adds up the last reports of Stryker by file and room, and lists what survived. */

const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { rooms } = require('./rooms');

/** @typedef {{Killed: number, Timeout: number, Survived: number, NoCoverage: number}} Counts by Stryker's words */

/** Where Stryker leaves its report. @param {string} room */
const reportOf = (room) => join(__dirname, '..', '..', 'reports', 'mutation', `${room}.json`);

const nothing = () => /** @type {Counts} */ ({ Killed: 0, Timeout: 0, Survived: 0, NoCoverage: 0 });
const names = ['killed', 'timed out', 'survived', 'not run'];

/** In percent. @param {Counts} counts */
function percentOf({ Killed, Timeout, Survived, NoCoverage }) {
	const all = Killed + Timeout + Survived + NoCoverage;
	return all === 0 ? 100 : (100 * (Killed + Timeout)) / all;
}

/** @param {string} name @param {Counts} counts */
const line = (name, counts) =>
	`${name.padEnd(42)}${percentOf(counts).toFixed(2).padStart(7)} %${Object.values(counts)
		.map((count) => String(count).padStart(11))
		.join('')}`;

/** A mutant in one line. @param {string} file @param {string[]} lines of the file @param {any} mutant */
function written(file, lines, { status, location, mutatorName, replacement, static: isStatic }) {
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

/** @param {string[]} wanted the rooms @returns {{text: string, percent: number, survivors: string[]}} */
function score(wanted) {
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

module.exports = { reportOf, score };

if (require.main === module) {
	const wanted = process.argv.slice(2);
	const { text, survivors } = score(wanted.length > 0 ? wanted : rooms.map(({ name }) => name));
	console.log([text, ...survivors].join('\n'));
}
