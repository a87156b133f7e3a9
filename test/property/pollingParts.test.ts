/** The small rooms that polling is made of, each against what can be said of it without it. */

import * as fc from 'fast-check';

import { parseTimestamp } from '../../nodes/shared/polling/timestamps';
import { shortDigest } from '../../nodes/shared/util/digest';
import {
	advanceWatermark,
	EMPTY,
	serialize,
	querySeen,
	addSeen,
	parse as unpacked,
} from '../../nodes/shared/polling/seenEntries';
import { detectOrder, assignTimes } from '../../nodes/shared/polling/pageOrder';
import { gallopSearch, openPages } from '../../nodes/shared/polling/pageOrder';
import { isStable } from '../../nodes/shared/polling/pageScan';
import { diffSnapshots, MAX_GONE } from '../../nodes/shared/polling/changeDetection';
import { initialize, readNewEntries, readSample } from '../../nodes/shared/polling/newEntries';
import { Trigger, VendorList } from '../support/listModel';

const NOON = Date.UTC(2026, 5, 1, 12);

describe('times', () => {
	test.each([
		['2026-06-01T12:00:00Z', NOON],
		['2026-06-01T12:00:00', NOON],
		['2026-06-01 12:00', NOON],
		['2026-06-01T19:00:00+0700', NOON],
		['2026-06-01T19:00:00+07', NOON],
		['2026-06-01T15:30:00.5+03:30', NOON + 500],
		['2026-06-01T12:00:00,123456789', NOON + 123],
		['2026-06-01', NOON - 12 * 3_600_000],
		[NOON / 1000, NOON],
		[String(NOON), NOON],
		['2026-13-01T12:00:00Z', undefined],
		['yesterday', undefined],
		['', undefined],
		[null, undefined],
		[{}, undefined],
		[12, undefined],
	])('%j', (written, moment) => expect(parseTimestamp(written)).toBe(moment));

	test('every time that JavaScript writes is read', () => {
		fc.assert(
			fc.property(fc.date({ min: new Date(0), max: new Date(8e12), noInvalidDate: true }), (date) =>
				expect(parseTimestamp(date.toISOString())).toBe(date.getTime()),
			),
		);
	});
});

describe('memory', () => {
	const place = fc.record({
		time: fc.oneof(
			fc.integer({ min: 0, max: 9 }).map((second) => NOON + second * 1000),
			fc.constant(Infinity),
		),
		id: fc.nat(60).map((id) => shortDigest(id)),
	});
	const batches = fc.array(fc.array(place, { maxLength: 12 }), { maxLength: 8 });

	test('knows what it was told last, forgets whole seconds only, and what it forgot is no news', () => {
		fc.assert(
			fc.property(batches, fc.integer({ min: 1, max: 10 }), (told, keep) => {
				let memory = EMPTY;
				for (const places of told) {
					const before = querySeen(memory);
					memory = JSON.parse(JSON.stringify(addSeen(memory, places, keep)));
					const now = querySeen(memory);
					for (const one of places) if (one.time !== Infinity) expect(now.settled(one)).toBe(true);
					expect(now.floor).toBeGreaterThanOrEqual(before.floor);
				}
				const { known, below } = memory;
				const newest = Object.entries(known)
					.filter(([key]) => key !== '')
					.sort(([a], [b]) => parseInt(b, 36) - parseInt(a, 36));
				const counts = newest.map(([, digests]) => digests.length / 8);
				expect(counts.slice(0, -1).reduce((sum, count) => sum + count, 0)).toBeLessThan(keep);
				for (const [key] of newest) expect(parseInt(key, 36)).toBeGreaterThan(below ?? -Infinity);
				expect((known[''] ?? '').length / 8).toBeLessThanOrEqual(keep);
				expect(unpacked(serialize(memory))).toEqual(memory);
			}),
		);
	});

	test('of more than 20,000 of one second it keeps none, and none is news again', () => {
		const places = Array.from({ length: 20_001 }, (_, index) => ({
			time: NOON,
			id: shortDigest(index),
		}));
		expect(addSeen(EMPTY, places, 5)).toEqual({ below: NOON, known: {} });
		expect(Object.keys(addSeen(EMPTY, places.slice(1), 5).known)).toHaveLength(1);
	});

	test('what is old by decree is forgotten', () => {
		const memory = addSeen(
			EMPTY,
			[1, 2, 3].map((second) => ({ time: second, id: shortDigest(second) })),
			5,
		);
		expect(advanceWatermark(memory, 2)).toEqual({ below: 2, known: { 3: shortDigest(3) } });
		expect(advanceWatermark(memory, -Infinity).below).toBeLessThan(-8e15);
	});
});

