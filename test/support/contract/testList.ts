import type { ContractRun } from './contractRun';
import { parametersOf } from './rows';
import type { Row } from './types';

/** Limits around the sizes of a page and of the list. */
const limitsFor = (pageSize: number, total: number) => [
	...new Set(
		[1, pageSize - 1, pageSize, pageSize + 1, total, total + 1].filter(
			(limit) => limit >= 1 && limit <= total + 1,
		),
	),
];

/** Limit and Return All of an operation that gives a list. */
export function testList(run: ContractRun, row: Row): void {
	if (!row.list) return;
	const { set, total, most: pageSize = Infinity } = row.list;
	const withLimit = (limit: unknown) =>
		parametersOf(row, { set: { ...set, returnAll: false, limit } });

	test.each(limitsFor(pageSize, total))(
		'gives exactly the Limit of %d, with the fewest requests',
		async (limit) => {
			const { items, error } = await run.run(withLimit(limit));
			expect(error).toBeUndefined();
			expect(items).toHaveLength(Math.min(limit, total));
			const needed = Math.ceil(Math.min(limit, total) / pageSize) || 1;
			const most = limit > total ? needed + 1 : needed;
			expect(run.requestsOf(row).length).toBeLessThanOrEqual(most);
		},
	);

	test('gives all with Return All, none of them twice', async () => {
		const { items, error } = await run.run(
			parametersOf(row, { set: { ...set, returnAll: true, simplify: false } }),
		);
		expect(error).toBeUndefined();
		expect(new Set(items.map(({ json }) => JSON.stringify(json))).size).toBe(total);
		expect(items).toHaveLength(total);
		const most = pageSize === Infinity ? 1 : Math.ceil(total / pageSize) + 1;
		expect(run.requestsOf(row).length).toBeLessThanOrEqual(most);
	});

	test.each([0, -1, 1.5, 'many'])('refuses the Limit %j', async (limit) => {
		const { error } = await run.run(withLimit(limit));
		expect(error?.message).toBe('Limit must be a whole number of at least 1 [item 0]');
		expect(run.sandbox.requests).toHaveLength(0);
	});
}
