import {
	initialize,
	newEntries,
	readNewEntries,
	readSample,
} from '../../../nodes/shared/polling/newEntries';
import type { ListState, NewEntriesOptions } from '../../../nodes/shared/polling/newEntries';
import { shortDigest } from '../../../nodes/shared/util/digest';
import { listOf, listOfPages, listOfRows, pollContextOf, rowsAt } from '../../support/pollingFakes';
import type { FakeListing, FakeRow } from '../../support/pollingFakes';

const digestsOf = (...ids: string[]) => ids.map((id) => shortDigest(id)).join('');

async function read(list: FakeListing, previous: ListState, keep = 100) {
	const { entries, isComplete, state } = await readNewEntries(list, previous, keep);
	const ids = entries.map(({ entry }) => String(entry.id));
	return { ids, isComplete, state, requested: list.requested };
}
const without = ({ total: _total, ...state }: ListState): ListState => state;

describe('The first read of a list', () => {
	test('reads the newest page', async () => {
		const list = listOfRows(rowsAt(9, 1));
		expect(await initialize(list, 100)).toStrictEqual({
			seen: { watermark: 8, ids: { 9: digestsOf('r9') } },
		});
		expect(list.requested).toEqual([1]);
	});

	test('reads the rest of the newest second', async () => {
		const list = listOfRows([
			['a', 9],
			['b', 9],
			['c', 9],
			['d', 8],
			['e', 7],
			['f', 6],
		]);
		expect((await initialize(list, 100)).seen).toEqual({
			watermark: 8,
			ids: { 9: digestsOf('c', 'b', 'a') },
		});
		expect(new Set(list.requested)).toEqual(new Set([1, 2, 3, 4]));
	});

	test('knows all of a list that ends', async () => {
		expect(await initialize(listOfRows(rowsAt(3, 1), { size: 5, counts: true }), 100)).toEqual({
			seen: {
				watermark: null,
				ids: { 1: digestsOf('r1'), 2: digestsOf('r2'), 3: digestsOf('r3') },
			},
			total: 3,
		});
		expect(await initialize(listOfPages([[]]), 10)).toEqual({ seen: { watermark: null, ids: {} } });
	});

	test('keeps no number of the entries of a filtered list', async () => {
		const list = listOfRows(rowsAt(3, 1), { size: 5, counts: true, filteredSince: true });
		expect(await initialize(list, 100)).not.toHaveProperty('total');
	});

	test('takes first entries without a time for the newest', async () => {
		const list = listOfRows([['a'], ['b', 5], ['c', 4], ['d', 3]], { size: 3 });
		expect((await initialize(list, 100)).seen).toEqual({
			watermark: 4,
			ids: { '': digestsOf('a'), 5: digestsOf('b') },
		});
		const timeless = listOfRows([['a'], ['b'], ['c']], { countsPages: true });
		expect((await initialize(timeless, 100)).seen.ids).toEqual({ '': digestsOf('b', 'a') });
	});

	test('reads the rest of the newest second after an entry without a time', async () => {
		const rows: FakeRow[] = [['a'], ['b', 5], ['c', 5], ['d', 5], ['e', 4], ['f', 3]];
		expect((await initialize(listOfRows(rows, { size: 3 }), 100)).seen).toEqual({
			watermark: 3,
			ids: { '': digestsOf('a'), 5: digestsOf('d', 'c', 'b'), 4: digestsOf('e') },
		});
	});

	test('leaves out entries without a time in an unsorted list', async () => {
		const rows: FakeRow[] = [['a'], ['b', 5], ['c', 9], ['d', 4], ['e']];
		expect((await initialize(listOfRows(rows, { size: 9 }), 100)).seen.ids).toEqual({
			4: digestsOf('d'),
			5: digestsOf('b'),
			9: digestsOf('c'),
		});
	});
});

