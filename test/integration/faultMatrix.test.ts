import { runMatrix, faults } from '../support/faultMatrix';
import { vendors } from '../support/vendors';

test.concurrent.each(vendors.map(({ name, contract }) => [name, contract] as const))(
	'%s: every operation with every fault arrives once and in order, or ends in a clear error with nothing twice',
	async (_name, contract) => {
		const cells = await runMatrix(contract);
		expect(cells).toHaveLength(contract.rows.length * faults.length);
		expect(cells.filter(({ good }) => !good)).toEqual([]);
	},
	900_000,
);
