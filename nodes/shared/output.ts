import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

/** Where a simplified field comes from: a path into the vendor's object, or a function of that object. */
export type FieldSelector = string | ((thing: IDataObject) => unknown);

/** What an operation makes of the vendor's answer. */
export interface OutputOptions {
	/** What the envelope must hold, e.g. `thread`; each vendor knows its own envelope. */
	envelopeKey?: string;
	/** What a list of plain values is a list of: each becomes `{[of]: value}`. */
	valueKey?: string;
	/** Set where the answer is a list, but one thing was asked for: what that thing is called, e.g. `thread`. */
	singular?: string;
	/** The fields of the simplified version, at most ten, the most useful first. */
	simplify?: Readonly<Record<string, FieldSelector>> | ((thing: IDataObject) => IDataObject);
	/** Keys of secrets in the answer, left out unless the user asks for them. */
	secrets?: readonly string[];
}

/** Reads a path such as `channel.user_id`. @param thing an object of the vendor's @param path keys joined by dots */
export function getPath(thing: IDataObject, path: string): unknown {
	if (Object.hasOwn(thing, path)) return thing[path];
	return path
		.split('.')
		.reduce<unknown>((value, key) => (value as IDataObject | undefined | null)?.[key], thing);
}

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

/**
 * The things in an answer: the entries of a list, the one object or text, or nothing.
 *
 * @param payload what the vendor's envelope held
 */
export function toArray(payload: unknown): unknown[] {
	if (payload === undefined || payload === null || payload === '') return [];
	return Array.isArray(payload) ? payload : [payload];
}

/** Items that n8n can trace to the item they come from; the engine links only equal numbers of items by itself. */
export function toItems(entries: IDataObject[], itemIndex: number): INodeExecutionData[] {
	return entries.map((json) => ({ json, pairedItem: { item: itemIndex } }));
}
