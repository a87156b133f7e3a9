import type { NodeApiError } from 'n8n-workflow';

import type { ApiFailure } from '../types';
import type { Cancelled, Paused } from './attempts';
import { createApiError, toShownWords } from './errors';
import type { NetworkFailure } from './networkFailure';
import type { PreparedRequest } from './prepareRequest';
import { cutText } from './redact';
import type { RedactedValues } from './redact';
import { isNeverReached } from './retryPolicy';
import type { HttpFailure } from './transport';

/** Why a request ended without success. */
export type RequestFailure = HttpFailure | Cancelled | Paused;

/** n8n stops an execution in the same way for both. */
export const CANCELLED = 'the execution was cancelled or ran out of time';

/** What a proxy says when it wants a user name. The request went no further. */
const PROXY_STATUS = 407;

/** What the statuses mean that only Cloudflare sends, in front of the vendor's server. */
const CLOUDFLARE_WORDS: Readonly<Record<number, string>> = {
	520: 'Cloudflare could not read the answer of the server',
	521: 'Cloudflare could not reach the server, which refused the connection',
	522: 'Cloudflare got no answer from the server in time',
	523: 'Cloudflare could not reach the server',
	524: 'Cloudflare got no answer from the server in time',
	525: 'Cloudflare could not reach the server, because there was no secure connection',
	526: "Cloudflare could not reach the server, because the server's certificate isn't trusted",
	527: 'Cloudflare lost the connection to the server',
	530: 'Cloudflare could not reach the server',
};

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

/** What to do about a request that got no response. */
export function networkHint(
	{ errorContext, options }: PreparedRequest,
	{ hint }: NetworkFailure,
): string {
	const option = (text: string) => (errorContext.itemIndex === undefined ? '' : text);
	switch (hint) {
		case 'address':
			return 'Check the base URL in the credential: https:// or http://, the host and the port.';
		case 'allowedDomains':
			return 'Let its owner add the host under Allowed Domains in the credential.';
		case 'ssrf':
			return 'Ask the administrator of n8n to allow the host of the base URL in the credential.';
		case 'certificate':
			return `Let the server use a certificate that n8n trusts${option(', or turn on Ignore SSL Issues (Insecure) under Request Options')}.`;
		default:
			return `Check ${options.proxy ? 'Proxy under Request Options, ' : ''}the base URL in the credential and the connection, then try again.`;
	}
}

/** The words for a failure of the vendor, or of what is in front of it. */
function wordsOf(failure: ApiFailure, status: number): { message: string; hint?: string } {
	if (status === PROXY_STATUS)
		return {
			message: 'the proxy wants a user name and a password',
			hint: 'Add them to Proxy under Request Options: http://user:password@host:port.',
		};
	return { message: CLOUDFLARE_WORDS[status] ?? failure.message, hint: failure.hint };
}

/** How much is shown of the words for an earlier attempt, in characters: the error says more than that. */
const MAX_LAST_LENGTH = 500;

/** How the last attempt before a cancellation had failed, as a sentence. */
function describeLast(last: HttpFailure | undefined, values: RedactedValues): string {
	if (!last) return '';
	const words =
		last.kind === 'noResponse'
			? last.reason
			: `${cutText(toShownWords(wordsOf(last.failure, last.status).message, values), MAX_LAST_LENGTH)} (HTTP ${last.status})`;
	return `. The attempt before that had failed: ${words}`;
}

/** The error of a request that the execution did not wait for. */
function createCancelledError(
	prepared: PreparedRequest,
	{ wasUnderWay, last }: Cancelled,
): NodeApiError {
	const { vendor, request, errorContext, nothingSent } = prepared;
	const before = describeLast(last, errorContext);
	if (wasUnderWay && !request.isRead)
		return createUnknownOutcomeError(prepared, `${CANCELLED} before an answer came${before}`);
	const reachedVendor = wasUnderWay || (last !== undefined && !isUnsent(last));
	const nothingDone = nothingSent.replace('sent', 'carried out');
	return createApiError(errorContext, vendor, {
		message: `${CANCELLED}${wasUnderWay ? ' before an answer came' : ''}${before}`,
		hint:
			request.isRead && reachedVendor
				? 'Execute it again.'
				: `${reachedVendor ? nothingDone : nothingSent}.`,
		description: reachedVendor ? describeRequest(prepared) : `${nothingSent}.`,
	});
}

/** Whether a failed request certainly did not reach the vendor. */
const isUnsent = (failure: HttpFailure): boolean =>
	failure.kind === 'noResponse' ? failure.neverSent : isNeverReached(failure.status);

/** Whether a write that was answered with this status may have been carried out all the same. */
const mayBeDone = (status: number, failure: ApiFailure): boolean =>
	(status >= 500 && !isNeverReached(status)) || status === 408 || failure.isOutcomeUnknown === true;

/** The error of a request that was not sent, because the vendor wants fewer requests for longer than it may wait. */
const createPausedError = ({ vendor, errorContext, nothingSent }: PreparedRequest): NodeApiError =>
	createApiError(errorContext, vendor, {
		message: 'asks for fewer requests of this account',
		status: 429,
		hint: `${nothingSent}. Wait a little and try again, or raise Max Retry Time in the credential.`,
		description: `${nothingSent}.`,
	});

/** The error for a request that ended without success. `isOutcomeUnknown` says whether it may have been carried out. */
export function toRequestError(prepared: PreparedRequest, result: RequestFailure): NodeApiError {
	const { vendor, request, errorContext } = prepared;
	if (result.kind === 'cancelled') return createCancelledError(prepared, result);
	if (result.kind === 'paused') return createPausedError(prepared);
	const description = describeRequest(prepared);
	if (result.kind === 'noResponse') {
		if (!request.isRead && !result.neverSent)
			return createUnknownOutcomeError(prepared, `gave no answer (${result.reason})`);
		return createApiError(errorContext, vendor, {
			message: `could not be reached: ${result.reason}`,
			hint: networkHint(prepared, result),
			description,
		});
	}
	const { failure, status } = result;
	const { message, hint } = wordsOf(failure, status);
	if (!request.isRead && mayBeDone(status, failure))
		return createUnknownOutcomeError(prepared, message, status);
	const field = failure.field === undefined ? undefined : request.fieldName?.(failure.field);
	return createApiError(errorContext, vendor, {
		message,
		status,
		hint: hint ?? (field ? `Check ${field}.` : undefined),
		description,
	});
}
