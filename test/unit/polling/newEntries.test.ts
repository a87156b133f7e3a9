/** Where in a list the news stand, and how far it is read for them. */

import { shortDigest } from '../../../nodes/shared/util/digest';
import { initialize, readSample, readNewEntries } from '../../../nodes/shared/polling/newEntries';

/** A list in pages, as the vendor has it. */
function listOf(
	rows: Array<[id: string, time?: number]>,
	{
		size = 2,
		counts = false,
		narrowed = false,
		pages = false,
	}: { size?: number; counts?: boolean; narrowed?: boolean; pages?: boolean } = {},
) {
	const asked: number[] = [];
	const count = Math.ceil(rows.length / size);
	return {
		asked,
		rows,
		narrowed,
		read: async (page: number) => {
			asked.push(page);
			const entries = rows
				.slice((page - 1) * size, page * size)
				.map(([id, time]) => ({ id, time }));
			return {
				entries,
				last: pages ? page >= count : entries.length < size,
				...(counts && { total: rows.length }),
				...(pages && { pages: count }),
			};
		},
		placeOf: ({ id, time }: any) => ({ time, id: shortDigest(id) }),
		malformed: (words: string, next: string) => new Error(`${words}. ${next}`),
	};
}
/** Rows of these times, named by them. */
const rows = (from: number, to: number): Array<[string, number]> =>
	Array.from(
		{ length: Math.abs(to - from) + 1 },
		(_, index) => from + index * Math.sign(to - from || 1),
	).map((time) => [`r${time}`, time]);

async function news(list: any, state: any, keep = 100) {
	const { entries, complete, state: after } = await readNewEntries(list, state, keep);
	return { ids: entries.map(({ entry }) => entry.id), complete, after, asked: list.asked };
}
const first = async (list: any, keep = 100) => await initialize(list, keep);

describe('the first time', () => {
	test('the newest page is read, and the rest of its newest second', async () => {
		const list = listOf(rows(9, 1));
		expect(await first(list)).toStrictEqual({
			memory: { below: 8, known: { 9: shortDigest('r9') } },
		});
		expect(list.asked).toEqual([1]);
		const second = listOf([
			['a', 9],
			['b', 9],
			['c', 9],
			['d', 8],
			['e', 7],
			['f', 6],
		]);
		expect((await first(second)).memory).toEqual({
			below: 8,
			known: { 9: ['c', 'b', 'a'].map((id) => shortDigest(id)).join('') },
		});
		expect(new Set(second.asked)).toEqual(new Set([1, 2, 3, 4]));
	});

	test('a list that ends is known as a whole', async () => {
		expect(await first(listOf(rows(3, 1), { size: 5, counts: true }))).toEqual({
			memory: {
				below: null,
				known: { 1: shortDigest('r1'), 2: shortDigest('r2'), 3: shortDigest('r3') },
			},
			total: 3,
		});
		expect(
			await first(listOf(rows(3, 1), { size: 5, counts: true, narrowed: true })),
		).not.toHaveProperty('total');
	});

	test('of entries without a time the first ones are the newest', async () => {
		const { memory } = await first(
			listOf(
				[
					['a', undefined],
					['b', 5],
					['c', 4],
					['d', 3],
				],
				{ size: 3 },
			),
		);
		expect(memory).toEqual({ below: 4, known: { '': shortDigest('a'), 5: shortDigest('b') } });
		const { memory: none } = await first(
			listOf(
				[
					['a', undefined],
					['b', undefined],
					['c', undefined],
				],
				{ size: 2, pages: true },
			),
		);
		expect(none.known).toEqual({ '': shortDigest('b') + shortDigest('a') });
		const { memory: second } = await first(
			listOf(
				[
					['a', undefined],
					['b', 5],
					['c', 5],
					['d', 5],
					['e', 4],
					['f', 3],
				],
				{ size: 3 },
			),
		);
		expect(second).toEqual({
			below: 3,
			known: {
				'': shortDigest('a'),
				5: ['d', 'c', 'b'].map((id) => shortDigest(id)).join(''),
				4: shortDigest('e'),
			},
		});
		const { memory: unsorted } = await first(
			listOf(
				[
					['a', undefined],
					['b', 5],
					['c', 9],
					['d', 4],
					['e', undefined],
				],
				{ size: 9 },
			),
		);
		expect(unsorted.known).toEqual({
			4: shortDigest('d'),
			5: shortDigest('b'),
			9: shortDigest('c'),
		});
	});
});

