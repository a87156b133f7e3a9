import { useVendor } from '../../support/useVendor';
import { known } from '../../support/sandbox/anyCom';
import { anyCom } from '../../support/vendors/anyCom';
import { customers, reloading } from './requests';
import type { Fault } from '../../support/sandbox/types';

const { run, sandbox } = useVendor(anyCom);

describe('the output', () => {
	const awaiting = { resource: 'chat', operation: 'getAllAwaiting' };

	test.each([true, false])(
		'an empty list gives no item and no error (as HTTP 204: %j)',
		async (emptyAs204) => {
			Object.assign(sandbox.state, { awaiting: [], emptyAs204 });
			expect(await run(awaiting)).toMatchObject({ items: [], error: undefined });
		},
	);

	const responses: Array<[title: string, answer: Omit<Fault, 'kind'>, items: object[]]> = [
		['HTTP 204', { status: 204 }, []],
		['204 in the body', { status: 200, body: { status: 204, result: '' } }, []],
		['204 in the body as text', { status: 200, body: { status: '204' } }, []],
		['an empty result', { status: 200, body: { status: 200, result: '' } }, [{ success: true }]],
	];
	test.each(responses)('a write gives the items for %s', async (_title, answer, items) => {
		sandbox.injectFault({ kind: 'answer', on: 'A5', ...answer });
		const given = await run(reloading);
		expect([given.items.map(({ json }) => json), given.error]).toEqual([items, undefined]);
	});

	test('Limit cuts the list, and Return All gives all of it', async () => {
		expect((await run({ ...customers, limit: 3 })).items).toHaveLength(3);
		expect((await run({ ...customers, returnAll: true })).items).toHaveLength(known.customers);
		expect(sandbox.requestsTo('A1').map(({ body }) => body.args)).toEqual([{}, {}]);
	});

	test('Simplify keeps an invalid time as it is and omits missing values', async () => {
		const result = [
			{ user_name: 'Íris', send: { last: 'never' }, receive: { last: 1741004400 }, channel: null },
		];
		sandbox.injectFault({ kind: 'answer', on: 'A1', body: { status: 200, result } });
		const { items } = await run(customers);
		expect(items[0].json).toEqual({
			name: 'Íris',
			lastSent: 'never',
			lastReceived: '2025-03-03T12:20:00.000Z',
		});
	});
});
