import type { IDataObject, ILoadOptionsFunctions, INodeListSearchItems } from 'n8n-workflow';

import {
	createListSearch,
	currentValue,
	fetchEntries,
	fetchListPage,
} from '../../../nodes/shared/operations/listSearch';
import type { Pagination } from '../../../nodes/shared/operations/pagination';
import { createFakeVendor, plainVendor, response } from '../../support/fakeVendor';

const noContext = {} as ILoadOptionsFunctions;

/** An entry with a value is shown by its name, if it has one. */
const toListItem = ({ value, name, description, hidden }: IDataObject) =>
	hidden
		? undefined
		: ({ value, name: name ?? `The ${value}`, description } as INodeListSearchItems);

const byPage: Pagination = {
	style: 'page',
	positionParam: 'page',
	sizeParam: 'size',
	maxPageSize: 2,
	readPageInfo: ({ pages }) => ({ pageCount: pages as number | undefined }),
};
const byOffset: Pagination = { ...byPage, style: 'offset', positionParam: 'offset' };
const byCursor: Pagination = {
	style: 'cursor',
	cursorParam: 'after',
	maxPageSize: 2,
	readNextCursor: ({ next }) => next as string | undefined,
};

/** A list search over pages that are given one after the other. */
function searchOf(pages: unknown[][], pagination = byPage, bodies: IDataObject[] = []) {
	const queries: IDataObject[] = [];
	const search = createListSearch({
		pagination,
		fetchPage: async (_context, qs) => {
			const index = queries.push(qs) - 1;
			return { entries: pages[index] ?? [], body: bodies[index] ?? {} };
		},
		toListItem,
	});
	return {
		queries,
		search: async (filter?: string, token?: string) => await search.call(noContext, filter, token),
	};
}

describe('a list that comes at once', () => {
	const search = createListSearch({
		fetchAll: async () => [
			'a1',
			{ value: 'b2', name: 'Big' },
			{ value: 3, name: 'x', description: 'Of BIG size' },
			{ value: 'b2', name: 'again' },
			{ value: 'a9', hidden: true },
		],
		toListItem,
	});

	test.each<[string | undefined, unknown[]]>([
		[undefined, ['a1', 'b2', 3]],
		[' bIg ', ['b2', 3]],
		['A', ['a1', 'b2']],
		['3', [3]],
		['undefined', []],
	])(
		'is searched for %j by name, value and description, each value once',
		async (filter, found) => {
			const { results, ...rest } = await search.call(noContext, filter);
			expect([results.map(({ value }) => value), rest]).toEqual([found, {}]);
		},
	);

	test('shows an entry by the functions of the list', async () => {
		expect((await search.call(noContext)).results[0]).toEqual({
			value: 'a1',
			name: 'The a1',
			description: undefined,
		});
	});
});

