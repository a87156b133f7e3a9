/** The parts of polling by themselves, at their edges. */

import { parseTimestamp } from '../../../nodes/shared/polling/timestamps';
import { diffSnapshots, MAX_GONE } from '../../../nodes/shared/polling/changeDetection';
import { detectOrder, assignTimes } from '../../../nodes/shared/polling/pageOrder';
import { isStable } from '../../../nodes/shared/polling/pageScan';
import { gallopSearch } from '../../../nodes/shared/polling/pageOrder';

const noon = Date.UTC(2026, 0, 31, 12);

describe('the moment of a time', () => {
	test.each([
		['2026-01-31T12:00:00.000Z', noon],
		['2026-01-31T12:00:00z', noon],
		[' 2026-01-31 12:00:00 ', noon],
		['2026-01-31t12:00', noon],
		['2026-01-31T12:00:00,5Z', noon + 500],
		['2026-01-31T12:00:00.25', noon + 250],
		['2026-01-31T12:00:00.1239999Z', noon + 123],
		['2026-01-31T12:00:07 Z', noon + 7_000],
		['2026-01-31T12:30+07', noon - 6.5 * 3_600_000],
		['2026-01-31T12:00:00+0730', noon - 7.5 * 3_600_000],
		['2026-01-31T12:00:00-07:30', noon + 7.5 * 3_600_000],
		['2026-01-31', noon - 12 * 3_600_000],
		[noon, noon],
		[noon / 1000, noon],
		['123456789', 123_456_789_000],
		['12345678901', 12_345_678_901_000],
		['123456789012', 123_456_789_012],
		['12345678901234', 12_345_678_901_234],
		['12345678', undefined],
		['123456789012345', undefined],
		['1234567890.5', undefined],
		['x1234567890', undefined],
		['x2026-01-31', undefined],
		['2026-01-31x', undefined],
		['2026-1-31', undefined],
		['2026-13-31', undefined],
		['2026-01-31T12', undefined],
		['2026-01-31T12:00:00.', undefined],
		['2026-01-31T12:00:00+7', undefined],
		['', undefined],
		[null, undefined],
		[undefined, undefined],
		[['2026-01-31'], undefined],
		[{}, undefined],
		[true, undefined],
	])('%j', (written, moment) => {
		expect(parseTimestamp(written)).toBe(moment);
	});
});

describe('comparing', () => {
	const changes = (known: any, things: any[], more?: any) =>
		diffSnapshots(known, things, {
			keyOf: ({ id }) => id,
			stateOf: ({ state }) => state,
			differ: (before: string, now: string) => before !== now,
			startles: ({ loud }) => loud === true,
			...more,
		});

	test('the first time nothing is a change, later what differs or startles', () => {
		const things = [
			{ id: 'a', state: '1' },
			{ id: 'b', state: '1', loud: true },
		];
		expect(changes(undefined, things)).toEqual({ changed: [], known: { a: '1', b: '1' } });
		expect(changes({ a: '1' }, things)).toEqual({
			changed: [{ thing: things[1], before: undefined }],
			known: { a: '1', b: '1' },
		});
		expect(changes({ a: '0', b: '1' }, things)).toEqual({
			changed: [{ thing: things[0], before: '0' }],
			known: { a: '1', b: '1' },
		});
		expect(changes({}, [things[0]])).toEqual({ changed: [], known: { a: '1' } });
	});

	test('of two with the same key the last one counts', () => {
		expect(
			changes({ a: '1' }, [
				{ id: 'a', state: '2' },
				{ id: 'a', state: '3' },
			]),
		).toEqual({
			changed: [{ thing: { id: 'a', state: '3' }, before: '1' }],
			known: { a: '3' },
		});
	});

	test('what is gone is kept before what is here, unless it can be forgotten; the latest of many', () => {
		expect(Object.entries(changes({ x: '9', a: '1' }, [{ id: 'a', state: '1' }]).known)).toEqual([
			['x', '9'],
			['a', '1'],
		]);
		expect(
			changes({ x: '9', y: '8' }, [], { forgets: (key: string) => key === 'x' }).known,
		).toEqual({ y: '8' });
		const many = Object.fromEntries(
			Array.from({ length: MAX_GONE + 2 }, (_, index) => [`k${index}`, '1']),
		);
		const { known } = changes(many, []);
		expect([Object.keys(known).length, 'k1' in known, 'k2' in known]).toEqual([
			MAX_GONE,
			false,
			true,
		]);
	});

	test('the state to keep may come of both', () => {
		const merge = (before: string | undefined, now: string) => `${before ?? '-'}${now}`;
		expect(
			changes(
				{ a: '1' },
				[
					{ id: 'a', state: '2' },
					{ id: 'b', state: '3' },
				],
				{ merge },
			).known,
		).toEqual({ a: '12', b: '-3' });
	});
});

