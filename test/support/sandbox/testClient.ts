/** How the tests of the sandboxes send requests. */

export interface JsonRequest {
	method?: string;
	headers?: Record<string, string>;
	/** Sent as JSON; undefined for no body. */
	body?: unknown;
}

/** The type of the body is an assertion of the test. */
export interface JsonResponse<Body> {
	status: number;
	text: string;
	body: Body;
}

/** Sends a request and parses the response as JSON; an empty body is undefined. */
export async function requestJson<Body = unknown>(
	url: string,
	{ method = 'GET', headers, body }: JsonRequest = {},
): Promise<JsonResponse<Body>> {
	const response = await fetch(url, {
		method,
		headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
		body: body === undefined ? undefined : JSON.stringify(body),
	});
	const text = await response.text();
	const parsed: unknown = text === '' ? undefined : JSON.parse(text);
	return { status: response.status, text, body: parsed as Body };
}
