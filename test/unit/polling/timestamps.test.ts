import * as fc from 'fast-check';

import { parseTimestamp } from '../../../nodes/shared/polling/timestamps';

const NOON = Date.UTC(2026, 0, 31, 12);

test.each<[unknown, number | undefined]>([
	['2026-01-31T12:00:00Z', NOON],
	['2026-01-31T12:00:00.000Z', NOON],
	['2026-01-31T12:00:00z', NOON],
	['2026-01-31T12:00:00', NOON],
	['2026-01-31 12:00', NOON],
	[' 2026-01-31 12:00:00 ', NOON],
	['2026-01-31t12:00', NOON],
	['2026-01-31T12:00:00,5Z', NOON + 500],
	['2026-01-31T12:00:00,123456789', NOON + 123],
	['2026-01-31T12:00:00.25', NOON + 250],
	['2026-01-31T12:00:00.1239999Z', NOON + 123],
	['2026-01-31T12:00:07 Z', NOON + 7_000],
	['2026-01-31T19:00:00+0700', NOON],
	['2026-01-31T19:00:00+07', NOON],
	['2026-01-31T15:30:00.5+03:30', NOON + 500],
	['2026-01-31T12:30+07', NOON - 6.5 * 3_600_000],
	['2026-01-31T12:00:00+0730', NOON - 7.5 * 3_600_000],
	['2026-01-31T12:00:00-07:30', NOON + 7.5 * 3_600_000],
	['2026-01-31', NOON - 12 * 3_600_000],
	[NOON, NOON],
	[String(NOON), NOON],
	[NOON / 1000, NOON],
	['123456789', 123_456_789_000],
	['12345678901', 12_345_678_901_000],
	['123456789012', 123_456_789_012],
	['12345678901234', 12_345_678_901_234],
])('the time %j is parsed', (value, time) => {
	expect(parseTimestamp(value)).toBe(time);
});

test.each<[unknown]>([
	['12345678'],
	['123456789012345'],
	['1234567890.5'],
	['x1234567890'],
	['x2026-01-31'],
	['2026-01-31x'],
	['2026-1-31'],
	['2026-13-31'],
	['2026-13-01T12:00:00Z'],
	['2026-01-31T12'],
	['2026-01-31T12:00:00.'],
	['2026-01-31T12:00:00+7'],
	['yesterday'],
	[''],
	[12],
	[null],
	[undefined],
	[['2026-01-31']],
	[{}],
	[true],
])('%j is no time', (value) => {
	expect(parseTimestamp(value)).toBeUndefined();
});

test('every time that JavaScript writes is parsed', () => {
	fc.assert(
		fc.property(fc.date({ min: new Date(0), max: new Date(8e12), noInvalidDate: true }), (date) =>
			expect(parseTimestamp(date.toISOString())).toBe(date.getTime()),
		),
	);
});
