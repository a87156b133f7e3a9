/** What a user may give a field, and what goes on the wire for it; what does not, is refused. */

import { tryToParseDateTime } from 'n8n-workflow';

import * as values from '../../../nodes/shared/operations/serializers';
const { isoFromMilliseconds, isoFromSeconds } = values;

const zone = 'Asia/Tashkent';
const noon = Date.UTC(2026, 0, 31, 12);

const taken: Array<[name: string, given: any, sent: any]> = [
	['text', 'a b', 'a b'],
	['text', 7, '7'],
	['text', true, 'true'],
	['wholeNumber', 12, 12],
	['wholeNumber', ' -12 ', -12],
	['wholeNumber', '0', 0],
	['phoneNumber', '+55 (44) 3232-86.68', 554432328668],
	['phoneNumber', 12345, 12345],
	['phoneNumber', '123456789012345', 123456789012345],
	['flag', true, true],
	['flag', 'true', true],
	['flag', false, false],
	['flag', 'false', false],
	['object', { a: 1 }, { a: 1 }],
	['object', '{"a": [1]}', { a: [1] }],
	['texts', ['a', ' b ', '', 7], ['a', 'b', '7']],
	['texts', '["a", "b,c"]', ['a', 'b,c']],
	['texts', 'a\n b,c ,,', ['a', 'b', 'c']],
	['texts', '{"a": 1}', ['{"a": 1}']],
	['texts', 7, ['7']],
	['milliseconds', '2026-01-31T12:00:00Z', noon],
	['milliseconds', ' 2026-01-31T17:00 ', noon],
	['milliseconds', '2026-01-31T10:00:00-02:00', noon],
	['milliseconds', '2026-01-31', noon - 17 * 3_600_000],
	['milliseconds', '20260131', noon - 17 * 3_600_000],
	['milliseconds', '2026031', noon - 17 * 3_600_000],
	['milliseconds', '2026', Date.UTC(2025, 11, 31, 19)],
	['milliseconds', ' 2026 ', Date.UTC(2025, 11, 31, 19)],
	['milliseconds', 2026, Date.UTC(2025, 11, 31, 19)],
	['milliseconds', noon / 1000, noon],
	['milliseconds', ` ${noon / 1000} `, noon],
	['milliseconds', noon, noon],
	['milliseconds', String(noon), noon],
	['milliseconds', '123456789', 123_456_789_000],
	['milliseconds', '12345678901', 12_345_678_901_000],
	['milliseconds', '123456789012', 123_456_789_012],
	['milliseconds', '12345678901234', 12_345_678_901_234],
	['milliseconds', new Date(noon), noon],
	['milliseconds', tryToParseDateTime(new Date(noon), 'UTC'), noon],
	['milliseconds', '2026-01-31T17:00:00.000000000', noon],
	[
		'milliseconds',
		tryToParseDateTime(new Date(noon + 10 * 3_600_000), 'UTC'),
		noon + 10 * 3_600_000,
	],
	['milliseconds', '2024-02-29', Date.UTC(2024, 1, 28, 19)],
	['milliseconds', '2026-W05-6', noon - 17 * 3_600_000],
	['isoDateTime', noon, '2026-01-31T17:00:00+05:00'],
	['isoDateTime', '2026-01-31T12:00:00Z', '2026-01-31T12:00:00+00:00'],
	['isoDateTimePlainOffset', noon, '2026-01-31T17:00:00+0500'],
	['isoDate', Date.UTC(2026, 0, 31, 20), '2026-02-01'],
	['isoDate', '2026-01-31', '2026-01-31'],
];

test.each(taken)('%s of %p', (name, given, sent) => {
	expect(values[name](given, zone)).toStrictEqual(sent);
});

const refused: Array<[name: string, problem: string, given: any[]]> = [
	['text', 'a text', [{}, [], null]],
	[
		'wholeNumber',
		'a whole number',
		[1.5, '1.5', '1e3', 'x1', '1x', '9007199254740993', '--1', true, [1], null],
	],
	[
		'phoneNumber',
		'a phone number with its country code',
		['1234', '1234567890123456', '12+3456', '++12345', 'x12345', '12345x', '12345/6', true],
	],
	['flag', 'true or false', ['True', 1, 0, 'yes', null]],
	['object', 'a JSON object', ['[]', [], 'null', null, '{', 7, true]],
	['texts', 'one or more values, one a line', [[], '', '[]', ' , ']],
	['texts', 'a text', [[{}], {}, null]],
	[
		'milliseconds',
		'a date, e.g. 2026-01-31T12:00:00Z',
		[
			'soon',
			'12',
			'12345',
			'123456',
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

describe.each(refused)('%s must be %s', (name, problem, given) => {
	test.each(given.map((value) => [value]))('not %p', (value) => {
		expect(() => values[name](value, zone)).toThrow(new Error(problem));
	});
});

test('times on answers', () => {
	expect([8.64e15, -8.64e15, 8.64e15 + 2, 1.5, 'x', '1', 0, null].map(isoFromMilliseconds)).toEqual(
		[
			'+275760-09-13T00:00:00.000Z',
			'-271821-04-20T00:00:00.000Z',
			8.64e15 + 2,
			1.5,
			'x',
			'1',
			'1970-01-01T00:00:00.000Z',
			null,
		],
	);
	expect(
		['1769860800', 1769860800, '12345678901', '123456789012', 'x1', '1x', '1.5', -1, [1]].map(
			isoFromSeconds,
		),
	).toEqual([
		'2026-01-31T12:00:00.000Z',
		'2026-01-31T12:00:00.000Z',
		'2361-03-21T19:15:01.000Z',
		'123456789012',
		'x1',
		'1x',
		'1.5',
		-1,
		[1],
	]);
});

describe('serializers', () => {
	test.each([
		[values.toBoolean, 'yes', 'true or false'],
		[values.toBoolean, 1, 'true or false'],
		[values.toText, {}, 'a text'],
		[values.toJsonObject, '[]', 'a JSON object'],
		[values.toJsonObject, 'null', 'a JSON object'],
		[values.toJsonObject, 'no JSON', 'a JSON object'],
		[values.toJsonObject, 5, 'a JSON object'],
		[values.toTextList, ' ,\n', 'one or more values, one a line'],
		[values.toTextList, [{}], 'a text'],
		[values.toTextList, '[broken', undefined],
	])('%p of %j', (convert, value, refusal) => {
		if (refusal === undefined) expect(convert(value, 'UTC')).toEqual(['[broken']);
		else expect(() => convert(value, 'UTC')).toThrow(refusal);
	});

	test('times that are none stay as they came', () => {
		expect([
			isoFromMilliseconds(1.5),
			isoFromMilliseconds('x'),
			isoFromMilliseconds(undefined),
			isoFromMilliseconds(9e15),
		]).toEqual([1.5, 'x', undefined, 9e15]);
		expect([
			isoFromSeconds('1617043377'),
			isoFromSeconds(0),
			isoFromSeconds(''),
			isoFromSeconds(null),
			isoFromSeconds({}),
		]).toEqual(['2021-03-29T18:42:57.000Z', '1970-01-01T00:00:00.000Z', '', null, {}]);
	});
});
