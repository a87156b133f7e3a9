import type { INodeProperties } from 'n8n-workflow';

import type { Operation, OperationField, RequestLocation } from './types';

/** Whether to read a list to its end. */
export const returnAll: INodeProperties = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
};

/** How many entries of a list to return. */
export const limit: INodeProperties = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1 },
	displayOptions: { show: { returnAll: [false] } },
	default: 50,
	description: 'Max number of results to return',
};

/** Whether to return the most useful fields alone. */
export const simplify: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** Whether to return secrets too. */
export const includeSecrets: INodeProperties = {
	displayName: 'Include Secrets',
	name: 'includeSecrets',
	type: 'boolean',
	default: false,
	description:
		'Whether to return access tokens and API keys too. They are then saved with the execution.',
};

/** The options of an operation whose response has secrets. */
export const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [includeSecrets],
};

/** A resource of the vendor that can be picked. */
interface ResourceLocatorOptions {
	/** The vendor's name for it. */
	displayName: string;
	name: string;
	/** The node's list search method. */
	searchMethod: string;
	description: string;
	/** An ID as the vendor writes them. */
	example: string;
	/** Left out where the field's value is not sent, e.g. by a trigger. */
	sendIn?: RequestLocation;
	/** True unless it says otherwise. */
	required?: boolean;
	/** How it is entered without the list, where the vendor has no ID for it. */
	idLabel?: string;
	/** The names of locators that narrow the list. */
	dependsOn?: string[];
}

/** A resource of the vendor, picked from a list or entered by its ID. */
export function resourceLocator(locator: ResourceLocatorOptions): OperationField {
	const { displayName, name, searchMethod, description, example } = locator;
	const { sendIn, required = true, idLabel = 'By ID', dependsOn } = locator;
	return {
		displayName,
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required,
		description,
		...(dependsOn && {
			typeOptions: { loadOptionsDependsOn: dependsOn.map((other) => `${other}.value`) },
		}),
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: `Select ${/^[AEIOU]/i.test(displayName) ? 'an' : 'a'} ${displayName.toLowerCase()}...`,
				typeOptions: { searchListMethod: searchMethod, searchable: true },
			},
			{ displayName: idLabel, name: 'id', type: 'string', placeholder: `e.g. ${example}` },
		],
		...(sendIn && { sendIn }),
	};
}

/**
 * A locator that may be left empty, which means all of them.
 *
 * @param field a locator
 * @param all what an empty list shows, e.g. `All channels`
 */
export const optionalLocator = (
	field: OperationField,
	all: string,
	description: string,
): OperationField => ({
	...field,
	required: false,
	description,
	modes: field.modes?.map((mode) => (mode.type === 'list' ? { ...mode, placeholder: all } : mode)),
});

/** What a collection's button adds. */
const ADDED = { 'Additional Fields': 'Field', Filters: 'Filter', Tags: 'Tag' } as const;

/** The parameter's name of a collection, e.g. `additionalFields`. */
export const collectionName = (displayName: string) =>
	displayName.replace(/./, (letter) => letter.toLowerCase()).replace(' ', '');

/** The fields of an operation that the vendor has a name for, those of its collection too. */
export const sentFieldsOf = ({ fields = [], optional }: Operation): OperationField[] => [
	...fields,
	...(optional?.fields ?? []),
];

/** All fields of an operation in the order they are shown. */
export function allFieldsOf(operation: Operation): OperationField[] {
	const { fields = [], list, output, optional } = operation;
	return [
		...fields,
		...(list ? [returnAll, limit] : []),
		...(output?.simplify ? [simplify] : []),
		...(optional
			? [
					{
						displayName: optional.displayName,
						name: collectionName(optional.displayName),
						type: 'collection' as const,
						placeholder: `Add ${ADDED[optional.displayName]}`,
						default: {},
						options: optional.fields,
					},
				]
			: []),
		...(output?.secrets ? [options] : []),
	];
}
