import { isObject } from '../util/objects';
import { parseBoolean, trimmed } from '../util/text';

/** No ID is longer: the API might answer a longer one with an error that looks like an outage. */
const MAX_ID_LENGTH = 200;

/** What programs write for nothing. */
const NOTHING = /^(?:undefined|null|none|nan|false|<nil>|\{\}|\[\])$/i;

/** Whether a value of an event says that there is nothing. */
export const isNothing = (value: unknown): boolean => {
	const text = trimmed(textOf(value) ?? '');
	return text === '' || NOTHING.test(text);
};

/**
 * A value of an event as an ID: without what stands around it, and out of a list in which it is alone.
 *
 * @returns undefined for what is none, or empty
 */
export function idOf(value: unknown): string | undefined {
	if (Array.isArray(value)) return value.length === 1 ? idOf(value[0]) : undefined;
	if (isNothing(value)) return undefined;
	if (typeof value !== 'string' && !Number.isSafeInteger(value)) return undefined;
	const id = trimmed(String(value));
	return id === '' || id.length > MAX_ID_LENGTH ? undefined : id;
}

/**
 * A value of an event as a text, however it came: a list as its entries, anything else that is no plain value as JSON.
 *
 * @returns undefined where there is nothing
 */
export function textOf(value: unknown): string | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	if (Array.isArray(value))
		return (
			value
				.map(textOf)
				.filter((text) => text !== undefined)
				.join(', ') || undefined
		);
	return isObject(value) ? JSON.stringify(value) : String(value);
}

/** A value of an event as a flag. @returns undefined where it is none */
export const flagOf = (value: unknown): boolean | undefined => parseBoolean(textOf(value));
