/** An object of which the keys are read or written by name. */
export type Values = Record<string, unknown>;

export const isValues = (value: unknown): value is Values =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value of a resource locator. */
export interface LocatorValue extends Values {
	mode: string;
	value: unknown;
}

export const isLocator = (value: unknown): value is LocatorValue =>
	isValues(value) && Boolean(value.mode);

/** The same parameter with another value: in a locator, its mode stays. */
export const withValue = (parameter: unknown, value: unknown): unknown =>
	isLocator(parameter) ? { ...parameter, value } : value;

/**
 * Sets a value inside of objects, which are made where they are missing.
 *
 * @param path the keys with dots between them
 */
export function setAt(target: Values, path: string, value: unknown): void {
	const keys = path.split('.');
	const last = keys.pop() as string;
	let parent = target;
	for (const key of keys) parent = (parent[key] ??= {}) as Values;
	parent[last] = value;
}

/** Reads a value inside of objects; undefined where one of them is missing. */
export const getAt = (target: unknown, path: string): unknown =>
	path
		.split('.')
		.reduce<unknown>((value, key) => (value as Values | null | undefined)?.[key], target);

/** Adds keys to an object, also inside of objects. */
export function merge(base: unknown, extra: unknown): unknown {
	if (extra === undefined) return base;
	if (!isValues(extra)) return extra;
	const result: Values = { ...(base as Values | undefined) };
	for (const [key, value] of Object.entries(extra)) result[key] = merge(result[key], value);
	return result;
}
