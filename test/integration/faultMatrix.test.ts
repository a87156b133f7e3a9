import { contract as anyCom } from '../contract/anyCom';
import { contract as naxonAi } from '../contract/naxonAi';
import { contract as selarti } from '../contract/selarti';
import { contract as vardast } from '../contract/vardast';
import { runMatrix, faults } from '../support/faultMatrix';

const contracts = Object.entries({ anyCom, naxonAi, selarti, vardast });

test.concurrent.each(contracts)(
	'%s: every operation with every fault arrives once and in order, or ends in a clear error with nothing twice',
	async (_name, contract) => {
		const cells = await runMatrix(contract);
		expect(cells).toHaveLength(contract.rows.length * faults.length);
		expect(cells.filter(({ good }) => !good)).toEqual([]);
	},
	240_000,
);
