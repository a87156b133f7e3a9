import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import {
	FIRST_PAGE,
	nextPosition,
	pageQuery,
	paginate,
} from '../../../nodes/shared/operations/pagination';
import type {
	CursorPagination,
	OffsetPagination,
	Page,
	PagePagination,
	Pagination,
} from '../../../nodes/shared/operations/pagination';

const byPage: PagePagination = {
	style: 'page',
	positionParam: 'at',
	sizeParam: 'size',
	maxPageSize: 3,
};
const byOffset: OffsetPagination = { ...byPage, style: 'offset' };
const byCursor: CursorPagination = {
	style: 'cursor',
	cursorParam: 'after',
	sizeParam: 'size',
	maxPageSize: 3,
	readNextCursor: ({ next }) => next as string | undefined,
};

interface ListModel {
	pagination?: Pagination;
	limit?: number;
	/** The body of each page, an empty object where it is left out. */
	bodies?: unknown[];
}

/** Reads a list whose pages are given one after the other. @returns the entries and the requests */
async function read(
	pages: unknown[][],
	{ pagination = byPage, limit = Infinity, bodies = [] }: ListModel = {},
) {
	const requests: IHttpRequestOptions[] = [];
	const entries = await paginate({
		pagination,
		limit,
		options: { url: '/list', qs: { own: 1 } },
		fetchPage: async (options) => {
			const index = requests.push(options) - 1;
			return { entries: pages[index] ?? [], body: (bodies[index] ?? {}) as IDataObject };
		},
		createError: (message) => new Error(message),
	});
	const queries = requests.map(({ qs }) => qs as IDataObject);
	return { entries, requests, queries, positions: queries.map(({ size, at }) => [size, at]) };
}

const entries = (...ids: number[]) => ids.map((id) => ({ id }));
const repeats = 'the list repeats a page';

test('the paging parameters join the query of the request', async () => {
	expect((await read([])).requests).toEqual([{ url: '/list', qs: { own: 1, size: 3, at: 1 } }]);
});

/** The two requests of a list that takes full pages of three. */
const TWO_PAGES = [
	[3, 1],
	[3, 2],
];
const THREE_PAGES = [...TWO_PAGES, [3, 3]];

const lists: Array<
	[name: string, pages: unknown[][], list: ListModel, count: number, positions: number[][]]
> = [
	[
		'goes on after a page that is not full, as the vendor may give fewer than asked for',
		[entries(1, 2, 3), entries(4, 5), entries(6)],
		{},
		6,
		[...THREE_PAGES, [3, 4]],
	],
	['ends with an empty page', [entries(1, 2, 3)], {}, 3, TWO_PAGES],
	[
		'names a page by the entries before it',
		[entries(1, 2, 3), entries(4, 5)],
		{ pagination: byOffset },
		5,
		[
			[3, 0],
			[3, 3],
			[3, 5],
		],
	],
	[
		'counts the received entries, not the requested ones, as passed',
		[entries(1, 2), entries(3, 4), entries(5)],
		{ pagination: { ...byOffset, minPageSize: 2 } },
		5,
		[
			[3, 0],
			[3, 2],
			[3, 4],
			[3, 5],
		],
	],
	['requests no more than the limit', [entries(1, 2)], { limit: 2 }, 2, [[2, 1]]],
	[
		'requests equal pages where the limit takes several',
		[entries(1, 2), entries(3, 4)],
		{ limit: 4 },
		4,
		[
			[2, 1],
			[2, 2],
		],
	],
	[
		'returns no more than the limit, though the vendor gives more',
		[entries(1, 2, 3, 4)],
		{ limit: 2 },
		2,
		[[2, 1]],
	],
	['returns an entry that comes again once', [entries(1, 2, 3), entries(3, 4)], {}, 4, THREE_PAGES],
	[
		'prefers _id to id as the identity of an entry',
		[[{ _id: 1, id: 9 }, { _id: 2, id: 9 }, { id: 3 }]],
		{},
		3,
		TWO_PAGES,
	],
	[
		'identifies entries without an id by their content',
		[[{ a: 1 }, { a: 2 }, { a: 1 }]],
		{},
		2,
		TWO_PAGES,
	],
	['takes texts and null as entries', [['a', null, 'a'], ['b']], {}, 3, THREE_PAGES],
	[
		'takes a limit below the minimum as a full page',
		[entries(1), entries(2)],
		{ limit: 1, pagination: { ...byPage, minPageSize: 2 } },
		1,
		[[1, 1]],
	],
	[
		'uses the page size of the response',
		[entries(1, 2), entries(3)],
		{
			bodies: [{ size: 2 }, { size: 2 }],
			pagination: { ...byPage, readPageInfo: ({ size }) => ({ pageSize: size as number }) },
		},
		3,
		TWO_PAGES,
	],
	[
		'uses the number of pages of the response',
		[entries(1), entries(2, 3, 4), entries(5)],
		{
			bodies: [{ pages: 2 }, { pages: 2 }],
			pagination: { ...byPage, readPageInfo: ({ pages }) => ({ pageCount: pages as number }) },
		},
		4,
		TWO_PAGES,
	],
	[
		'ends when a bare list comes whole a second time',
		[entries(1, 2, 3), entries(1, 2, 3)],
		{ bodies: [[], []] },
		3,
		TWO_PAGES,
	],
	[
		'ends with a smaller page that holds nothing new',
		[entries(1, 2, 3), entries(3)],
		{},
		3,
		TWO_PAGES,
	],
	[
		'ends with a smaller page that holds nothing new, though more pages are announced',
		[entries(1, 2, 3), entries(2)],
		{
			bodies: [{ pages: 9 }, { pages: 9 }],
			pagination: { ...byPage, readPageInfo: ({ pages }) => ({ pageCount: pages as number }) },
		},
		3,
		TWO_PAGES,
	],
	[
		'ends with a page smaller than the largest that holds nothing new',
		[entries(1, 2, 3), entries(4), entries(1, 2)],
		{ pagination: { ...byPage, readPageInfo: () => ({ pageSize: 1 }) } },
		4,
		THREE_PAGES,
	],
];

