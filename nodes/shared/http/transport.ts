import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
} from 'n8n-workflow';

import type { ApiFailure, HttpResponse, RequestContext, Vendor } from '../types';
import { tryParseJson } from '../util/json';
import { parseFailure } from './parseFailure';
import type { RedactedValues } from './redact';

/** A request that got no response, or not all of one. */
interface NetworkFailure {
	/** Why, in plain words. */
	reason: string;
	/** Whether it certainly did not reach the vendor, so that it can be sent again without harm. */
	neverSent: boolean;
}

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
}

/** What the error codes of a connection mean, and whether the request can have reached the vendor. */
const NETWORK_FAILURES: Readonly<Record<string, NetworkFailure>> = {
	ECONNREFUSED: { reason: 'nothing answers at this address', neverSent: true },
	ENOTFOUND: { reason: 'the host name is not known', neverSent: true },
	EAI_AGAIN: { reason: 'the host name could not be looked up', neverSent: true },
	EHOSTUNREACH: { reason: 'the host cannot be reached', neverSent: true },
	ENETUNREACH: { reason: 'the network cannot be reached', neverSent: true },
	ECONNRESET: { reason: 'the connection broke', neverSent: false },
	EPIPE: { reason: 'the connection broke', neverSent: false },
	ERR_BAD_RESPONSE: { reason: 'the connection broke', neverSent: false },
	ECONNABORTED: { reason: 'no answer came in time', neverSent: false },
	ETIMEDOUT: { reason: 'no answer came in time', neverSent: false },
};

/**
 * Explains an error that n8n threw in place of a response.
 *
 * @param error n8n keeps the code of the connection in its cause
 */
export function toNetworkFailure(error: unknown): NetworkFailure {
	const {
		message = '',
		code,
		cause,
	} = error as { message?: string; code?: string; cause?: { code?: string } };
	const known = NETWORK_FAILURES[cause?.code ?? ''] ?? NETWORK_FAILURES[code ?? ''];
	if (known) return known;
	// n8n's own words, e.g. about a certificate or a domain that the credential does not allow, but never an address.
	return {
		reason: /https?:|\d\.\d+\.\d/.test(message) ? 'no connection' : message || 'no connection',
		neverSent: false,
	};
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
	{ context, vendor, options }: SendableRequest,
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
	// n8n loads no credential itself where it gets a decrypted one.
	const response = (await (credential
		? context.helpers.httpRequestWithAuthentication.call(context, type, request, {
				credentialsDecrypted: { id: '', name, type, data: credential },
			})
		: context.helpers.httpRequest(request))) as {
		statusCode: number;
		headers: Record<string, unknown>;
		body: unknown;
	};
	const { statusCode, headers, body } = response;
	const parsed = typeof body === 'string' ? tryParseJson(body) : undefined;
	return { status: statusCode, headers, body: parsed === undefined ? body : parsed };
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
	const { status, headers, body } = response;
	const failure = parseFailure(request.vendor, response, request.errorContext);
	if (failure) return { kind: 'rejected', failure, status: failure.status ?? status, headers };
	const isBlank = body === '' || body === null;
	return { kind: 'success', body: isBlank ? undefined : (body as IDataObject | undefined) };
}
