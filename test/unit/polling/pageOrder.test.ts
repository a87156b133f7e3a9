import type { ListPage } from '../../../nodes/shared/polling/listReader';
import {
	assignTimes,
	detectOrder,
	openPages,
	openUnorderedPages,
} from '../../../nodes/shared/polling/pageOrder';
import type { Order, TimeDefaults } from '../../../nodes/shared/polling/pageOrder';
import { entriesAt, listOf, listOfPages } from '../../support/pollingFakes';

const EMPTY_LAST_PAGE: ListPage = { entries: [], isLast: true };
const timesOf = ({ entries }: ListPage) => entries.map(({ time }) => time);
const range = (from: number, to: number) =>
	Array.from(
		{ length: Math.abs(to - from) + 1 },
		(_, index) => from + index * Math.sign(to - from),
	);

describe('detectOrder', () => {
	test.each<[Array<number | undefined>, Order | undefined]>([
		[[], undefined],
		[[1], undefined],
		[[1, 1, undefined, 1], undefined],
		[[2, 1], 'newestFirst'],
		[[3, 2, 2, 1], 'newestFirst'],
		[[1, undefined, 2, 2], 'oldestFirst'],
		[[...range(10, 1), 20], 'newestFirst'],
		[[20, 19, 18, 17, 16, 15, 14, 13, 12, 15, 11], 'newestFirst'],
		[[...range(9, 1), 20], 'none'],
		[[...range(1, 10), 5], 'oldestFirst'],
		[[...range(1, 9), 5], 'none'],
		[[1, 2, 1], 'none'],
		[[1, 3, 2], 'none'],
	])('says of %j: %s', (times, order) => {
		expect(detectOrder(times)).toBe(order);
	});
});

describe('assignTimes', () => {
	const list = listOf(() => EMPTY_LAST_PAGE, {
		positionOf: ({ id, time }) => ({ id: String(id), time: time as number | undefined }),
	});
	const entries = [{ id: 'a' }, { id: 'b', time: 9 }, { id: 'c' }, { id: 'd', time: 7 }];
	const assigned = (defaults: Partial<TimeDefaults>) =>
		assignTimes(list, entries, {
			hasId: () => false,
			fallbackTime: Infinity,
			sorted: true,
			...defaults,
		}).map(({ time }) => time);

	test('gives an entry without a time the time of the one before it', () => {
		expect(assigned({})).toEqual([Infinity, 9, 9, 7]);
		expect(assigned({ fallbackTime: 12 })).toEqual([12, 9, 9, 7]);
		expect(assigned({ fallbackTime: 12, hasId: () => true })).toEqual([12, 9, 9, 7]);
	});

	test('takes a first entry without a time for old where it was seen', () => {
		expect(assigned({ hasId: (id) => id === 'a' })).toEqual([-Infinity, 9, 9, 7]);
	});

	test('gives every entry without a time the same one where the list is unsorted', () => {
		expect(assigned({ sorted: false, fallbackTime: -Infinity })).toEqual([
			-Infinity,
			9,
			-Infinity,
			7,
		]);
		expect(assigned({ sorted: false, hasId: () => true })).toEqual([Infinity, 9, Infinity, 7]);
	});
});