describe('in a list that is sorted', () => {
	test.each([
		['newestFirst', (all: any[]) => all],
		['oldestFirst', (all: any[]) => [...all].reverse()],
	])('%s: what is newer, the oldest first', async (_order, sort) => {
		const state = await first(listOf(sort(rows(9, 1))));
		const { ids, complete } = await news(listOf(sort(rows(13, 1))), state);
		expect([ids, complete]).toEqual([['r10', 'r11', 'r12', 'r13'], true]);
	});

	test('it is read down to what is known, unless the vendor counts more than came', async () => {
		const state = await first(listOf(rows(20, 1), { counts: true }), 100);
		const same = await news(listOf(rows(20, 1), { counts: true }), state);
		expect([same.ids, same.asked]).toEqual([[], [1]]);
		const long = await first(listOf(rows(20, 1), { size: 30, counts: true }));
		const still = await news(listOf(rows(20, 1), { counts: true }), long);
		expect([still.ids, still.asked.length]).toEqual([[], 1]);
		const late = await news(
			listOf([...rows(20, 12), ['late', 11.5], ...rows(11, 1)], { counts: true }),
			long,
		);
		expect([late.ids, late.after.total]).toEqual([['late'], 21]);
		const unseen = await news(listOf([...rows(20, 12), ['late', 11.5], ...rows(11, 1)]), long);
		expect(unseen.ids).toEqual([]);
		const { total: _total, ...uncounted } = long;
		expect(
			(
				await news(
					listOf([...rows(20, 12), ['late', 11.5], ...rows(11, 1)], { counts: true }),
					uncounted,
				)
			).ids,
		).toEqual([]);
		expect(
			(
				await news(listOf([...rows(20, 12), ['late', 11.5], ...rows(11, 1)]), {
					...uncounted,
					unsure: true,
				})
			).ids,
		).toEqual(['late']);
		const both = await news(
			listOf([['r21', 21], ...rows(20, 12), ['late', 11.5], ...rows(11, 1)], { counts: true }),
			long,
		);
		expect(both.ids).toEqual(['late', 'r21']);
	});

	test('it is not read further than to what is old', async () => {
		const memory = {
			below: 10,
			known: Object.fromEntries(
				rows(20, 11).map(([id, time]) => [time.toString(36), shortDigest(id)]),
			),
		};
		const { ids, asked } = await news(listOf(rows(20, 1)), { memory, unsure: true });
		expect([ids, Math.max(...asked)]).toEqual([[], 6]);
		const even = await news(listOf(rows(21, 1)), { memory, unsure: true });
		expect([even.ids, Math.max(...even.asked)]).toEqual([['r21'], 6]);
	});

	test('where all of the last pages is known, the news stand before them', async () => {
		const state = await first(listOf(rows(60, 1), { size: 70 }));
		const { ids, complete } = await news(listOf(rows(61, 1)), { ...state, unsure: true });
		expect([ids, complete]).toEqual([['r61'], true]);
	});

	test('one more of the newest second may stand anywhere among the others', async () => {
		const state = await first(
			listOf(
				[
					['a', 9],
					['b', 9],
					['c', 8],
					['d', 7],
				],
				{ size: 9 },
			),
		);
		expect(
			(
				await news(
					listOf([
						['a', 9],
						['b', 9],
						['x', 9],
						['c', 8],
						['d', 7],
					]),
					state,
				)
			).ids,
		).toEqual(['x']);
	});

	test('more than fits in a poll comes with the next ones, the oldest first', async () => {
		const state = await first(listOf(rows(9, 1)));
		const came: string[] = [];
		let after = state;
		const completes = [];
		for (let poll = 0; poll < 4; poll += 1) {
			const { ids, complete, after: next } = await news(listOf(rows(109, 1)), after);
			came.push(...ids.map(String));
			completes.push(complete);
			after = next;
		}
		expect(came).toEqual(rows(10, 109).map(([id]) => id));
		expect(completes).toEqual([false, false, true, true]);
	});

	test('what was counted is what was read', async () => {
		const state = await first(listOf(rows(9, 1), { counts: true }));
		const all = rows(109, 1);
		const one = await news(listOf(all, { counts: true }), state);
		expect(one.after.total).toBe(9 + one.ids.length);
		expect(
			(await news(listOf(all, { counts: true, narrowed: true }), state)).after,
		).not.toHaveProperty('total');
		expect((await news(listOf(all), state)).after.total).toBe(9 + one.ids.length);
		const { total: _total, ...uncounted } = state;
		expect((await news(listOf(all, { counts: true }), uncounted)).after).not.toHaveProperty(
			'total',
		);
		expect(one.after).not.toHaveProperty('unsure');
	});

	test('a page that shows that it is not, has it read as a whole', async () => {
		const state = await first(listOf(rows(9, 1), { size: 20 }));
		const { ids, complete, after } = await news(
			listOf([['r12', 12], ['r11', 11], ['r3', 3], ['r10', 10], ...rows(9, 4), ['r13', 13]]),
			state,
		);
		expect([[...ids].sort(), complete, after.unsure]).toEqual([
			['r10', 'r11', 'r12', 'r13'],
			true,
			true,
		]);
	});

	test('what is new alone is read to its end', async () => {
		const state = await first(listOf(rows(9, 1)));
		const { ids, asked, complete, after } = await news(
			listOf([...rows(12, 7)], { narrowed: true }),
			state,
		);
		expect([ids, complete, asked]).toEqual([['r10', 'r11', 'r12'], true, [1, 2, 3, 4]]);
		expect(after).not.toHaveProperty('unsure');
	});
});

