import { NodeApiError } from 'n8n-workflow';
import type {
	DeclarativeRestApiSettings,
	IExecutePaginationFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
	INodePropertyRouting,
	JsonObject,
	NodeOperationError,
} from 'n8n-workflow';

import type { Vendor } from '../types';
import { parseBoolean } from '../util/text';
import { executeOperation } from './execute';
import { toErrorItem, toNodeError } from './output';
import { buildRequest } from './requestBuilder';
import { checkProxyScheme, timeoutOf } from './requestOptions';
import type { Operation, OperationField } from './types';
import { endToolCall } from './writeLedger';

/**
 * What n8n's routing must know of a field.
 *
 * @param field a field of an operation or of a collection
 * @returns undefined where the field is not sent
 */
export function toRouting({ sendIn }: OperationField): INodePropertyRouting | undefined {
	if (!sendIn) return undefined;
	// n8n's routing cannot fill in a segment of the path, so it is declared as a query parameter.
	const [type, property] =
		sendIn.in === 'path' ? ['query' as const, `{${sendIn.name}}`] : [sendIn.in, sendIn.name];
	return { send: { type, property, propertyInDotNotation: type === 'body' } };
}

/** What n8n's routing calls for an item in place of sending the request that it has made. */
type RoutingHook = (
	this: IExecutePaginationFunctions,
	request: DeclarativeRestApiSettings.ResultOptions,
) => Promise<INodeExecutionData[]>;

/**
 * n8n's routing makes an error of the API of any other, with the node's parameters in it (n8n 2.41.1); of this one it makes
 * none.
 */
function toApiError(error: NodeApiError | NodeOperationError): NodeApiError {
	if (error instanceof NodeApiError) return error;
	const { node, message, context } = error;
	const description = error.description ?? undefined;
	const options = {
		message,
		description,
		httpCode: 'none',
		itemIndex: context.itemIndex as number,
	};
	return new NodeApiError(node, error as unknown as JsonObject, options);
}

/**
 * A hook that gives an item for an error if the user goes on: n8n's routing links none of its own to its input item and
 * leaves its json empty (n8n 2.41.1).
 *
 * @param run gives the items, linked to their input item
 */
export const createRoutingHook = (
	run: (
		context: IExecutePaginationFunctions,
		options: IHttpRequestOptions,
	) => Promise<INodeExecutionData[]>,
): RoutingHook =>
	async function (this, { options }) {
		let items: INodeExecutionData[];
		try {
			items = await run(this, options as IHttpRequestOptions);
		} catch (error) {
			const failure = toNodeError(this.getNode(), this.getItemIndex(), error as Error);
			if (!this.continueOnFail()) throw toApiError(failure);
			items = [toErrorItem(this.getNode(), this.getItemIndex(), failure)];
		}
		endToolCall(this);
		return items;
	};

/**
 * What n8n's routing calls for each item, e.g. where an agent uses the node as a tool (n8n 2.41.1,
 * get-input-connection-data). The request that routing has built is rebuilt with `buildRequest`, as in a normal run;
 * n8n's own options are kept.
 *
 * @returns the pagination function, which returns one item for each record in the response, linked to its input item
 */
export const paginationHook = (vendor: Vendor, operation: Operation): RoutingHook =>
	createRoutingHook(async (context, options) => {
		const { proxy, timeout, skipSslCertificateValidation: given, allowedDomains } = options;
		checkProxyScheme(context.getNode(), proxy);
		const network = {
			proxy,
			timeout: timeoutOf(context.getNode(), timeout),
			skipSslCertificateValidation: parseBoolean(given),
			allowedDomains,
		};
		const request = buildRequest(context, operation, network);
		return await executeOperation(context, vendor, operation, request);
	});