describe('A sorted list', () => {
	const late: FakeRow = ['late', 11.5];
	const withLate = [...rowsAt(20, 12), late, ...rowsAt(11, 1)];

	test.each([
		['newest', (rows: FakeRow[]) => rows],
		['oldest', (rows: FakeRow[]) => rows.toReversed()],
	])('with the %s first has new entries, the oldest first', async (_order, sort) => {
		const state = await initialize(listOfRows(sort(rowsAt(9, 1))), 100);
		const { ids, isComplete } = await read(listOfRows(sort(rowsAt(13, 1))), state);
		expect([ids, isComplete]).toEqual([['r10', 'r11', 'r12', 'r13'], true]);
	});

	test('is read down to what was seen', async () => {
		for (const size of [2, 30]) {
			const state = await initialize(listOfRows(rowsAt(20, 1), { size, counts: true }), 100);
			const { ids, requested } = await read(listOfRows(rowsAt(20, 1), { counts: true }), state);
			expect([ids, requested]).toEqual([[], [1]]);
		}
	});

	test('is read further where the vendor counts more than came', async () => {
		const state = await initialize(listOfRows(rowsAt(20, 1), { size: 30, counts: true }), 100);
		const found = await read(listOfRows(withLate, { counts: true }), state);
		expect([found.ids, found.state.total]).toEqual([['late'], 21]);
		const both = listOfRows([['r21', 21], ...withLate], { counts: true });
		expect((await read(both, state)).ids).toEqual(['late', 'r21']);
	});

	test('is not read further where the vendor does not count', async () => {
		const state = await initialize(listOfRows(rowsAt(20, 1), { size: 30, counts: true }), 100);
		expect((await read(listOfRows(withLate), state)).ids).toEqual([]);
		expect((await read(listOfRows(withLate, { counts: true }), without(state))).ids).toEqual([]);
	});

	test('is read further where an entry may have been missed', async () => {
		const state = await initialize(listOfRows(rowsAt(20, 1), { size: 30 }), 100);
		const found = await read(listOfRows(withLate), { ...state, mayHaveGaps: true });
		expect(found.ids).toEqual(['late']);
	});

	test('is not read further than to the watermark', async () => {
		const ids = Object.fromEntries(
			rowsAt(20, 11).map(([id, time]) => [Number(time).toString(36), shortDigest(id)]),
		);
		const state = { seen: { watermark: 10, ids }, mayHaveGaps: true };
		const same = await read(listOfRows(rowsAt(20, 1)), state);
		expect([same.ids, Math.max(...same.requested)]).toEqual([[], 6]);
		const more = await read(listOfRows(rowsAt(21, 1)), state);
		expect([more.ids, Math.max(...more.requested)]).toEqual([['r21'], 6]);
	});

	test('is read from its newest page where all of its last pages were seen', async () => {
		const state = await initialize(listOfRows(rowsAt(60, 1), { size: 70 }), 100);
		const { ids, isComplete } = await read(listOfRows(rowsAt(61, 1)), {
			...state,
			mayHaveGaps: true,
		});
		expect([ids, isComplete]).toEqual([['r61'], true]);
	});

	test('may have a new entry anywhere among those of the newest second', async () => {
		const [a, b, ...others]: FakeRow[] = [
			['a', 9],
			['b', 9],
			['c', 8],
			['d', 7],
		];
		const state = await initialize(listOfRows([a, b, ...others], { size: 9 }), 100);
		expect((await read(listOfRows([a, b, ['x', 9], ...others]), state)).ids).toEqual(['x']);
	});

	test('leaves more entries than fit in a poll for the next ones, the newest last', async () => {
		let state = await initialize(listOfRows(rowsAt(9, 1)), 100);
		const ids: string[] = [];
		const completes: boolean[] = [];
		for (let poll = 0; poll < 4; poll += 1) {
			const found = await read(listOfRows(rowsAt(109, 1)), state);
			ids.push(...found.ids);
			completes.push(found.isComplete);
			state = found.state;
		}
		expect(ids).toEqual(rowsAt(10, 109).map(([id]) => id));
		expect(completes).toEqual([false, false, true, true]);
	});

	test('saves the number of the entries that were read', async () => {
		const state = await initialize(listOfRows(rowsAt(9, 1), { counts: true }), 100);
		const rows = rowsAt(109, 1);
		const found = await read(listOfRows(rows, { counts: true }), state);
		expect(found.state.total).toBe(9 + found.ids.length);
		expect(found.state).not.toHaveProperty('mayHaveGaps');
		expect((await read(listOfRows(rows), state)).state.total).toBe(9 + found.ids.length);
		for (const saved of [
			await read(listOfRows(rows, { counts: true, filteredSince: true }), state),
			await read(listOfRows(rows, { counts: true }), without(state)),
		])
			expect(saved.state).not.toHaveProperty('total');
	});

	test('is read as a whole where a page shows that it is unsorted', async () => {
		const state = await initialize(listOfRows(rowsAt(9, 1), { size: 20 }), 100);
		const rows: FakeRow[] = [
			['r12', 12],
			['r11', 11],
			['r3', 3],
			['r10', 10],
			...rowsAt(9, 4),
			['r13', 13],
		];
		const found = await read(listOfRows(rows), state);
		expect([found.ids.toSorted(), found.isComplete, found.state.mayHaveGaps]).toEqual([
			['r10', 'r11', 'r12', 'r13'],
			true,
			true,
		]);
	});

	test('is read to its end where it is filtered', async () => {
		const state = await initialize(listOfRows(rowsAt(9, 1)), 100);
		const found = await read(listOfRows(rowsAt(12, 7), { filteredSince: true }), state);
		expect([found.ids, found.isComplete, found.requested]).toEqual([
			['r10', 'r11', 'r12'],
			true,
			[1, 2, 3, 4],
		]);
		expect(found.state).not.toHaveProperty('mayHaveGaps');
	});

	test('by cursor with the oldest first is read through to its end, one page after the other', async () => {
		const state = await initialize(listOfPages([[1, 2]], {}, { isSequential: true }), 100);
		const pages = [[1, 2], [3, 4], [5, 6], [7, 8], [9]];
		const list = listOfPages(pages, {}, { isSequential: true });
		const { entries } = await readNewEntries(list, state, 100);
		expect(entries.map(({ time }) => time)).toEqual([3, 4, 5, 6, 7, 8, 9]);
		expect(list.requested.slice(0, 5)).toEqual([1, 2, 3, 4, 5]);
	});
});