describe('An unordered list', () => {
	const open = async (
		timesAt: (page: number, count: number) => number[],
		info: Partial<ListPage> = {},
	) =>
		await openUnorderedPages(
			listOf((page, count) => ({
				entries: entriesAt(timesAt(page, count)),
				isLast: false,
				...info,
			})),
		);

	test('ends where it comes whole, whatever page is requested', async () => {
		const pages = await open(() => [9, 8]);
		expect([pages.order, timesOf(pages.newest), await pages.at(2)]).toEqual([
			'none',
			[9, 8],
			EMPTY_LAST_PAGE,
		]);
		expect(timesOf(await pages.at(1))).toEqual([9, 8]);
	});

	test.each([
		['another page', [9, 8], [9, 7]],
		['a longer page', [9, 8], [9, 8, 7]],
		['a shorter page', [9, 8], [9]],
	])('goes on with %s', async (_which, first, second) => {
		const pages = await open((page) => (page === 1 ? first : second));
		expect(timesOf(await pages.at(2))).toEqual(second);
	});

	test('goes on where new entries pushed those of page 1 to page 2', async () => {
		const pages = await open((page, count) => (page === 1 && count > 1 ? [11, 10] : [9, 8]));
		expect(timesOf(await pages.at(2))).toEqual([9, 8]);
	});

	test('ends where its first page comes again, however many pages the vendor counts', async () => {
		const pages = await open(() => [9, 8], { pageCount: 1e9 });
		expect([timesOf(await pages.at(2)), pages.pageCount]).toEqual([[], 1e9]);
	});

	test('ends with an empty page', async () => {
		const pages = await open((page) => (page === 1 ? [1] : []), { pageCount: 3, total: 7 });
		expect([await pages.at(2), pages.pageCount, pages.total]).toEqual([EMPTY_LAST_PAGE, 3, 7]);
		const empty = await open(() => [], { pageCount: 3 });
		expect([empty.newest, empty.pageCount]).toEqual([EMPTY_LAST_PAGE, 1]);
		expect((await open(() => [1], { isLast: true })).pageCount).toBe(1);
	});
});

describe('openPages', () => {
	const SAME = [[5, 5], [5, 5, 5], [5]];
	test.each<[string, number[][], Partial<ListPage>, Order, number[], number[]]>([
		[
			'the newest first',
			[
				[9, 8],
				[7, 6],
				[5, 4],
			],
			{},
			'newestFirst',
			[9, 8],
			[7, 6],
		],
		[
			'the oldest first',
			[
				[1, 2],
				[3, 4],
				[5, 6],
			],
			{},
			'oldestFirst',
			[6, 5],
			[4, 3],
		],
		[
			'counted pages',
			[
				[1, 2],
				[3, 4],
				[5, 6],
			],
			{ pageCount: 3 },
			'oldestFirst',
			[6, 5],
			[4, 3],
		],
		['no order', [[1, 3, 2], [4]], {}, 'none', [1, 3, 2], [4]],
		['one page, the oldest first', [[1, 2]], {}, 'oldestFirst', [2, 1], []],
		['one page of one time', [[1, 1]], {}, 'newestFirst', [1, 1], []],
		['pages of one time', SAME, {}, 'newestFirst', [5, 5], [5, 5, 5]],
		['one full page, the oldest first', [[1, 2], []], {}, 'oldestFirst', [2, 1], []],
		[
			'one time, then older',
			[
				[5, 5],
				[4, 3],
				[2, 1],
			],
			{},
			'newestFirst',
			[5, 5],
			[4, 3],
		],
		[
			'one time, then newer',
			[
				[1, 1],
				[2, 3],
				[4, 5],
			],
			{},
			'oldestFirst',
			[5, 4],
			[3, 2],
		],
	])('opens a list with %s at its newest end', async (_what, times, info, order, newest, next) => {
		for (const isSequential of [false, true]) {
			const list = listOfPages(times, info, { isSequential });
			const pages = await openPages(list);
			expect([pages.order, timesOf(pages.newest), pages.newest.isLast]).toEqual([
				order,
				newest,
				next.length === 0,
			]);
			if (info.pageCount) expect(list.requested).toEqual([1, 3]);
			if (next.length === 0) continue;
			expect(timesOf(await pages.at(2))).toEqual(next);
			const ends = await Promise.all(times.map(async (_, index) => await pages.at(index + 1)));
			if (order === 'oldestFirst')
				expect(ends.map(({ isLast }) => isLast)).toEqual([false, false, true]);
		}
	});

	test('opens a list that loses its last page meanwhile', async () => {
		const rows = entriesAt(range(1, 6));
		const list = listOf((page, count) => {
			if (count === 2) rows.splice(4);
			const pageCount = count === 1 ? 3 : 2;
			return { entries: rows.slice(page * 2 - 2, page * 2), pageCount, isLast: page >= pageCount };
		});
		const pages = await openPages(list);
		expect([pages.order, pages.pageCount, timesOf(pages.newest)]).toEqual([
			'oldestFirst',
			2,
			[4, 3],
		]);
	});
});
