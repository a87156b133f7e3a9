import { isObject } from '../util/objects';
import { parseBoolean, trimmed, typedNumber, withoutCodeFence } from '../util/text';
import { parseDate } from './dates';
import { parseList } from './lists';
import { checkUnrounded, parsePhoneNumber } from './phoneNumber';

/**
 * Converts what a user entered into what is sent.
 *
 * @param value the value of the field or of its expression, never empty
 * @param zone the workflow's time zone, for dates that name none
 * @throws Error whose message completes the sentence "<field> must be …"
 */
export type Serializer = (value: unknown, zone: string) => unknown;

/** What a number must be so that JSON carries all its digits. */
const checkDigits = (value: number): void => {
	if (!Number.isFinite(value)) throw new Error(`a text or a number, not ${value}`);
	if (Number.isInteger(value) && !Number.isSafeInteger(value))
		throw new Error('a text in quotes, because a number this long loses its last digits');
};

/** What a sheet shows where a formula failed, in the languages that the vendors' users write. */
const SHEET_ERROR =
	/^#(?:N\/A|N\/D|NV|Н\/Д|REF!|ССЫЛКА!|VALUE!|VALOR!|ЗНАЧ!|NAME\?|NOME\?|ИМЯ\?|DIV\/0!|ДЕЛ\/0!|NUM!|NÚM!|ЧИСЛО!|NULL!|NULO!|ПУСТО!|SPILL!|CALC!|ERROR!|FIELD!|CONNECT!|BLOCKED!|UNKNOWN!|BUSY!|EXTERNAL!|PYTHON!|TIMEOUT!|GETTING_DATA)$|^Err:5\d\d$/;

/** What JavaScript makes of an object in a text. */
export const OBJECT_AS_TEXT = '[object Object]';
/** One object or several, as an earlier node has made a text of them. */
const OBJECTS_AS_TEXT = /^\[object Object\](?:, ?\[object Object\])*$/;
const FIELD_OF_OBJECT = `a text, not ${OBJECT_AS_TEXT}: choose one of the fields of that object`;

/** A text as it is; an expression may return a number. */
export const toText: Serializer = (value) => {
	if (typeof value === 'string') {
		if (SHEET_ERROR.test(value.trim()))
			throw new Error(`a text, not ${value.trim()}, by which a sheet says that a formula failed`);
		if (OBJECTS_AS_TEXT.test(value)) throw new Error(FIELD_OF_OBJECT);
		return value;
	}
	if (typeof value === 'number') checkDigits(value);
	if (['number', 'bigint', 'boolean'].includes(typeof value)) return String(value);
	throw new Error('a text');
};

/** What programs, databases and models write for nothing. */
const NOTHING = /^(?:undefined|null|none|nan|n\/a|<(?:nil|null|none)>|\(null\)|\[\]|\{\}|""|'')$/i;

/** A value of a list of options, one of which may be called "none", without what was copied along with it. */
export const toOption: Serializer = (value, zone) => trimmed(toText(value, zone) as string);

/** An ID or a name, without what was copied along with it. */
export const toId: Serializer = (value, zone) => {
	if (typeof value === 'boolean') throw new Error(`an ID, not ${value}`);
	const id = toOption(value, zone) as string;
	if (/\p{Cc}/u.test(id)) throw new Error('one ID, without a line break in it');
	// It would join the chats of different people in one.
	if (NOTHING.test(id)) throw new Error(`an ID, not "${id}"`);
	checkUnrounded(id);
	return id;
};

/** A whole number that JSON can carry without loss, also when it comes as text in digits of any script. */
export const toInteger: Serializer = (value) => {
	const written = ['string', 'bigint'].includes(typeof value) ? typedNumber(String(value)) : '';
	const result = /^-?\d{1,400}$/.test(written) ? Number(written) : value;
	if (Number.isSafeInteger(result)) return result === 0 ? 0 : result;
	if (Number.isInteger(result)) throw new Error('a whole number of at most 9007199254740991');
	throw new Error('a whole number');
};

