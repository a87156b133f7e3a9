import { NodeConnectionTypes, NodeOperationError, sleep } from 'n8n-workflow';
import type {
	IExecuteFunctions,
	IExecutePaginationFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
	INodeType,
	NodeApiError,
} from 'n8n-workflow';

import type { Vendor } from '../types';
import { delay } from '../util/delay';
import { Limit } from '../util/limit';
import { describeNumbers } from '../util/ranges';
import { checkCancelled, executeOperation, isReadOperation } from './execute';
import { toErrorItem, toNodeError } from './output';
import { buildRequest } from './requestBuilder';
import { networkOptionsOf } from './requestOptions';
import type { RequestOptions } from './requestOptions';
import type { Operation, Resource } from './types';

/** After how many started items to yield to the event loop. */
const YIELD_EVERY = 10;

/** After how many milliseconds to yield, for fields with expressions that take long. */
const YIELD_AFTER_MS = 10;

/** How many items of a run may be under way. Most of them wait, e.g. for an earlier message to the same chat. */
const MAX_PENDING_ITEMS = 1_000;

/** n8n's routing creates a context for each item (n8n 2.41.1); this one reads that item from the run's context. */
function createItemContext(
	run: IExecuteFunctions,
	items: INodeExecutionData[],
	itemIndex: number,
): IExecutePaginationFunctions {
	return Object.create(run, {
		getItemIndex: { value: () => itemIndex },
		getInputData: {
			value: (_input?: number, type?: string) =>
				type === NodeConnectionTypes.AiTool ? { json: {} } : items[itemIndex],
		},
		getCredentials: { value: async (type: string) => await run.getCredentials(type, itemIndex) },
		getNodeParameter: {
			value: (name: string, otherwise?: unknown, options?: object) =>
				run.getNodeParameter(name, itemIndex, otherwise, options),
		},
	}) as IExecutePaginationFunctions;
}

/** What became of an item. */
type ItemResult = { items: INodeExecutionData[] } | { error: NodeApiError | NodeOperationError };

/** What Request Options mean for a run. */
interface RunSettings {
	batching: RequestOptions['batching'];
	/** n8n's own options for every request. @throws NodeOperationError for what cannot be used, for each item anew */
	network: () => Partial<IHttpRequestOptions>;
}

/** Reads Request Options. What is wrong with them fails each item: an error of the run would pass the input items on. */
function readSettings(context: IExecuteFunctions): RunSettings {
	let given: RequestOptions;
	try {
		given = Object(context.getNodeParameter('requestOptions', 0, {})) as RequestOptions;
	} catch (error) {
		const { message } = error as Error;
		const network = () => {
			throw new NodeOperationError(context.getNode(), message, {
				description: 'Correct the expression in Request Options.',
			});
		};
		return { batching: undefined, network };
	}
	const { batching } = given;
	const network = () => networkOptionsOf(context.getNode(), given);
	return { batching, network };
}

/** What waits before each item as Request Options say, and now and then for a moment, so that all else in n8n goes on. */
function createPauses(context: IExecuteFunctions, { batching }: RunSettings) {
	const size = Math.max(1, batching?.batch?.batchSize ?? 1);
	const interval = batching?.batch?.batchInterval ?? 0;
	let lastTurn = performance.now();
	return async (itemIndex: number): Promise<void> => {
		if (itemIndex > 0 && itemIndex % size === 0)
			await delay(interval, context.getExecutionCancelSignal());
		const isLong = performance.now() - lastTurn >= YIELD_AFTER_MS;
		if (!isLong && itemIndex % YIELD_EVERY !== YIELD_EVERY - 1) return;
		await sleep(0);
		lastTurn = performance.now();
	};
}

/** Begins what an error says of the other items. */
const ACCEPTED = 'These items were accepted, and a new execution would write them again: ';

/** Says in the error that ends a run which writes were accepted. The error of an earlier try may say it already. */
function nameAccepted(
	error: NodeApiError | NodeOperationError,
	results: ItemResult[],
): NodeApiError | NodeOperationError {
	const accepted = [...results.keys()].filter((itemIndex) => 'items' in results[itemIndex]);
	const [own] = (error.description ?? '').split(ACCEPTED);
	const added = accepted.length > 0 ? `${ACCEPTED}${describeNumbers(accepted)}.` : '';
	error.description = [own.trim(), added].filter(Boolean).join(' ') || error.description;
	return error;
}

/** The output of a run. @throws the error of the first item that failed, unless Continue on Fail is set */
function toOutput(
	context: IExecuteFunctions,
	results: ItemResult[],
	operation: Operation,
): INodeExecutionData[][] {
	return [
		results.flatMap((result, itemIndex) => {
			if ('items' in result) return result.items;
			if (context.continueOnFail()) return toErrorItem(context.getNode(), itemIndex, result.error);
			throw isReadOperation(operation) ? result.error : nameAccepted(result.error, results);
		}),
	];
}

/** Begins an item. @returns what becomes of it, or its error if no request could be made of it */
function beginItem(
	context: IExecutePaginationFunctions,
	vendor: Vendor,
	operation: Operation,
	{ network }: RunSettings,
): ItemResult | Promise<ItemResult> {
	const toFailure = (error: Error): ItemResult => ({
		error: toNodeError(context.getNode(), context.getItemIndex(), error),
	});
	let request: IHttpRequestOptions;
	try {
		checkCancelled(context, vendor);
		request = buildRequest(context, operation, network());
	} catch (error) {
		return toFailure(error as Error);
	}
	return executeOperation(context, vendor, operation, request).then(
		(items) => ({ items }),
		toFailure,
	);
}

/**
 * Runs an operation as n8n's routing runs what is declared of it, with the same requests, items and errors. Routing
 * evaluates the expression in a field four times for every item, and those of all items before the first request
 * leaves (n8n 2.41.1); here each is evaluated once, while earlier requests are under way.
 */
function createOperationRunner(vendor: Vendor, operation: Operation) {
	return async function (this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		const settings = readSettings(this);
		const pauseBefore = createPauses(this, settings);
		const pending = new Limit(MAX_PENDING_ITEMS);
		const results: Array<ItemResult | Promise<ItemResult>> = [];
		for (let itemIndex = 0; itemIndex < items.length; itemIndex += 1) {
			await pauseBefore(itemIndex);
			await pending.enter();
			const result = beginItem(
				createItemContext(this, items, itemIndex),
				vendor,
				operation,
				settings,
			);
			results.push(result);
			if (result instanceof Promise) {
				void result.then(() => pending.leave());
				continue;
			}
			pending.leave();
			if (!this.continueOnFail()) break;
		}
		return toOutput(this, await Promise.all(results), operation);
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