describe('a list in pages', () => {
	const values = ({ results }: { results: INodeListSearchItems[] }) =>
		results.map(({ value }) => value);

	test.each<[string, Pagination, IDataObject[], IDataObject[], string[]]>([
		[
			'number',
			byPage,
			[],
			[
				{ size: 2, page: 1 },
				{ size: 2, page: 2 },
				{ size: 2, page: 3 },
			],
			['1:2', '2:4'],
		],
		[
			'offset',
			byOffset,
			[],
			[
				{ size: 2, offset: 0 },
				{ size: 2, offset: 2 },
				{ size: 2, offset: 4 },
			],
			['1:2', '2:4'],
		],
		[
			'cursor',
			byCursor,
			[{ next: 'x:y' }, { next: 'z' }],
			[{}, { after: 'x:y' }, { after: 'z' }],
			['1:2:x:y', '2:4:z'],
		],
	])('by %s comes page by page', async (_style, pagination, bodies, queries, tokens) => {
		const list = searchOf([['a', 'b'], ['c', 'd'], ['e']], pagination, bodies);
		const first = await list.search();
		const second = await list.search('', first.paginationToken as string);
		const third = await list.search('', second.paginationToken as string);
		expect([first, second, third].map(values)).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
		expect([first, second].map(({ paginationToken }) => paginationToken)).toEqual(tokens);
		expect(list.queries).toEqual(queries);
		const last = third.paginationToken
			? await list.search('', third.paginationToken as string)
			: third;
		expect('paginationToken' in last).toBe(false);
	});

	test('ends where the answer says that this is the last page', async () => {
		const { search } = searchOf([['a', 'b']], byPage, [{ pages: 1 }]);
		expect(Object.keys(await search())).toEqual(['results']);
	});

	test('ends with an empty page, whatever the answer says', async () => {
		const { search, queries } = searchOf([], byPage, [{ pages: 9 }]);
		expect(await search()).toEqual({ results: [] });
		expect(queries).toHaveLength(1);
	});

	test('by cursor goes on after an empty page', async () => {
		const { search } = searchOf([[], ['a']], byCursor, [{ next: 'x' }]);
		expect(values(await search())).toEqual(['a']);
	});

	test('goes on after a page that is not full, unless the answer says how many entries one has', async () => {
		const large = { ...byPage, maxPageSize: 9 };
		expect((await searchOf([['a', 'b']], large).search()).paginationToken).toBe('1:2');
		const told = { ...large, readPageInfo: () => ({ pageSize: 3 }) };
		expect((await searchOf([['a', 'b']], told).search()).paginationToken).toBeUndefined();
	});

	test('ends after a thousand pages', async () => {
		const { search } = searchOf([['a', 'b']]);
		expect((await search('', '998:1')).paginationToken).toBe('999:3');
		expect((await search('', '999:1')).paginationToken).toBeUndefined();
	});

	test('is read on until an entry matches', async () => {
		const { search, queries } = searchOf([['a', 'b'], ['c', 'd'], ['e']]);
		expect(await search('d')).toMatchObject({ results: [{ value: 'd' }], paginationToken: '2:4' });
		expect(queries).toHaveLength(2);
	});

	test('is read for ten pages at most where nothing matches', async () => {
		const pages = Array.from({ length: 30 }, () => ['a', 'b']);
		const { search, queries } = searchOf(pages, byOffset);
		expect(await search('zzz', '5:10')).toStrictEqual({ results: [], paginationToken: '15:30' });
		expect(queries).toHaveLength(10);
		expect([queries[0], queries[9]]).toEqual([
			{ size: 2, offset: 10 },
			{ size: 2, offset: 28 },
		]);
	});
});

test.each<[unknown, string]>([
	[undefined, ''],
	['', ''],
	['c1', 'c1'],
	['={{ $json.c }}', ''],
	[{ mode: 'id', value: 'c2' }, 'c2'],
	[{ mode: 'list', value: null }, ''],
	[{ value: '={{ 1 }}' }, ''],
	[7, '7'],
])('currentValue reads the field %j of the editor as %j', (value, expected) => {
	const getCurrentNodeParameter = (name: string) => (name === 'company' ? value : 'other');
	const context = { getCurrentNodeParameter } as unknown as ILoadOptionsFunctions;
	expect(currentValue(context, 'company')).toBe(expected);
});

test('fetchEntries sends a read, with authentication unless the list is public', async () => {
	const { itemContext, sent } = createFakeVendor([response(500, { message: 'Oh' })]);
	const context = itemContext as ILoadOptionsFunctions;
	const options = { method: 'POST', url: '/l' } as const;
	await expect(fetchEntries(context, plainVendor, options)).rejects.toThrow(
		'Vendor: Oh (HTTP 500). The fault is at the vendor: try again later.',
	);
	await expect(fetchEntries(context, plainVendor, options, { isPublic: true })).rejects.toThrow(
		'Oh',
	);
	expect(sent.map(({ credential }) => credential !== undefined)).toEqual([true, false]);
});

test('fetchEntries retries for three seconds at most', async () => {
	const { itemlessContext, sent } = createFakeVendor([response(429, {}, { 'retry-after': '4' })]);
	const context = itemlessContext as ILoadOptionsFunctions;
	await expect(fetchEntries(context, plainVendor, { url: '/l' })).rejects.toThrow('HTTP 429');
	expect(sent).toHaveLength(1);
});

test('fetchListPage opens the envelope and gives the whole body too', async () => {
	const content = { items: ['a'], next: 'x' };
	const { itemlessContext } = createFakeVendor([response(200, content), response(200, '')]);
	const context = itemlessContext as ILoadOptionsFunctions;
	const vendor = {
		...plainVendor,
		unwrap: (body: IDataObject, key?: string) => (key ? body[key] : body),
	};
	const fetch = async () =>
		await fetchListPage(context, vendor, { url: '/l' }, { envelopeKey: 'items' });
	expect(await fetch()).toEqual({ entries: ['a'], body: content });
	expect(await fetch()).toEqual({ entries: [], body: {} });
});
