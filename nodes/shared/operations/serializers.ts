import { jsonParse, tryToParseDateTime } from 'n8n-workflow';

/**
 * Converts what a user entered into what is sent.
 *
 * @param value the value of the field or of its expression, never empty
 * @param zone the workflow's time zone, for dates that name none
 * @throws Error whose message completes the sentence "<field> must be …"
 */
export type Serializer = (value: unknown, zone: string) => unknown;

type Moment = ReturnType<typeof tryToParseDateTime>;

/** An id or a text. An expression may return a number; the digits of a long id are lost in it before it gets here. */
export const toText: Serializer = (value) => {
	if (typeof value === 'string') return value;
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	throw new Error('a text');
};

/** A whole number that JSON can carry without loss, also when it comes as text. */
export const toInteger: Serializer = (value) => {
	const result = typeof value === 'string' && /^\s*-?\d+\s*$/.test(value) ? Number(value) : value;
	if (!Number.isSafeInteger(result)) throw new Error('a whole number');
	return result;
};

/** A phone number: its digits as a number, whatever is written between them, e.g. `+55 (44) 3232-8668`. */
export const toPhoneNumber: Serializer = (value) => {
	const digits = String(value).replace(/^\+|[\s().-]/g, '');
	if (!/^\d{5,15}$/.test(digits)) throw new Error('a phone number with its country code');
	return Number(digits);
};

/** `true` or `false`, also as text. */
export const toBoolean: Serializer = (value) => {
	if (value === true || value === 'true') return true;
	if (value === false || value === 'false') return false;
	throw new Error('true or false');
};

/** A JSON object, as an object or as text. */
export const toJsonObject: Serializer = (value) => {
	const parsed =
		typeof value === 'string' ? jsonParse<unknown>(value, { fallbackValue: null }) : value;
	if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
		throw new Error('a JSON object');
	return parsed;
};

/** Several texts: a list, a JSON list as text, or a text with one entry a line or separated by commas. */
export const toTextList: Serializer = (value, zone) => {
	let entries = value;
	if (typeof value === 'string') {
		const parsed = jsonParse<unknown>(value, { fallbackValue: null });
		entries = Array.isArray(parsed) ? parsed : value.split(/[\n,]/);
	}
	const list = (Array.isArray(entries) ? entries : [entries])
		.map((entry) => (toText(entry, zone) as string).trim())
		.filter((entry) => entry !== '');
	if (list.length === 0) throw new Error('one or more values, one a line');
	return list;
};

/** A text that begins with a year, or a number with as many digits as unix time has in seconds or milliseconds. */
const looksLikeDate = (value: unknown) =>
	typeof value === 'object' ||
	/^\s*(\d{4}(?!\d*$)|\d{4}\s*$|\d{7,8}\s*$|\d{9,14}\s*$)/.test(String(value));

function tryParseDate(value: unknown, zone: string): Moment | undefined {
	const written = String(value).trim();
	const unix = /^\d{9,14}$/.test(written);
	const [, day] = (typeof value === 'string' && /^\d{4}-(\d{2}-\d{2})/.exec(written)) || [];
	try {
		const result = tryToParseDateTime(
			unix ? new Date(Number(written) * (written.length <= 11 ? 1000 : 1)) : value,
			zone,
		);
		// A day that its month does not have would become a day of the next.
		return day === undefined || result.toFormat('MM-dd') === day ? result : undefined;
	} catch {
		return undefined;
	}
}

/**
 * Reads a date in any ISO 8601 form, n8n's date picker and `$now` included, or a unix time in seconds or milliseconds.
 * A date that names no offset is in the workflow's time zone, as n8n's date picker means it.
 */
function parseDate(value: unknown, zone: string): Moment {
	const result = looksLikeDate(value) ? tryParseDate(value, zone) : undefined;
	if (!result?.isValid) throw new Error('a date, e.g. 2026-01-31T12:00:00Z');
	return result;
}

/** A date as milliseconds since 1970. */
export const toEpochMs: Serializer = (value, zone) => parseDate(value, zone).toMillis();

/** A date as ISO 8601 with its offset, e.g. `2026-01-31T12:00:00+03:00`. */
export const toIsoDateTime: Serializer = (value, zone) =>
	parseDate(value, zone).toFormat("yyyy-MM-dd'T'HH:mm:ssZZ");

/** A date as ISO 8601 with an offset that has no colon, e.g. `2026-01-31T12:00:00+0700`. */
export const toIsoDateTimePlainOffset: Serializer = (value, zone) =>
	parseDate(value, zone).toFormat("yyyy-MM-dd'T'HH:mm:ssZZZ");

/** The day of a date, e.g. `2026-01-31`. */
export const toIsoDate: Serializer = (value, zone) => parseDate(value, zone).toFormat('yyyy-MM-dd');

/** The furthest moment that a date can hold, in milliseconds since 1970. */
const LAST_DAY = 8.64e15;

/** A time in a response, from milliseconds since 1970, as ISO 8601 in UTC; anything else as it came. */
export function isoFromMilliseconds(value: unknown): unknown {
	const isTime = Number.isInteger(value) && Math.abs(value as number) <= LAST_DAY;
	return isTime ? new Date(value as number).toISOString() : value;
}

/** A time in a response, from unix seconds in a number or text, as ISO 8601 in UTC; anything else as it came. */
export function isoFromSeconds(value: unknown): unknown {
	return (typeof value === 'string' || typeof value === 'number') &&
		/^\d{1,11}$/.test(String(value))
		? isoFromMilliseconds(Number(value) * 1000)
		: value;
}
