/** `npm run matrix`: every operation of every vendor with every fault, as a table. */

import '../test/support/engine/setup';
import { faults, runMatrix } from '../test/support/faultMatrix';
import { vendors } from '../test/support/vendors';
import { formatTable } from './n8n/resultTable';
import { runScript } from './runScript';

const signs: Record<string, string> = {
	'once, in order': '1',
	'read in full': 'r',
	'clear error, nothing twice': 'e',
};

runScript(async () => {
	const cells = (await Promise.all(vendors.map(({ contract }) => runMatrix(contract)))).flat();
	const rows = [...new Set(cells.map(({ operation }) => operation))].map((operation) => {
		const own = cells.filter((cell) => cell.operation === operation);
		const columns = faults.map(({ name }) => {
			const cell = own.find(({ fault }) => fault === name);
			return cell?.good ? signs[cell.outcome] : '!';
		});
		return [operation, ...columns];
	});
	const numbers = faults.map((_, index) => String(index + 1));
	const failed = cells.filter(({ good }) => !good);
	console.log(`1 = every item once, in order; r = read in full; e = a clear error, and nothing was sent twice; ! = neither

${faults.map(({ name }, index) => `${numbers[index].padStart(2)}  ${name}`).join('\n')}

${formatTable(['Operation', ...numbers], rows, numbers.map(Number))}

${failed.map(({ operation, fault, outcome }) => `${operation}, ${fault}: ${outcome}\n`).join('')}${cells.length} cells
${cells.length - failed.length} passed, ${failed.length} failed`);
	return failed.length === 0 ? 0 : 1;
});
