/**
 * A list seen from its newest end, and the pages that are read of it, with as few questions as it takes.
 */

import { shortDigest } from '../../../nodes/shared/util/digest';
import { initialize, readNewEntries } from '../../../nodes/shared/polling/newEntries';
import { isStable, scanPages } from '../../../nodes/shared/polling/pageScan';
import { openUnorderedPages } from '../../../nodes/shared/polling/pageOrder';

const END = { entries: [], last: true };
const placeOf = ({ time, id = time }: any) => ({ time, id: shortDigest(id) });
const entriesOf = (times: any[]) => times.map((time) => ({ time }));

describe('a list as it comes', () => {
	const viewOf = async (give: (page: number, asked: number) => any, more?: any) => {
		let asked = 0;
		return await openUnorderedPages({
			placeOf,
			read: async (page: number) => ({
				entries: entriesOf(give(page, (asked += 1))),
				last: false,
				...more,
			}),
		} as any);
	};

	test('ends where it comes whole, whatever page is asked for', async () => {
		const view = await viewOf(() => [9, 8]);
		expect([
			view.order,
			view.newest.entries.length,
			await view.at(2),
			(await view.at(1)).entries.length,
		]).toEqual(['none', 2, END, 2]);
	});

	test.each([
		['another page', [9, 8], [9, 7]],
		['a longer page', [9, 8], [9, 8, 7]],
		['a shorter page', [9, 8], [9]],
	])('goes on with %s', async (_name, first, second) => {
		const view = await viewOf((page) => (page === 1 ? first : second));
		expect((await view.at(2)).entries).toEqual(entriesOf(second));
	});

	test('goes on where a whole page has come in, or the vendor counts the pages', async () => {
		const pushed = await viewOf((page, asked) => (page === 1 && asked > 1 ? [11, 10] : [9, 8]));
		expect((await pushed.at(2)).entries).toEqual(entriesOf([9, 8]));
		const counted = await viewOf(() => [9, 8], { pages: 4 });
		expect([(await counted.at(2)).entries.length, counted.pages]).toEqual([2, 4]);
	});

	test('ends with an empty page', async () => {
		const view = await viewOf((page) => (page === 1 ? [1] : []), { pages: 3, total: 7 });
		expect([await view.at(2), view.pages, view.total]).toEqual([END, 3, 7]);
		const empty = await viewOf(() => [], { pages: 3 });
		expect([empty.newest, empty.pages]).toEqual([END, 1]);
		expect((await viewOf(() => [1], { last: true })).pages).toBe(1);
	});
});

