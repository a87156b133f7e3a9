import type {
	IDataObject,
	IExecutePaginationFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
} from 'n8n-workflow';

import { sendRequest } from '../http/client';
import { createApiError, createFieldError } from '../http/errors';
import type { ApiRequest } from '../http/prepareRequest';
import { CANCELLED, isOutcomeUnknown } from '../http/requestError';
import { unknownForm } from '../http/unknownForm';
import type { Vendor } from '../types';
import { isEmpty, isObject, toArray } from '../util/objects';
import { findRequested } from './findRequested';
import { collectionName, includeSecrets, returnAll, sentFieldsOf, simplify } from './fields';
import { orderKeysOf } from './orderKeys';
import { toItems, toJson } from './output';
import { paginate } from './pagination';
import type { Page } from './pagination';
import { readSwitch } from './requestBuilder';
import { sendInTurn } from './runLimits';
import { toInteger } from './serializers';
import type { Operation } from './types';
import { actOf, isToolCall, writeOnce } from './writeLedger';
import { runInItemOrder } from './writeOrder';

const errorContextOf = (context: IExecutePaginationFunctions) => ({
	node: context.getNode(),
	itemIndex: context.getItemIndex(),
});

/** Whether an operation changes nothing at the vendor. */
export const isReadOperation = ({ request, isRead }: Operation): boolean =>
	request.method === 'GET' || isRead === true;

/** How many entries the user wants. @throws NodeOperationError when Limit is no number above zero */
function readLimit(context: IExecutePaginationFunctions, operation: Operation): number {
	if (!operation.list || readSwitch(context, returnAll)) return Infinity;
	const value = context.getNodeParameter('limit', 50);
	try {
		const count = toInteger(value, '') as number;
		if (count >= 1) return count;
	} catch {
		// The error below is the same for both reasons.
	}
	throw createFieldError(errorContextOf(context), 'Limit', 'must be a whole number of at least 1');
}

/** Refuses an operation that would change nothing because none of its optional fields is set. */
function requireOneOf(context: IExecutePaginationFunctions, { optional }: Operation): void {
	if (!optional?.requireOne) return;
	const given = context.getNodeParameter(collectionName(optional.displayName), {}) as IDataObject;
	if (!Object.values(given).every(isEmpty)) return;
	throw createFieldError(
		errorContextOf(context),
		optional.displayName,
		'is empty: add at least one',
	);
}

/** Ends an item for which nothing needs to be sent any more. @throws NodeApiError when the execution was cancelled */
export function checkCancelled(context: IExecutePaginationFunctions, vendor: Vendor): void {
	if (!context.getExecutionCancelSignal()?.aborted) return;
	throw createApiError(errorContextOf(context), vendor, {
		message: CANCELLED,
		hint: 'Nothing was sent for this item.',
	});
}

/** Sends a request when it is its turn among those of the run. */
async function send(
	context: IExecutePaginationFunctions,
	vendor: Vendor,
	request: ApiRequest,
): Promise<IDataObject | undefined> {
	return await sendInTurn(context, async (limited) => {
		checkCancelled(context, vendor);
		return await sendRequest(limited, vendor, request);
	});
}

/** A write in the order of its items: not sent where an earlier item of the same chat failed, unless Continue on Fail is set. */
async function sendInOrder(
	context: IExecutePaginationFunctions,
	vendor: Vendor,
	operation: Operation,
	request: ApiRequest,
): Promise<IDataObject | undefined> {
	const errorContext = errorContextOf(context);
	const chats = orderKeysOf(operation, request.options);
	const { itemIndex } = errorContext;
	return await runInItemOrder(
		context.getExecuteData(),
		chats,
		itemIndex,
		async (failedPredecessor) => {
			if (failedPredecessor === undefined || context.continueOnFail())
				return await send(context, vendor, request);
			throw createApiError(errorContext, vendor, {
				message: `nothing was sent, because item ${failedPredecessor}, which comes first in the same chat, failed`,
				hint: 'Mend that item first.',
			});
		},
	);
}

/**
 * Sends a write once and in order: after the earlier items of the run that are about the same chat, and never again
 * where it was accepted, or may have been, before n8n ran the node once more. What it sends does not count: an expression
 * such as `{{ $now }}` gives something else at each try.
 */
async function sendWriteOnce(
	context: IExecutePaginationFunctions,
	vendor: Vendor,
	operation: Operation,
	request: ApiRequest,
): Promise<IDataObject | undefined> {
	return await writeOnce(
		actOf(context),
		async () => await sendInOrder(context, vendor, operation, request),
		(error) => !isOutcomeUnknown(error),
	);
}

