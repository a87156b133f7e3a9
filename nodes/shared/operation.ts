import type {
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	NodeParameterValue,
	PreSendAction,
} from 'n8n-workflow';

import { createFieldError } from './errors';
import { limit, options as optionsField, returnAll, simplify } from './fields';
import type { OutputOptions } from './output';
import type { Pagination } from './paging';
import { executeOperation } from './perform';
import { toRouting } from './place';
import type { OperationField } from './place';
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
	baseUrlField?: string;
	/** Whether the vendor answers it without authentication. */
	isPublic?: boolean;
	/** The names on the wire of the chat that a write is about: such writes of one run go in the order of its items. */
	orderedBy?: string[];
	/** Whether a POST changes nothing at the vendor; a GET never does. */
	isRead?: boolean;
	/** Visible fields, required ones first. */
	fields?: OperationField[];
	/** Optional fields, shown in a collection. */
	optional?: {
		displayName: 'Additional Fields' | 'Filters' | 'Tags';
		fields: OperationField[];
		requireOne?: boolean;
	};
	/** Present for lists: whether and how the vendor pages them. Return All and Limit come with it. */
	list?: Pagination | 'unpaged';
	output?: OutputOptions;
}

/** A kind of thing at a vendor, with what can be done with it. */
export interface Resource {
	name: string;
	value: string;
	operations: Operation[];
}

type Show = Record<string, NodeParameterValue[]>;

/** A field as n8n knows it, with the routing of itself and of the fields inside it. */
function toProperty(field: OperationField, show?: Show): INodeProperties {
	const { sendIn: _send, ...property } = field;
	const routing = toRouting(field);
	// Where the other field is an expression, n8n would demand this one of all items; sending demands it of those it is for.
	if (field.displayOptions) delete property.required;
	if (field.type === 'collection') {
		property.options = (field.options as OperationField[]).map((inner) =>
			toProperty(inner),
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
		...(output?.secrets ? [optionsField] : []),
	];
}

/**
 * Ends what is no operation of the node, e.g. of a workflow that was made elsewhere: n8n's routing would send a request
 * to the bare address for it (engine).
 */
function rejectUnknownOperation(resources: Resource[]): PreSendAction {
	return async function (options) {
		const [resource, operation] = ['resource', 'operation'].map((name) =>
			this.getNodeParameter(name, ''),
		);
		const known = resources.find(({ value }) => value === resource);
		if (known?.operations.some(({ value }) => value === operation)) return options;
		const errorContext = { node: this.getNode(), itemIndex: this.getItemIndex() };
		throw createFieldError(
			errorContext,
			known ? 'Operation' : 'Resource',
			'must be one that this node has: choose it from the list',
		);
	};
}

/**
 * The properties of a vendor's node: Resource, Operation, and every operation's fields, shown where they belong.
 * n8n routes each operation's request; `perform` sends it.
 */
export function buildProperties(vendor: Vendor, resources: Resource[]): INodeProperties[] {
	const [{ value: firstResource }] = resources;
	const properties: INodeProperties[] = [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources.map(({ name, value }) => ({ name, value })),
			default: firstResource,
			routing: { send: { preSend: [rejectUnknownOperation(resources)] } },
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
					operations: { pagination: executeOperation(vendor, operation) },
					send: { paginate: true },
				},
			})),
			default: firstOperation,
		});
		properties.push(...mergeSharedFields(resource));
	}
	return properties;
}

/** Whether two fields are the same, down to what is sent. */
const isSame = (one: OperationField, other: OperationField): boolean =>
	one === other ||
	(one.type !== 'collection' &&
		one.sendIn?.as === other.sendIn?.as &&
		JSON.stringify(one) === JSON.stringify(other));

/**
 * The fields of a resource's operations. What several operations have in common is one property: n8n evaluates the
 * expression in a field anew for each property of that name, shown or not. The order within each operation is kept.
 */
function mergeSharedFields(resource: Resource): INodeProperties[] {
	const placed: Array<{ field: OperationField; operations: string[] }> = [];
	for (const operation of resource.operations) {
		let last = -1;
		for (const field of allFieldsOf(operation)) {
			const known = placed.findIndex((other, index) => index > last && isSame(other.field, field));
			if (known >= 0) placed[known].operations.push(operation.value);
			else placed.push({ field, operations: [operation.value] });
			last = known >= 0 ? known : placed.length;
		}
	}
	return placed.map(({ field, operations }) =>
		toProperty(field, { resource: [resource.value], operation: operations }),
	);
}
