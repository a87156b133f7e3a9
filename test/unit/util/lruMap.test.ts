import { LruMap } from '../../../nodes/shared/util/lruMap';

const keysIn = <V>(map: LruMap<string, V>, keys: string[]) =>
	keys.filter((key) => map.get(key) !== undefined);

describe('LruMap', () => {
	test('gives back what was set, and undefined for other keys', () => {
		const map = new LruMap<string, number>(2);
		expect(map.set('a', 1)).toBe(1);
		expect(map.set('a', 2)).toBe(2);
		expect([map.get('a'), map.get('b')]).toEqual([2, undefined]);
	});

	test('drops the entry unused for longest when there are too many', () => {
		const map = new LruMap<string, number>(2);
		for (const key of ['a', 'b', 'c']) map.set(key, 0);
		expect(keysIn(map, ['a', 'b', 'c'])).toEqual(['b', 'c']);
	});

	test.each<[string, (map: LruMap<string, number>) => void]>([
		['get', (map) => void map.get('a')],
		['set', (map) => void map.set('a', 1)],
	])('counts an entry as used after %s', (_name, use) => {
		const map = new LruMap<string, number>(2);
		map.set('a', 0);
		map.set('b', 0);
		use(map);
		map.set('c', 0);
		expect(keysIn(map, ['a', 'b', 'c'])).toEqual(['a', 'c']);
	});

	test('does not store a key that is only read', () => {
		const map = new LruMap<string, number>(2);
		map.set('a', 0);
		map.get('b');
		map.set('c', 0);
		expect(keysIn(map, ['a', 'b', 'c'])).toEqual(['a', 'c']);
	});

	test('keeps entries that may not be evicted, and drops all surplus ones later', () => {
		const map = new LruMap<string, { busy: boolean }>(1, ({ busy }) => !busy);
		const values = { a: { busy: true }, b: { busy: true }, c: { busy: false } };
		for (const [key, value] of Object.entries(values)) map.set(key, value);
		expect(keysIn(map, ['a', 'b', 'c'])).toEqual(['a', 'b', 'c']);
		values.a.busy = false;
		map.set('d', { busy: false });
		expect(keysIn(map, ['a', 'b', 'c', 'd'])).toEqual(['b', 'd']);
	});
});
