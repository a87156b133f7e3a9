import { NodeConnectionTypes } from 'n8n-workflow';
import type {
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeTypeDescription,
	NodeParameterValue,
} from 'n8n-workflow';

import { createFieldError } from '../http/errors';
import type { Vendor } from '../types';
import { copyOf } from '../util/objects';
import { allFieldsOf } from './fields';
import { orderLocations } from './orderKeys';
import { createRoutingHook, paginationHook, toRouting } from './routing';
import type { Operation, OperationField, Resource } from './types';

type Show = Record<string, NodeParameterValue[]>;

/** A field as n8n knows it, with the routing of itself and of the fields inside it. */
function toProperty(field: OperationField, show?: Show): INodeProperties {
	const { sendIn: _send, ...property } = field;
	const routing = toRouting(field);
	// If the other field is an expression, n8n would require this field for every item; `serialize` requires it only where
	// it applies.
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

/**
 * Rejects an unknown resource or operation, e.g. of a workflow that was made elsewhere: n8n's routing would send a request
 * to the base URL for it (n8n 2.41.1). The hook of an operation replaces this one.
 */
const rejectUnknownOperation = (resources: Resource[]) =>
	createRoutingHook(async (context) => {
		const resource = context.getNodeParameter('resource', '');
		const errorContext = { node: context.getNode(), itemIndex: context.getItemIndex() };
		throw createFieldError(
			errorContext,
			resources.some(({ value }) => value === resource) ? 'Operation' : 'Resource',
			'must be one that this node has: choose it from the list',
		);
	});

/** An operation in the Operation list, with the routing of its request. @throws Error when it is ordered by no field's value */
function toOption(vendor: Vendor, operation: Operation): INodePropertyOptions {
	orderLocations(operation);
	return {
		name: operation.name,
		value: operation.value,
		action: operation.action,
		description: operation.description,
		routing: {
			request: operation.request,
			operations: { pagination: paginationHook(vendor, operation) },
			send: { paginate: true },
		},
	};
}

/**
 * The properties of a vendor's node: Resource, Operation, and every operation's fields, shown where they belong.
 * n8n routes each operation's request; `paginationHook` sends it.
 *
 * @throws Error when an operation is ordered by what none of its fields sends
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
			routing: {
				operations: { pagination: rejectUnknownOperation(resources) },
				send: { paginate: true },
			},
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
			options: resource.operations.map((operation) => toOption(vendor, operation)),
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
	const merged: Array<{ field: OperationField; operations: string[] }> = [];
	for (const operation of resource.operations) {
		let last = -1;
		for (const field of allFieldsOf(operation)) {
			const known = merged.findIndex((other, index) => index > last && isSame(other.field, field));
			if (known >= 0) merged[known].operations.push(operation.value);
			else merged.push({ field, operations: [operation.value] });
			last = known >= 0 ? known : merged.length;
		}
	}
	return merged.map(({ field, operations }) =>
		toProperty(field, { resource: [resource.value], operation: operations }),
	);
}

/**
 * What the descriptions of all action nodes have in common. n8n's linter wants the rest to be written in the class.
 *
 * @throws Error as `buildProperties` does
 */
export const actionNodeDescription = (vendor: Vendor, resources: Resource[]) =>
	({
		group: ['output'],
		defaults: { name: vendor.name },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: vendor.credential, required: true }],
		// The documented address, if there is one; the credential has the one that is used. An expression here would cost
		// more than the request.
		requestDefaults: vendor.defaultBaseUrl === undefined ? {} : { baseURL: vendor.defaultBaseUrl },
		properties: copyOf(buildProperties(vendor, resources)),
	}) satisfies Partial<INodeTypeDescription>;
