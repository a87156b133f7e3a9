import type { IHttpRequestOptions, NodeApiError } from 'n8n-workflow';

import type { SessionAuth, HttpResponse } from '../types';
import { sendWithRetries } from './attempts';
import { createApiError } from './errors';
import { toNetworkFailure } from './networkFailure';
import type { PreparedRequest } from './prepareRequest';
import { networkHint, toRequestError } from './requestError';
import type { RequestFailure } from './requestError';
import { withTimeLimit } from './timeLimit';
import { toAttemptResult } from './transport';

/** A log-in that the vendor did not answer. */
export class LoginFailedError extends Error {
	constructor(readonly failure: RequestFailure) {
		super('the log-in got no answer');
	}
}

/** What n8n answers when it is asked for the full response. */
interface FullResponse {
	statusCode: number;
	headers: HttpResponse['headers'];
	body: unknown;
}

/**
 * n8n's request helper for the log-in that a request needs: with the network options and the allowed domains of the
 * request, within its retry budget, and within the limits of its account. Repeating a log-in does no harm.
 *
 * @returns the helper; it throws LoginFailedError if there was no answer
 */
export function createLoginHelpers(prepared: PreparedRequest): Parameters<SessionAuth['logIn']>[0] {
	const { context, vendor, options, signal, errorContext } = prepared;
	const { proxy, timeout, skipSslCertificateValidation, allowedDomains } = options;
	const network = { proxy, timeout, skipSslCertificateValidation, allowedDomains };
	const attempt = async (login: IHttpRequestOptions) => {
		const send = async (abortSignal: AbortSignal): Promise<unknown> =>
			await context.helpers.httpRequest({ ...network, abortSignal, ...login });
		let response: FullResponse;
		try {
			response = (await withTimeLimit(timeout, signal, send)) as FullResponse;
		} catch (error) {
			return { kind: 'noResponse' as const, ...toNetworkFailure(error) };
		}
		const { statusCode: status, headers, body } = response;
		const result = toAttemptResult(vendor, { status, headers, body }, errorContext);
		return { ...result, response };
	};
	return {
		httpRequest: async (login: IHttpRequestOptions): Promise<unknown> => {
			const result = await sendWithRetries(prepared, true, async () => await attempt(login));
			if ('response' in result) return result.response;
			throw new LoginFailedError(result as RequestFailure);
		},
	};
}

/** The error of a request whose log-in the vendor did not answer. */
export function toLoginFailure(prepared: PreparedRequest, failure: RequestFailure): NodeApiError {
	const { vendor, errorContext, nothingSent } = prepared;
	if (failure.kind === 'paused') return toRequestError(prepared, failure);
	if (failure.kind !== 'noResponse')
		return toRequestError(prepared, { kind: 'cancelled', wasUnderWay: false, last: undefined });
	return createApiError(errorContext, vendor, {
		message: `the log-in got no answer: ${failure.reason}`,
		hint: networkHint(prepared, failure),
		description: `${nothingSent}: the log-in comes first.`,
	});
}