/** A phone number as a number, whatever is written between its digits, e.g. `+55 (44) 3232-8668`. */
export const toPhoneNumber: Serializer = (value) => Number(parsePhoneNumber(value));

/** A phone number as a text of its digits. */
export const toPhoneText: Serializer = (value) => parsePhoneNumber(value);

/** `true` or `false`, in any form that `parseBoolean` knows. */
export const toBoolean: Serializer = (value) => {
	const result = parseBoolean(value);
	if (result === undefined) throw new Error('true or false');
	return result;
};

/** Keys that n8n leaves out of what it sends, at any depth (n8n 2.41.1). */
const UNSENDABLE_KEYS = ['__proto__', 'constructor', 'prototype'];

/** The first key in a JSON value that n8n would leave out; undefined where there is none. */
function unsendableKey(value: unknown): string | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	return (
		UNSENDABLE_KEYS.find((key) => Object.hasOwn(value, key)) ??
		Object.values(value)
			.map(unsendableKey)
			.find((key) => key !== undefined)
	);
}

/** JSON as people and models write it: in a code block, behind a byte order mark, or as JSON in a JSON text. */
function readJson(value: unknown): unknown {
	const parse = (text: unknown) => {
		if (typeof text !== 'string') return text;
		try {
			return JSON.parse(withoutCodeFence(text)) as unknown;
		} catch {
			return undefined;
		}
	};
	return parse(parse(value));
}

/** A JSON object, as an object or as text. */
export const toJsonObject: Serializer = (value) => {
	const parsed = readJson(value);
	if (!isObject(parsed)) throw new Error('a JSON object');
	const key = unsendableKey(parsed);
	if (key !== undefined)
		throw new Error(`a JSON object without the key ${key}, which n8n leaves out`);
	return parsed;
};

/** Several texts, in whatever form `parseList` reads. */
export const toTextList: Serializer = (value, zone) => {
	const list = (typeof value === 'string' ? parseList(value) : [value].flat())
		.map((entry) => trimmed(toText(entry, zone) as string))
		.filter((entry) => entry !== '');
	if (list.length === 0) throw new Error('one or more values, one a line');
	return list;
};

/** Several IDs, which have no white space in them, so that it separates them too. */
export const toIdList: Serializer = (value, zone) =>
	(toTextList(value, zone) as string[])
		.flatMap((entry) => entry.split(/\s+/))
		.map((entry) => toId(entry, zone));

/** A date as milliseconds since 1970. */
export const toEpochMs: Serializer = (value, zone) => parseDate(value, zone).toMillis();

/** A date as ISO 8601 with its offset, e.g. `2026-01-31T12:00:00+03:00`. */
export const toIsoDateTime: Serializer = (value, zone) =>
	parseDate(value, zone).toFormat("yyyy-MM-dd'T'HH:mm:ssZZ");

/** A date as ISO 8601 with an offset that has no colon, e.g. `2026-01-31T12:00:00+0700`. */
export const toIsoDateTimePlainOffset: Serializer = (value, zone) =>
	parseDate(value, zone).toFormat("yyyy-MM-dd'T'HH:mm:ssZZZ");

/** The day of a date, e.g. `2026-01-31`. A time in UTC is a moment without a place, so its day is that of the workflow's zone. */
export const toIsoDate: Serializer = (value, zone) => {
	const moment = parseDate(value, zone);
	return (moment.offset === 0 ? moment.setZone(zone) : moment).toFormat('yyyy-MM-dd');
};

/**
 * A value as JSON can carry it, down to what stands inside lists and objects: half a character becomes a replacement
 * character.
 *
 * @throws Error where a number is none, or has lost digits
 */
export function toSendable(value: unknown): unknown {
	if (typeof value === 'string') return value.toWellFormed();
	if (typeof value === 'number') checkDigits(value);
	if (Array.isArray(value)) return value.map(toSendable);
	if (!isObject(value) || value.toJSON !== undefined) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, inner]) => [key.toWellFormed(), toSendable(inner)]),
	);
}

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
