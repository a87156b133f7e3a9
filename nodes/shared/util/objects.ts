import type { IDataObject } from 'n8n-workflow';

/** Whether a value is an object with keys, not a list. */
export const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a field was left empty. `0` and `false` are values. */
export const isEmpty = (value: unknown) => value === undefined || value === null || value === '';

/** Reads a path such as `channel.user_id`. @param thing an object of the vendor's @param path keys joined by dots */
export function getPath(thing: IDataObject, path: string): unknown {
	if (Object.hasOwn(thing, path)) return thing[path];
	return path
		.split('.')
		.reduce<unknown>((value, key) => (value as IDataObject | undefined | null)?.[key], thing);
}

/**
 * The things in an answer: the entries of a list, the one object or text, or nothing.
 *
 * @param payload what the vendor's envelope held
 */
export function toArray(payload: unknown): unknown[] {
	if (payload === undefined || payload === null || payload === '') return [];
	return Array.isArray(payload) ? payload : [payload];
}
