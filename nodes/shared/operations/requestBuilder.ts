import { deepCopy } from 'n8n-workflow';
import type {
	IDataObject,
	IExecutePaginationFunctions,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { createFieldError } from '../http/errors';
import { isEmpty } from '../util/objects';
import { parseBoolean, trimmed } from '../util/text';
import { allFieldsOf } from './fields';
import {
	OBJECT_AS_TEXT,
	toBoolean,
	toId,
	toJsonObject,
	toOption,
	toSendable,
	toText,
} from './serializers';
import type { Serializer } from './serializers';
import type { Operation, OperationField, RequestLocation } from './types';

/** A query parameter. @param name the vendor's name @param as how the value is written */
export const query = (name: string, as?: Serializer): RequestLocation => ({
	in: 'query',
	name,
	as,
});
/** A key of the JSON body. @param name the vendor's name @param as how the value is written */
export const body = (name: string, as?: Serializer): RequestLocation => ({ in: 'body', name, as });
/** A `{name}` in the operation's URL. @param name as it appears in the URL */
export const path = (name: string): RequestLocation => ({ in: 'path', name, as: toId });

/** How a value is written where a field does not say it; all other types are texts. */
const SERIALIZERS_BY_TYPE: Partial<Record<INodeProperties['type'], Serializer>> = {
	boolean: toBoolean,
	json: toJsonObject,
	options: toOption,
	resourceLocator: toId,
};

/** Whether a field holds nothing that could be sent or shown, e.g. white space alone. */
const isBlank = (value: unknown) =>
	isEmpty(value) || (typeof value === 'string' && trimmed(value) === '');

/**
 * Whether a switch of the node is on, also where its expression gives `"no"` or `1`.
 *
 * @param name the path to it in the node's parameters
 * @returns false where there is nothing
 * @throws NodeOperationError naming field and item
 */
export function readSwitch(
	context: IExecutePaginationFunctions,
	field: INodeProperties,
	name = field.name,
): boolean {
	const value: unknown = context.getNodeParameter(name, false);
	if (isBlank(value)) return false;
	const result = parseBoolean(value);
	if (result !== undefined) return result;
	const errorContext = { node: context.getNode(), itemIndex: context.getItemIndex() };
	throw createFieldError(errorContext, field.displayName, 'must be true or false');
}

/** The value as it goes on the wire, undefined if it was left empty. @throws NodeOperationError naming field and item */
function serialize(
	context: IExecutePaginationFunctions,
	field: OperationField,
	value: unknown,
): unknown {
	const errorContext = { node: context.getNode(), itemIndex: context.getItemIndex() };
	if (isBlank(value)) {
		if (field.required || field.sendIn?.in === 'path')
			throw createFieldError(errorContext, field.displayName, 'is empty');
		return undefined;
	}
	const serializer = field.sendIn?.as ?? SERIALIZERS_BY_TYPE[field.type] ?? toText;
	try {
		return toSendable(serializer(value, context.getTimezone()));
	} catch (error) {
		throw createFieldError(errorContext, field.displayName, `must be ${(error as Error).message}`);
	}
}

/**
 * Whether the fields that this one depends on let it be sent. n8n decides visibility from the literal values and shows
 * the field next to any expression; the evaluated value is known only here.
 */
function isDisplayed(
	context: IExecutePaginationFunctions,
	{ displayOptions }: OperationField,
): boolean {
	return Object.entries(displayOptions?.show ?? {}).every(([name, values]) =>
		values?.includes(context.getNodeParameter(name) as string),
	);
}

/** The object of the request that holds a value, and the value's name in it. */
function parentOf(
	options: IHttpRequestOptions,
	{ in: part, name }: RequestLocation,
): [IDataObject, string] {
	if (part === 'query') return [options.qs as IDataObject, name];
	const keys = name.split('.');
	const last = keys.pop() as string;
	let parent = options.body as IDataObject;
	for (const key of keys) parent = (parent[key] ??= {}) as IDataObject;
	return [parent, last];
}

/**
 * Puts a field's value where it belongs, as the vendor wants it; nothing if it is empty. In the URL it is
 * percent-encoded, so that it stays one segment whatever it holds.
 *
 * @param field one that is sent
 * @param raw what it holds, its expression evaluated
 * @throws NodeOperationError naming field and item
 */
function setRequestValue(
	context: IExecutePaginationFunctions,
	options: IHttpRequestOptions,
	field: OperationField,
	raw: unknown,
): void {
	const sendIn = field.sendIn as RequestLocation;
	const value = serialize(context, field, raw);
	if (sendIn.in !== 'path') {
		const [parent, name] = parentOf(options, sendIn);
		if (value !== undefined) parent[name] = value as IDataObject;
		return;
	}
	if (value === '.' || value === '..') {
		const errorContext = { node: context.getNode(), itemIndex: context.getItemIndex() };
		throw createFieldError(errorContext, field.displayName, `must be an ID, not "${value}"`);
	}
	options.url = options.url.replace(`{${sendIn.name}}`, () => encodeURIComponent(value as string));
}

/** An expression that is a field of the item, as the editor writes it where one is dragged to; n8n forbids some names. */
const ITEM_FIELD = /^=\{\{\s*\$json((?:\.(?!constructor|prototype)_?[a-z]\w*)+)\s*\}\}$/i;

/**
 * Reads an expression that is only a reference to an item field without n8n's isolate, which takes a third of the time
 * of a read (n8n 2.41.1). The value is read from the data that n8n would pass to the isolate.
 *
 * @param rawValue what the user entered in the field
 * @returns undefined for any other expression, which n8n then evaluates; also where the value is no string, number or boolean
 */
export function readItemField(context: IExecutePaginationFunctions, rawValue: unknown): unknown {
	const path = typeof rawValue === 'string' ? ITEM_FIELD.exec(rawValue)?.[1] : undefined;
	if (path === undefined) return undefined;
	let value: unknown = context.getWorkflowDataProxy(context.getItemIndex()).$json;
	for (const name of path.slice(1).split('.'))
		value = (value as IDataObject | null | undefined)?.[name];
	return ['string', 'number', 'boolean'].includes(typeof value) ? value : undefined;
}

/**
 * What a field holds for the item.
 *
 * @param field of an operation or of its collection
 * @param name the path to it in the node's parameters, e.g. `filters.since`
 * @throws NodeOperationError naming field and item where an expression has put an object into a text
 */
export function readParameter(
	context: IExecutePaginationFunctions,
	field: OperationField,
	name: string,
): unknown {
	const isLocator = field.type === 'resourceLocator';
	const raw: unknown = context.getNodeParameter(name, undefined, { rawExpressions: true });
	const rawValue: unknown = isLocator ? ((Object(raw) as { value?: unknown }).value ?? raw) : raw;
	const ofItem = readItemField(context, rawValue);
	if (ofItem !== undefined) return ofItem;
	const value: unknown = context.getNodeParameter(name, undefined, { extractValue: isLocator });
	const hasObject = (text: unknown) => typeof text === 'string' && text.includes(OBJECT_AS_TEXT);
	if (!hasObject(value) || hasObject(rawValue)) return value;
	const errorContext = { node: context.getNode(), itemIndex: context.getItemIndex() };
	const problem = `has an object in its text, which reads ${OBJECT_AS_TEXT}: choose one of the fields of that object`;
	throw createFieldError(errorContext, field.displayName, problem);
}

/**
 * Whether a field that the user has added to a collection must hold something. Without a filter the whole account would be
 * listed, without a date a message would leave at once, without an ID the vendor would choose by itself.
 */
const mustHoldValue = (collection: OperationField, { type }: OperationField) =>
	collection.displayName !== 'Additional Fields' ||
	type === 'dateTime' ||
	type === 'resourceLocator';

/** What a field holds for the item. @throws NodeOperationError where it was added and holds nothing */
function readAdded(
	context: IExecutePaginationFunctions,
	field: OperationField,
	collection: OperationField | undefined,
): unknown {
	const value = readParameter(
		context,
		field,
		collection ? `${collection.name}.${field.name}` : field.name,
	);
	if (!collection || !isBlank(value) || !mustHoldValue(collection, field)) return value;
	const errorContext = { node: context.getNode(), itemIndex: context.getItemIndex() };
	const problem = `is empty: fill it in, or remove it from ${collection.displayName}`;
	throw createFieldError(errorContext, field.displayName, problem);
}

/** Puts what the fields hold, and the fields inside them, where it belongs. @throws NodeOperationError naming field and item */
function fillRequest(
	context: IExecutePaginationFunctions,
	options: IHttpRequestOptions,
	fields: OperationField[],
	collection?: OperationField,
): void {
	for (const field of fields) {
		if (field.type === 'collection') {
			// What the user has not added is not there.
			const added = Object(context.getNode().parameters[field.name]) as object;
			const inner = (field.options as OperationField[]).filter((option) =>
				Object.hasOwn(added, option.name),
			);
			fillRequest(context, options, inner, field);
		} else if (field.sendIn && isDisplayed(context, field)) {
			setRequestValue(context, options, field, readAdded(context, field, collection));
		}
	}
}

/**
 * The request of an operation for one item, built from what its fields hold.
 *
 * @param network n8n's own options such as timeout and proxy
 * @throws NodeOperationError naming field and item
 */
export function buildRequest(
	context: IExecutePaginationFunctions,
	operation: Operation,
	network: Partial<IHttpRequestOptions>,
): IHttpRequestOptions {
	const { request } = operation;
	const options: IHttpRequestOptions = {
		...network,
		...request,
		body: deepCopy(request.body ?? {}) as IDataObject,
		qs: {},
		headers: {},
	};
	fillRequest(context, options, allFieldsOf(operation));
	return options;
}