/** Whether an entry of a response is what the operation returns: a record, or a text where the vendor responds with text. */
const isDocumented = (entry: unknown, { list, output }: Operation): boolean =>
	isObject(entry) ||
	(typeof entry === 'string' && (output?.valueKey !== undefined || !(list ?? output?.singular)));

/** Makes the function that sends one request of an operation, a read or a write, and unwraps the response. */
function createPageFetcher(
	context: IExecutePaginationFunctions,
	vendor: Vendor,
	operation: Operation,
): (options: IHttpRequestOptions) => Promise<Page> {
	const { output = {}, baseUrlField, isPublic } = operation;
	const isRead = isReadOperation(operation);
	const fields = sentFieldsOf(operation);
	const fieldName = (wireName: string) =>
		fields.find(({ sendIn }) => sendIn?.name.split('.').pop() === wireName)?.displayName;

	return async (options) => {
		const request: ApiRequest = { options, baseUrlField, isPublic, isRead, fieldName };
		const body = await (isRead
			? send(context, vendor, request)
			: sendWriteOnce(context, vendor, operation, request));
		const payload = body === undefined ? undefined : vendor.unwrap(body, output.envelopeKey);
		const entries = toArray(payload);
		// A list alone may come without its envelope; an object that comes without it is none of the list's entries.
		const isUnopened = operation.list !== undefined && payload === body && isObject(payload);
		if (isRead && (isUnopened || !entries.every((entry) => isDocumented(entry, operation))))
			throw createApiError(errorContextOf(context), vendor, unknownForm());
		// A write whose response is empty succeeded all the same; an empty list says that nothing was done.
		if (entries.length === 0 && !isRead && body !== undefined && !Array.isArray(payload))
			entries.push({ success: true });
		return { entries, body: body ?? {} };
	};
}

/** The entries of an operation's response, of all pages where it is a list. */
async function readEntries(
	context: IExecutePaginationFunctions,
	vendor: Vendor,
	operation: Operation,
	options: IHttpRequestOptions,
): Promise<unknown[]> {
	const { list, output } = operation;
	const limit = readLimit(context, operation);
	requireOneOf(context, operation);
	const fetchPage = createPageFetcher(context, vendor, operation);
	const createError = (message: string, hint: string) =>
		createApiError(errorContextOf(context), vendor, { message, hint });
	const entries =
		list && list !== 'unpaged'
			? await paginate({
					pagination: list,
					limit,
					options,
					fetchPage,
					createError: (message) =>
						createError(message, 'Use Limit instead of Return All, and tell the vendor.'),
				})
			: (await fetchPage(options)).entries;
	if (!output?.singular) return entries.slice(0, limit);
	const found = findRequested(operation, options, entries);
	if (found !== undefined) return [found];
	throw createError(
		`found no ${output.singular} with this ID`,
		'Check the ID, and that it belongs to this account.',
	);
}

/** What a model is told of an answer without entries. */
const emptyAnswer = (vendor: Vendor, operation: Operation): string =>
	isReadOperation(operation)
		? 'Nothing was found.'
		: `${vendor.name} accepted the request and answered nothing.`;

/**
 * Sends an operation's request for one item, or one for each page of a list.
 *
 * @param context of the item, by the node's own loop or by n8n's routing
 * @param options the request as `buildRequest` makes it
 * @returns one item for each record in the response, linked to its input item
 * @throws NodeApiError in the vendor's words, NodeOperationError where a parameter is wrong
 */
export async function executeOperation(
	context: IExecutePaginationFunctions,
	vendor: Vendor,
	operation: Operation,
	options: IHttpRequestOptions,
): Promise<INodeExecutionData[]> {
	const entries = await readEntries(context, vendor, operation, options);
	// A model is told an empty text where there is no item, and takes it for a fault (n8n 2.41.1).
	if (entries.length === 0 && isToolCall(context))
		return toItems([{ message: emptyAnswer(vendor, operation) }], context.getItemIndex());
	const shape = {
		simplify: operation.output?.simplify !== undefined && readSwitch(context, simplify),
		secrets:
			operation.output?.secrets !== undefined &&
			readSwitch(context, includeSecrets, 'options.includeSecrets'),
	};
	return toItems(
		entries.map((entry) => toJson(entry, operation.output ?? {}, shape)),
		context.getItemIndex(),
	);
}
