import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Vendor } from '../types';
import { trimmed } from '../util/text';

/** What to do about a field of a credential that cannot be used. */
export const CREDENTIAL_HINT = 'Correct it, or the expression in it, then try again.';

/** Whether a field of a credential holds an address, by its name. */
export const isUrlField = (name: string): boolean => /url$/i.test(name);

/** An address without what is pasted along with it, and without slashes at its end. */
export function cleanUrl(value: unknown): string {
	let url = trimmed(String(value ?? ''));
	while (url.endsWith('/')) url = url.slice(0, -1).trimEnd();
	return url;
}

/** The fields of a credential without what is pasted along with them. All that uses a credential uses these values. */
export const cleanCredential = (
	credential: ICredentialDataDecryptedObject,
): ICredentialDataDecryptedObject =>
	Object.fromEntries(
		Object.entries(credential).map(([name, value]) => {
			if (typeof value !== 'string') return [name, value];
			return [name, isUrlField(name) ? cleanUrl(value) : trimmed(value)];
		}),
	);

/** What is wrong with the value of a field, as text that follows the field's name; undefined if it can be used. */
function fieldProblem(name: string, value: unknown): string | undefined {
	if (value === undefined || value === null || value === '') return 'of the credential is empty';
	if (typeof value !== 'string') return 'of the credential is no text';
	if (isUrlField(name) && !(/^https?:\/\/[^/?#]/i.test(value) && URL.canParse(value)))
		return 'of the credential is no web address that begins with https://';
	// A path after a query would be part of it, and n8n's client would send a user name in place of the token.
	if (isUrlField(name) && /[?#]|^https?:\/\/[^/]*@/i.test(value))
		return 'of the credential has more in it than an address: leave out a user name, "?" and "#"';
	return undefined;
}

/**
 * What in a credential cannot be sent. Every request, log-in and credential test asks this first.
 *
 * @param credential as `cleanCredential` gives it
 * @returns text for the user, which names the field and never its value; undefined if all can be sent
 */
export function findCredentialProblem(
	vendor: Vendor,
	credential: ICredentialDataDecryptedObject,
): string | undefined {
	for (const { name, displayName, when = {} } of vendor.requiredFields) {
		if (Object.entries(when).some(([other, value]) => credential[other] !== value)) continue;
		const value = credential[name];
		const problem = fieldProblem(name, value);
		if (problem) return `${displayName} ${problem}`;
		if (vendor.secretFields.includes(name) && !/^[\x20-\x7e]+$/.test(value as string))
			return `${displayName} of the credential has a line break or another character that no key has`;
	}
	return vendor.credentialProblem?.(credential);
}

/**
 * The fields of a credential as they are sent, for n8n's own calls of a credential.
 *
 * @throws Error that names the field which cannot be sent
 */
export function readCredential(
	vendor: Vendor,
	credential: ICredentialDataDecryptedObject,
): ICredentialDataDecryptedObject {
	const values = cleanCredential(credential);
	const problem = findCredentialProblem(vendor, values);
	if (problem) throw new Error(`${vendor.name}: ${problem}. ${CREDENTIAL_HINT}`);
	return values;
}
