import type {
	ICredentialDataDecryptedObject,
	IHttpRequestOptions,
	NodeApiError,
} from 'n8n-workflow';

import type { SessionVendor, Vendor } from '../types';
import { bindToken, ownToken } from './accountKey';
import { createApiError } from './errors';
import type { PreparedRequest } from './prepareRequest';
import { getSessionToken, LoginRefusedError } from './sessionTokens';
import { toNetworkFailure } from './transport';

export const hasSession = (vendor: Vendor): vendor is SessionVendor => vendor.session !== undefined;

/** n8n's request helper with the network options and the allowed domains of the request that needs the log-in. */
function loginHelpers({ context, options }: PreparedRequest) {
	const { proxy, timeout, skipSslCertificateValidation, allowedDomains } = options;
	const network = { proxy, timeout, skipSslCertificateValidation, allowedDomains };
	return {
		httpRequest: async (login: IHttpRequestOptions): Promise<unknown> =>
			await context.helpers.httpRequest({ ...network, ...login }),
	};
}

function toLoginError(prepared: PreparedRequest, error: unknown): NodeApiError {
	const { vendor, errorContext, nothingSent } = prepared;
	const description = `${nothingSent}: the log-in comes first.`;
	if (error instanceof LoginRefusedError)
		return createApiError(errorContext, vendor, {
			message: error.message,
			status: error.httpStatus,
			description,
		});
	return createApiError(errorContext, vendor, {
		message: `the log-in got no answer: ${toNetworkFailure(error).reason}`,
		hint: 'Check the base URL in the credential and the connection, then try again.',
		description,
	});
}

/**
 * The credential to sign a request with, with a session token if the vendor needs one.
 *
 * @param rejected the credential whose token the vendor has just refused
 * @returns undefined for a request without authentication
 * @throws NodeApiError if the log-in fails
 */
export async function authenticate(
	prepared: PreparedRequest,
	rejected?: ICredentialDataDecryptedObject,
): Promise<ICredentialDataDecryptedObject | undefined> {
	const { vendor, request, credential, errorContext } = prepared;
	if (request.isPublic) return undefined;
	if (!hasSession(vendor)) return credential;

	const { tokenField } = vendor.session;
	const rejectedToken = rejected && ownToken(vendor, rejected);
	try {
		const helpers = loginHelpers(prepared);
		const token = await getSessionToken(helpers, vendor, credential, rejectedToken);
		errorContext.redacted.push(token);
		return { ...credential, [tokenField]: bindToken(vendor, credential, token) };
	} catch (error) {
		throw toLoginError(prepared, error);
	}
}
