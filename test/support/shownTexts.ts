import { LoggerProxy } from 'n8n-workflow';

/** Every text in a value: in all of its properties, also in those that JSON leaves out, e.g. an error's stack and cause. */
export function textsIn(value: unknown, seen = new Set<unknown>()): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null || seen.has(value)) return [];
	seen.add(value);
	return Object.getOwnPropertyNames(value).flatMap((name) => [
		name,
		...textsIn((value as Record<string, unknown>)[name], seen),
	]);
}

/**
 * Records what n8n logs, at every level.
 *
 * @returns the values that were given to the log since
 */
export function recordLog(): unknown[] {
	const logged: unknown[] = [];
	const record = (...values: unknown[]) => void logged.push(values);
	LoggerProxy.init({ error: record, warn: record, info: record, debug: record });
	return logged;
}