describe('order', () => {
	const run = (from: number, to: number) =>
		Array.from(
			{ length: Math.abs(to - from) + 1 },
			(_, index) => from + index * Math.sign(to - from),
		);
	test.each([
		[[], undefined],
		[[1], undefined],
		[[1, 1, undefined, 1], undefined],
		[[2, 1], 'newestFirst'],
		[[1, undefined, 2], 'oldestFirst'],
		[[...run(10, 1), 20], 'newestFirst'],
		[[...run(9, 1), 20], 'none'],
		[[...run(1, 10), 5], 'oldestFirst'],
		[[...run(1, 9), 5], 'none'],
		[[1, 2, 1], 'none'],
	])('%j is %s', (times, order) => {
		expect(detectOrder(times)).toBe(order);
	});

	test('an entry without a time has its place', () => {
		const listing = {
			placeOf: ({ time, id }: any) => ({ time, id }),
		} as any;
		const entries = [{ id: 'a' }, { id: 'b', time: 5 }, { id: 'c' }];
		const times = (placing: any) =>
			assignTimes(listing, entries as any, {
				knows: () => false,
				top: Infinity,
				sorted: true,
				...placing,
			}).map(({ time }) => time);
		expect(times({})).toEqual([Infinity, 5, 5]);
		expect(times({ knows: (id: string) => id === 'a' })).toEqual([-Infinity, 5, 5]);
		expect(times({ top: 9, knows: () => true })).toEqual([9, 5, 5]);
		expect(times({ sorted: false, top: -Infinity })).toEqual([-Infinity, 5, -Infinity]);
		expect(times({ sorted: false, knows: () => true })).toEqual([Infinity, 5, Infinity]);
	});
});

describe('whether something slipped by', () => {
	const seen = (letters: string) => ({ seen: [...letters] });
	test.each([
		['newestFirst', 'abc', 'abc', false, true],
		['newestFirst', 'abc', 'xab', false, true],
		['newestFirst', 'abc', 'xyabc', false, true],
		['newestFirst', 'abc', 'xac', false, false],
		['newestFirst', 'abc', 'ab', false, false],
		['newestFirst', 'abc', 'xab', true, false],
		['newestFirst', 'abcd', 'xyab', false, true],
		['newestFirst', 'abcd', 'xyad', false, false],
		['newestFirst', 'abc', 'abc', true, true],
		['oldestFirst', 'abc', 'abc', true, true],
		['oldestFirst', 'abc', 'xabc', true, true],
		['oldestFirst', 'abc', 'abcx', true, false],
		['oldestFirst', 'abc', 'xab', true, false],
		['oldestFirst', 'abc', 'axbc', true, false],
		['none', 'ab', 'xyab', false, true],
	] as Array<[any, string, string, boolean, boolean]>)(
		'%s: %s, then %s (to the end: %s)',
		(order, before, now, last, sure) => {
			expect(isStable(order, seen(before), { ...seen(now), last })).toBe(sure);
		},
	);
});

test('the first place is found, with few questions', async () => {
	for (const [from, to] of [
		[1, 1_000],
		[1, undefined],
		[20, 400],
	] as Array<[number, number | undefined]>) {
		for (const first of [from + 1, from + 2, from * 2, from * 2 + 1, 150, 399, to ?? 9_999]) {
			const asked: number[] = [];
			const holds = async (place: number) => asked.push(place) > 0 && place >= first;
			expect(await gallopSearch(from, to, holds)).toBe(first);
			expect(asked.length).toBeLessThan(32);
			expect(asked.every((place) => place > from && place < (to ?? 10_000))).toBe(true);
		}
	}
});
