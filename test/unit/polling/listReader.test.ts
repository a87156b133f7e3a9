/**
 * The reading of a list by itself: what is asked for, what a page is taken to say, and which end is the newest.
 */

import { createListReader } from '../../../nodes/shared/polling/listReader';
import { shortDigest } from '../../../nodes/shared/util/digest';
import { detectChanges } from '../../../nodes/shared/polling/changeDetection';
import { newEntries } from '../../../nodes/shared/polling/newEntries';
import { readNewEntries, initialize, readSample } from '../../../nodes/shared/polling/newEntries';
import { openPages } from '../../../nodes/shared/polling/pageOrder';

/** @param bodies what the vendor answers, one after the other */
function vendorOf(...bodies: Array<any>) {
	const asked: any[] = [];
	const vendor = {
		name: 'Vendor',
		credential: 'vApi',
		secrets: [],
		confidential: [],
		failure: () => undefined,
		payload: (body: any, key: any) => (key ? body[key] : body),
	} as any;
	const context = {
		__emit: () => {},
		getNode: () => ({ name: 'T', type: 't', parameters: {} }),
		getCredentials: async () => ({ baseUrl: 'https://vendor.example', maxRetryTime: 0 }),
		helpers: {
			httpRequestWithAuthentication: async (_type: string, options: any) => {
				asked.push(options);
				return { statusCode: 200, headers: {}, body: bodies[asked.length - 1] };
			},
		},
	} as any;
	return { vendor, context, asked };
}

const paging = { size: 'size', most: 3, by: 'page', position: 'page' } as any;
function listOf(bodies: any, more?: any) {
	const { vendor, context, asked } = vendorOf(...bodies);
	const plan = {
		request: { method: 'GET', url: '/list', qs: { own: 1 } },
		paging,
		key: 'rows',
		time: 'at',
		...more,
	};
	return { list: createListReader(context, vendor, plan), asked };
}
const rows = (...entries: any[]) => ({ rows: entries });

describe('a page', () => {
	test('is asked for with its size and number', async () => {
		const { list, asked } = listOf([rows()]);
		await list.read(2);
		expect(asked[0]).toMatchObject({
			method: 'GET',
			url: 'https://vendor.example/list',
			timeout: 30_000,
			qs: { own: 1, size: 3, page: 2 },
		});
	});

	test.each([
		[
			'full',
			rows({ id: 1 }, { id: 2 }, { id: 3 }),
			{},
			{ entries: [{ id: 1 }, { id: 2 }, { id: 3 }], last: false },
		],
		['not full', rows({ id: 1 }, { id: 2 }), {}, { entries: [{ id: 1 }, { id: 2 }], last: true }],
		['more than full', rows({ id: 1 }, { id: 2 }, { id: 3 }, { id: 4 }), {}, { last: true }],
		[
			'with what is no entry',
			rows(null, 'a', 7, { id: 1 }),
			{},
			{ entries: [{ id: 1 }], last: true },
		],
		['of nothing', '', {}, { entries: [], last: true, total: undefined, pages: undefined }],
		['of fewer than asked', rows({ id: 1 }), { paging: { ...paging, least: 1 } }, { last: false }],
		[
			'of the size it tells',
			rows({ id: 1 }, { id: 2 }),
			{ paging: { ...paging, told: () => ({ size: 2 }) } },
			{ last: false },
		],
		['with a number', { ...rows({ id: 1 }), total: 9 }, {}, { total: 9 }],
		['with a number that is none', { ...rows({ id: 1 }), total: '9' }, {}, { total: undefined }],
		[
			'with a number by another name',
			{ ...rows({ id: 1 }), total: 9, count: 4 },
			{ total: 'count' },
			{ total: 4 },
		],
		[
			'of one page',
			rows({ id: 1 }),
			{ paging: { ...paging, told: () => ({ pages: 1 }) } },
			{ pages: 1, last: true },
		],
		[
			'of two pages',
			rows({ id: 1 }),
			{ paging: { ...paging, told: () => ({ pages: 2 }) } },
			{ pages: 2, last: false },
		],
	] as Array<[string, any, any, any]>)('%s', async (_name, body, more, page) => {
		expect(await listOf([body], more).list.read(1)).toMatchObject(page);
	});

	test('tells its body what it has room for, an empty one too', async () => {
		const told = jest.fn(() => ({}));
		const { list } = listOf([{ ...rows(), a: 1 }, ''], { paging: { ...paging, told } });
		await list.read(1);
		await list.read(2);
		expect(told.mock.calls).toEqual([[{ rows: [], a: 1 }], [{}]]);
	});
});

