import type { NodeApiError } from 'n8n-workflow';

import { createApiError } from './errors';
import type { PreparedRequest } from './prepareRequest';
import type { HttpFailure } from './transport';

/** The errors of writes that may have been carried out all the same. */
const unknownOutcomes = new WeakSet<object>();

/** Whether a write may have been carried out although it failed, so that it must not be sent again. */
export const isOutcomeUnknown = (error: object): boolean => unknownOutcomes.has(error);

function describeRequest({ vendor, request: { options } }: PreparedRequest): string {
	const name = vendor.describeRequest?.(options);
	return `The request was ${options.method} ${options.url}${name ? ` (${name})` : ''}.`;
}

function createUnknownOutcomeError(
	prepared: PreparedRequest,
	message: string,
	status?: number,
): NodeApiError {
	const { vendor, errorContext } = prepared;
	const error = createApiError(errorContext, vendor, {
		message,
		consequence: 'so the request may or may not have been carried out',
		status,
		hint: `Look at ${vendor.name} whether it was, before you send it again.`,
		description: describeRequest(prepared),
	});
	unknownOutcomes.add(error);
	return error;
}

/** The error for a request that was not sent because the execution was cancelled. */
export const createCancelledError = ({
	vendor,
	errorContext,
	nothingSent,
}: PreparedRequest): NodeApiError =>
	createApiError(errorContext, vendor, {
		message: 'the execution was cancelled',
		hint: `${nothingSent}.`,
	});

/** The error for the last attempt of a request. `isOutcomeUnknown` says whether it may have been carried out. */
export function toRequestError(prepared: PreparedRequest, result: HttpFailure): NodeApiError {
	const { vendor, request, errorContext } = prepared;
	if (result.kind === 'noResponse') {
		if (!request.isRead && !result.neverSent)
			return createUnknownOutcomeError(prepared, `gave no answer (${result.reason})`);
		return createApiError(errorContext, vendor, {
			message: `could not be reached: ${result.reason}`,
			hint: 'Check the base URL in the credential and the connection, then try again.',
			description: describeRequest(prepared),
		});
	}
	const { failure, status } = result;
	if (!request.isRead && (status >= 500 || failure.isOutcomeUnknown))
		return createUnknownOutcomeError(prepared, failure.message, status);
	const field = failure.field === undefined ? undefined : request.fieldName?.(failure.field);
	return createApiError(errorContext, vendor, {
		message: failure.message,
		status,
		hint: failure.hint ?? (field ? `Check ${field}.` : undefined),
		description: describeRequest(prepared),
	});
}