describe('in a list in no order', () => {
	const mixed: Array<[string, number?]> = [
		['a', 5],
		['b', 9],
		['c', 3],
		['d', 8],
	];

	test('news stand anywhere, also without a time, unless something was forgotten', async () => {
		const state = await first(listOf(mixed, { size: 5, counts: true }));
		expect(state.memory.below).toBeNull();
		const more = listOf([['x', 4], ...mixed.slice(0, 2), ['y', undefined], ...mixed.slice(2)], {
			size: 9,
			counts: true,
		});
		const { ids, complete, after } = await news(more, state);
		expect([ids, complete, after.unsure, after.total, more.asked]).toEqual([
			['x', 'y'],
			true,
			true,
			6,
			[1, 1],
		]);
		const forgetful = { ...state, memory: { ...state.memory, below: 2 } };
		expect(
			(await news(listOf([['x', 4], ...mixed, ['y', undefined]], { size: 9 }), forgetful)).ids,
		).toEqual(['x']);
	});

	test('all that came is remembered, beside what is kept', async () => {
		const state = await first(listOf(mixed, { size: 5 }), 4);
		const { after } = await news(listOf([['x', 4], ['y', 7], ...mixed], { size: 9 }), state, 4);
		expect(Object.keys(after.memory.known).sort()).toEqual(['3', '4', '5', '7', '8', '9']);
		expect(after.memory.below).toBeNull();
	});
});

test('a sample is what is newest, the newest first, each once', async () => {
	const ids = async (list: any) => (await readSample(list)).map(({ entry }) => entry.id);
	expect(
		await ids(
			listOf([
				['a', 1],
				['b', 2],
				['c', 3],
			]),
		),
	).toEqual(['c']);
	expect(
		await ids(
			listOf(
				[
					['a', 3],
					['a', 3],
					['b', 2],
				],
				{ size: 9 },
			),
		),
	).toEqual(['a', 'b']);
	expect(
		await ids(
			listOf(
				[
					['a', 3],
					['b', 2.5],
					['a', 2],
				],
				{ size: 9 },
			),
		),
	).toEqual(['a', 'b']);
	expect(
		await ids(
			listOf(
				[
					['n', undefined],
					['a', 3],
					['m', undefined],
					['b', 2],
				],
				{ size: 9 },
			),
		),
	).toEqual(['n', 'a', 'm', 'b']);
});