test.each(lists)('a list %s', async (_name, pages, list, count, positions) => {
	const result = await read(pages, list);
	expect([result.entries.length, result.positions]).toEqual([count, positions]);
});

test('a list returns the first of two entries with the same id', async () => {
	const pages = [
		[
			{ id: 1, a: 1 },
			{ id: 1, a: 2 },
		],
	];
	expect((await read(pages)).entries).toEqual([{ id: 1, a: 1 }]);
});

const refused: Array<[name: string, pages: unknown[][], list: ListModel]> = [
	['a page', [entries(1, 2, 3), entries(1, 2, 3)], {}],
	['entries of several pages', [entries(1, 2, 3), entries(4, 5, 6), entries(1, 2, 6)], {}],
	['a page by offset', [entries(1, 2, 3), entries(1, 2, 3)], { pagination: byOffset }],
	[
		'a part of a bare list',
		[entries(1, 2, 3), entries(4, 5, 6), entries(4, 5, 6)],
		{ bodies: [[], [], []] },
	],
];

test.each(refused)('a list that repeats %s is refused', async (_name, pages, list) => {
	await expect(read(pages, list)).rejects.toThrow(repeats);
});

test('a list without an end is refused after 10,000 pages', async () => {
	const pages = Array.from({ length: 10_001 }, (_, index) => [index]);
	const pagination: Pagination = { ...byPage, readPageInfo: () => ({ pageSize: 1 }) };
	await expect(read(pages, { pagination })).rejects.toThrow('the list has more than 10000 pages');
	expect((await read(pages.slice(0, 9_999), { pagination })).entries).toHaveLength(9_999);
	const limited = { limit: 10_000, pagination: { ...pagination, maxPageSize: 1 } };
	expect((await read(pages.slice(0, 10_000), limited)).entries).toHaveLength(10_000);
});

