import type { ICredentialDataDecryptedObject, NodeApiError } from 'n8n-workflow';

import type { SessionVendor, Vendor } from '../types';
import { raceWithSignal } from '../util/delay';
import { bindToken, ownToken } from './accountKey';
import { createApiError } from './errors';
import { createLoginHelpers, LoginFailedError, toLoginFailure } from './loginRequest';
import { toNetworkFailure } from './networkFailure';
import type { PreparedRequest } from './prepareRequest';
import { getSessionToken, LoginRefusedError } from './sessionTokens';

export const hasSession = (vendor: Vendor): vendor is SessionVendor => vendor.session !== undefined;

function toLoginError(prepared: PreparedRequest, error: unknown): NodeApiError {
	const { vendor, errorContext, nothingSent } = prepared;
	const description = `${nothingSent}: the log-in comes first.`;
	if (error instanceof LoginRefusedError)
		return createApiError(errorContext, vendor, {
			message: error.message,
			status: error.httpStatus,
			description,
		});
	const failure =
		error instanceof LoginFailedError
			? error.failure
			: { kind: 'noResponse' as const, ...toNetworkFailure(error) };
	return toLoginFailure(prepared, failure);
}

/** Whether a log-in ended with the execution that had begun it, although this one goes on. */
const wasCancelledByOther = ({ signal }: PreparedRequest, error: unknown): boolean =>
	error instanceof LoginFailedError && error.failure.kind === 'cancelled' && !signal?.aborted;

/** A token for the account: from a log-in that all executions share, for which a cancelled one does not wait. */
async function waitForToken(
	prepared: PreparedRequest,
	vendor: SessionVendor,
	rejectedToken: string | undefined,
): Promise<string> {
	const { credential, signal } = prepared;
	const login = getSessionToken(createLoginHelpers(prepared), vendor, credential, rejectedToken);
	let token: string | undefined;
	let failure: unknown = new LoginFailedError({
		kind: 'cancelled',
		wasUnderWay: false,
		last: undefined,
	});
	await raceWithSignal(
		login.then(
			(given) => (token = given),
			(error: unknown) => (failure = error),
		),
		signal,
	);
	if (token !== undefined) return token;
	if (wasCancelledByOther(prepared, failure))
		return await waitForToken(prepared, vendor, rejectedToken);
	throw failure;
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
		const token = await waitForToken(prepared, vendor, rejectedToken);
		errorContext.redacted.push(token);
		return { ...credential, [tokenField]: bindToken(vendor, credential, token) };
	} catch (error) {
		throw toLoginError(prepared, error);
	}
}
