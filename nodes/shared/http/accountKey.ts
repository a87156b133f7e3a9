import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { SessionVendor, Vendor } from '../types';
import { digest } from '../util/digest';
import { cleanUrl, isUrlField } from './credentialValues';

/** Fields that say how an account is used, and nothing of which account it is. */
const SETTINGS = [
	'maxConcurrentRequests',
	'maxRetryTime',
	'allowedHttpRequestDomains',
	'allowedDomains',
];

/** An address in the one form that all its spellings have: `HTTPS://Host:443/` is `https://host`. */
const sameUrl = (url: unknown): unknown =>
	typeof url === 'string' && URL.canParse(url) ? cleanUrl(new URL(url).href) : url;

/**
 * Identifies an account in memory: a digest of its address and its keys, never the key itself.
 *
 * @param credential as `cleanCredential` gives it
 */
export function accountKey(vendor: Vendor, credential: ICredentialDataDecryptedObject): string {
	const ignored = [...SETTINGS, vendor.session?.tokenField];
	const identity = Object.entries(credential)
		.filter(([name]) => !ignored.includes(name))
		.map(([name, value]): [string, unknown] => [name, isUrlField(name) ? sameUrl(value) : value])
		.sort(([a], [b]) => (a < b ? -1 : 1));
	return digest(vendor.credential, identity);
}

/** A session token as it is stored: after the digest of the key and the address that it was made with. */
export const bindToken = (
	vendor: SessionVendor,
	credential: ICredentialDataDecryptedObject,
	token: string,
): string => `${accountKey(vendor, credential)}.${token}`;

/** The token in a stored value, whoever's it is. */
export const tokenIn = (stored: unknown): string =>
	String(stored ?? '').replace(/^[\w-]{43}\./, '');

/** The stored token of a credential; undefined if there is none, or if another key or address made it. */
export function ownToken(
	vendor: SessionVendor,
	credential: ICredentialDataDecryptedObject,
): string | undefined {
	const stored = credential[vendor.session.tokenField];
	const token = tokenIn(stored);
	return token !== '' && stored === bindToken(vendor, credential, token) ? token : undefined;
}
