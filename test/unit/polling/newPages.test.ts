import { initialize, readNewEntries, readSample } from '../../../nodes/shared/polling/newEntries';
import { findNewPages } from '../../../nodes/shared/polling/newPages';
import { NO_SEEN_ENTRIES, querySeen } from '../../../nodes/shared/polling/seenEntries';
import { ListTrigger, VendorList } from '../../support/listModel';
import type { ListOrder } from '../../support/listModel';
import { listOf, listOfPages } from '../../support/pollingFakes';

const NOON = Date.UTC(2026, 5, 1, 12);
const TOO_LONG =
	'the list is in no order by time and has more than 200 pages, all of which each poll would have to read. Choose something narrower in this node.';
const UNSTABLE =
	'the list kept changing while it was read. Nothing is lost: the next poll tries again.';

/** A list with rows a second apart, and a trigger on it. */
async function watched(order: ListOrder, size: number, rowCount: number) {
	const list = new VendorList({ order, size, counts: true });
	const addRows = (count: number) => {
		for (let index = 0; index < count; index += 1) list.add(NOON + list.rowsMade * 1000);
	};
	addRows(rowCount);
	const trigger = new ListTrigger(list, 8);
	await trigger.activate();
	return { list, trigger, addRows };
}

describe('An unsorted list', () => {
	const unsortedPages = (count: number) =>
		Array.from({ length: count }, (_, index) => [index * 10 + 1, index * 10 + 3, index * 10 + 2]);

	test('is read to its end', async () => {
		const state = await initialize(listOfPages(unsortedPages(200)), 1_000);
		const list = listOfPages([...unsortedPages(199), [5_000, 1]]);
		const { entries, state: next } = await readNewEntries(list, state, 1_000);
		expect([entries.map(({ time }) => time), next.mayHaveGaps]).toEqual([[5_000], true]);
	});

	test('is refused with more than 200 pages, the first time and later', async () => {
		const state = await initialize(listOfPages(unsortedPages(200)), 1_000);
		const list = listOfPages(unsortedPages(201));
		await expect(initialize(list, 1_000)).rejects.toThrow(TOO_LONG);
		await expect(readNewEntries(list, state, 1_000)).rejects.toThrow(TOO_LONG);
	});

	test('is refused when it grows beyond 200 pages', async () => {
		const { list, trigger, addRows } = await watched('shuffled', 10, 1_500);
		addRows(600);
		await expect(trigger.poll()).rejects.toThrow('more than 200 pages');
		await expect(initialize(list.listing(), 8)).rejects.toThrow('more than 200 pages');
	});

	test('is found out by a later page than the first', async () => {
		const pages = [
			[9, 8, 7],
			[1, 6, 2],
			[5, 3, 4],
		];
		const list = listOfPages(pages, { pageCount: 3 });
		const state = { seen: { watermark: 2.5, ids: {} } };
		const { entries } = await readNewEntries(list, state, 5);
		expect(entries.map(({ time }) => time)).toEqual([3, 4, 5, 6, 7, 8, 9]);
		expect((await readSample(list)).map(({ time }) => time)).toEqual([9, 8, 7]);
	});
});

test('A list that is not paged is found complete and without gaps', async () => {
	const list = listOfPages([[3, 2, 1]], { total: 3 });
	const { pages, ...found } = await findNewPages(list, querySeen(NO_SEEN_ENTRIES), {});
	expect(pages.map((page) => page.map(({ time }) => time))).toEqual([[3, 2, 1]]);
	expect(found).toEqual({ isComplete: true, mayHaveGaps: false, total: 3 });
});

describe('A sorted list', () => {
	test('is refused where it changes in every scan', async () => {
		const { list, trigger, addRows } = await watched('newestFirst', 3, 30);
		addRows(10);
		list.meanwhile = Array.from({ length: 60 }, () => () => list.remove(0.1));
		await expect(trigger.poll()).rejects.toThrow('the list kept changing while it was read');
		list.meanwhile = [];
		expect(await trigger.poll()).toBeLessThanOrEqual(list.rows.length);
	});

	test('is read five times at most', async () => {
		let newest = 100;
		const list = listOf((page) => {
			if (page === 1) newest -= 1;
			const times = page === 1 ? [newest + 0.5, 50] : [40, 30];
			return { entries: times.map((time) => ({ time })), isLast: page === 2 };
		});
		const state = { seen: { watermark: 20, ids: {} } };
		await expect(readNewEntries(list, state, 5)).rejects.toThrow(UNSTABLE);
		expect(list.requested).toEqual([1, 2, 1, 2, 1, 2, 1, 2, 1, 2]);
	});

	test('is refused where it grows by more pages than a poll reads before it is read again', async () => {
		const list = listOf((page, count) => {
			const grown = [10_000 - 2 * page, 9_999 - 2 * page];
			const times = count > 2 ? grown : [50 / page, 20 / page];
			return { entries: times.map((time) => ({ time })), isLast: false };
		});
		const state = { seen: { watermark: 10, ids: {} } };
		await expect(readNewEntries(list, state, 5)).rejects.toThrow(UNSTABLE);
		const secondScan = Array.from({ length: 22 }, (_, index) => index + 1);
		expect(list.requested).toEqual([1, 2, ...secondScan]);
	});

	test('is refused where it grows by many pages while its boundary is searched', async () => {
		const { list, trigger, addRows } = await watched('newestFirst', 2, 0);
		addRows(100);
		list.meanwhile = [...Array.from({ length: 29 }, () => () => {}), () => addRows(200)];
		await expect(trigger.poll()).rejects.toThrow('the list kept changing while it was read');
		while ((await trigger.poll()) > 0);
		expect(trigger.emitted.map(({ id }) => id)).toEqual(list.rows.map(({ id }) => id).reverse());
	});

	test('takes few requests for more new entries than fit in a poll', async () => {
		const times = Array.from({ length: 109 }, (_, index) => 109 - index);
		const listWith = (all: number[]) =>
			listOf((page) => ({
				entries: all.slice(page * 2 - 2, page * 2).map((time) => ({ time })),
				isLast: page * 2 > all.length,
			}));
		const state = await initialize(listWith(times.slice(100)), 100);
		const list = listWith(times);
		const { entries, isComplete } = await readNewEntries(list, state, 100);
		expect([entries.length, isComplete]).toEqual([38, false]);
		expect(list.requested).toHaveLength(67);
	});
});
