import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { isObject } from '../util/objects';
import { readRequestValue } from './orderKeys';
import type { Operation, RequestLocation } from './types';

/** An ID as it is compared: the case of its letters is no difference, e.g. in a UUID. */
const toComparable = (id: unknown) => String(id).trim().toLowerCase();

/** The ID that the operation's last field names, as it stands in the request. */
function requestedId(
	operation: Operation,
	options: IHttpRequestOptions,
	location: RequestLocation,
): string {
	const value = String(readRequestValue(operation, options, location));
	return toComparable(location.in === 'path' ? decodeURIComponent(value) : value);
}

/**
 * The entry that was asked for, among those that the vendor gave: some platforms give all of them, or the first ones, for
 * an ID that they do not know.
 *
 * @param options the request as `buildRequest` made it
 * @returns undefined where none has the ID; an entry alone may have none at all
 */
export function findRequested(
	operation: Operation,
	options: IHttpRequestOptions,
	entries: unknown[],
): unknown {
	const location = operation.fields?.at(-1)?.sendIn;
	if (!location) return entries[0];
	const idOf = (entry: unknown) => {
		const { _id, id, [location.name]: named } = Object(entry) as IDataObject;
		return _id ?? id ?? named;
	};
	const wanted = requestedId(operation, options, location);
	if (entries.length === 1 && isObject(entries[0]) && idOf(entries[0]) === undefined)
		return entries[0];
	return entries.find((entry) => {
		const id = idOf(entry);
		return id !== undefined && toComparable(id) === wanted;
	});
}
