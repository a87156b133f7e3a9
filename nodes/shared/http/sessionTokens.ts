import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { SessionAuth, Vendor } from '../types';
import { digest } from '../util/digest';
import { statusHint } from './errors';

/** How long a refused log-in is remembered, in milliseconds: the other items of a run must not lock the account. */
const REFUSAL_CACHE_MS = 10_000;
/** How many accounts are remembered in one process; the one unused for longest goes first. */
const MAX_ACCOUNTS = 500;

/** Thrown by a log-in that the vendor refused. Its message is the vendor's words, without any secret. */
export class LoginRefusedError extends Error {
	constructor(
		message: string,
		/** The HTTP status of the refusal. Under the name `status` n8n would show its own words for it. */
		readonly httpStatus: number | undefined,
	) {
		super(message);
	}

	/** The same for n8n's own calls, which show the message alone. */
	explained(vendor: Vendor): Error {
		return new Error(`${vendor.name}: ${this.message}. ${statusHint(this.httpStatus ?? 401)}`);
	}
}

interface Account {
	/** The newest token a log-in gave. */
	token?: string;
	/** The log-in under way. */
	pendingLogin?: Promise<string>;
	/** The last refusal. */
	refused?: { error: LoginRefusedError; at: number };
}

/**
 * The accounts this process has logged in to. n8n logs in once for every item of a run that finds no live token, and
 * sends all items at once (engine: 100 items, 100 log-ins); here all who need a token for one account share one log-in.
 */
const accounts = new Map<string, Account>();

/** The name of an account in memory: a digest of where it is and what proves it, never the key itself. */
export function accountKey(vendor: Vendor, credential: ICredentialDataDecryptedObject): string {
	const proof = { ...credential };
	if (vendor.session) delete proof[vendor.session.tokenField];
	return digest(vendor.credential, proof);
}

function accountOf(key: string): Account {
	const account = accounts.get(key) ?? {};
	accounts.delete(key);
	accounts.set(key, account);
	if (accounts.size > MAX_ACCOUNTS) {
		const [oldest] = accounts.keys();
		accounts.delete(oldest);
	}
	return account;
}

/**
 * The token to send with a request.
 *
 * @param helpers n8n's request helpers
 * @param vendor whose account it is
 * @param auth how that vendor logs in
 * @param credential the decrypted credential; a token it has from before is used while the vendor takes it
 * @param refusedToken the token that the vendor has just refused: a newer one is given, or a log-in made
 * @throws LogInRefused when the vendor refuses the key
 */
export async function getSessionToken(
	helpers: Parameters<SessionAuth['logIn']>[0],
	vendor: Vendor,
	auth: SessionAuth,
	credential: ICredentialDataDecryptedObject,
	refusedToken?: string,
): Promise<string> {
	const account = accountOf(accountKey(vendor, credential));
	if (account.token === refusedToken) account.token = undefined;
	if (account.token !== undefined) return account.token;

	const stored = credential[auth.tokenField];
	if (
		typeof stored === 'string' &&
		stored !== '' &&
		refusedToken === undefined &&
		!account.pendingLogin
	)
		return stored;

	if (account.refused && Date.now() - account.refused.at < REFUSAL_CACHE_MS)
		throw account.refused.error;
	account.refused = undefined;
	account.pendingLogin ??= auth
		.logIn(helpers, credential)
		.then((token) => (account.token = token))
		.catch((error: unknown) => {
			if (error instanceof LoginRefusedError) account.refused = { error, at: Date.now() };
			throw error;
		})
		.finally(() => (account.pendingLogin = undefined));
	return await account.pendingLogin;
}
