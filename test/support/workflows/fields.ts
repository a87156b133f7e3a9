/**
 * What a node's parameters can have, by the node's description: `filters.task` for a field, `messageType=bot` for an
 * option, `thread:list` for a mode of a resource locator.
 */

import { isDeepStrictEqual } from 'node:util';
import type { INodeProperties } from 'n8n-workflow';

import { isValues } from '../contract/values';
import type { Values } from '../contract/values';

/** Fields that n8n adds to a node by itself. */
const addedByN8n = ['pollTimes', 'requestOptions'];
const choices = ['options', 'multiOptions'];

export const isExpression = (value: unknown): value is string =>
	typeof value === 'string' && value.startsWith('=');

/** The fields of a collection. */
export const innerFieldsOf = ({ options = [] }: INodeProperties): INodeProperties[] =>
	options.filter((option): option is INodeProperties => 'type' in option);

/** The values of a field with options. */
export const optionValuesOf = ({ options = [] }: INodeProperties) =>
	options.flatMap((option) => ('value' in option ? [option.value] : []));

export const hasOptions = ({ type }: INodeProperties): boolean => choices.includes(type);

/** Whether a field can be shown with these values, whatever else is chosen. */
function belongsTo({ displayOptions }: INodeProperties, chosen: Values): boolean {
	return Object.entries(displayOptions?.show ?? {}).every(
		([name, values]) =>
			!(name in chosen) || values?.some((value: unknown) => value === chosen[name]),
	);
}

const isSaved = (property: INodeProperties, chosen: Values): boolean =>
	!['notice', 'hidden'].includes(property.type) &&
	!(property.name in chosen) &&
	!addedByN8n.includes(property.name) &&
	belongsTo(property, chosen);

/** What one field that is no collection can have. */
function possibleOf(property: INodeProperties, path: string): string[] {
	const own = path + property.name;
	const modes = (property.modes ?? []).map(({ name }) => `${own}:${name}`);
	if (!hasOptions(property)) return [own, ...modes];
	const values = optionValuesOf(property);
	// n8n saves no default, except in a collection.
	const saved = values.filter(
		(value) => path !== '' || !isDeepStrictEqual(value, property.default),
	);
	const isFixed = path === '' && values.length === 1;
	return [...(isFixed ? [] : [own]), ...modes, ...saved.map((value) => `${own}=${value}`)];
}

/**
 * All that a user can save.
 *
 * @param chosen the resource and operation
 * @param path of the collection of the fields, with a dot behind it
 */
export function possible(
	properties: INodeProperties[],
	chosen: Values = {},
	path = '',
): Set<string> {
	const all = properties
		.filter((property) => isSaved(property, chosen))
		.flatMap((property) =>
			property.type === 'collection'
				? [...possible(innerFieldsOf(property), chosen, `${path}${property.name}.`)]
				: possibleOf(property, path),
		);
	return new Set(all);
}

/**
 * What is saved.
 *
 * @param values parameters, or the values of a collection
 * @param path of the collection, with a dot behind it
 */
export function given(values: object, path = ''): Set<string> {
	const all = new Set<string>();
	for (const [name, value] of Object.entries(values) as Array<[string, unknown]>) {
		const own = path + name;
		all.add(own);
		if (Array.isArray(value)) value.forEach((entry) => all.add(`${own}=${entry}`));
		else if (isValues(value) && value.__rl) all.add(`${own}:${value.mode}`);
		else if (isValues(value)) given(value, `${own}.`).forEach((inner) => all.add(inner));
		else if (!isExpression(value)) all.add(`${own}=${value}`);
	}
	return all;
}
