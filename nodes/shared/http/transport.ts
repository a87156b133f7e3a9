import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import type { HttpResponse, RequestContext, Vendor } from '../types';

/** A request that got no answer, or not all of one. */
export interface NetworkFailure {
	/** Why, in plain words. */
	reason: string;
	/** Whether it never got as far as the vendor, so that sending it again can do no harm. */
	neverSent: boolean;
}

/** What the codes of a failed connection mean, and whether the request can have reached the vendor. */
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

/** What to make of an error that n8n threw in place of an answer. n8n keeps the code of the connection in its cause. */
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
 * Sends one request, once, with these credentials, through n8n's own helper.
 *
 * @param url the whole address
 * @param data the decrypted credential with a live token; n8n then asks for none itself. Without it nothing is signed
 * @returns what was answered, whatever its status
 * @throws what n8n throws where there was no answer
 */
export async function executeHttpRequest(
	context: RequestContext,
	vendor: Vendor,
	given: IHttpRequestOptions,
	url: string,
	data: ICredentialDataDecryptedObject | undefined,
): Promise<HttpResponse> {
	const { baseURL: _base, ...rest } = given;
	// No vendor documents a redirect, and n8n would take the credential along to whatever host it names (engine).
	const answers = {
		json: true,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
	};
	const options = { ...rest, url, ...answers };
	const response = (await (data
		? context.helpers.httpRequestWithAuthentication.call(context, vendor.credential, options, {
				credentialsDecrypted: { id: '', name: vendor.name, type: vendor.credential, data },
			})
		: context.helpers.httpRequest(options))) as {
		statusCode: number;
		headers: Record<string, unknown>;
		body: unknown;
	};
	return { status: response.statusCode, headers: response.headers, body: response.body };
}
