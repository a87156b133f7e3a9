import type { IncomingHttpHeaders } from 'node:http';
import type { INode, Workflow } from 'n8n-workflow';
import { jsonParse } from 'n8n-workflow';

/** A call of a webhook that did not come over a socket. A hostile caller may send anything. */
export interface WebhookCall {
	/** A body that is no text is sent as JSON. */
	body?: unknown;
	/** The query as Express parses it. */
	query?: unknown;
	headers?: Record<string, unknown>;
	/** The address of the caller. */
	address?: unknown;
}

/** A request as far as n8n and the nodes use it. */
export interface WebhookRequest extends AsyncIterable<Buffer> {
	method?: string;
	headers: IncomingHttpHeaders;
	query?: unknown;
	params?: object;
	ip?: unknown;
	contentType?: string;
	rawBody?: Buffer;
	body?: unknown;
	readRawBody?: () => Promise<void>;
}

/** A response as far as n8n and the nodes use it. */
export interface WebhookResponse {
	statusCode: number;
	headersSent: boolean;
	setHeader(name: string, value: string): unknown;
	end(text?: string): unknown;
	/** Express adds it. */
	status?: (code: number) => WebhookResponse;
	/** What was answered, kept for a response without a socket. */
	text?: string;
}

/** The answer to a call that did not come over a socket. */
export interface MemoryResponse extends WebhookResponse {
	headers: Record<string, string>;
	text: string;
	/** Called once, when the caller gets its answer. */
	onAnswer?: () => void;
}

const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** Leaves a request as n8n's first middleware does: nobody has read its body yet. */
export function withBodyReader<T extends WebhookRequest>(request: T, maxBytes = MAX_BODY_BYTES): T {
	const [, type = ''] = /^([^;]+)/.exec(String(request.headers['content-type'] ?? '')) ?? [];
	request.contentType = type.trim();
	request.readRawBody = async () => {
		if (request.rawBody) return;
		const chunks: Buffer[] = [];
		let length = 0;
		for await (const chunk of request) {
			length += chunk.length;
			if (length > maxBytes) throw new Error('request entity too large');
			chunks.push(chunk);
		}
		request.rawBody = Buffer.concat(chunks);
	};
	return request;
}

/** Adds what Express adds to a response. */
export function withExpress<T extends WebhookResponse>(
	response: T,
): T & { status: (code: number) => T } {
	const status = (code: number) => Object.assign(response, { statusCode: code });
	return Object.assign(response, { status: response.status ?? status }) as T & {
		status: (code: number) => T;
	};
}

/** n8n's own reading of a body, which a node of version 1 can refuse. */
export async function parseBody(
	request: WebhookRequest,
	workflow: Workflow,
	node: INode,
): Promise<void> {
	const isLeftToNode = workflow.expression.getSimpleParameterValue(
		node,
		'={{$parameter["options"]["binaryData"]}}',
		'internal',
		{},
		undefined,
		false,
	);
	if (isLeftToNode) return;
	await request.readRawBody?.();
	const { rawBody, contentType } = request;
	if (rawBody && rawBody.length > 0 && contentType === 'application/json')
		request.body = jsonParse(rawBody.toString());
}

function bytesOf(body: unknown): Buffer {
	if (Buffer.isBuffer(body)) return body;
	if (body === undefined) return Buffer.from('');
	return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

function createResponse(): MemoryResponse {
	const response: MemoryResponse = {
		statusCode: 200,
		headersSent: false,
		headers: {},
		text: '',
		setHeader(name, value) {
			response.headers[name] = value;
		},
		end(text = '') {
			if (response.headersSent)
				throw new Error('Cannot set headers after they are sent to the client');
			response.headersSent = true;
			response.text = text;
			response.onAnswer?.();
		},
	};
	return withExpress(response);
}

/** Makes the request and the response of a call. */
export function callOf({ body, query = {}, headers = {}, address = '127.0.0.1' }: WebhookCall): {
	request: WebhookRequest;
	response: MemoryResponse;
} {
	const request: WebhookRequest = {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers } as IncomingHttpHeaders,
		query,
		params: {},
		ip: address,
		async *[Symbol.asyncIterator]() {
			yield bytesOf(body);
		},
	};
	return { request: withBodyReader(request), response: createResponse() };
}
