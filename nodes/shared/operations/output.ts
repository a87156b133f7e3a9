import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { getPath } from '../util/objects';
import type { OutputOptions } from './types';

function simplified(thing: IDataObject, plan: NonNullable<OutputOptions['simplify']>): IDataObject {
	if (typeof plan === 'function') return plan(thing);
	const result: IDataObject = {};
	for (const [name, source] of Object.entries(plan)) {
		const value = typeof source === 'string' ? getPath(thing, source) : source(thing);
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
	let thing = entry as IDataObject;
	if (output.secrets && !options.secrets) {
		thing = { ...thing };
		for (const key of output.secrets) delete thing[key];
	}
	return output.simplify && options.simplify ? simplified(thing, output.simplify) : thing;
}

/** Items that n8n can trace to the item they come from; the engine links only equal numbers of items by itself. */
export function toItems(entries: IDataObject[], itemIndex: number): INodeExecutionData[] {
	return entries.map((json) => ({ json, pairedItem: { item: itemIndex } }));
}