describe('order', () => {
	test.each([
		[[3, 2, 2, 1], 'newestFirst'],
		[[1, undefined, 2, 2], 'oldestFirst'],
		[[1, 3, 2], 'none'],
		[[20, 19, 18, 17, 16, 15, 14, 13, 12, 15, 11], 'newestFirst'],
		[[1, 1, undefined], undefined],
		[[], undefined],
	])('%j is %s', (times, order) => expect(detectOrder(times)).toBe(order));

	test('an entry without a time is as old as the one before it; before all, it is new until one is known', () => {
		const listing = { placeOf: ({ id, time }: any) => ({ id, time }) };
		const entries = [{ id: 'a' }, { id: 'b', time: 9 }, { id: 'c' }, { id: 'd', time: 7 }];
		const times = (more: any) =>
			assignTimes(listing, entries, {
				knows: () => false,
				top: Infinity,
				sorted: true,
				...more,
			}).map(({ time }: any) => time);
		expect(times({})).toEqual([Infinity, 9, 9, 7]);
		expect(times({ top: 12 })).toEqual([12, 9, 9, 7]);
		expect(times({ knows: () => true })).toEqual([-Infinity, 9, 9, 7]);
		expect(times({ sorted: false, top: -Infinity })).toEqual([-Infinity, 9, -Infinity, 7]);
	});

	test('the first place is found with few looks', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: 50 }),
				fc.integer({ min: 1, max: 9_000 }),
				fc.boolean(),
				async (from, distance, told) => {
					const first = Math.min(10_000, from + distance);
					let looks = 0;
					const holds = async (place: number) => {
						looks += 1;
						return place >= first;
					};
					expect(await gallopSearch(from, told ? first : undefined, holds)).toBe(first);
					expect(looks).toBeLessThanOrEqual(28);
				},
			),
		);
	});

	test('a list that ends while its end is looked for', async () => {
		const rows = Array.from({ length: 6 }, (_, index) => ({ id: index, time: NOON + index }));
		let reads = 0;
		const read = async (page: number) => {
			reads += 1;
			if (reads === 2) rows.splice(4);
			return {
				entries: rows.slice(page * 2 - 2, page * 2),
				pages: reads === 1 ? 3 : 2,
				last: page >= (reads === 1 ? 3 : 2),
			};
		};
		const view = await openPages({ read, narrowed: false, placeOf: (row: any) => row });
		expect([view.order, view.pages, view.newest.entries.map(({ id }) => id)]).toEqual([
			'oldestFirst',
			2,
			[3, 2],
		]);
	});
});

describe('readings', () => {
	const seen = (ids: string, last = false) => ({ seen: [...ids], last });
	test.each([
		['newestFirst', seen('abc'), seen('abc'), true],
		['newestFirst', seen('abc'), seen('nab'), true],
		['newestFirst', seen('abc'), seen('nab', true), false],
		['newestFirst', seen('abc'), seen('nac'), false],
		['newestFirst', seen('abc'), seen('nmc'), false],
		['newestFirst', seen('abc'), seen('ab'), false],
		['oldestFirst', seen('abc'), seen('nabc'), true],
		['oldestFirst', seen('abc'), seen('anbc'), false],
		['oldestFirst', seen('abc'), seen('bc'), false],
	])('%s %j %j: %s', (order, before, now, sure) => expect(isStable(order, before, now)).toBe(sure));
});

