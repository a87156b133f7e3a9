'use strict';

const { runMatrix, faults } = require('./matrix');

const contracts = ['anycom', 'naxonAi', 'selarti', 'vardast'].map((name) => [
	name,
	require(`./contract/${name}`).contract,
]);

test.concurrent.each(contracts)(
	'%s: every operation with every fault arrives once and in order, or ends in a clear error with nothing twice',
	async (_name, contract) => {
		const cells = await runMatrix(contract);
		expect(cells).toHaveLength(contract.rows.length * faults.length);
		expect(cells.filter(({ good }) => !good)).toEqual([]);
	},
	240_000,
);
