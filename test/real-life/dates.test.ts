/** Dates as sheets, people and other calendars write them: the moment that was meant, or an error. */

import { tryToParseDateTime } from 'n8n-workflow';

import { toIsoDate, toIsoDateTime } from '../../nodes/shared/operations/serializers';

const zone = 'Asia/Tashkent';
const noon = '2026-01-31T12:00:00+05:00';
const moment = tryToParseDateTime(noon, zone);

describe('a date', () => {
	// https://github.com/bassarisse/google-spreadsheet-to-json/issues/24, https://github.com/moment/luxon/issues/574,
	// https://github.com/moment/luxon/issues/1120
	test.each<[how: string, given: unknown, sent: string]>([
		['as a number of Google Sheets', 46053.5, noon],
		['as a number of a sheet, in a text', '46053.5', noon],
		['as a number of a sheet with a comma', '46053,5', noon],
		['as a day of a sheet', 46053, '2026-01-31T00:00:00+05:00'],
		['with slashes', '2026/01/31 12:00', noon],
		['with dots', '2026.1.31 12:00', noon],
		['of a database', '2026-01-31 12:00:00', noon],
		['by the clock of twelve', '2026/01/31 12:00 PM', noon],
		['after midnight by the clock of twelve', '2026/01/31 12:30 am', '2026-01-31T00:30:00+05:00'],
		['of the date picker', '2026-01-31T12:00:00', noon],
		['with an offset', '2026-01-31T12:00:00.000+0500', noon],
		['as $now in Persian', moment.setLocale('fa'), noon],
		['as $now in Arabic digits', moment.reconfigure({ numberingSystem: 'arab' }), noon],
		['as $now in the Persian calendar', moment.reconfigure({ outputCalendar: 'persian' }), noon],
		['as a date of JavaScript', new Date(noon), noon],
		['in Persian digits', '۲۰۲۶-۰۱-۳۱ ۱۲:۰۰', noon],
		['with hyphens that do not break', '2026\u201101\u201131T12:00', noon],
		['with invisible marks', '\u200e2026-01-31T12:00\u200e', noon],
		['as unix time', Date.parse(noon) / 1000, noon],
		['as unix time in milliseconds', Date.parse(noon), noon],
	])('%s is the moment that was meant: %p', (_how, given, sent) => {
		expect(toIsoDateTime(given, zone)).toBe(sent);
	});

	test('has nothing to do with the zone of the server', () => {
		expect(toIsoDateTime('2026/01/31 12:00', 'America/Sao_Paulo')).toBe(
			'2026-01-31T12:00:00-03:00',
		);
	});

	test.each<[string, unknown]>([
		['2026-02-01', '2026-01-31T20:00:00Z'],
		['2026-01-31', '2026-01-31T18:00:00Z'],
		['2026-01-31', '2026-01-31'],
		['2026-01-31', '2026/1/31 23:59'],
		['2026-01-31', moment.reconfigure({ outputCalendar: 'persian', numberingSystem: 'arabext' })],
		['2026-01-31', '2026-01-31T23:00:00-05:00'],
		['2026-02-01', new Date('2026-01-31T20:00:00Z')],
	])('is the day %s in the workflow’s zone: %p', (day, given) => {
		expect(toIsoDate(given, zone)).toBe(day);
	});
});

describe('what may be another date is refused', () => {
	const problem = 'a date, e.g. 2026-01-31T12:00:00Z';
	const year = `${problem}, in a year from 1970 to 2100 of the Gregorian calendar`;
	test.each<[given: unknown, problem: string]>([
		['1404/11/11', year],
		['۱۴۰۴-۱۱-۱۱', year],
		['45992-01-01', problem],
		['9999-12-31', year],
		['1899-12-30', year],
		[12345, problem],
		[73416, problem],
		['01/02/2026', problem],
		['31.01.2026', problem],
		['2026/31/01', problem],
		['2026-02-30 10:00', problem],
		['2026-01-31 25:00', problem],
		['2026-01-31 13:00 PM', problem],
		['2026-01/31', problem],
		['2026-13', problem],
		['2026-W60', problem],
		['2026-400', problem],
		['tomorrow', problem],
		['0.5', problem],
		[NaN, problem],
		[[], problem],
		[{ year: 2026 }, problem],
		[`2026-01-31${' '.repeat(50_000)}x`, problem],
		[`2026-01-31T10:00:00.${'0'.repeat(50_000)}`, problem],
	])('%p', (given, message) => {
		expect(() => toIsoDateTime(given, zone)).toThrow(new Error(message));
	});
});
