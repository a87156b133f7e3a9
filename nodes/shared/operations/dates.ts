import { tryToParseDateTime } from 'n8n-workflow';

import { typedNumber } from '../util/text';

/** A moment in a time zone. */
export type Moment = ReturnType<typeof tryToParseDateTime>;

const PROBLEM = 'a date, e.g. 2026-01-31T12:00:00Z';

/** Days that a sheet counts from the end of 1899, for the years from 1970 to 2100. */
const FIRST_SERIAL = 25_569;
const END_OF_SERIALS = 73_416;

/** No form of a date is longer. */
const MAX_LENGTH = 50;

/** Year, month and day, and a time after them if there is one. */
const WRITTEN =
	/^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:(?:T| )(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?: ?([AP])M)?(?: ?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?))?)?$/i;

/** The other forms of ISO 8601: a year, a month, a week, a day of the year, and all of them without hyphens. */
const OTHER_ISO =
	/^\d{4}(?:-?W\d\d(?:-?[1-7])?|-?\d{3}|\d{4}|-(?:0[1-9]|1[0-2]))?(?:T\d\d(?::?\d\d){0,2}(?:[.,]\d{1,9})?(?:Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

/** Year, month, day, hour and minute without anything between them, and seconds if there are any. */
const COMPACT = /^((?:19|20)\d\d)(0[1-9]|1[0-2])(\d\d)(\d\d)(\d\d)(\d\d)?$/;

/** An hour of the clock of twelve as one of twenty-four; undefined where there is none. */
function hourOf(hour: string, half: string | undefined): string | undefined {
	if (half === undefined) return hour.padStart(2, '0');
	const count = Number(hour);
	if (count < 1 || count > 12) return undefined;
	return String((count % 12) + (half.toUpperCase() === 'P' ? 12 : 0)).padStart(2, '0');
}

/** A written date in the one form that n8n reads the same everywhere; undefined where it is none. */
function toIso(written: string): string | undefined {
	const apart = written.replace(COMPACT, '$1-$2-$3T$4:$5:$6').replace(/:$/, '');
	const match = WRITTEN.exec(apart);
	if (!match) return OTHER_ISO.test(written) ? written : undefined;
	const [, year, , month, day, hour, minute, second = '00', fraction = '0', half, offset] = match;
	const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
	if (hour === undefined) return date;
	const hours = hourOf(hour, half);
	const zone = offset === undefined || /^[+-]/.test(offset) ? (offset ?? '') : 'Z';
	return hours && `${date}T${hours}:${minute}:${second}.${fraction}${zone}`;
}

/** What n8n makes of a date in ISO 8601. */
function parseIso(iso: string, zone: string): Moment | undefined {
	try {
		const result = tryToParseDateTime(iso, zone);
		const [, day] = /^\d{4}-(\d\d-\d\d)(?:T|$)/.exec(iso) ?? [];
		// A day that its month does not have would become a day of the next.
		return day === undefined || latin(result).toFormat('MM-dd') === day ? result : undefined;
	} catch {
		return undefined;
	}
}

/** A moment as it is written on the wire, whatever the language and calendar it came with. */
const latin = (moment: Moment): Moment =>
	moment.reconfigure({ locale: 'en-US', numberingSystem: 'latn', outputCalendar: 'gregory' });

/** What the clocks show, to the minute. */
const clockOf = (moment: Moment) => latin(moment).toFormat('yyyy-MM-dd HH:mm');

/**
 * The moment at which the clocks of a zone show a time: the first of two where they are put back over it. n8n would take
 * either of them, as it is summer or winter now (moment/luxon#1665), and another time where they are put forward.
 *
 * @throws Error where they never show it
 */
function atClock(moment: Moment, iso: string, zone: string): Moment {
	if (!/T/i.test(iso)) return moment;
	const written = clockOf(tryToParseDateTime(iso, 'utc'));
	if (clockOf(moment) !== written)
		throw new Error(`a time that exists, and the clocks of ${zone} skip ${written}`);
	const offsetBefore = moment.minus({ hours: 3 }).offset;
	const first = moment.minus({ minutes: offsetBefore - moment.offset });
	return offsetBefore > moment.offset && clockOf(first) === written ? first : moment;
}

/** A written date as a moment; undefined where it is none. @throws Error where the zone's clocks never show it */
function fromIso(iso: string, zone: string): Moment | undefined {
	const moment = parseIso(iso, zone);
	return moment && atClock(moment, iso, zone);
}

/** The milliseconds of an object that is a time: a date of JavaScript, or a moment as `$now` gives it. */
function timeOf(value: object): number {
	const { toMillis, getTime } = value as { toMillis?: unknown; getTime?: unknown };
	const read = typeof toMillis === 'function' ? toMillis : getTime;
	return typeof read === 'function' ? Number(read.call(value)) : NaN;
}

/** The number of a day in a sheet, with the time as its fraction, by the clock of the workflow's zone. */
function fromSerial(serial: number, zone: string): Moment | undefined {
	const clock = new Date(Math.round((serial - FIRST_SERIAL) * 86_400) * 1000);
	return fromIso(clock.toISOString().slice(0, Number.isInteger(serial) ? 10 : 19), zone);
}

function parseText(value: string | number, zone: string): Moment | undefined {
	const written = typedNumber(String(value)).replace(/\s+/g, ' ');
	if (written.length > MAX_LENGTH) return undefined;
	if (/^(?:\d{9,10}|\d{12,13})$/.test(written) && !COMPACT.test(written))
		return tryToParseDateTime(new Date(Number(written) * (written.length <= 10 ? 1000 : 1)), zone);
	const serial = /^\d{5}(?:[.,]\d{1,12})?$/.test(written) ? Number(written.replace(',', '.')) : NaN;
	if (serial >= FIRST_SERIAL && serial < END_OF_SERIALS) return fromSerial(serial, zone);
	const iso = toIso(written);
	return iso === undefined ? undefined : fromIso(iso, zone);
}

/**
 * Reads a date: ISO 8601 in any form, year, month and day with slashes or dots, n8n's date picker and `$now`, a unix time
 * in seconds or milliseconds, or a sheet's number of a day. One that names no offset is in the workflow's time zone.
 *
 * @param zone the workflow's time zone
 * @returns the moment, with the offset that the date names or else in the workflow's zone
 * @throws Error whose message completes the sentence "<field> must be …"
 */
export function parseDate(value: unknown, zone: string): Moment {
	let result: Moment | undefined;
	if (typeof value === 'string' || typeof value === 'number') result = parseText(value, zone);
	else if (typeof value === 'object' && value !== null) {
		const time = timeOf(value);
		const isMoment = 'toMillis' in value;
		if (!Number.isNaN(time)) result = tryToParseDateTime(isMoment ? value : new Date(time), zone);
	}
	if (!result?.isValid) throw new Error(PROBLEM);
	const moment = latin(result);
	if (moment.year < 1970 || moment.year > 2100)
		throw new Error(`${PROBLEM}, in a year from 1970 to 2100 of the Gregorian calendar`);
	return moment;
}
