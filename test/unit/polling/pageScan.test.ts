import type { Order, TimeDefaults } from '../../../nodes/shared/polling/pageOrder';
import { isStable, scanPages } from '../../../nodes/shared/polling/pageScan';
import type { ScanRange } from '../../../nodes/shared/polling/pageScan';
import { entriesAt, listOfPages } from '../../support/pollingFakes';

const PAGES = [
	[9, 8],
	[7, 6],
	[5, 4],
	[3, 2],
];

interface ScanSetting {
	isSeen?: (time: number) => boolean;
	/** The number of the page that is the boundary. */
	boundary?: number;
	pages?: ReadonlyArray<ReadonlyArray<number | undefined>>;
	timeDefaults?: Partial<TimeDefaults>;
}

async function scan(
	range: Partial<ScanRange>,
	{ isSeen = () => false, boundary = 4, pages = PAGES, timeDefaults }: ScanSetting = {},
) {
	const list = listOfPages(pages);
	const [newest] = entriesAt([0]);
	const found = await scanPages(
		{
			list,
			pages: { order: 'newestFirst', newest: { entries: [newest], isLast: false }, at: list.read },
			isBoundary: () => list.requested.includes(boundary),
			isSeen: ({ time }) => isSeen(time),
			timeDefaults: { hasId: () => false, sorted: true, fallbackTime: Infinity, ...timeDefaults },
		},
		{ firstPage: 1, maxUnseenPages: 10, maxPages: 10, ...range },
	);
	return (
		found && {
			...found,
			unseenPages: found.unseenPages.map((page) => page.map(({ time }) => time)),
			ids: found.ids.length,
			requested: list.requested,
		}
	);
}

describe('A scan', () => {
	test('reads the pages down to the boundary', async () => {
		expect(await scan({})).toEqual({
			unseenPages: PAGES,
			ids: 8,
			firstPage: 1,
			isComplete: true,
			pageCount: 4,
			reachedEnd: true,
			isSorted: true,
			requested: [1, 2, 3, 4],
		});
	});

	test('reads from the first page wanted', async () => {
		expect(await scan({ firstPage: 2 }, { boundary: 3 })).toMatchObject({
			unseenPages: PAGES.slice(1, 3),
			firstPage: 2,
			isComplete: false,
			pageCount: 2,
			reachedEnd: false,
			requested: [2, 3],
		});
	});

	test('gives up where no page up to the most is the boundary', async () => {
		expect(await scan({ maxPages: 4 })).toBeDefined();
		expect(await scan({ maxPages: 3 })).toBeUndefined();
	});

	test.each([6, 7])(
		'keeps the pages with an unseen entry, the oldest of which is %d',
		async (oldest) => {
			expect(await scan({}, { isSeen: (time) => time < oldest })).toMatchObject({
				unseenPages: PAGES.slice(0, 2),
				isComplete: true,
				ids: 8,
			});
		},
	);

	test('keeps the last of many pages with unseen entries', async () => {
		expect(await scan({ maxUnseenPages: 2 })).toMatchObject({
			unseenPages: PAGES.slice(2),
			isComplete: false,
		});
		expect(await scan({ maxUnseenPages: 2 }, { isSeen: (time) => time < 6 })).toMatchObject({
			unseenPages: PAGES.slice(0, 2),
			isComplete: true,
		});
		expect(await scan({ maxUnseenPages: 4 })).toMatchObject({ isComplete: true });
	});

	test('hands the time of the last entry to the next page where the list is sorted', async () => {
		const pages = [[undefined, 9, 8.5], [undefined, 8], [], [undefined]];
		expect((await scan({}, { pages }))?.unseenPages).toEqual([[Infinity, 9, 8.5], [8.5, 8], [8]]);
		const timeDefaults = { sorted: false, fallbackTime: -Infinity };
		expect((await scan({}, { pages, timeDefaults }))?.unseenPages).toEqual([
			[-Infinity, 9, 8.5],
			[-Infinity, 8],
			[-Infinity],
		]);
	});

	test('says whether every page is sorted', async () => {
		const mixed = [
			[9, 8],
			[1, 2],
			[5, 4],
			[3, 2],
		];
		expect((await scan({}, { pages: mixed }))?.isSorted).toBe(false);
		const ofOneTime = [[9, 9], [5], [5, 4], []];
		expect((await scan({}, { pages: ofOneTime }))?.isSorted).toBe(true);
	});

	test('takes page 1 as it was read before', async () => {
		const newestPage = { entries: entriesAt([99]), isLast: false };
		expect(await scan({ newestPage })).toMatchObject({
			unseenPages: [[99], ...PAGES.slice(1)],
			requested: [2, 3, 4],
		});
		expect((await scan({ firstPage: 2, newestPage }))?.unseenPages[0]).toEqual([7, 6]);
	});
});

describe('isStable', () => {
	test.each<[Order, string, string, boolean, boolean]>([
		['newestFirst', 'abc', 'abc', false, true],
		['newestFirst', 'abc', 'abc', true, true],
		['newestFirst', 'abc', 'xab', false, true],
		['newestFirst', 'abc', 'xab', true, false],
		['newestFirst', 'abc', 'xyabc', false, true],
		['newestFirst', 'abc', 'xac', false, false],
		['newestFirst', 'abc', 'xyc', false, false],
		['newestFirst', 'abc', 'ab', false, false],
		['newestFirst', 'abcd', 'xyab', false, true],
		['newestFirst', 'abcd', 'xyzab', false, true],
		['newestFirst', 'abcd', 'xyad', false, false],
		['newestFirst', 'abcd', 'xbcd', false, false],
		['newestFirst', 'abcd', 'xbcd', true, false],
		['oldestFirst', 'abc', 'abc', true, true],
		['oldestFirst', 'abc', 'xabc', true, true],
		['oldestFirst', 'abc', 'xabc', false, true],
		['oldestFirst', 'abc', 'abcx', true, false],
		['oldestFirst', 'abc', 'xab', true, false],
		['oldestFirst', 'abc', 'axbc', true, false],
		['oldestFirst', 'abc', 'bc', false, false],
		['none', 'ab', 'xyab', false, true],
	])('says of %s: %s, then %s (to the end: %s): %s', (order, first, second, reachedEnd, stable) => {
		expect(isStable(order, { ids: [...first] }, { ids: [...second], reachedEnd })).toBe(stable);
	});
});