describe('a stretch of pages', () => {
	const pages = [
		[9, 8],
		[7, 6],
		[5, 4],
		[3, 2],
	];
	async function read(
		from: any,
		{
			settled = () => false,
			ground = 4,
			pages: own = pages,
			placing,
		}: { settled?: (time: any) => boolean; ground?: number; pages?: any[][]; placing?: any } = {},
	) {
		const asked: number[] = [];
		const at = async (place: number) => (
			asked.push(place),
			{ entries: entriesOf(own[place - 1] ?? []), last: place >= own.length }
		);
		const listing = { placeOf } as any;
		const reading = {
			listing,
			view: { at },
			isGround: (page: any) => page === undefined || asked.at(-1) === ground,
			settled: ({ time }) => settled(time),
			placing: { knows: () => false, sorted: true, top: Infinity, ...placing },
		};
		const found = await scanPages(reading as any, { most: 10, stop: 10, ...from });
		return (
			found && {
				...found,
				pages: found.pages.map((page) => page.map(({ time }) => time)),
				seen: found.seen.length,
				asked,
			}
		);
	}

	test('is read down to the ground', async () => {
		expect(await read({ start: 1 })).toEqual({
			pages,
			seen: 8,
			start: 1,
			whole: true,
			count: 4,
			last: true,
			sorted: true,
			asked: [1, 2, 3, 4],
		});
		expect(await read({ start: 2 }, { ground: 3 })).toMatchObject({
			pages: pages.slice(1, 3),
			start: 2,
			whole: false,
			count: 2,
			last: false,
			asked: [2, 3],
		});
		expect(await read({ start: 1, stop: 4 })).toBeDefined();
		expect(await read({ start: 1, stop: 3 })).toBeUndefined();
	});

	test('is kept where it has news, of many pages the last ones', async () => {
		expect(await read({ start: 1 }, { settled: (time) => time < 6 })).toMatchObject({
			pages: [
				[9, 8],
				[7, 6],
			],
			whole: true,
			seen: 8,
		});
		expect(await read({ start: 1 }, { settled: (time) => time < 7 })).toMatchObject({
			pages: [
				[9, 8],
				[7, 6],
			],
		});
		expect(await read({ start: 1, most: 2 })).toMatchObject({
			pages: [
				[5, 4],
				[3, 2],
			],
			whole: false,
		});
		expect(await read({ start: 1, most: 2 }, { settled: (time) => time < 6 })).toMatchObject({
			pages: [
				[9, 8],
				[7, 6],
			],
			whole: true,
		});
		expect(await read({ start: 1, most: 4 })).toMatchObject({ whole: true });
	});

	test('hands the time of its last entry down, if it is sorted', async () => {
		const own = [[undefined, 9, 8.5], [undefined, 8], [], [undefined]];
		expect((await read({ start: 1 }, { pages: own }))?.pages).toEqual([
			[Infinity, 9, 8.5],
			[8.5, 8],
			[8],
		]);
		expect(
			(await read({ start: 1 }, { pages: own, placing: { sorted: false, top: -Infinity } }))?.pages,
		).toEqual([[-Infinity, 9, 8.5], [-Infinity, 8], [-Infinity]]);
	});

	test('says whether its pages are sorted, and takes the newest one as it is known', async () => {
		expect(
			(
				await read(
					{ start: 1 },
					{
						pages: [
							[9, 8],
							[1, 2],
							[5, 4],
							[3, 2],
						],
					},
				)
			)?.sorted,
		).toBe(false);
		expect((await read({ start: 1 }, { pages: [[9, 9], [5], [5, 4], []] }))?.sorted).toBe(true);
		const newest = { entries: entriesOf([99]), last: false };
		expect((await read({ start: 1, newest }))?.asked).toEqual([2, 3, 4]);
		expect((await read({ start: 2, newest }))?.pages[0]).toEqual([7, 6]);
	});

	test('nothing has slipped by what is gone, if it went at the end', () => {
		const seen = (letters: string) => ({ seen: [...letters] });
		expect(isStable('newestFirst', seen('abcd'), { ...seen('xyzab'), last: false })).toBe(true);
		expect(isStable('newestFirst', seen('abcd'), { ...seen('xbcd'), last: false })).toBe(false);
		expect(isStable('newestFirst', seen('abcd'), { ...seen('xbcd'), last: true })).toBe(false);
		expect(isStable('oldestFirst', seen('abc'), { ...seen('bc'), last: false })).toBe(false);
	});
});

test('more news than fit in a poll take few requests', async () => {
	const rows = Array.from({ length: 109 }, (_, index) => 109 - index);
	const listOf = (all: number[]) => {
		const asked: number[] = [];
		return {
			asked,
			placeOf,
			narrowed: false,
			malformed: (words: string) => new Error(words),
			read: async (page: number) => (
				asked.push(page),
				{ entries: entriesOf(all.slice(page * 2 - 2, page * 2)), last: page * 2 > all.length }
			),
		} as any;
	};
	const state = await initialize(listOf(rows.slice(100)), 100);
	const list = listOf(rows);
	const { entries, complete } = await readNewEntries(list, state, 100);
	expect([entries.length, complete]).toEqual([38, false]);
	expect(list.asked.length).toBe(67);
});
