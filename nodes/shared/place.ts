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
		if (field.required || field.send?.in === 'path') throw fieldError(scene, field.displayName, 'is empty');
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
function isShown(context: IExecuteSingleFunctions, { displayOptions }: Field): boolean {
	return Object.entries(displayOptions?.show ?? {}).every(([name, values]) =>
		values?.includes(context.getNodeParameter(name) as string),
	);
}

/** n8n has put the raw value where it belongs; this writes it as the vendor wants it, or takes it out if it is empty. */
function finish(field: Field, send: Send): PreSendAction {
	const keys = send.name.split('.');
	const last = keys.pop() as string;
	return async function (this: IExecuteSingleFunctions, options: IHttpRequestOptions) {
		let holder = (send.in === 'query' ? options.qs : options.body) as IDataObject;
		for (const key of keys) holder = holder[key] as IDataObject;
		const value = isShown(this, field) ? written(this, field, holder[last]) : undefined;
		if (value === undefined) delete holder[last];
		else holder[last] = value as IDataObject;
		return options;
	};
}

/**
 * Fills the URL's `{name}` with the value, percent-encoded, so that it stays one segment whatever it holds. n8n has put
 * the value into the query under that name: to read the field once more would evaluate its expression once more.
 */
function fillPath(field: Field, placeholder: string): PreSendAction {
	return async function (this: IExecuteSingleFunctions, options: IHttpRequestOptions) {
		const qs = options.qs as IDataObject;
		const value = written(this, field, qs[placeholder]) as string;
		delete qs[placeholder];
		if (value === '.' || value === '..') {
			const scene = { node: this.getNode(), itemIndex: this.getItemIndex() };
			throw fieldError(scene, field.displayName, `must be an ID, not "${value}"`);
		}
		options.url = options.url.replace(placeholder, () => encodeURIComponent(value.toWellFormed()));
		return options;
	};
}

/** What n8n's routing must know of a field. @param field a field of an operation or of a collection */
export function routingOf(field: Field): INodePropertyRouting | undefined {
	const { send } = field;
	if (!send) return undefined;
	if (send.in === 'path') {
		const property = `{${send.name}}`;
		return { send: { type: 'query', property, propertyInDotNotation: false, preSend: [fillPath(field, property)] } };
	}
	return { send: { type: send.in, property: send.name, preSend: [finish(field, send)] } };
}
