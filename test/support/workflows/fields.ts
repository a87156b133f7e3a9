/**
 * What can stand in a node's parameters, by the node's description: `filters.task` for a field, `messageType=bot` for an
 * option, `thread:list` for a way to choose something.
 */

import { isDeepStrictEqual } from 'node:util';

/** of a description */
export type Property = any;

/** What n8n adds to a node by itself. */
const ofN8n = ['pollTimes', 'requestOptions'];

export const isExpression = (value: unknown) => typeof value === 'string' && value.startsWith('=');

/** @returns whether it can be shown with these, whatever else is chosen */
function belongsTo({ displayOptions }: Property, chosen: Record<string, any>): boolean {
	return Object.entries(displayOptions?.show ?? {}).every(
		([name, values]) => !(name in chosen) || values.includes(chosen[name]),
	);
}

/**
 * All that a user can save.
 *
 * @param chosen the resource and operation it is about
 * @param path of the collection they are in, with a dot behind it
 */
export function possible(
	properties: Property[],
	chosen: Record<string, any> = {},
	path: string = '',
): Set<string> {
	const all: Set<string> = new Set();
	for (const property of properties) {
		const { name, type, options, modes, default: left } = property;
		if (['notice', 'hidden'].includes(type) || name in chosen || !belongsTo(property, chosen))
			continue;
		if (ofN8n.includes(name)) continue;
		const own = path + name;
		if (type === 'collection') {
			for (const inner of possible(options, chosen, `${own}.`)) all.add(inner);
			continue;
		}
		all.add(own);
		for (const { name: mode } of modes ?? []) all.add(`${own}:${mode}`);
		if (!['options', 'multiOptions'].includes(type)) continue;
		// n8n saves no default, but in a collection.
		for (const { value } of options)
			if (path !== '' || !isDeepStrictEqual(value, left)) all.add(`${own}=${value}`);
		if (path === '' && options.length === 1) all.delete(own);
	}
	return all;
}

/**
 * What is saved.
 *
 * @param values parameters, or what stands in a collection
 */
export function given(values: Record<string, any>, path: string = ''): Set<string> {
	const all: Set<string> = new Set();
	for (const [name, value] of Object.entries(values)) {
		const own = path + name;
		all.add(own);
		if (value?.__rl) all.add(`${own}:${value.mode}`);
		else if (Array.isArray(value)) value.forEach((entry) => all.add(`${own}=${entry}`));
		else if (typeof value === 'object' && value !== null)
			given(value, `${own}.`).forEach((inner) => all.add(inner));
		else if (!isExpression(value)) all.add(`${own}=${value}`);
	}
	return all;
}
