import type {
	IExecuteSingleFunctions,
	IHttpRequestOptions,
	INodeProperties,
	INodePropertyRouting,
	IDataObject,
	PreSendAction,
} from 'n8n-workflow';

import { createFieldError } from './errors';
import { toBoolean, toJsonObject, toText } from './values';
import type { Serializer } from './values';

/** Where a field's value stands on the wire. */
export interface RequestLocation {
	in: 'query' | 'body' | 'path';
	/** The vendor's name for it; in a body, dots lead into objects, e.g. `args.chan_id`. */
	name: string;
	/** How the value is written there; the field's type says so where this is left out. */
	as?: Serializer;
}

/** A parameter of a node that knows where its value goes; `displayOptions.show` only where it depends on another field. */
export type OperationField = INodeProperties & { sendIn?: RequestLocation };

/** A query parameter. @param name the vendor's name @param as how the value is written */
export const query = (name: string, as?: Serializer): RequestLocation => ({ in: 'query', name, as });
/** A key of the JSON body. @param name the vendor's name @param as how the value is written */
export const body = (name: string, as?: Serializer): RequestLocation => ({ in: 'body', name, as });
/** A `{name}` in the operation's URL. @param name as it stands in the URL */
export const path = (name: string): RequestLocation => ({ in: 'path', name, as: toText });

/** How a value is written where a field does not say it; all other types are texts. */
const SERIALIZERS_BY_TYPE: Partial<Record<INodeProperties['type'], Serializer>> = { boolean: toBoolean, json: toJsonObject };

/** Whether a field was left empty. `0` and `false` are values. */
export const isEmpty = (value: unknown) => value === undefined || value === null || value === '';

/** The value as it goes on the wire, undefined if it was left empty. @throws NodeOperationError naming field and item */
function serialize(context: IExecuteSingleFunctions, field: OperationField, value: unknown): unknown {
	const errorContext = { node: context.getNode(), itemIndex: context.getItemIndex() };
	if (isEmpty(value)) {
		if (field.required || field.sendIn?.in === 'path')
			throw createFieldError(errorContext, field.displayName, 'is empty');
		return undefined;
	}
	const serializer = field.sendIn?.as ?? SERIALIZERS_BY_TYPE[field.type] ?? toText;
	try {
		return serializer(value, context.getTimezone());
	} catch (error) {
		throw createFieldError(errorContext, field.displayName, `must be ${(error as Error).message}`);
	}
}

/**
 * Whether the fields that this one depends on let it be sent. n8n hides it by what is written in those fields, and shows
 * it beside any expression; what the expression gives is known only here.
 */
export function isDisplayed(context: IExecuteSingleFunctions, { displayOptions }: OperationField): boolean {
	return Object.entries(displayOptions?.show ?? {}).every(([name, values]) =>
		values?.includes(context.getNodeParameter(name) as string),
	);
}

/** The object that a value stands in, and the value's name there. */
function parentOf(options: IHttpRequestOptions, { in: part, name }: RequestLocation): [IDataObject, string] {
	const keys = part === 'query' ? [name] : name.split('.');
	const last = keys.pop() as string;
	let holder = (part === 'query' ? options.qs : options.body) as IDataObject;
	for (const key of keys) holder = (holder[key] ??= {}) as IDataObject;
	return [holder, last];
}

/**
 * Puts a field's value where it belongs, as the vendor wants it; nothing if it is empty. In the URL it is
 * percent-encoded, so that it stays one segment whatever it holds.
 *
 * @param field one that is sent
 * @param raw what stands in it, its expression evaluated
 * @throws NodeOperationError naming field and item
 */
export function setRequestValue(
	context: IExecuteSingleFunctions,
	options: IHttpRequestOptions,
	field: OperationField,
	raw: unknown,
): void {
	const sendIn = field.sendIn as RequestLocation;
	const value = serialize(context, field, raw);
	if (sendIn.in !== 'path') {
		const [holder, name] = parentOf(options, sendIn);
		if (value !== undefined) holder[name] = value as IDataObject;
		return;
	}
	if (value === '.' || value === '..') {
		const errorContext = { node: context.getNode(), itemIndex: context.getItemIndex() };
		throw createFieldError(errorContext, field.displayName, `must be an ID, not "${value}"`);
	}
	options.url = options.url.replace(`{${sendIn.name}}`, () =>
		encodeURIComponent((value as string).toWellFormed()),
	);
}

/** Takes what n8n has put in a field's place, and puts it there as it belongs. */
function convertValue(field: OperationField, place: RequestLocation): PreSendAction {
	return async function (this: IExecuteSingleFunctions, options: IHttpRequestOptions) {
		const [holder, name] = parentOf(options, place);
		const raw = holder[name];
		delete holder[name];
		if (isDisplayed(this, field)) setRequestValue(this, options, field, raw);
		return options;
	};
}

/** What n8n's routing must know of a field. @param field a field of an operation or of a collection */
export function toRouting(field: OperationField): INodePropertyRouting | undefined {
	const { sendIn } = field;
	if (!sendIn) return undefined;
	// A segment of the path waits in the query: n8n has no place for it.
	const place: RequestLocation = sendIn.in === 'path' ? { in: 'query', name: `{${sendIn.name}}` } : sendIn;
	const { in: type, name: property } = place;
	return {
		send: {
			type: type as 'query',
			property,
			propertyInDotNotation: type === 'body',
			preSend: [convertValue(field, place)],
		},
	};
}
