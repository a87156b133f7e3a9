import type { IDataObject } from 'n8n-workflow';

/** Whether a value is an object with keys, not a list. */
export const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether there is no value, or an empty text. `0` and `false` are values. */
export const isEmpty = (value: unknown) => value === undefined || value === null || value === '';

/**
 * Reads a path such as `channel.user_id`. A key that has dots in it comes first.
 *
 * @param path keys joined by dots
 * @returns undefined if any part of the path is missing
 */
export function getPath(object: IDataObject, path: string): unknown {
	if (Object.hasOwn(object, path)) return object[path];
	return path
		.split('.')
		.reduce<unknown>((value, key) => (value as IDataObject | undefined | null)?.[key], object);
}

/**
 * The entries of a response: those of a list, the one object or text, or none.
 *
 * @param payload what the vendor's envelope held
 */
export function toArray(payload: unknown): unknown[] {
	if (isEmpty(payload)) return [];
	return Array.isArray(payload) ? payload : [payload];
}

/**
 * A copy in which every list and plain object is new. n8n changes the descriptions that it is handed, and makes them again
 * whenever packages are loaded: what it changed once must not be handed to it again.
 *
 * @param value functions and objects of classes in it stay the same ones
 */
export function copyOf<T>(value: T): T {
	if (Array.isArray(value)) return value.map(copyOf) as T;
	if (typeof value !== 'object' || value === null) return value;
	if (Object.getPrototypeOf(value) !== Object.prototype) return value;
	return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copyOf(inner)])) as T;
}

/** Whether a value is an object of texts. */
export const isTextRecord = (value: unknown): value is Record<string, string> =>
	isObject(value) && Object.values(value).every((inner) => typeof inner === 'string');
