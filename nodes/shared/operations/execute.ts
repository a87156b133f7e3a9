import type {
	DeclarativeRestApiSettings,
	IDataObject,
	IExecutePaginationFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
} from 'n8n-workflow';

import { sendRequest } from '../http/client';
import { createApiError, createFieldError } from '../http/errors';
import type { ApiRequest } from '../http/prepareRequest';
import { isOutcomeUnknown } from '../http/requestError';
import type { Vendor } from '../types';
import { digest } from '../util/digest';
import { getPath, isEmpty, toArray } from '../util/objects';
import { collectionName } from './fields';
import { toItems, toJson } from './output';
import { paginate } from './pagination';
import { toInteger } from './serializers';
import type { Operation } from './types';
import { writeLedgerOf } from './writeLedger';
import { turnOf } from './writeOrder';

const errorContextOf = (context: IExecutePaginationFunctions) => ({
	node: context.getNode(),
	itemIndex: context.getItemIndex(),
});

/** How many entries the user wants. @throws NodeOperationError when Limit is no number above zero */
function readLimit(context: IExecutePaginationFunctions, operation: Operation): number {
	if (!operation.list || context.getNodeParameter('returnAll', false)) return Infinity;
	const value = context.getNodeParameter('limit', 50);
	try {
		const count = toInteger(value, '') as number;
		if (count >= 1) return count;
	} catch {
		// Said below, in the same words.
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

/** The chats that a write is about, by the values that name them on the wire. */
function chatsOf({ orderedBy = [] }: Operation, { body }: IHttpRequestOptions): string[] {
	const names = orderedBy
		.map((name) => getPath((body ?? {}) as IDataObject, name))
		.filter((value) => !isEmpty(value));
	// A list names several chats; several names name one.
	return names.some(Array.isArray)
		? names.flat().map(String)
		: names.length > 0
			? [names.join('\n')]
			: [];
}

/**
 * Sends a write once and in order: after the earlier items of the run that are about the same chat, and never again
 * where it was accepted, or may have been, before n8n ran the node once more.
 */
async function sendOnce(
	context: IExecutePaginationFunctions,
	vendor: Vendor,
	operation: Operation,
	request: ApiRequest,
): Promise<IDataObject | undefined> {
	const { method, url, qs, body } = request.options;
	const ledger = writeLedgerOf<IDataObject | undefined>(context.getInputData());
	const key = digest(method, url, qs, body);
	const earlier = ledger.get(key);
	if (earlier && 'error' in earlier) throw earlier.error;
	if (earlier) return earlier.response;

	const errorContext = errorContextOf(context);
	const turn = await turnOf(
		context.getExecuteData(),
		chatsOf(operation, request.options),
		errorContext.itemIndex,
	);
	if (turn.failedPredecessor !== undefined && !context.continueOnFail()) {
		turn.end(false);
		throw createApiError(errorContext, vendor, {
			message: `nothing was sent, because item ${turn.failedPredecessor}, which comes first in the same chat, failed`,
			hint: 'Mend that item first.',
		});
	}
	return await sendRequest(context, vendor, request).then(
		(response) => {
			ledger.set(key, { response });
			turn.end(true);
			return response;
		},
		(error: Error) => {
			if (isOutcomeUnknown(error)) ledger.set(key, { error });
			turn.end(false);
			throw error;
		},
	);
}

/**
 * What n8n calls to send an operation's request: its place for a pagination function is the one through which every
 * request of an item passes with all its parameters set.
 *
 * @returns the function, which gives one item for each thing in the answer, linked to its input item
 */
export function executeOperation(vendor: Vendor, operation: Operation) {
	const { output = {}, list, baseUrlField, isPublic } = operation;
	const isRead = operation.request.method === 'GET' || operation.isRead === true;
	const fields = [...(operation.fields ?? []), ...(operation.optional?.fields ?? [])];
	const fieldName = (wire: string) =>
		fields.find((field) => field.sendIn?.name.split('.').pop() === wire)?.displayName;

	return async function (
		this: IExecutePaginationFunctions,
		data: DeclarativeRestApiSettings.ResultOptions,
	): Promise<INodeExecutionData[]> {
		const limit = readLimit(this, operation);
		requireOneOf(this, operation);
		let answered = false;
		const fetchPage = async (options: IHttpRequestOptions) => {
			const request: ApiRequest = { options, baseUrlField, isPublic, isRead, fieldName };
			const body = await (isRead
				? sendRequest(this, vendor, request)
				: sendOnce(this, vendor, operation, request));
			const payload = body === undefined ? undefined : vendor.unwrap(body, output.envelopeKey);
			answered = body !== undefined && !Array.isArray(payload);
			return { entries: toArray(payload), body: body ?? {} };
		};

		const options = data.options as IHttpRequestOptions;
		const createError = (message: string, hint: string) =>
			createApiError(errorContextOf(this), vendor, { message, hint });
		const createPagingError = (words: string) =>
			createError(words, 'Use Limit instead of Return All, and tell the vendor.');
		let entries =
			list && list !== 'unpaged'
				? await paginate(list, limit, options, fetchPage, createPagingError)
				: (await fetchPage(options)).entries;
		if (entries.length === 0 && !isRead && answered) entries = [{ success: true }];
		if (output.singular) {
			entries = entries.slice(0, 1);
			if (entries.length === 0)
				throw createError(
					`found no ${output.singular} with this ID`,
					'Check the ID, and that it belongs to this account.',
				);
		}

		const shape = {
			simplify: this.getNodeParameter('simplify', false) as boolean,
			secrets: (this.getNodeParameter('options', {}) as IDataObject).includeSecrets === true,
		};
		return toItems(
			entries.slice(0, limit).map((entry) => toJson(entry, output, shape)),
			this.getItemIndex(),
		);
	};
}
