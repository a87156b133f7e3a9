import type {
	IExecuteSingleFunctions,
	IHttpRequestOptions,
	INodeProperties,
	INodePropertyRouting,
	IDataObject,
	PreSendAction,
} from 'n8n-workflow';

import { fieldError } from './errors';
import { flag, object, text } from './values';
import type { Convert } from './values';

/** Where a field's value stands on the wire. */
export interface Send {
	in: 'query' | 'body' | 'path';
	/** The vendor's name for it; in a body, dots lead into objects, e.g. `args.chan_id`. */
	name: string;
	/** How the value is written there; the field's type says so where this is left out. */
	as?: Convert;
}

/** A parameter of a node that knows where its value goes; `displayOptions.show` only where it depends on another field. */
export type Field = INodeProperties & { send?: Send };

/** A query parameter. @param name the vendor's name @param as how the value is written */
export const query = (name: string, as?: Convert): Send => ({ in: 'query', name, as });
/** A key of the JSON body. @param name the vendor's name @param as how the value is written */
export const body = (name: string, as?: Convert): Send => ({ in: 'body', name, as });
/** A `{name}` in the operation's URL. @param name as it stands in the URL */
export const path = (name: string): Send => ({ in: 'path', name, as: text });

/** How a value is written where a field does not say it; all other types are texts. */
const BY_TYPE: Partial<Record<INodeProperties['type'], Convert>> = { boolean: flag, json: object };

/** Whether a field was left empty. `0` and `false` are values. */
export const isEmpty = (value: unknown) => value === undefined || value === null || value === '';

/** The value as it goes on the wire, undefined if it was left empty. @throws NodeOperationError naming field and item */
function written(context: IExecuteSingleFunctions, field: Field, value: unknown): unknown {
	const scene = { node: context.getNode(), itemIndex: context.getItemIndex() };
	if (isEmpty(value)) {
		if (field.required || field.send?.in === 'path')
			throw fieldError(scene, field.displayName, 'is empty');
		return undefined;
	}
	const convert = field.send?.as ?? BY_TYPE[field.type] ?? text;
	try {
		return convert(value, context.getTimezone());
	} catch (error) {
		throw fieldError(scene, field.displayName, `must be ${(error as Error).message}`);
	}
}

/**
 * Whether the fields that this one depends on let it be sent. n8n hides it by what is written in those fields, and shows
 * it beside any expression; what the expression gives is known only here.
 */
export function isShown(context: IExecuteSingleFunctions, { displayOptions }: Field): boolean {
	return Object.entries(displayOptions?.show ?? {}).every(([name, values]) =>
		values?.includes(context.getNodeParameter(name) as string),
	);
}

/** The object that a value stands in, and the value's name there. */
function holderOf(options: IHttpRequestOptions, { in: part, name }: Send): [IDataObject, string] {
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
export function put(
	context: IExecuteSingleFunctions,
	options: IHttpRequestOptions,
	field: Field,
	raw: unknown,
): void {
	const send = field.send as Send;
	const value = written(context, field, raw);
	if (send.in !== 'path') {
		const [holder, name] = holderOf(options, send);
		if (value !== undefined) holder[name] = value as IDataObject;
		return;
	}
	if (value === '.' || value === '..') {
		const scene = { node: context.getNode(), itemIndex: context.getItemIndex() };
		throw fieldError(scene, field.displayName, `must be an ID, not "${value}"`);
	}
	options.url = options.url.replace(`{${send.name}}`, () =>
		encodeURIComponent((value as string).toWellFormed()),
	);
}

/** Takes what n8n has put in a field's place, and puts it there as it belongs. */
function finish(field: Field, place: Send): PreSendAction {
	return async function (this: IExecuteSingleFunctions, options: IHttpRequestOptions) {
		const [holder, name] = holderOf(options, place);
		const raw = holder[name];
		delete holder[name];
		if (isShown(this, field)) put(this, options, field, raw);
		return options;
	};
}

/** What n8n's routing must know of a field. @param field a field of an operation or of a collection */
export function routingOf(field: Field): INodePropertyRouting | undefined {
	const { send } = field;
	if (!send) return undefined;
	// A segment of the path waits in the query: n8n has no place for it.
	const place: Send = send.in === 'path' ? { in: 'query', name: `{${send.name}}` } : send;
	const { in: type, name: property } = place;
	return {
		send: {
			type: type as 'query',
			property,
			propertyInDotNotation: type === 'body',
			preSend: [finish(field, place)],
		},
	};
}
