import type {
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	NodeParameterValue,
	PreSendAction,
} from 'n8n-workflow';

import { fieldError } from './errors';
import { limit, options as optionsField, returnAll, simplify } from './fields';
import type { Output } from './output';
import type { Paging } from './paging';
import { perform } from './perform';
import { routingOf } from './place';
import type { Field } from './place';
import type { Vendor } from './vendor';

/** One request that a vendor documents, as an action of its node. */
export interface Operation {
	/** As in the Operation list, e.g. `Get Many`. */
	name: string;
	/** Saved in workflows, never to be changed. */
	value: string;
	/** As in the node panel, in sentence case, e.g. `Get many threads`. */
	action: string;
	description: string;
	request: {
		method: 'GET' | 'POST';
		/** The path below the base URL; `{name}` is filled by a field sent in `path`. */
		url: string;
		/** Constant keys of the body. */
		body?: object;
	};
	/** The credential field with the address, where it isn't `baseUrl`. */
	base?: string;
	/** Whether the vendor answers it without authentication. */
	open?: boolean;
	/** The names on the wire of the chat that a write is about: such writes of one run go in the order of its items. */
	chat?: string[];
	/** Whether a POST changes nothing at the vendor; a GET never does. */
	reads?: boolean;
	/** Visible fields, required ones first. */
	fields?: Field[];
	/** Optional fields, shown in a collection. */
	optional?: {
		displayName: 'Additional Fields' | 'Filters' | 'Tags';
		fields: Field[];
		atLeastOne?: boolean;
	};
	/** Present for lists: whether and how the vendor pages them. Return All and Limit come with it. */
	list?: Paging | 'unpaged';
	output?: Output;
}

/** A kind of thing at a vendor, with what can be done with it. */
export interface Resource {
	name: string;
	value: string;
	operations: Operation[];
}

type Show = Record<string, NodeParameterValue[]>;

/** A field as n8n knows it, with the routing of itself and of the fields inside it. */
function declared(field: Field, show?: Show): INodeProperties {
	const { send: _send, ...property } = field;
	const routing = routingOf(field);
	// Where the other field is an expression, n8n would demand this one of all items; sending demands it of those it is for.
	if (field.displayOptions) delete property.required;
	if (field.type === 'collection') {
		property.options = (field.options as Field[]).map((inner) =>
			declared(inner),
		) as INodePropertyCollection['values'];
	}
	return {
		...property,
		...(routing && { routing }),
		...(show && { displayOptions: { show: { ...field.displayOptions?.show, ...show } } }),
	};
}

/** What a collection's button adds. */
const ADDED = { 'Additional Fields': 'Field', Filters: 'Filter', Tags: 'Tag' } as const;

/** The parameter's name of a collection, e.g. `additionalFields`. */
export const collectionName = (displayName: string) =>
	displayName.replace(/./, (letter) => letter.toLowerCase()).replace(' ', '');

/** All fields of an operation in the order they are shown. */
export function fieldsOf(operation: Operation): Field[] {
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
		...(output?.secrets ? [optionsField] : []),
	];
}

/**
 * Ends what is no operation of the node, e.g. of a workflow that was made elsewhere: n8n's routing would send a request
 * to the bare address for it (engine).
 */
function refuseUnknown(resources: Resource[]): PreSendAction {
	return async function (options) {
		const [resource, operation] = ['resource', 'operation'].map((name) =>
			this.getNodeParameter(name, ''),
		);
		const known = resources.find(({ value }) => value === resource);
		if (known?.operations.some(({ value }) => value === operation)) return options;
		const scene = { node: this.getNode(), itemIndex: this.getItemIndex() };
		throw fieldError(
			scene,
			known ? 'Operation' : 'Resource',
			'must be one that this node has: choose it from the list',
		);
	};
}

/**
 * The properties of a vendor's node: Resource, Operation, and every operation's fields, shown where they belong.
 * n8n routes each operation's request; `perform` sends it.
 */
export function propertiesOf(vendor: Vendor, resources: Resource[]): INodeProperties[] {
	const [{ value: firstResource }] = resources;
	const properties: INodeProperties[] = [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources.map(({ name, value }) => ({ name, value })),
			default: firstResource,
			routing: { send: { preSend: [refuseUnknown(resources)] } },
		},
	];
	for (const resource of resources) {
		const [{ value: firstOperation }] = resource.operations;
		properties.push({
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: [resource.value] } },
			options: resource.operations.map((operation): INodePropertyOptions => ({
				name: operation.name,
				value: operation.value,
				action: operation.action,
				description: operation.description,
				routing: {
					request: operation.request,
					operations: { pagination: perform(vendor, operation) },
					send: { paginate: true },
				},
			})),
			default: firstOperation,
		});
		properties.push(...declaredOnce(resource));
	}
	return properties;
}

/** Whether two fields are the same, down to what is sent. */
const isSame = (one: Field, other: Field): boolean =>
	one === other ||
	(one.type !== 'collection' &&
		one.send?.as === other.send?.as &&
		JSON.stringify(one) === JSON.stringify(other));

/**
 * The fields of a resource's operations. What several operations have in common is one property: n8n evaluates the
 * expression in a field anew for each property of that name, shown or not. The order within each operation is kept.
 */
function declaredOnce(resource: Resource): INodeProperties[] {
	const placed: Array<{ field: Field; operations: string[] }> = [];
	for (const operation of resource.operations) {
		let last = -1;
		for (const field of fieldsOf(operation)) {
			const known = placed.findIndex((other, index) => index > last && isSame(other.field, field));
			if (known >= 0) placed[known].operations.push(operation.value);
			else placed.push({ field, operations: [operation.value] });
			last = known >= 0 ? known : placed.length;
		}
	}
	return placed.map(({ field, operations }) =>
		declared(field, { resource: [resource.value], operation: operations }),
	);
}
