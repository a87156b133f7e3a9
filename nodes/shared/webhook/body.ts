import type { IDataObject } from 'n8n-workflow';

/** No event is larger, in bytes. */
const LARGEST = 1_048_576;
/** No event has more levels of objects and lists. */
const DEEPEST = 20;

/** The request as n8n hands it over. Its server adds the last two. */
export interface Incoming {
	headers: Record<string, unknown>;
	body?: unknown;
	rawBody?: unknown;
	readRawBody?: () => Promise<void>;
}

/** Whether a value is nested deeper than any event. It is looked at level by level, as its depth has no limit. */
function isTooDeep(value: unknown): boolean {
	let level: unknown[] = [value];
	for (let depth = 0; level.length > 0; depth += 1) {
		if (depth > DEEPEST) return true;
		level = level.flatMap((entry) =>
			typeof entry === 'object' && entry !== null ? Object.values(entry) : [],
		);
	}
	return false;
}

/** What came: read now where it waits to be read, and parsed where n8n has not done so. @throws when it can't be */
async function contentOf(request: Incoming): Promise<unknown> {
	if (request.rawBody === undefined && request.body === undefined) await request.readRawBody?.();
	const content = request.rawBody ?? request.body;
	const text = content instanceof Uint8Array ? Buffer.from(content).toString() : content;
	return typeof text === 'string' ? JSON.parse(text.replace(/^\ufeff/, '')) : text;
}

/** Whether the body says, or turns out, to be larger than any event. */
function isTooLarge({ headers, rawBody, body }: Incoming): boolean {
	const content = rawBody ?? body;
	const length = content instanceof Uint8Array || typeof content === 'string' ? content.length : 0;
	return Math.max(Number(headers['content-length'] ?? 0), length) > LARGEST;
}

/**
 * Reads the body of a request. Everything that a caller can send is either an object or a reason.
 *
 * @returns the object, or in one line why there is none
 */
export async function bodyOf(
	request: Incoming,
): Promise<{ body: IDataObject } | { wrong: string }> {
	if (isTooLarge(request)) return { wrong: 'The body is too large.' };
	let content: unknown;
	try {
		content = await contentOf(request);
	} catch {
		return { wrong: isTooLarge(request) ? 'The body is too large.' : 'The body is no JSON.' };
	}
	if (isTooLarge(request)) return { wrong: 'The body is too large.' };
	if (typeof content !== 'object' || content === null || Array.isArray(content))
		return { wrong: 'The body is no JSON object.' };
	return isTooDeep(content)
		? { wrong: 'The body is nested too deeply.' }
		: { body: content as IDataObject };
}
