import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
} from 'n8n-workflow';

import type { ApiFailure, HttpResponse, RequestContext, Vendor } from '../types';
import { tryParseJson } from '../util/json';
import { toNetworkFailure } from './networkFailure';
import type { NetworkFailure } from './networkFailure';
import { parseFailure } from './parseFailure';
import type { RedactedValues } from './redact';
import { withTimeLimit } from './timeLimit';

/** An attempt that failed, without or with a response. */
export type HttpFailure =
	| ({ kind: 'noResponse' } & NetworkFailure)
	| {
			kind: 'rejected';
			failure: ApiFailure;
			/** The status that counts: the vendor's own, or else the HTTP status. */
			status: number;
			headers: HttpResponse['headers'];
	  };

export type AttemptResult = { kind: 'success'; body: IDataObject | undefined } | HttpFailure;

/** What an attempt needs to know of a request. */
interface SendableRequest {
	context: RequestContext;
	vendor: Vendor;
	/** With the whole address in `url`. */
	options: IHttpRequestOptions;
	/** What is hidden where the response quotes it. */
	errorContext?: RedactedValues;
	/** The execution's cancel signal. */
	signal?: AbortSignal;
}

/**
 * Sends one request, once, through n8n's own helper.
 *
 * @param credential the decrypted credential, with a live token if the vendor needs one; undefined sends the request
 * without authentication
 * @returns the response, whatever its status
 * @throws what n8n throws if there was no response
 */
export async function executeHttpRequest(
	{ context, vendor, options, signal }: SendableRequest,
	credential: ICredentialDataDecryptedObject | undefined,
): Promise<HttpResponse> {
	const { baseURL: _baseUrl, ...rest } = options;
	const request: IHttpRequestOptions = {
		...rest,
		json: true,
		// As a text, so that long numbers are parsed without the loss of digits.
		encoding: 'text',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		// No vendor documents a redirect, and n8n would forward the credential to the redirect target (n8n 2.41.1).
		disableFollowRedirect: true,
	};
	const { name, credential: type } = vendor;
	const send = async (limited: AbortSignal): Promise<unknown> => {
		if (!credential) return await context.helpers.httpRequest({ ...request, abortSignal: limited });
		// n8n takes the signal of a signed request from its context, and loads no credential where it gets a decrypted one.
		const limitedContext = Object.create(context, {
			getExecutionCancelSignal: { value: () => limited },
		}) as IExecuteFunctions;
		return await context.helpers.httpRequestWithAuthentication.call(limitedContext, type, request, {
			credentialsDecrypted: { id: '', name, type, data: credential },
		});
	};
	const response = (await withTimeLimit(options.timeout, signal, send)) as {
		statusCode: number;
		headers: Record<string, unknown>;
		body: unknown;
	};
	const { statusCode, headers, body } = response;
	const parsed = typeof body === 'string' ? tryParseJson(body) : undefined;
	return { status: statusCode, headers, body: parsed === undefined ? body : parsed };
}

/** What a response means. @param values what is hidden where the response quotes it */
export function toAttemptResult(
	vendor: Vendor,
	response: HttpResponse,
	values?: RedactedValues,
): AttemptResult {
	const { status, headers, body } = response;
	const failure = parseFailure(vendor, response, values);
	if (failure) return { kind: 'rejected', failure, status: failure.status ?? status, headers };
	const isBlank = body === '' || body === null;
	return { kind: 'success', body: isBlank ? undefined : (body as IDataObject | undefined) };
}

/**
 * Sends a request once. Network errors and error responses are results, not exceptions.
 *
 * @param credential undefined sends the request without authentication
 */
export async function sendOnce(
	request: SendableRequest,
	credential: ICredentialDataDecryptedObject | undefined,
): Promise<AttemptResult> {
	let response: HttpResponse;
	try {
		response = await executeHttpRequest(request, credential);
	} catch (error) {
		return { kind: 'noResponse', ...toNetworkFailure(error) };
	}
	return toAttemptResult(request.vendor, response, request.errorContext);
}