describe('pages by cursor', () => {
	const pagination = byCursor;
	/** Bodies whose cursors lead to the next page, up to the last one. */
	const cursors = (...next: Array<string | undefined>) => next.map((cursor) => ({ next: cursor }));

	test('requests the first page without a cursor, and each other page by the cursor of the page before', async () => {
		const bodies = cursors('b', 'c');
		const { entries: found, queries } = await read(
			[entries(1, 2, 3), entries(4), entries(5, 6, 7)],
			{ pagination, bodies },
		);
		expect(found).toEqual(entries(1, 2, 3, 4, 5, 6, 7));
		expect(queries).toEqual([
			{ own: 1, size: 3 },
			{ own: 1, size: 3, after: 'b' },
			{ own: 1, size: 3, after: 'c' },
		]);
	});

	test('an empty cursor ends the list', async () => {
		const { queries } = await read([entries(1, 2, 3), entries(4)], {
			pagination,
			bodies: cursors(''),
		});
		expect(queries).toHaveLength(1);
	});

	test('requests no size of a vendor without a size parameter', async () => {
		const { sizeParam: _size, ...sizeless } = byCursor;
		const { queries } = await read([entries(1)], { pagination: sizeless });
		expect(queries).toEqual([{ own: 1 }]);
	});

	test('a limit ends the list before its cursors do', async () => {
		const { entries: found, queries } = await read([entries(1, 2), entries(3, 4), entries(5)], {
			pagination,
			limit: 4,
			bodies: cursors('b', 'c'),
		});
		expect(found).toEqual(entries(1, 2, 3, 4));
		expect(queries.map(({ size }) => size)).toEqual([2, 2]);
	});

	test('an empty page or one of known entries does not end the list', async () => {
		const { entries: found } = await read([entries(1), [], entries(1), entries(2)], {
			pagination,
			bodies: cursors('b', 'c', 'd'),
		});
		expect(found).toEqual(entries(1, 2));
	});

	test('a cursor that comes again is refused', async () => {
		const pages = [entries(1), entries(2), entries(3), entries(4)];
		await expect(read(pages, { pagination, bodies: cursors('b', 'b') })).rejects.toThrow(repeats);
		const cycle = cursors('b', 'c', 'b');
		await expect(read(pages, { pagination, bodies: cycle })).rejects.toThrow(repeats);
	});

	test('cursors without an end are refused after 10,000 pages', async () => {
		let count = 0;
		const endless: Pagination = { ...byCursor, readNextCursor: () => `${(count += 1)}` };
		await expect(read([], { pagination: endless })).rejects.toThrow(
			'the list has more than 10000 pages',
		);
		expect(count).toBe(10_000);
	});
});

describe('pageQuery', () => {
	const position = { page: 4, offset: 7, cursor: 'c' };

	test.each<[string, Pagination, IDataObject]>([
		['the number of the page', byPage, { size: 2, at: 4 }],
		['the number of entries before it', byOffset, { size: 2, at: 7 }],
		['its cursor', byCursor, { size: 2, after: 'c' }],
	])('names a page by %s', (_name, pagination, query) => {
		expect(pageQuery(pagination, position, 2)).toEqual(query);
	});

	test.each<[string, Pagination, IDataObject]>([
		['page', byPage, { size: 3, at: 1 }],
		['offset', byOffset, { size: 3, at: 0 }],
		['cursor', byCursor, { size: 3 }],
	])('names the first page by %s', (_name, pagination, query) => {
		expect(pageQuery(pagination, FIRST_PAGE, 3)).toEqual(query);
	});
});

describe('nextPosition', () => {
	const position = { page: 2, offset: 3 };
	const pageOf = (count: number, body: IDataObject = {}): Page => ({
		entries: Array.from({ length: count }),
		body,
	});
	const withInfo: Pagination = {
		...byPage,
		readPageInfo: ({ size, pages }) => ({
			pageSize: size as number | undefined,
			pageCount: pages as number | undefined,
		}),
	};

	test.each<[string, Pagination, Page, object | undefined]>([
		['after a full page', byPage, pageOf(3), { page: 3, offset: 6 }],
		['after more than a full page', byOffset, pageOf(4), { page: 3, offset: 7 }],
		['after less than was asked for', byPage, pageOf(2), { page: 3, offset: 5 }],
		['after an empty page', byPage, pageOf(0), undefined],
		[
			'after an empty page, though more are announced',
			withInfo,
			pageOf(0, { pages: 9 }),
			undefined,
		],
		['after a page full by the answer', withInfo, pageOf(2, { size: 2 }), { page: 3, offset: 5 }],
		['after a page not full by the answer', withInfo, pageOf(3, { size: 4 }), undefined],
		['before the last page', withInfo, pageOf(1, { pages: 3 }), { page: 3, offset: 4 }],
		['after the last page', withInfo, pageOf(3, { pages: 2 }), undefined],
		['with a cursor', byCursor, pageOf(1, { next: 'n' }), { page: 3, offset: 4, cursor: 'n' }],
		['without a cursor', byCursor, pageOf(3), undefined],
	])('leads on %s only where a page may follow', (_name, pagination, page, next) => {
		expect(nextPosition(pagination, position, page)).toEqual(next);
	});
});
