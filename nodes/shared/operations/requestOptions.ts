import { NodeOperationError } from 'n8n-workflow';
import type { IHttpRequestOptions, INode } from 'n8n-workflow';

import { errorNode } from '../http/errors';
import { parseProxy } from '../http/proxy';
import { DEFAULT_TIMEOUT_MS } from '../http/timeLimit';
import { isEmpty } from '../util/objects';
import { parseBoolean, typedNumber } from '../util/text';

/** What n8n adds to a declarative node under Request Options. An expression may give anything. */
export interface RequestOptions {
	batching?: { batch?: { batchSize?: number; batchInterval?: number } };
	proxy?: unknown;
	timeout?: unknown;
	allowUnauthorizedCerts?: unknown;
}

/** The longest time-out, in milliseconds: a day. Node.js takes one of more than 24 days for none. */
const MAX_TIMEOUT_MS = 86_400_000;

const createOptionError = (node: INode, message: string) =>
	new NodeOperationError(errorNode(node), message, { description: 'Nothing was sent.' });

/** The proxy as n8n's requests take it. @throws NodeOperationError when it is no address with a port */
function proxyOf(node: INode, address: unknown): IHttpRequestOptions['proxy'] {
	const proxy = parseProxy(address);
	if (proxy) return proxy;
	throw createOptionError(
		node,
		'Proxy in Request Options is no address. Write it with scheme and port, e.g. http://proxy.example.com:8080 or http://user:password@proxy.example.com:8080.',
	);
}

/**
 * How long a response may take, in milliseconds.
 *
 * @param value as n8n's option gives it; nothing and 0 stand for n8n's own limit
 * @throws NodeOperationError when it is no number of milliseconds: n8n's client would fail in the middle of the request
 */
export function timeoutOf(node: INode, value: unknown): number {
	if (isEmpty(value)) return DEFAULT_TIMEOUT_MS;
	const isTyped = ['number', 'string'].includes(typeof value);
	const milliseconds = isTyped ? Number(typedNumber(String(value)) || 'none') : NaN;
	if (!(milliseconds >= 0))
		throw createOptionError(
			node,
			'Timeout in Request Options is no number of milliseconds. Enter a whole number, e.g. 10000 for ten seconds.',
		);
	return Math.min(Math.ceil(milliseconds), MAX_TIMEOUT_MS) || DEFAULT_TIMEOUT_MS;
}

/**
 * Refuses a proxy that n8n's routing has read although it knows no such scheme: it would send the request without it.
 *
 * @throws NodeOperationError when it is neither http nor https
 */
export function checkProxyScheme(node: INode, proxy: IHttpRequestOptions['proxy']): void {
	if (proxy && !/^https?$/.test(proxy.protocol ?? 'http')) proxyOf(node, undefined);
}

/** n8n's own options for a request. @throws NodeOperationError for what cannot be used */
export const networkOptionsOf = (
	node: INode,
	{ proxy, timeout, allowUnauthorizedCerts }: RequestOptions,
): Partial<IHttpRequestOptions> => ({
	timeout: timeoutOf(node, timeout),
	...(!isEmpty(proxy) && { proxy: proxyOf(node, proxy) }),
	...(parseBoolean(allowUnauthorizedCerts) && { skipSslCertificateValidation: true }),
});
