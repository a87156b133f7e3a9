'use strict';

/** `npm run matrix`: every operation of every vendor with every fault, as a table. */

require('../test/engine/setup');
const { faults, runMatrix } = require('../test/matrix');

const SIGNS = { 'once, in order': '1', 'read in full': 'r', 'clear error, nothing twice': 'e' };

async function main() {
	const vendors = ['selarti', 'anycom', 'naxonAi', 'vardast'];
	const matrices = await Promise.all(
		vendors.map(async (name) => await runMatrix(require(`../test/contract/${name}`).contract)),
	);
	const cells = matrices.flat();
	const lines = [
		'1 = every item once, in order; r = read in full; e = a clear error, and nothing was sent twice; ! = neither',
		'',
		...faults.map(({ name }, index) => `${String(index + 1).padStart(2)}  ${name}`),
		'',
		`${''.padEnd(36)}${faults.map((_, index) => String(index + 1).padStart(3)).join('')}`,
	];
	for (const operation of new Set(cells.map((cell) => cell.operation))) {
		const row = cells.filter((cell) => cell.operation === operation);
		lines.push(
			operation.padEnd(36) +
				faults
					.map(({ name }) => {
						const cell = row.find(({ fault }) => fault === name);
						return (cell?.good ? /** @type {any} */ (SIGNS)[cell.outcome] : '!').padStart(3);
					})
					.join(''),
		);
	}
	const bad = cells.filter(({ good }) => !good);
	lines.push(
		'',
		...bad.map(({ operation, fault, outcome }) => `${operation}, ${fault}: ${outcome}`),
	);
	lines.push(`${cells.length} cells`, `${cells.length - bad.length} passed, ${bad.length} failed`);
	process.stdout.write(`${lines.join('\n')}\n`);
	process.exit(bad.length === 0 ? 0 : 1);
}

void main();
