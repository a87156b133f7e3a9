/**
 * The reading of pages by itself: what is asked for, when it ends, and which lists are refused.
 */

import { paginate } from '../../../nodes/shared/operations/pagination';

/** @param pages what the vendor gives, one after the other */
async function read(
	pages: any[][],
	{
		limit = Infinity,
		bodies = [],
		paging = {},
	}: { limit?: number; bodies?: any[]; paging?: any } = {},
) {
	const asked: any[] = [];
	const found = await paginate(
		{ size: 'size', most: 3, by: 'page', position: 'at', ...paging },
		limit,
		{ url: '/list', qs: { own: 1 } },
		async (options) => {
			asked.push(options);
			const index = asked.length - 1;
			return { entries: pages[index] ?? [], body: bodies[index] ?? {} };
		},
		(words) => new Error(words),
	);
	return { found, asked: asked.map(({ qs }) => [qs.size, qs.at]), options: asked[0] };
}
const things = (...ids: number[]) => ids.map((id) => ({ id }));
const repeats = 'the list repeats a page';

test('the request stays as it is beside its page', async () => {
	expect((await read([])).options).toEqual({ url: '/list', qs: { own: 1, size: 3, at: 1 } });
});

const lists: Array<[name: string, pages: any[][], more: any, count: number, asked: number[][]]> = [
	[
		'a page that is not full is the last',
		[things(1, 2, 3), things(4, 5)],
		{},
		5,
		[
			[3, 1],
			[3, 2],
		],
	],
	[
		'an empty page ends it',
		[things(1, 2, 3)],
		{},
		3,
		[
			[3, 1],
			[3, 2],
		],
	],
	[
		'by entries passed over',
		[things(1, 2, 3), things(4, 5)],
		{ paging: { by: 'offset' } },
		5,
		[
			[3, 0],
			[3, 3],
		],
	],
	['a limit is one request, as small as it can be', [things(1, 2)], { limit: 2 }, 2, [[2, 1]]],
	[
		'a limit of several requests asks for equal pages',
		[things(1, 2), things(3, 4)],
		{ limit: 4 },
		4,
		[
			[2, 1],
			[2, 2],
		],
	],
	[
		'no more than the limit, though the vendor gives more',
		[things(1, 2, 3, 4)],
		{ limit: 2 },
		2,
		[[2, 1]],
	],
	[
		'an entry that comes again counts once',
		[things(1, 2, 3), things(3, 4)],
		{},
		4,
		[
			[3, 1],
			[3, 2],
		],
	],
	[
		'entries with another id of their own',
		[[{ _id: 1, id: 9 }, { _id: 2, id: 9 }, { id: 3 }]],
		{},
		3,
		[
			[3, 1],
			[3, 2],
		],
	],
	[
		'entries without an id are told apart by all they hold',
		[[{ a: 1 }, { a: 2 }, { a: 1 }]],
		{},
		2,
		[
			[3, 1],
			[3, 2],
		],
	],
	[
		'texts and nothing',
		[['a', null, 'a'], ['b']],
		{},
		3,
		[
			[3, 1],
			[3, 2],
		],
	],
	[
		'a vendor that gives fewer than asked',
		[things(1, 2), things(3, 4), things(5)],
		{ paging: { least: 2 } },
		5,
		[
			[3, 1],
			[3, 2],
			[3, 3],
		],
	],
	[
		'the roomiest page is the measure',
		[things(1, 2, 3), things(4, 5, 6), things(7, 8)],
		{ paging: { least: 1 } },
		8,
		[
			[3, 1],
			[3, 2],
			[3, 3],
		],
	],
	['a limit below that', [things(1), things(2)], { limit: 1, paging: { least: 2 } }, 1, [[1, 1]]],
	[
		'the vendor tells how much a page has room for',
		[things(1, 2), things(3)],
		{ bodies: [{ size: 2 }, { size: 2 }], paging: { told: ({ size }) => ({ size }) } },
		3,
		[
			[3, 1],
			[3, 2],
		],
	],
	[
		'or how many pages there are',
		[things(1), things(2, 3, 4), things(5)],
		{ bodies: [{ pages: 2 }, { pages: 2 }], paging: { told: ({ pages }) => ({ pages }) } },
		4,
		[
			[3, 1],
			[3, 2],
		],
	],
	[
		'a bare list that comes whole has no pages',
		[things(1, 2, 3), things(1, 2, 3)],
		{ bodies: [[], []] },
		3,
		[
			[3, 1],
			[3, 2],
		],
	],
	[
		'a last page that is old and small',
		[things(1, 2, 3), things(3)],
		{},
		3,
		[
			[3, 1],
			[3, 2],
		],
	],
	[
		'a page told to be the last may repeat, if it is smaller',
		[things(1, 2, 3), things(2)],
		{ bodies: [{ pages: 9 }, { pages: 9 }], paging: { told: ({ pages }) => ({ pages }) } },
		3,
		[
			[3, 1],
			[3, 2],
		],
	],
];

test.each(lists)('%s', async (_name, pages, more, count, asked) => {
	const result = await read(pages, more);
	expect([result.found.length, result.asked]).toEqual([count, asked]);
});

test('the first of two with the same id counts', async () => {
	expect(
		(
			await read([
				[
					{ id: 1, a: 1 },
					{ id: 1, a: 2 },
				],
			])
		).found,
	).toEqual([{ id: 1, a: 1 }]);
});

const refused: Array<[name: string, pages: any[][], more: any]> = [
	['in pages', [things(1, 2, 3), things(1, 2, 3)], {}],
	['in parts', [things(1, 2, 3), things(4, 5, 6), things(1, 2, 6)], {}],
	['by entries passed over', [things(1, 2, 3), things(1, 2, 3)], { paging: { by: 'offset' } }],
	[
		'as a bare list that is not whole',
		[things(1, 2, 3), things(4, 5, 6), things(4, 5, 6)],
		{ bodies: [[], [], []] },
	],
];

test.each(refused)('a list that repeats itself is refused: %s', async (_name, pages, more) => {
	await expect(read(pages, more)).rejects.toThrow(repeats);
});

test('a list without an end is refused after 10,000 pages', async () => {
	const pages = Array.from({ length: 10_001 }, (_, index) => [index]);
	const told = () => ({ size: 1 });
	await expect(read(pages, { paging: { told } })).rejects.toThrow(
		'the list has more than 10000 pages',
	);
	expect((await read(pages.slice(0, 9_999), { paging: { told } })).found).toHaveLength(9_999);
	expect(
		(await read(pages.slice(0, 10_000), { limit: 10_000, paging: { told, most: 1 } })).found,
	).toHaveLength(10_000);
});
