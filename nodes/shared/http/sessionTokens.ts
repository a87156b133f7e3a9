import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { SessionAuth, SessionVendor, Vendor } from '../types';
import { LruMap } from '../util/lruMap';
import { accountKey, ownToken } from './accountKey';
import { statusHint } from './errors';

/** How long a refused log-in is remembered, in milliseconds: the other items of a run must not lock the account. */
const REFUSAL_CACHE_MS = 10_000;
/** The statuses by which a vendor refuses a key. After all others the next log-in may succeed. */
const REFUSAL_STATUSES: ReadonlyArray<number | undefined> = [400, 401, 403];
/** The statuses whose hint holds for a log-in too. */
const HINTED_STATUSES: readonly number[] = [401, 403, 405, 408, 429];
/** How many accounts are remembered in one process. */
const MAX_ACCOUNTS = 500;

/** Thrown by a log-in that the vendor refused. Its message is in the vendor's words, without any secret. */
export class LoginRefusedError extends Error {
	constructor(
		message: string,
		/** The HTTP status of the refusal. Under the name `status` n8n would show its own words for it. */
		readonly httpStatus: number | undefined,
	) {
		super(message);
	}

	/** What to do next. A log-in has no fields of an operation and no ID that could be wrong. */
	get hint(): string {
		const status = this.httpStatus ?? 401;
		const isOfRequest = status >= 400 && status < 500 && !HINTED_STATUSES.includes(status);
		return status < 300 || isOfRequest
			? 'Check the key and the base URL in the credential.'
			: statusHint(status);
	}

	/** The same for n8n's own calls, which show the message alone. */
	explained(vendor: Vendor): Error {
		return new Error(`${vendor.name}: ${this.message}. ${this.hint}`);
	}
}

interface Account {
	/** The token of the last log-in. */
	token?: string;
	pendingLogin?: Promise<string>;
	/** The last refusal; `at` is a time of `performance.now()`. */
	refused?: { error: LoginRefusedError; at: number };
}

/**
 * The accounts this process has logged in to. n8n logs in once for every item of a run that finds no live token, and
 * sends all items at once (n8n 2.41.1: 100 items, 100 log-ins); here all who need a token for one account share one log-in.
 */
const accounts = new LruMap<string, Account>(MAX_ACCOUNTS);

function accountOf(vendor: SessionVendor, credential: ICredentialDataDecryptedObject): Account {
	const key = accountKey(vendor, credential);
	return accounts.get(key) ?? accounts.set(key, {});
}

/** Logs in, or waits for the log-in that is under way. @throws LoginRefusedError while a refusal is remembered */
async function logInOnce(account: Account, logIn: () => Promise<string>): Promise<string> {
	if (account.refused && performance.now() - account.refused.at < REFUSAL_CACHE_MS)
		throw account.refused.error;
	account.refused = undefined;
	account.pendingLogin ??= logIn()
		.then((token) => (account.token = token))
		.catch((error: unknown) => {
			if (error instanceof LoginRefusedError && REFUSAL_STATUSES.includes(error.httpStatus))
				account.refused = { error, at: performance.now() };
			throw error;
		})
		.finally(() => (account.pendingLogin = undefined));
	return await account.pendingLogin;
}

/**
 * The token to send with a request.
 *
 * @param helpers n8n's request helpers
 * @param vendor whose account it is
 * @param credential the decrypted credential; a token that its own key and address made before is used until the vendor
 * refuses it
 * @param refusedToken the token that the vendor has just refused: a newer one is returned, or a log-in made
 * @throws LoginRefusedError when the vendor refuses the key
 */
export async function getSessionToken(
	helpers: Parameters<SessionAuth['logIn']>[0],
	vendor: SessionVendor,
	credential: ICredentialDataDecryptedObject,
	refusedToken?: string,
): Promise<string> {
	const account = accountOf(vendor, credential);
	if (account.token === refusedToken) account.token = undefined;
	if (account.token !== undefined) return account.token;

	const stored = ownToken(vendor, credential);
	if (stored !== undefined && refusedToken === undefined && !account.pendingLogin) return stored;
	return await logInOnce(account, async () => await vendor.session.logIn(helpers, credential));
}

/**
 * The token of a log-in that is made now, whatever is remembered of the account.
 *
 * @throws LoginRefusedError when the vendor refuses the key
 */
export async function logInAnew(
	helpers: Parameters<SessionAuth['logIn']>[0],
	vendor: SessionVendor,
	credential: ICredentialDataDecryptedObject,
): Promise<string> {
	const account = accountOf(vendor, credential);
	account.refused = undefined;
	return await logInOnce(account, async () => await vendor.session.logIn(helpers, credential));
}