test('an entry has its time, and what tells it from others', () => {
	const { list } = listOf([]);
	expect(list.placeOf({ id: 7, at: 1_769_860_800, name: 'a' })).toEqual({
		time: 1_769_860_800_000,
		id: shortDigest(7),
	});
	expect(list.placeOf({ name: 'a' })).toEqual({ time: undefined, id: shortDigest({ name: 'a' }) });
	const own = listOf([], { identity: ({ a, b }) => [a, b], narrowed: true }).list;
	expect(own.placeOf({ a: 1, b: 2, id: 7 }).id).toBe(shortDigest(1, 2));
	expect([list.narrowed, own.narrowed]).toEqual([false, true]);
	expect(list.malformed('is odd', 'Ask.')).toMatchObject({
		message: 'Vendor: is odd. Ask.',
		node: { name: 'T' },
	});
});

describe('a list', () => {
	/** Pages of times, which are ids too. */
	function timesOf(pages: number[][], more?: any) {
		const asked: number[] = [];
		const list = {
			narrowed: false,
			read: async (page: number) => {
				asked.push(page);
				return {
					entries: (pages[page - 1] ?? []).map((time) => ({ time })),
					last: page >= pages.length,
					...more,
				};
			},
			placeOf: ({ time }) => ({ time, id: shortDigest(time) }),
			malformed: (words: string, next: string) => new Error(`${words}. ${next}`),
		} as any;
		return { list, asked };
	}
	const times = ({ entries }: any) => entries.map(({ time }) => time);

	test.each([
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
			'the oldest first, counted',
			[
				[1, 2],
				[3, 4],
				[5, 6],
			],
			{ pages: 3 },
			'oldestFirst',
			[6, 5],
			[4, 3],
		],
		['no order', [[1, 3, 2], [4]], {}, 'none', [1, 3, 2], [4]],
		['one page, the oldest first', [[1, 2]], {}, 'oldestFirst', [2, 1], []],
		['one page, all of one time', [[1, 1]], {}, 'newestFirst', [1, 1], []],
		['one time alone', [[5, 5], [5, 5, 5], [5]], {}, 'newestFirst', [5, 5], [5, 5, 5]],
		['one full page, the oldest first', [[1, 2], []], {}, 'oldestFirst', [2, 1], []],
		[
			'all of one time on the first page, then older',
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
			'all of one time on the first page, then newer',
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
	] as Array<[string, number[][], any, string, number[], number[]]>)(
		'in %s',
		async (_name, pages, more, order, newest, next) => {
			const { list, asked } = timesOf(pages, more);
			const view = await openPages(list);
			expect([view.order, times(view.newest), view.newest.last]).toEqual([
				order,
				newest,
				next.length === 0,
			]);
			if (more.pages) expect(asked).toEqual([1, 3]);
			if (next.length > 0) expect(times(await view.at(2))).toEqual(next);
			const ends = await Promise.all(
				pages.map(async (_page, index) => (await view.at(index + 1)).last),
			);
			if (order === 'oldestFirst' && next.length > 0)
				expect(ends).toEqual(pages.map((_page, index) => index === pages.length - 1));
		},
	);

	test('the first time nothing in it is news, then what is newer', async () => {
		const state = await initialize(
			timesOf([
				[9, 8],
				[7, 6],
			]).list,
			10,
		);
		const { entries, complete } = await readNewEntries(
			timesOf([
				[11, 10],
				[9, 8],
				[7, 6],
			]).list,
			state,
			10,
		);
		expect([entries.map(({ time }) => time), complete]).toEqual([[10, 11], true]);
		expect(
			(
				await readSample(
					timesOf([
						[1, 2],
						[3, 4],
					]).list,
				)
			).map(({ time }) => time),
		).toEqual([4, 3]);
		expect(await initialize(timesOf([[]]).list, 10)).toEqual({
			memory: { below: null, known: {} },
		});
	});

	test('in no order is read to its end, as far as that may be', async () => {
		const page = (index: number) => [index * 10 + 1, index * 10 + 3, index * 10 + 2];
		const pages = (count: number) => Array.from({ length: count }, (_, index) => page(index));
		const words =
			'the list is in no order by time and has more than 200 pages, all of which each poll would have to read. Choose something narrower in this node.';
		const state = await initialize(timesOf(pages(200)).list, 1_000);
		await expect(initialize(timesOf(pages(201)).list, 1_000)).rejects.toThrow(words);
		await expect(readNewEntries(timesOf(pages(201)).list, state, 1_000)).rejects.toThrow(words);
		const { entries, state: after } = await readNewEntries(
			timesOf([...pages(199), [5_000, 1]]).list,
			state,
			1_000,
		);
		expect([entries.map(({ time }) => time), after.unsure]).toEqual([[5_000], true]);
	});
});

