import type { ContractRun } from './contractRun';
import { parametersOf } from './rows';
import type { Row } from './types';
import { withValue } from './values';
import type { Values } from './values';

/** A simplified item has no more keys than this, as n8n's guidelines ask. */
const MAX_SIMPLE_KEYS = 10;

/** The parameters that ask for the entry which the document shows: an operation gives no other than the one asked for. */
function askingForShown(row: Row, set: Values = {}) {
	const [shown] = (row.raw ?? row.items) as Values[];
	const name = row.operation === 'get' ? Object.keys(row.ids ?? {}).at(-1) : undefined;
	if (name === undefined) return parametersOf(row, { set });
	const id = shown._id ?? shown.id ?? shown.prompt_id;
	return parametersOf(row, { set: { ...set, [name]: withValue(row.required[name], String(id)) } });
}

/** The items that an operation makes of the documented answer. */
export function testAnswer(run: ContractRun, row: Row): void {
	test('gives the documented answer as items', async () => {
		run.answerAsDocumented(row);
		const { items, error } = await run.run(askingForShown(row));
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json)).toEqual(row.items);
		if (!row.raw) return;
		const untouched = await run.run(askingForShown(row, { simplify: false }));
		expect(untouched.items.map(({ json }) => json)).toEqual(row.raw);
		for (const { json } of items)
			expect(Object.keys(json).length).toBeLessThanOrEqual(MAX_SIMPLE_KEYS);
	});

	test('links every item to the one it comes from', async () => {
		run.answerAsDocumented(row);
		const { items } = await run.run(askingForShown(row), [{ a: 1 }, { a: 2 }]);
		const links = [0, 1].flatMap((item) => row.items.map(() => ({ item })));
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(links);
	});
}
