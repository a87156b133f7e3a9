import type { IDataObject } from 'n8n-workflow';

import { isEmpty, isObject } from '../util/objects';
import { parseBoolean } from '../util/text';

/** The value of the first key with this name, in any case of its letters. */
function valueOf(body: IDataObject, name: string): unknown {
	const key = Object.keys(body).find((other) => other.toLowerCase() === name);
	return key === undefined ? undefined : body[key];
}

/** The first text in a value, e.g. of `[{ message: "…" }]`. */
function textIn(value: unknown, depth = 0): string | undefined {
	if (typeof value === 'string' && value.trim() !== '') return value;
	if (depth > 2 || (!isObject(value) && !Array.isArray(value))) return undefined;
	const inner = isObject(value)
		? [value.message, value.msg, value.error, value.detail]
		: value.slice(0, 1);
	return inner.map((entry) => textIn(entry, depth + 1)).find((text) => text !== undefined);
}

/** The words in which an answer says why it failed. @returns undefined where there are none */
export const failureWords = (body: IDataObject): string | undefined =>
	['error', 'errors', 'message', 'response']
		.map((name) => textIn(valueOf(body, name)))
		.find((text) => text !== undefined);

/**
 * Whether an answer holds an error and says nothing else of success: a gateway may have written it after the vendor had
 * carried the request out.
 */
export const leavesOutcomeOpen = (body: IDataObject): boolean =>
	['status', 'success', 'ok'].every((name) => valueOf(body, name) === undefined);

/**
 * Whether an answer says that it failed, whatever its HTTP status is: `success` or `ok` that are not true, or, where it has
 * no `status`, an error.
 */
export function saysFailure(body: IDataObject): boolean {
	const flags = ['success', 'ok'].map((name) => valueOf(body, name));
	if (flags.some((flag) => flag !== undefined && parseBoolean(flag) !== true)) return true;
	const status = valueOf(body, 'status');
	if (status !== undefined) return !Object.hasOwn(body, 'status') && status !== 'success';
	return ['error', 'errors'].some((name) => {
		const error = valueOf(body, name);
		return !isEmpty(error) && error !== false && !(Array.isArray(error) && error.length === 0);
	});
}
