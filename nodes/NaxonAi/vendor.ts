import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { readText } from '../shared/http/redact';
import type { ApiFailure, HttpResponse, Vendor } from '../shared/types';
import { isObject } from '../shared/util/objects';

/** Headers that HTTP itself uses: a token in one of them would break the request. */
const RESERVED_HEADERS =
	/^(connection|content-.+|expect|host|keep-alive|proxy-.+|te|trailer|transfer-encoding|upgrade)$/i;

/** What in the token or the name of its header cannot be sent, as text for the user. */
function credentialProblem({
	sendAs,
	headerName,
	apiToken,
}: ICredentialDataDecryptedObject): string | undefined {
	if (sendAs !== 'header')
		return /^bearer\s/i.test(String(apiToken))
			? 'API Token of the credential begins with "Bearer", which is added by itself: leave it out'
			: undefined;
	const name = String(headerName);
	if (!/^[a-z][\w-]*$/i.test(name))
		return 'Header Name of the credential may have only letters, digits, hyphens and underscores';
	return RESERVED_HEADERS.test(name)
		? `Header Name of the credential cannot be ${name}, which HTTP uses itself`
		: undefined;
}

/** The header with the token. It is undocumented which one, so the credential has it. */
export const tokenHeader = ({
	apiToken,
	sendAs,
	headerName,
}: ICredentialDataDecryptedObject): Record<string, string> =>
	sendAs === 'header'
		? { [headerName as string]: apiToken as string }
		: { Authorization: `Bearer ${apiToken as string}` };

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
	requiredFields: [
		{ name: 'baseUrl', displayName: 'Base URL' },
		{ name: 'apiToken', displayName: 'API Token' },
		{ name: 'headerName', displayName: 'Header Name', when: { sendAs: 'header' } },
	],
	secretFields: ['apiToken'],
	sensitiveKeys: [],
	credentialProblem,
	parseError,
	/** A list is in `data`; a single entry has nothing around it. */
	unwrap: (body) => ('data' in body ? body.data : body),
};
