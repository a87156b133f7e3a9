import { NodeApiError, NodeOperationError, sleep } from 'n8n-workflow';
import type {
	IExecuteFunctions,
	IExecutePaginationFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
	INodeType,
} from 'n8n-workflow';

import { errorNode } from '../http/errors';
import type { Vendor } from '../types';
import { delay } from '../util/delay';
import { executeOperation } from './execute';
import { buildRequest } from './requestBuilder';
import type { Operation, Resource } from './types';

/** After how many started items to yield to the event loop. */
const YIELD_EVERY = 10;

/** How long n8n's routing waits for a response where Request Options don't say, in milliseconds (n8n 2.41.1). */
const DEFAULT_TIMEOUT_MS = 300_000;

/** What n8n adds to a declarative node under Request Options. */
interface RequestOptions {
	batching?: { batch?: { batchSize?: number; batchInterval?: number } };
	proxy?: string;
	timeout?: number;
	allowUnauthorizedCerts?: boolean;
}

/** The proxy as n8n's requests take it. @throws NodeOperationError when it is no address with a port */
function proxyOf(context: IExecuteFunctions, address: string): IHttpRequestOptions['proxy'] {
	try {
		const { protocol, hostname, port, username, password } = new URL(address);
		if (port !== '') {
			const auth = {
				username: decodeURIComponent(username),
				password: decodeURIComponent(password),
			};
			return {
				host: hostname,
				port: Number(port),
				protocol: protocol.slice(0, -1),
				...(username !== '' && { auth }),
			};
		}
	} catch {
		// The error below is the same for both reasons.
	}
	throw new NodeOperationError(errorNode(context.getNode()), 'The proxy in Request Options is no address', {
		description: 'Give its host and port, e.g. http://proxy.example.com:8080.',
	});
}

/** n8n's routing creates a context for each item (n8n 2.41.1); this one reads that item from the run's context. */
function createItemContext(
	run: IExecuteFunctions,
	items: INodeExecutionData[],
	itemIndex: number,
): IExecutePaginationFunctions {
	return Object.create(run, {
		getItemIndex: { value: () => itemIndex },
		getInputData: { value: () => items[itemIndex] },
		getCredentials: { value: async (type: string) => await run.getCredentials(type, itemIndex) },
		getNodeParameter: {
			value: (name: string, otherwise?: unknown, options?: object) =>
				run.getNodeParameter(name, itemIndex, otherwise, options),
		},
	}) as IExecutePaginationFunctions;
}

/** What became of an item. */
type ItemResult = { items: INodeExecutionData[] } | { error: NodeApiError | NodeOperationError };

/** An item's failure as n8n shows it: with the item that it is about. n8n's own errors carry the node's parameters. */
function toItemError(context: IExecuteFunctions, itemIndex: number, error: Error): ItemResult {
	const known = error instanceof NodeApiError || error instanceof NodeOperationError;
	const itemError = known ? error : new NodeOperationError(context.getNode(), error, { itemIndex });
	return { error: Object.assign(itemError, { node: errorNode(context.getNode()) }) };
}

/** n8n's own options for every request of a run, as Request Options set them. @throws NodeOperationError for a wrong proxy */
function toNetworkOptions(
	context: IExecuteFunctions,
	{ proxy, timeout, allowUnauthorizedCerts }: RequestOptions,
): Partial<IHttpRequestOptions> {
	return {
		timeout: timeout || DEFAULT_TIMEOUT_MS,
		...(proxy && { proxy: proxyOf(context, proxy) }),
		...(allowUnauthorizedCerts && { skipSslCertificateValidation: true }),
	};
}

/** Waits before an item as Request Options say, and yields to the event loop periodically so that responses can be processed. */
async function waitBefore(
	context: IExecuteFunctions,
	itemIndex: number,
	{ batching }: RequestOptions,
): Promise<void> {
	const size = Math.max(1, batching?.batch?.batchSize ?? 1);
	if (itemIndex > 0 && itemIndex % size === 0)
		await delay(batching?.batch?.batchInterval ?? 0, context.getExecutionCancelSignal());
	if (itemIndex % YIELD_EVERY === YIELD_EVERY - 1) await sleep(0);
}

/** The output of a run. @throws the error of the first item that failed, unless Continue on Fail is set */
function toOutput(context: IExecuteFunctions, results: ItemResult[]): INodeExecutionData[][] {
	return [
		results.flatMap((result) => {
			if ('items' in result) return result.items;
			if (!context.continueOnFail()) throw result.error;
			return { json: {}, error: result.error };
		}),
	];
}

/**
 * Runs an operation as n8n's routing runs what is declared of it, with the same requests, items and errors. Routing
 * evaluates the expression in a field four times for every item, and those of all items before the first request
 * leaves (n8n 2.41.1); here each is evaluated once, while earlier requests are under way.
 */
function createOperationRunner(vendor: Vendor, operation: Operation) {
	return async function (this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		const requestOptions = this.getNodeParameter('requestOptions', 0, {}) as RequestOptions;
		const network = toNetworkOptions(this, requestOptions);

		const results: Array<ItemResult | Promise<ItemResult>> = [];
		for (let itemIndex = 0; itemIndex < items.length; itemIndex += 1) {
			await waitBefore(this, itemIndex, requestOptions);
			const context = createItemContext(this, items, itemIndex);
			let request: IHttpRequestOptions;
			try {
				request = buildRequest(context, operation, network);
			} catch (error) {
				results.push(toItemError(this, itemIndex, error as Error));
				if (this.continueOnFail()) continue;
				break;
			}
			results.push(
				executeOperation(context, vendor, operation, request).then(
					(found) => ({ items: found }),
					(error: Error) => toItemError(this, itemIndex, error),
				),
			);
		}
		return toOutput(this, await Promise.all(results));
	};
}

/**
 * What runs each operation of a node, by resource and operation, in place of n8n's routing.
 *
 * @param vendor whose operations they are
 * @param resources what `buildProperties` declares
 */
export const createCustomOperations = (
	vendor: Vendor,
	resources: Resource[],
): INodeType['customOperations'] =>
	Object.fromEntries(
		resources.map(({ value, operations }) => [
			value,
			Object.fromEntries(
				operations.map((operation) => [operation.value, createOperationRunner(vendor, operation)]),
			),
		]),
	);
