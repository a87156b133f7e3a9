import { ApplicationError } from 'n8n-workflow';
import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { getPath, isEmpty } from '../util/objects';
import { sentFieldsOf } from './fields';
import type { Operation, RequestLocation } from './types';

/**
 * The locations that name the chat of a write.
 *
 * @throws Error when `orderedBy` names what no field of the operation sends
 */
export function orderLocations(operation: Operation): RequestLocation[] {
	const fields = sentFieldsOf(operation);
	return (operation.orderedBy ?? []).map((name) => {
		const location = fields.find(({ sendIn }) => sendIn?.name === name)?.sendIn;
		if (location) return location;
		throw new ApplicationError(
			`The operation ${operation.name} is ordered by ${name}, which none of its fields sends`,
		);
	});
}

/**
 * The value that a request has at a location.
 *
 * @param operation whose request it is
 * @param options as `buildRequest` made them
 * @returns undefined where nothing was sent there
 */
export function readRequestValue(
	{ request }: Operation,
	options: IHttpRequestOptions,
	{ in: part, name }: RequestLocation,
): unknown {
	if (part === 'query') return options.qs?.[name];
	if (part === 'body') return getPath((options.body ?? {}) as IDataObject, name);
	const index = request.url.split('/').findIndex((segment) => segment.includes(`{${name}}`));
	return options.url.split('/')[index];
}

/**
 * The chats that a write is about, by the values that name them on the wire.
 *
 * @param options the request as `buildRequest` made it
 * @returns empty where the operation has no order, or the request names no chat
 */
export function orderKeysOf(operation: Operation, options: IHttpRequestOptions): string[] {
	const names = orderLocations(operation)
		.map((location) => readRequestValue(operation, options, location))
		.filter((value) => !isEmpty(value));
	// A list names several chats; several names name one.
	if (names.some(Array.isArray)) return names.flat().map(String);
	return names.length > 0 ? [names.join('\n')] : [];
}