describe('An unsorted list', () => {
	const mixed: FakeRow[] = [
		['a', 5],
		['b', 9],
		['c', 3],
		['d', 8],
	];

	test('may have new entries anywhere, also without a time', async () => {
		const state = await initialize(listOfRows(mixed, { size: 5, counts: true }), 100);
		expect(state.seen.watermark).toBeNull();
		const list = listOfRows([['x', 4], ...mixed.slice(0, 2), ['y'], ...mixed.slice(2)], {
			size: 9,
			counts: true,
		});
		const found = await read(list, state);
		expect([found.ids, found.isComplete, found.state.mayHaveGaps, found.state.total]).toEqual([
			['x', 'y'],
			true,
			true,
			6,
		]);
		expect(found.requested).toEqual([1, 1]);
	});

	test('has no new entries without a time once some were forgotten', async () => {
		const state = await initialize(listOfRows(mixed, { size: 5 }), 100);
		const forgetful = { ...state, seen: { ...state.seen, watermark: 2 } };
		const list = listOfRows([['x', 4], ...mixed, ['y']], { size: 9 });
		expect((await read(list, forgetful)).ids).toEqual(['x']);
	});

	test('has all its new entries remembered, beside those that are kept', async () => {
		const state = await initialize(listOfRows(mixed, { size: 5 }), 4);
		const list = listOfRows([['x', 4], ['y', 7], ...mixed], { size: 9 });
		const { seen } = (await read(list, state, 4)).state;
		expect(Object.keys(seen.ids).sort()).toEqual(['3', '4', '5', '7', '8', '9']);
		expect(seen.watermark).toBeNull();
	});
});

describe('A sample', () => {
	test.each<[string, FakeRow[], number, string[]]>([
		[
			'the newest page',
			[
				['a', 1],
				['b', 2],
				['c', 3],
			],
			2,
			['c'],
		],
		[
			'each entry once',
			[
				['a', 3],
				['a', 3],
				['b', 2],
			],
			9,
			['a', 'b'],
		],
		[
			'an entry at its first time',
			[
				['a', 3],
				['b', 2.5],
				['a', 2],
			],
			9,
			['a', 'b'],
		],
		['entries without a time', [['n'], ['a', 3], ['m'], ['b', 2]], 9, ['n', 'a', 'm', 'b']],
	])('has %s, the newest first', async (_what, rows, size, ids) => {
		const sample = await readSample(listOfRows(rows, { size }));
		expect(sample.map(({ entry }) => entry.id)).toEqual(ids);
	});

	test('has the end of a list that is the oldest first', async () => {
		const sample = await readSample(
			listOfPages([
				[1, 2],
				[3, 4],
			]),
		);
		expect(sample.map(({ time }) => time)).toEqual([4, 3]);
	});
});

describe('newEntries', () => {
	const entries = [
		{ id: 2, at: 20, s: 'x' },
		{ id: 1, at: 10, s: 'y' },
	];
	const sinces: Array<number | undefined> = [];
	const options: NewEntriesOptions = {
		scope: () => [7],
		maxRemembered: 10,
		list: (_context, since) => {
			sinces.push(since);
			return listOf(() => ({ entries, isLast: true }), {
				positionOf: ({ id, at }) => ({ time: Number(at), id: shortDigest(id) }),
			});
		},
		simplify: { id: 'id' },
	};
	const saved: ListState = { seen: { watermark: 5, ids: { a: shortDigest(1) } } };
	const simple = pollContextOf({ simplify: true }).context;
	beforeEach(() => sinces.splice(0));

	test('emits simplified entries where the node says so, else the raw ones', async () => {
		const { poll } = newEntries(options);
		expect((await poll(simple, saved)).items).toEqual([{ id: 2 }]);
		expect((await poll(pollContextOf({}).context, saved)).items).toEqual([entries[0]]);
	});

	test('emits nothing the first time', async () => {
		expect((await newEntries(options).poll(simple, undefined)).items).toEqual([]);
	});

	test('requests the entries since the watermark', async () => {
		const { poll, sample } = newEntries(options);
		await poll(simple, saved);
		await poll(simple, { seen: { watermark: null, ids: {} } });
		await poll(simple, undefined);
		await sample(simple);
		expect(sinces).toEqual([5, undefined, undefined, undefined]);
	});

	test('emits the entries that match, with more fields', async () => {
		const { poll, sample } = newEntries({
			...options,
			matches: (_context, { s }) => s === 'y',
			extraFields: () => ({ m: 1 }),
		});
		expect((await poll(simple, saved)).items).toEqual([]);
		expect(await sample(simple)).toEqual([{ id: 1, m: 1 }]);
	});

	test('has a sample, the newest first', async () => {
		expect(await newEntries(options).sample(simple)).toEqual([{ id: 2 }, { id: 1 }]);
	});

	test('has the scope of the event', () => {
		expect(newEntries(options).scope(simple)).toEqual([7]);
	});
});
