import { deepCopy, NodeApiError, NodeOperationError, sleep } from 'n8n-workflow';
import type {
	IDataObject,
	IExecuteFunctions,
	IExecutePaginationFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
	INodeType,
} from 'n8n-workflow';

import type { Vendor } from '../types';
import { delay } from '../util/delay';
import { executeOperation } from './execute';
import { allFieldsOf } from './fields';
import { fillRequest } from './requestBuilder';
import type { Operation, Resource } from './types';

/** How many items are begun before the answers to earlier ones get a chance. */
const YIELD_EVERY = 10;

/** How long n8n's routing waits for an answer where Request Options don't say, in milliseconds (engine). */
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
		// Said below, in the same words.
	}
	throw new NodeOperationError(context.getNode(), 'The proxy in Request Options is no address', {
		description: 'Give its host and port, e.g. http://proxy.example.com:8080.',
	});
}

/** n8n's routing gives each item a context of its own (engine); this one asks the run's context for that item. */
function contextOf(
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

/** An item's failure as n8n shows it: with the item that it is about. */
function failureAt(context: IExecuteFunctions, itemIndex: number, error: Error): ItemResult {
	const known = error instanceof NodeApiError || error instanceof NodeOperationError;
	return { error: known ? error : new NodeOperationError(context.getNode(), error, { itemIndex }) };
}

/**
 * Runs an operation as n8n's routing runs what is declared of it, with the same requests, items and errors. Routing
 * evaluates the expression in a field four times for every item, and those of all items before the first request
 * leaves (engine); here each is evaluated once, while earlier requests are under way.
 */
function createOperationRunner(vendor: Vendor, operation: Operation) {
	const { request } = operation;
	const fields = allFieldsOf(operation);
	const execute = executeOperation(vendor, operation);

	return async function (this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		const { batching, proxy, timeout, allowUnauthorizedCerts } = this.getNodeParameter(
			'requestOptions',
			0,
			{},
		) as RequestOptions;
		const size = Math.max(1, batching?.batch?.batchSize ?? 1);
		const interval = batching?.batch?.batchInterval ?? 0;
		const network = {
			timeout: timeout || DEFAULT_TIMEOUT_MS,
			...(proxy && { proxy: proxyOf(this, proxy) }),
			...(allowUnauthorizedCerts && { skipSslCertificateValidation: true }),
		};

		const results: Array<ItemResult | Promise<ItemResult>> = [];
		for (let itemIndex = 0; itemIndex < items.length; itemIndex += 1) {
			if (itemIndex > 0 && itemIndex % size === 0)
				await delay(interval, this.getExecutionCancelSignal());
			if (itemIndex % YIELD_EVERY === YIELD_EVERY - 1) await sleep(0);
			const context = contextOf(this, items, itemIndex);
			const options: IHttpRequestOptions = {
				...network,
				...request,
				body: deepCopy(request.body ?? {}) as IDataObject,
				qs: {},
				headers: {},
			};
			try {
				fillRequest(context, options, fields);
			} catch (error) {
				results.push(failureAt(this, itemIndex, error as Error));
				if (this.continueOnFail()) continue;
				break;
			}
			results.push(
				execute.call(context, { options } as never).then(
					(found) => ({ items: found }),
					(error: Error) => failureAt(this, itemIndex, error),
				),
			);
		}
		return [
			(await Promise.all(results)).flatMap((outcome) => {
				if ('items' in outcome) return outcome.items;
				if (!this.continueOnFail()) throw outcome.error;
				return { json: {}, error: outcome.error };
			}),
		];
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
