import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

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
	return output.simplify && options.simplify ? applySimplify(record, output.simplify) : record;
}

/** Items that n8n can trace to the item they come from; n8n itself links only equal numbers of items. */
export function toItems(entries: IDataObject[], itemIndex: number): INodeExecutionData[] {
	return entries.map((json) => ({ json, pairedItem: { item: itemIndex } }));
}