describe('comparing', () => {
	const things = fc.uniqueArray(
		fc.record({ key: fc.nat(20).map(String), state: fc.constantFrom('UP', 'DOWN', 'AWAY') }),
		{ selector: ({ key }) => key, maxLength: 12 },
	);

	test('every change comes once, against what each thing was when it was last seen', () => {
		fc.assert(
			fc.property(
				fc.array(things, { minLength: 1, maxLength: 10 }),
				fc.boolean(),
				(looks, forgets) => {
					let was: Map<string, string> | undefined;
					let known: any;
					for (const now of looks) {
						const answer = diffSnapshots(known, now, {
							keyOf: ({ key }: any) => key,
							stateOf: ({ state }: any) => state,
							differ: (a: string, b: string) => a !== b,
							startles: ({ state }: any) => state !== 'UP',
							...(forgets && { forgets: () => true }),
						});
						const expected = now.filter(
							({ key, state }) => was && (was.has(key) ? was.get(key) !== state : state !== 'UP'),
						);
						expect(answer.changed.map(({ thing }) => thing)).toEqual(expected);
						expect(answer.changed.map(({ before }) => before)).toEqual(
							expected.map(({ key }) => was?.get(key)),
						);
						was = new Map([
							...(forgets ? [] : (was ?? [])),
							...(now.map(({ key, state }) => [key, state]) as any),
						]);
						known = JSON.parse(JSON.stringify(answer.known));
					}
				},
			),
		);
	});

	test('of those that are gone it remembers the last thousand', () => {
		const gone = Object.fromEntries(
			Array.from({ length: MAX_GONE + 5 }, (_, index) => [`k${index}`, 'UP']),
		);
		const { known } = diffSnapshots(gone, [], {
			keyOf: String,
			stateOf: String,
			differ: () => true,
			startles: () => true,
		});
		expect(Object.keys(known)).toEqual(Object.keys(gone).slice(5));
	});
});

describe('lists that cannot be read', () => {
	test('one in no order that is too long, for the first time and later', async () => {
		const list = new VendorList({ order: 'shuffled', size: 10, counts: true });
		for (let index = 0; index < 1_500; index += 1) list.add(NOON + index * 1000);
		const trigger = new Trigger(list, 8);
		await trigger.activate();
		for (let index = 0; index < 600; index += 1) list.add(NOON + index * 1000);
		await expect(trigger.poll()).rejects.toThrow(
			'the list is in no order by time and has more than 200 pages, all of which each poll would have to read',
		);
		await expect(initialize(list.listing(), 8)).rejects.toThrow('more than 200 pages');
	});

	test('one that never stands still', async () => {
		const list = new VendorList({ order: 'newestFirst', size: 3, counts: true });
		for (let index = 0; index < 30; index += 1) list.add(NOON + index * 1000);
		const trigger = new Trigger(list, 8);
		await trigger.activate();
		for (let index = 30; index < 40; index += 1) list.add(NOON + index * 1000);
		const meanwhile = Array.from({ length: 60 }, () => () => list.remove(0.1));
		list.meanwhile = meanwhile;
		await expect(trigger.poll()).rejects.toThrow('the list kept changing while it was read');
		list.meanwhile = [];
		const { length } = list.rows;
		expect(await trigger.poll()).toBeLessThanOrEqual(length);
	});

	test('one that grows by many pages while its end is looked for', async () => {
		const list = new VendorList({ order: 'newestFirst', size: 2, counts: true });
		const trigger = new Trigger(list, 8);
		await trigger.activate();
		const add = (count: number) => {
			for (let index = 0; index < count; index += 1) list.add(NOON + list.made * 1000);
		};
		add(100);
		list.meanwhile = [...Array(29).fill(() => {}), () => add(200)];
		await expect(trigger.poll()).rejects.toThrow('the list kept changing while it was read');
		while ((await trigger.poll()) > 0);
		expect(trigger.delivered.map(({ id }) => id)).toEqual(list.rows.map(({ id }) => id).reverse());
	});

	test('one that says it is sorted on its first page, but is not', async () => {
		const rows = [9, 8, 7, 1, 6, 2, 5, 3, 4].map((second) => ({
			id: second,
			time: NOON + second * 1000,
		}));
		const listing = {
			narrowed: false,
			placeOf: ({ id, time }: any) => ({ id: shortDigest(id), time }),
			malformed: (words: string) => new Error(words),
			read: async (page: number) => ({
				entries: rows.slice(page * 3 - 3, page * 3),
				pages: 3,
				last: page >= 3,
			}),
		};
		const { entries } = await readNewEntries(
			listing,
			{ memory: { below: NOON + 2500, known: {} } },
			5,
		);
		expect(entries.map(({ entry }: any) => entry.id)).toEqual([3, 4, 5, 6, 7, 8, 9]);
		expect((await readSample(listing)).map(({ entry }: any) => entry.id)).toEqual([9, 8, 7]);
		rows.unshift({ id: 10, time: undefined as any });
		expect((await readSample(listing)).map(({ entry }: any) => entry.id)).toEqual([10, 9, 8]);
	});
});
