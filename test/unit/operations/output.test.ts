/**
 * What becomes of an answer: its entries, their simplified version, the items; and the lists of the editor.
 */

import { getPath, toArray } from '../../../nodes/shared/util/objects';
import { toItems, toJson } from '../../../nodes/shared/operations/output';
import { currentValue, createListSearch } from '../../../nodes/shared/operations/listSearch';

const all = { simplify: false, secrets: false };
const simple = { simplify: true, secrets: false };

test('a path leads into a thing, a key with dots comes first', () => {
	const thing = { a: { b: { c: 1 } }, 'a.b': 2, n: null };
	expect([
		getPath(thing, 'a'),
		getPath(thing, 'a.b'),
		getPath(thing, 'a.b.c'),
		getPath(thing, 'n.b'),
		getPath(thing, 'x.y.z'),
		getPath(thing, 'toString'),
	]).toEqual([{ b: { c: 1 } }, 2, 1, undefined, undefined, Object.prototype.toString]);
});

test('an entry becomes the json of an item', () => {
	expect(toJson('a', { of: 'name' }, all)).toEqual({ name: 'a' });
	expect(toJson(null, { of: 'name' }, all)).toEqual({ name: null });
	expect(toJson('done', {}, all)).toEqual({ success: true, message: 'done' });
	const thing = { id: 1, key: 's', name: 'n' };
	expect(toJson(thing, {}, simple)).toBe(thing);
	expect(
		toJson(
			thing,
			{ simplify: { ID: 'id', twice: ({ id }) => Number(id) * 2, none: 'none' } },
			simple,
		),
	).toStrictEqual({ ID: 1, twice: 2 });
	expect(toJson(thing, { simplify: ({ id }) => ({ own: id }) }, simple)).toEqual({ own: 1 });
	expect(toJson(thing, { simplify: { ID: 'id' } }, all)).toBe(thing);
	expect(toJson(thing, { secrets: ['key'] }, all)).toStrictEqual({ id: 1, name: 'n' });
	expect(toJson(thing, { secrets: ['key'] }, { ...all, secrets: true })).toBe(thing);
	expect(thing.key).toBe('s');
});

test('the entries of an answer, and their items', () => {
	expect([undefined, null, '', [], [1], 0, 'a', { a: 1 }].map(toArray)).toEqual([
		[],
		[],
		[],
		[],
		[1],
		[0],
		['a'],
		[{ a: 1 }],
	]);
	expect(toItems([{ a: 1 }, { a: 2 }], 4)).toEqual([
		{ json: { a: 1 }, pairedItem: { item: 4 } },
		{ json: { a: 2 }, pairedItem: { item: 4 } },
	]);
});

describe('a pick list', () => {
	function listOf(pages: any[][], pageSize?: number) {
		const asked: number[][] = [];
		const search = createListSearch({
			pageSize,
			read: async (_context, page, passed) => {
				asked.push([page, passed]);
				return pages[page] ?? [];
			},
			entry: ({ value, name, description, left }) =>
				left ? undefined : ({ value, name: name ?? `The ${value}`, description } as any),
		});
		return {
			asked,
			search: async (filter: string, token: string) => await search.call({} as any, filter, token),
		};
	}

	test('finds by name, value and description, in any case, each value once', async () => {
		const { search } = listOf([
			[
				'a1',
				{ value: 'b2', name: 'Big' },
				{ value: 3, name: 'x', description: 'Of BIG size' },
				{ value: 'b2', name: 'again' },
				{ value: 'a9', left: true },
			],
		]);
		const found = async (filter?: string) =>
			(await search(filter as any, undefined as any)).results.map(({ value }) => value);
		expect(await found()).toEqual(['a1', 'b2', 3]);
		expect(await found(' bIg ')).toEqual(['b2', 3]);
		expect(await found('A')).toEqual(['a1', 'b2']);
		expect(await found('3')).toEqual([3]);
		expect(await found('undefined')).toEqual([]);
		expect((await search('', undefined as any)).results).toContainEqual({
			value: 'a1',
			name: 'The a1',
			description: undefined,
		});
	});

	test('comes page by page, and says where to go on', async () => {
		const pages = [['a', 'b'], ['c', 'd'], ['e']];
		const { asked, search } = listOf(pages, 2);
		expect(await search('', '0:0')).toMatchObject({
			results: [{ value: 'a' }, { value: 'b' }],
			paginationToken: '1:2',
		});
		expect(await search('', '1:2')).toMatchObject({
			results: [{ value: 'c' }, { value: 'd' }],
			paginationToken: '2:4',
		});
		const last = await search('', '2:4');
		expect(last).toStrictEqual({
			results: [{ value: 'e', name: 'The e', description: undefined }],
		});
		expect(asked).toEqual([
			[0, 0],
			[1, 2],
			[2, 4],
		]);
	});

	test('is read for ten pages at most where nothing matches', async () => {
		const { asked, search } = listOf(
			Array.from({ length: 30 }, () => ['a', 'b']),
			2,
		);
		expect(await search('zzz', '5:10')).toStrictEqual({ results: [], paginationToken: '15:30' });
		expect(asked).toHaveLength(10);
		expect(asked[9]).toEqual([14, 28]);
	});

	test('reads the field beside it by its name', () => {
		const context = {
			getCurrentNodeParameter: (name: string) => ({ company: { value: 'c1' }, other: 'o' })[name],
		} as any;
		expect([
			currentValue(context, 'company'),
			currentValue(context, 'other'),
			currentValue(context, 'none'),
		]).toEqual(['c1', 'o', '']);
	});
});
