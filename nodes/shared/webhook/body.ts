import type { IDataObject } from 'n8n-workflow';

import { parseJson } from '../util/json';

/** No event is larger, in bytes. */
const MAX_BYTES = 1_048_576;
/** No event has more levels of objects and lists. */
const MAX_DEPTH = 20;

/** The request as n8n hands it over. Its server adds the last two. */
export interface IncomingRequest {
	headers: Record<string, unknown>;
	body?: unknown;
	rawBody?: unknown;
	readRawBody?: () => Promise<void>;
}

/** Whether a value is nested deeper than any event. It is read level by level: recursion could overflow the stack. */
function isTooDeep(value: unknown): boolean {
	let level: unknown[] = [value];
	for (let depth = 0; level.length > 0; depth += 1) {
		if (depth > MAX_DEPTH) return true;
		level = level.flatMap((entry) =>
			typeof entry === 'object' && entry !== null ? Object.values(entry) : [],
		);
	}
	return false;
}

/** The text of a body, in the charset that its header names: UTF-8 where it names none, or one that is not known. */
function decode(bytes: Uint8Array, contentType: unknown): string {
	const [, charset = 'utf-8'] =
		/;\s{0,9}charset="?([\w:.-]{1,40})/i.exec(String(contentType)) ?? [];
	try {
		return new TextDecoder(charset).decode(bytes);
	} catch {
		return new TextDecoder().decode(bytes);
	}
}

/** The content of a body, which is read and parsed here where n8n has not done so. @throws when that is impossible */
async function contentOf(request: IncomingRequest): Promise<unknown> {
	if (request.rawBody === undefined && request.body === undefined) await request.readRawBody?.();
	const content = request.rawBody ?? request.body;
	const text =
		content instanceof Uint8Array ? decode(content, request.headers['content-type']) : content;
	return typeof text === 'string' ? parseJson(text.replace(/^\ufeff/, '')) : text;
}

/** Whether the body is larger than any event, by its header or in fact. */
function isTooLarge({ headers, rawBody, body }: IncomingRequest): boolean {
	const content = rawBody ?? body;
	const length = content instanceof Uint8Array || typeof content === 'string' ? content.length : 0;
	return Math.max(Number(headers['content-length'] ?? 0), length) > MAX_BYTES;
}

/**
 * Reads the body of a request. Everything that a caller can send is either an object or a reason.
 *
 * @returns the object, or in one line why there is none
 */
export async function parseBody(
	request: IncomingRequest,
): Promise<{ body: IDataObject } | { invalid: string }> {
	if (isTooLarge(request)) return { invalid: 'The body is too large.' };
	let content: unknown;
	try {
		content = await contentOf(request);
	} catch {
		return { invalid: isTooLarge(request) ? 'The body is too large.' : 'The body is no JSON.' };
	}
	if (isTooLarge(request)) return { invalid: 'The body is too large.' };
	if (typeof content !== 'object' || content === null || Array.isArray(content))
		return { invalid: 'The body is no JSON object.' };
	return isTooDeep(content)
		? { invalid: 'The body is nested too deeply.' }
		: { body: content as IDataObject };
}
