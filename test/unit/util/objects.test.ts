import { copyOf, getPath, isEmpty, isObject, toArray } from '../../../nodes/shared/util/objects';

test.each<[unknown, boolean]>([
	[{}, true],
	[{ a: 1 }, true],
	[[], false],
	[null, false],
	[undefined, false],
	['a', false],
	[() => undefined, false],
])('isObject of %p is %p', (value, expected) => {
	expect(isObject(value)).toBe(expected);
});

test.each<[unknown, boolean]>([
	[undefined, true],
	[null, true],
	['', true],
	[0, false],
	[false, false],
	[[], false],
	[' ', false],
])('isEmpty of %p is %p', (value, expected) => {
	expect(isEmpty(value)).toBe(expected);
});

test.each<[string, unknown]>([
	['a', { b: { c: 1 }, n: null }],
	['a.b.c', 1],
	['a.b.c.d', undefined],
	['a.n', null],
	['a.n.x', undefined],
	['x.y', undefined],
	['d.e', 2],
])('getPath reads %s as %p', (path, expected) => {
	const object = { a: { b: { c: 1 }, n: null }, 'd.e': 2, d: { e: 3 } };
	expect(getPath(object, path)).toEqual(expected);
});

test.each<[unknown, unknown[]]>([
	[undefined, []],
	[null, []],
	['', []],
	[[], []],
	[
		[1, null],
		[1, null],
	],
	[{ a: 1 }, [{ a: 1 }]],
	['text', ['text']],
	[0, [0]],
	[false, [false]],
])('toArray of %j is %j', (payload, expected) => {
	expect(toArray(payload)).toEqual(expected);
});

test('copyOf makes lists and plain objects anew, and keeps functions and objects of classes', () => {
	const date = new Date(0);
	const original = { list: [{ a: 1 }], date, run: () => 1, nothing: null };
	const copy = copyOf(original);
	expect(copy).toEqual(original);
	expect(copy.list).not.toBe(original.list);
	expect(copy.list[0]).not.toBe(original.list[0]);
	expect([copy.date, copy.run]).toEqual([date, original.run]);
	expect(copy.date).toBe(date);
});
