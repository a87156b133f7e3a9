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
			hint: error.hint,
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

/**
 * For how long the failure of a log-in holds for the other items of its run, in milliseconds. They come in groups, each
 * of which would log in anew; n8n's Retry on Fail waits longer than this.
 */
const FAILURE_HOLDS_MS = 900;

/** The last log-in of a run that failed, by the object that n8n passes to all items and all tries of a run (n8n 2.41.1). */
const failures = new WeakMap<object, { account: string; error: unknown; at: number }>();

const runOf = ({ context }: PreparedRequest): object =>
	'getExecuteData' in context ? context.getExecuteData() : context;

/** @throws the failure of a moment ago, if another item of the run had one with the same account */
function checkRecentFailure(prepared: PreparedRequest): void {
	const failure = failures.get(runOf(prepared));
	if (failure?.account !== prepared.account) return;
	if (performance.now() - failure.at < FAILURE_HOLDS_MS) throw failure.error;
}

/** Whether the other items of the run would meet the same failure. */
const holdsForOthers = (error: unknown): boolean =>
	!(error instanceof LoginFailedError && ['cancelled', 'paused'].includes(error.failure.kind));

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
		checkRecentFailure(prepared);
		const token = await waitForToken(prepared, vendor, rejectedToken);
		errorContext.redacted.push(token);
		return { ...credential, [tokenField]: bindToken(vendor, credential, token) };
	} catch (error) {
		const at = performance.now();
		const { account } = prepared;
		if (holdsForOthers(error) && failures.get(runOf(prepared))?.error !== error)
			failures.set(runOf(prepared), { account, error, at });
		throw toLoginError(prepared, error);
	}
}