describe('what a trigger notices', () => {
	const contextOf = (simple: boolean) =>
		({
			getNodeParameter: (_name: string, otherwise: any) => simple ?? otherwise,
		}) as any;
	const comparison = {
		keyOf: ({ id }) => id,
		stateOf: ({ s }) => s,
		differ: (a: string, b: string) => a !== b,
		startles: () => true,
	} as any;
	const things = [{ id: 'a', s: '2', extra: 1 }];

	test('as changes', async () => {
		const plan = {
			watched: () => [],
			look: async () => ({ things, comparison }),
			simplify: { id: 'id' },
		};
		const plain = detectChanges(plan);
		const more = detectChanges({
			...plan,
			more: (thing, before) => ({ before: before ?? 'new', of: thing.id }),
		});
		expect(await plain.poll(contextOf(true), { a: '1' })).toEqual({
			items: [{ id: 'a' }],
			state: { a: '2' },
		});
		expect(await plain.poll(contextOf(false), { a: '1' })).toEqual({
			items: things,
			state: { a: '2' },
		});
		expect((await plain.poll(contextOf(undefined as any), { a: '1' })).items).toEqual([
			{ id: 'a' },
		]);
		expect((await more.poll(contextOf(true), { a: '1' })).items).toEqual([
			{ id: 'a', before: '1', of: 'a' },
		]);
		expect((await more.poll(contextOf(true), {})).items).toEqual([
			{ id: 'a', before: 'new', of: 'a' },
		]);
		expect(await more.sample(contextOf(true))).toEqual([{ id: 'a', before: 'new', of: 'a' }]);
		expect(await plain.poll(contextOf(true), undefined)).toEqual({ items: [], state: { a: '2' } });
	});

	test('as new entries', async () => {
		const since: any[] = [];
		const entries = [
			{ id: 2, at: 20, s: 'x' },
			{ id: 1, at: 10, s: 'y' },
		];
		const plan = {
			watched: () => [],
			keep: 10,
			list: (_context: any, from: any) => {
				since.push(from);
				return {
					narrowed: false,
					read: async () => ({ entries, last: true }),
					placeOf: ({ id, at }) => ({ time: at, id: shortDigest(id) }),
					malformed: () => new Error(),
				};
			},
			simplify: { id: 'id' },
		} as any;
		const known = { memory: { below: 5, known: { a: shortDigest(1) } } };
		expect((await newEntries(plan).poll(contextOf(true), known)).items).toEqual([{ id: 2 }]);
		expect((await newEntries(plan).poll(contextOf(undefined as any), known)).items).toEqual([
			entries[0],
		]);
		const chosen = newEntries({
			...plan,
			wants: (_context, { s }) => s === 'y',
			more: () => ({ m: 1 }),
		});
		expect((await chosen.poll(contextOf(true), known)).items).toEqual([]);
		expect(await chosen.sample(contextOf(true))).toEqual([{ id: 1, m: 1 }]);
		expect(await newEntries(plan).sample(contextOf(true))).toEqual([{ id: 2 }, { id: 1 }]);
		expect((await newEntries(plan).poll(contextOf(true), undefined)).items).toEqual([]);
		await newEntries(plan).poll(contextOf(true), { memory: { below: null, known: {} } });
		expect(since).toEqual([5, 5, 5, undefined, undefined, undefined, undefined]);
	});
});
