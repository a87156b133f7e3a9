/** What a user may give a field, and what goes on the wire for it; what does not, is refused. */

import { tryToParseDateTime } from 'n8n-workflow';

import {
	isoFromMilliseconds,
	isoFromSeconds,
	toBoolean,
	toEpochMs,
	toInteger,
	toIsoDate,
	toIsoDateTime,
	toIsoDateTimePlainOffset,
	toJsonObject,
	toPhoneNumber,
	toText,
	toTextList,
} from '../../../nodes/shared/operations/serializers';

const serializers = {
	toBoolean,
	toEpochMs,
	toInteger,
	toIsoDate,
	toIsoDateTime,
	toIsoDateTimePlainOffset,
	toJsonObject,
	toPhoneNumber,
	toText,
	toTextList,
};
type SerializerName = keyof typeof serializers;

const zone = 'Asia/Tashkent';
const noon = Date.UTC(2026, 0, 31, 12);

const accepted: Array<[name: SerializerName, given: unknown, sent: unknown]> = [
	['toText', 'a b', 'a b'],
	['toText', 7, '7'],
	['toText', true, 'true'],
	['toInteger', 12, 12],
	['toInteger', ' -12 ', -12],
	['toInteger', '0', 0],
	['toPhoneNumber', '+55 (44) 3232-86.68', 554432328668],
	['toPhoneNumber', 49123, 49123],
	['toPhoneNumber', '491234567890123', 491234567890123],
	['toBoolean', true, true],
	['toBoolean', 'true', true],
	['toBoolean', false, false],
	['toBoolean', 'false', false],
	['toJsonObject', { a: 1 }, { a: 1 }],
	['toJsonObject', '{"a": [1]}', { a: [1] }],
	['toTextList', ['a', ' b ', '', 7], ['a', 'b', '7']],
	['toTextList', '["a", "b,c"]', ['a', 'b,c']],
	['toTextList', 'a\n b,c ,,', ['a', 'b', 'c']],
	['toTextList', '{"a": 1}', ['{"a": 1}']],
	['toTextList', 7, ['7']],
	['toTextList', '[broken', ['[broken']],
	['toEpochMs', '2026-01-31T12:00:00Z', noon],
	['toEpochMs', ' 2026-01-31T17:00 ', noon],
	['toEpochMs', '2026-01-31T10:00:00-02:00', noon],
	['toEpochMs', '2026-01-31', noon - 17 * 3_600_000],
	['toEpochMs', '20260131', noon - 17 * 3_600_000],
	['toEpochMs', '2026031', noon - 17 * 3_600_000],
	['toEpochMs', '2026', Date.UTC(2025, 11, 31, 19)],
	['toEpochMs', ' 2026 ', Date.UTC(2025, 11, 31, 19)],
	['toEpochMs', 2026, Date.UTC(2025, 11, 31, 19)],
	['toEpochMs', noon / 1000, noon],
	['toEpochMs', ` ${noon / 1000} `, noon],
	['toEpochMs', noon, noon],
	['toEpochMs', String(noon), noon],
	['toEpochMs', '123456789', 123_456_789_000],
	['toEpochMs', '123456789012', 123_456_789_012],
	['toEpochMs', new Date(noon), noon],
	['toEpochMs', tryToParseDateTime(new Date(noon), 'UTC'), noon],
	['toEpochMs', '2026-01-31T17:00:00.000000000', noon],
	['toEpochMs', tryToParseDateTime(new Date(noon + 10 * 3_600_000), 'UTC'), noon + 10 * 3_600_000],
	['toEpochMs', '2024-02-29', Date.UTC(2024, 1, 28, 19)],
	['toEpochMs', '2026-W05-6', noon - 17 * 3_600_000],
	['toIsoDateTime', noon, '2026-01-31T17:00:00+05:00'],
	['toIsoDateTime', '2026-01-31T12:00:00Z', '2026-01-31T12:00:00+00:00'],
	['toIsoDateTimePlainOffset', noon, '2026-01-31T17:00:00+0500'],
	['toIsoDate', Date.UTC(2026, 0, 31, 20), '2026-02-01'],
	['toIsoDate', '2026-01-31', '2026-01-31'],
];

test.each(accepted)('%s accepts %p', (name, given, sent) => {
	expect(serializers[name](given, zone)).toStrictEqual(sent);
});

const refused: Array<[name: SerializerName, problem: string, given: unknown[]]> = [
	['toText', 'a text', [{}, [], null]],
	['toInteger', 'a whole number', [1.5, '1.5', '1e3', 'x1', '1x', '--1', true, [1], null]],
	[
		'toPhoneNumber',
		'a phone number with its country code',
		['1234', '1234567890123456', '12+3456', '++12345', 'x12345', '12345x', '12345/6', true],
	],
	['toBoolean', 'true or false', ['maybe', 2, -1, 'yes please', null, {}, []]],
	['toJsonObject', 'a JSON object', ['[]', [], 'null', null, '{', 'no JSON', 5, 7, true]],
	['toTextList', 'one or more values, one a line', [[], '', '[]', ' , ', ' ,\n']],
	['toTextList', 'a text', [[{}], {}, null]],
	[
		'toEpochMs',
		'a date, e.g. 2026-01-31T12:00:00Z',
		[
			'soon',
			'12',
			'12345',
			'123456',
			'12345678901',
			'12345678901234',
			'1234567890123456',
			'2026-02-30',
			' 2026-02-30',
			'2026-02-30T12:00',
			'2025-02-29',
			'2026-13-01',
			'31.01.2026',
			'Sat, 31 Jan 2026 12:00:00 GMT',
			'on 2026-01-31',
			'x2026',
			'1:2026-01-31',
			true,
			{},
			12.5,
			new Date(NaN),
		],
	],
];

describe.each(refused)('%s accepts only %s,', (name, problem, given) => {
	test.each(given.map((value) => [value]))('not %p', (value) => {
		expect(() => serializers[name](value, zone)).toThrow(new Error(problem));
	});
});

test.each([
	[8.64e15, '+275760-09-13T00:00:00.000Z'],
	[-8.64e15, '-271821-04-20T00:00:00.000Z'],
	[8.64e15 + 2, 8.64e15 + 2],
	[9e15, 9e15],
	[1.5, 1.5],
	['x', 'x'],
	['1', '1'],
	[0, '1970-01-01T00:00:00.000Z'],
	[null, null],
	[undefined, undefined],
])('isoFromMilliseconds turns %p into %p', (value, time) => {
	expect(isoFromMilliseconds(value)).toBe(time);
});

test.each<[unknown, unknown]>([
	['1769860800', '2026-01-31T12:00:00.000Z'],
	[1769860800, '2026-01-31T12:00:00.000Z'],
	['1617043377', '2021-03-29T18:42:57.000Z'],
	['12345678901', '2361-03-21T19:15:01.000Z'],
	['123456789012', '123456789012'],
	[0, '1970-01-01T00:00:00.000Z'],
	['x1', 'x1'],
	['1x', '1x'],
	['1.5', '1.5'],
	[-1, -1],
	[[1], [1]],
	['', ''],
	[null, null],
	[{}, {}],
])('isoFromSeconds turns %j into %j', (value, time) => {
	expect(isoFromSeconds(value)).toEqual(time);
});
