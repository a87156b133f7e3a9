import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { isEmpty, isObject, toArray } from '../util/objects';
import { readRequestValue } from './orderKeys';
import type { Operation, RequestLocation } from './types';

/** An ID as it is compared: the case of its letters is no difference, e.g. in a UUID. */
const toComparable = (id: unknown) => String(id).trim().toLowerCase();

/** A key as it is compared: `_id`, `Id`, `threadId` and `thread_id` are one name in other words. */
const keyName = (key: string) => key.replace(/_/g, '').toLowerCase();

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
		const record = Object(entry) as IDataObject;
		const like = (name: string) =>
			Object.keys(record).find((key) => keyName(key) === keyName(name)) ?? name;
		const names = ['_id', 'id', location.name, like('id'), like(location.name), 'uuid'];
		return names.map((name) => record[name]).find((id) => !isEmpty(id));
	};
	const wanted = requestedId(operation, options, location);
	const [alone] = entries;
	if (entries.length === 1 && isObject(alone) && idOf(alone) === undefined) {
		const [inner, ...others] = Object.values(alone);
		// A list or a record with something around it, e.g. `{ results: […] }`.
		const isEnvelope = others.length === 0 && typeof inner === 'object' && inner !== null;
		return isEnvelope ? findRequested(operation, options, toArray(inner)) : alone;
	}
	return entries.find((entry) => {
		const id = idOf(entry);
		return id !== undefined && toComparable(id) === wanted;
	});
}
