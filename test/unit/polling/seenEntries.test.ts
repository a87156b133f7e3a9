import * as fc from 'fast-check';

import {
	addSeen,
	advanceWatermark,
	byTime,
	NO_SEEN_ENTRIES,
	parseSeen,
	querySeen,
	serializeSeen,
} from '../../../nodes/shared/polling/seenEntries';
import type { SeenEntries } from '../../../nodes/shared/polling/seenEntries';
import { shortDigest } from '../../../nodes/shared/util/digest';

const EARLIEST = -8.64e15;
const ids = ['a', 'b', 'c', 'd'].map((text) => shortDigest(text));
const [a, b, c, d] = ids;
const at = (time: number, id: string) => ({ time, id });

describe('querySeen', () => {
	const seen = addSeen(NO_SEEN_ENTRIES, [at(10, a), at(20, b), at(20, c), at(Infinity, d)], 9);

	test('knows the digests that were added', () => {
		const { hasId } = querySeen(seen);
		expect([ids.map(hasId), hasId('other')]).toEqual([[true, true, true, true], false]);
	});

	test('calls every other entry new while none was forgotten', () => {
		const { watermark, newest, isComplete, isSeen } = querySeen(seen);
		expect([watermark, newest, isComplete]).toEqual([-Infinity, 20, true]);
		expect([isSeen(at(1, 'x')), isSeen(at(1, a))]).toEqual([false, true]);
	});

	test('calls no entry new that is as old as a forgotten one', () => {
		const { watermark, newest, isComplete, isSeen } = querySeen({ watermark: 10, ids: { u: d } });
		expect([watermark, newest, isComplete]).toEqual([10, 30, false]);
		expect([isSeen(at(10, 'x')), isSeen(at(11, 'x'))]).toEqual([true, false]);
		expect(querySeen({ watermark: 7, ids: {} }).newest).toBe(7);
	});
});

describe('addSeen', () => {
	test('keeps digests by their time', () => {
		expect(addSeen(NO_SEEN_ENTRIES, [at(10, a), at(20, b), at(20, c), at(Infinity, d)], 9)).toEqual(
			{
				watermark: null,
				ids: { [(10).toString(36)]: a, [(20).toString(36)]: b + c, '': d },
			},
		);
	});

	test('forgets whole seconds, the oldest first', () => {
		const seen = addSeen(NO_SEEN_ENTRIES, [at(10, a), at(20, b), at(20, c), at(30, d)], 2);
		expect(seen).toEqual({ watermark: 10, ids: { u: d, k: b + c } });
		expect(addSeen(NO_SEEN_ENTRIES, [at(10, a), at(20, b)], 1)).toEqual({
			watermark: 10,
			ids: { k: b },
		});
	});

	test('adds nothing at or before the watermark', () => {
		const seen = { watermark: 10, ids: { u: d, k: b + c } };
		expect(addSeen(seen, [at(10, a), at(5, a)], 2)).toEqual(seen);
		expect(addSeen({ watermark: 10, ids: {} }, [at(10, a), at(11, b)], 9)).toEqual({
			watermark: 10,
			ids: { b },
		});
	});

	test('forgets the first of many entries without a time, and knows that it did', () => {
		const timeless = [at(Infinity, a), at(Infinity, b), at(Infinity, c)];
		expect(addSeen(NO_SEEN_ENTRIES, [...timeless, at(5, d)], 2)).toEqual({
			watermark: EARLIEST,
			ids: { '': b + c, 5: d },
		});
		expect(addSeen(NO_SEEN_ENTRIES, timeless.slice(1), 2).watermark).toBeNull();
	});

	test('keeps none of more than 20,000 entries of one time, and none of them is new again', () => {
		const many = Array.from({ length: 20_001 }, (_, index) =>
			at(10, String(index).padStart(8, '0')),
		);
		expect(addSeen(NO_SEEN_ENTRIES, many, 50_000)).toEqual({ watermark: 10, ids: {} });
		expect(addSeen(NO_SEEN_ENTRIES, many, 5)).toEqual({ watermark: 10, ids: {} });
		expect(addSeen(NO_SEEN_ENTRIES, many.slice(1), 50_000).watermark).toBeNull();
		expect(Object.keys(addSeen(NO_SEEN_ENTRIES, many.slice(1), 5).ids)).toHaveLength(1);
	});
});

describe('advanceWatermark', () => {
	test('forgets the entries up to the time', () => {
		const seen = addSeen(NO_SEEN_ENTRIES, [at(10, a), at(20, b)], 9);
		expect(advanceWatermark(seen, 10)).toEqual({ watermark: 10, ids: { k: b } });
	});

	test('says that entries may have been forgotten where there is no time', () => {
		const seen = addSeen(NO_SEEN_ENTRIES, [at(10, a), at(20, b)], 9);
		expect(advanceWatermark(seen, -Infinity)).toEqual({ watermark: EARLIEST, ids: seen.ids });
	});

	test('never goes back', () => {
		expect(advanceWatermark({ watermark: 15, ids: {} }, 10).watermark).toBe(15);
	});
});

describe('serializeSeen', () => {
	test('writes the watermark, then times and digests', () => {
		expect(serializeSeen({ watermark: 10, ids: { k: a } })).toBe(`a k ${a}`);
	});

	test.each([
		[NO_SEEN_ENTRIES],
		[addSeen(NO_SEEN_ENTRIES, [at(10, a), at(20, b)], 9)],
		[addSeen(NO_SEEN_ENTRIES, [at(10, a), at(20, b), at(-30, c)], 1)],
		[{ watermark: EARLIEST, ids: {} }],
	])('writes %j so that it can be parsed', (seen) => {
		expect(parseSeen(serializeSeen(seen))).toEqual(seen);
	});
});

test('byTime sorts the oldest first, and leaves infinite times where they are', () => {
	expect([
		byTime(at(1, a), at(2, a)),
		byTime(at(2, a), at(1, a)),
		byTime(at(Infinity, a), at(Infinity, b)),
	]).toEqual([-1, 1, 0]);
});

test('The entries that were added last are seen, whole seconds are forgotten, and none of those is new again', () => {
	const position = fc.record({
		time: fc.oneof(fc.integer({ min: 0, max: 9_000 }), fc.constant(Infinity)),
		id: fc.nat(60).map((id) => shortDigest(id)),
	});
	const batches = fc.array(fc.array(position, { maxLength: 12 }), { maxLength: 8 });
	fc.assert(
		fc.property(batches, fc.integer({ min: 1, max: 10 }), (all, keep) => {
			let seen = NO_SEEN_ENTRIES;
			for (const positions of all) {
				const { watermark } = querySeen(seen);
				seen = JSON.parse(JSON.stringify(addSeen(seen, positions, keep))) as SeenEntries;
				const query = querySeen(seen);
				for (const one of positions)
					if (one.time !== Infinity) expect(query.isSeen(one)).toBe(true);
				expect(query.watermark).toBeGreaterThanOrEqual(watermark);
			}
			const { '': timeless = '', ...timed } = seen.ids;
			const times = Object.keys(timed).sort(
				(one, other) => parseInt(other, 36) - parseInt(one, 36),
			);
			const counts = times.map((time) => timed[time].length / 8);
			expect(counts.slice(0, -1).reduce((sum, count) => sum + count, 0)).toBeLessThan(keep);
			for (const time of times)
				expect(parseInt(time, 36)).toBeGreaterThan(seen.watermark ?? -Infinity);
			expect(timeless.length / 8).toBeLessThanOrEqual(keep);
			expect(parseSeen(serializeSeen(seen))).toEqual(seen);
		}),
	);
});
