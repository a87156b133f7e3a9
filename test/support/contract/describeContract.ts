import { ContractRun } from './contractRun';
import { testAnswer } from './testAnswer';
import { testCoverage } from './testCoverage';
import { testFields } from './testFields';
import { testIds } from './testIds';
import { testList } from './testList';
import type { Contract } from './types';

export type { Contract, Part, Row } from './types';

/**
 * Makes the tests of a contract: they run the built node in n8n's engine against the vendor's sandbox, and compare the
 * requests and the items with those that the vendor's document shows, letter by letter.
 */
export function describeContract(contract: Contract): void {
	const run = new ContractRun(contract);
	testCoverage(contract);
	describe.each(
		contract.rows.map((row) => [`${row.number} ${row.resource}.${row.operation}`, row] as const),
	)('%s', (_name, row) => {
		beforeEach(() => row.prepare?.(run.sandbox));
		testFields(run, row);
		testIds(run, row);
		testAnswer(run, row);
		testList(run, row);
	});
}
