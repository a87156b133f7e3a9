import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';

import { errorNode } from '../http/errors';
import { getPath } from '../util/objects';
import type { OutputOptions } from './types';

function applySimplify(
	record: IDataObject,
	mapping: NonNullable<OutputOptions['simplify']>,
): IDataObject {
	if (typeof mapping === 'function') return mapping(record);
	const result: IDataObject = {};
	for (const [name, source] of Object.entries(mapping)) {
		const value = typeof source === 'string' ? getPath(record, source) : source(record);
		if (value !== undefined) result[name] = value as IDataObject;
	}
	return result;
}

/**
 * One entry as an item's json: the vendor's own object, or its simplified version.
 *
 * @param entry an entry of a list, an object or a text
 */
export function toJson(
	entry: unknown,
	output: OutputOptions,
	options: { simplify: boolean; secrets: boolean },
): IDataObject {
	if (typeof entry !== 'object' || entry === null) {
		return output.valueKey
			? { [output.valueKey]: entry as IDataObject }
			: { success: true, message: entry as string };
	}
	let record = entry as IDataObject;
	if (output.secrets && !options.secrets) {
		record = { ...record };
		for (const key of output.secrets) delete record[key];
	}
	const json =
		output.simplify && options.simplify ? applySimplify(record, output.simplify) : record;
	const text = output.chatText && record[output.chatText];
	return typeof text === 'string' && json.text === undefined ? { ...json, text } : json;
}

/** Items that n8n can trace to the item they come from; n8n itself links only equal numbers of items. */
export function toItems(entries: IDataObject[], itemIndex: number): INodeExecutionData[] {
	return entries.map((json) => ({ json, pairedItem: { item: itemIndex } }));
}

/** An item's failure as n8n shows it: with the item that it is about. n8n's own errors have the node with its parameters. */
export function toNodeError(
	node: INode,
	itemIndex: number,
	error: Error,
): NodeApiError | NodeOperationError {
	const known = error instanceof NodeApiError || error instanceof NodeOperationError;
	const failure = known ? error : new NodeOperationError(node, error, { itemIndex });
	failure.context.itemIndex ??= itemIndex;
	return Object.assign(failure, { node: errorNode(node) });
}

/**
 * The item that stands for an input item that failed, where the user goes on. n8n tries the node again if the first item
 * has `json.error`. On the error output it adds the fields of the input item, and takes them away again where the item
 * has `error` beside its json (n8n 2.41.1).
 */
export const toErrorItem = (
	node: INode,
	itemIndex: number,
	error: NodeApiError | NodeOperationError,
): INodeExecutionData => ({
	json: { error: error.message },
	...(node.onError !== 'continueErrorOutput' && { error }),
	pairedItem: { item: itemIndex },
});
