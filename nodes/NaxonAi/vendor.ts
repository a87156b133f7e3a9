import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { readText } from '../shared/http/redact';
import type { ApiFailure, HttpResponse, Vendor } from '../shared/types';
import { isObject } from '../shared/util/objects';

/** Headers that HTTP itself uses: a token in one of them would break the request. */
const RESERVED_HEADERS =
	/^(connection|content-.+|expect|host|keep-alive|proxy-.+|te|trailer|transfer-encoding|upgrade)$/i;

/** The fields of the credential, without what is pasted along with them. */
function readCredential(credential: ICredentialDataDecryptedObject) {
	const [token, sendAs, name] = [credential.apiToken, credential.sendAs, credential.headerName].map(
		(value) => String(value ?? '').trim(),
	);
	return { token, header: sendAs === 'header' ? name : undefined };
}

/** What in the credential cannot be sent, as text for the user. */
function credentialProblem(credential: ICredentialDataDecryptedObject): string | undefined {
	const { token, header } = readCredential(credential);
	if (token === '') return 'the credential has no API Token';
	if (!/^[\x20-\x7e]+$/.test(token))
		return 'the API Token in the credential has a character that no header can carry';
	if (header === undefined) return undefined;
	if (header === '') return 'the credential has no Header Name';
	if (!/^[a-z][\w-]*$/i.test(header))
		return 'the Header Name in the credential may have only letters, digits, hyphens and underscores';
	return RESERVED_HEADERS.test(header)
		? `the Header Name in the credential cannot be ${header}, which HTTP uses itself`
		: undefined;
}

/**
 * The header with the token. It is undocumented which one, so the credential has it.
 *
 * @throws Error when the credential cannot be sent
 */
export function tokenHeader(credential: ICredentialDataDecryptedObject): Record<string, string> {
	const problem = credentialProblem(credential);
	if (problem) throw new Error(`Naxon AI: ${problem}`);
	const { token, header } = readCredential(credential);
	return header === undefined ? { Authorization: `Bearer ${token}` } : { [header]: token };
}

/** How many texts of a response are read, and how deep in it. */
const MAX_TEXTS = 20;
const MAX_DEPTH = 20;

/** The first texts in a response, in their order. @param found the texts before them */
function textsIn(value: unknown, found: string[] = [], depth = 0): string[] {
	if (typeof value === 'string' && value.trim() !== '') found.push(readText(value.trim()));
	if (typeof value !== 'object' || value === null || depth === MAX_DEPTH) return found;
	for (const inner of Array.isArray(value) ? value : Object.values(value)) {
		if (found.length === MAX_TEXTS) break;
		textsIn(inner, found, depth + 1);
	}
	return found;
}

/**
 * No error format is documented, so any response that does not look like a success is treated as an error, even with
 * HTTP 200; otherwise a wrong URL would look like an empty list. The message is taken from the usual keys, or else from
 * every text in the response.
 */
function parseError({ status, body }: HttpResponse): ApiFailure | undefined {
	const isPage = typeof body === 'string' && body.trim() !== '';
	const accepted = status >= 200 && status < 300;
	if (isPage || (accepted && isObject(body) && ('data' in body || 'id' in body))) return undefined;
	const { message, error } = isObject(body) ? body : {};
	const said = [message, error, textsIn(body).join(': ')].find(
		(text) => typeof text === 'string' && text !== '',
	);
	if (accepted) {
		const text = `answered in a form that is not documented${said ? `: ${said}` : ''}`;
		return { message: text, hint: 'Check the base URL and the token in the credential.' };
	}
	const hint =
		status === 401 || status === 403
			? 'Check the token in the credential, and how it is sent.'
			: undefined;
	return said || hint
		? { message: String(said ?? 'refused the request without saying why'), hint }
		: undefined;
}

/** Naxon AI: AI agents on web and messengers. */
export const naxonAi: Vendor = {
	name: 'Naxon AI',
	credential: 'naxonAiApi',
	secretFields: ['apiToken'],
	sensitiveKeys: [],
	credentialProblem,
	parseError,
	/** A list is in `data`; a single entry has nothing around it. */
	unwrap: (body) => ('data' in body ? body.data : body),
};
