import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Pagination } from './pagination';
import type { Serializer } from './serializers';

/** Where a field's value is sent. */
export interface RequestLocation {
	in: 'query' | 'body' | 'path';
	/** The vendor's name for it; in a body, dots lead into objects, e.g. `args.chan_id`. */
	name: string;
	/** How the value is written there; the field's type says so where this is left out. */
	as?: Serializer;
}

/** A parameter of a node that knows where its value goes in the request; `displayOptions.show` only where it depends on another field. */
export type OperationField = INodeProperties & { sendIn?: RequestLocation };

/** Where a simplified field comes from: a path into the vendor's object, or a function of that object. */
export type FieldSelector = string | ((record: IDataObject) => unknown);

/** What an operation makes of the vendor's response. */
export interface OutputOptions {
	/** What the envelope must hold, e.g. `thread`; each vendor knows its own envelope. */
	envelopeKey?: string;
	/** What a list of plain values is a list of: each becomes `{[valueKey]: value}`. */
	valueKey?: string;
	/** Set where the response is a list, but one record was requested: its name, e.g. `thread`. */
	singular?: string;
	/** The fields of the simplified version, at most ten, the most useful first. */
	simplify?: Readonly<Record<string, FieldSelector>> | ((record: IDataObject) => IDataObject);
	/** The key of an answer to a person, output as `text` too: n8n's chat shows `output`, `text` or `message` (n8n 2.41.1). */
	chatText?: string;
	/** Keys of secrets in the response, left out unless the user chooses Include Secrets. */
	secrets?: readonly string[];
}

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
	/** Whether the vendor accepts it without authentication. */
	isPublic?: boolean;
	/**
	 * The names by which fields are sent, in body, query or path, that identify the chat of a write: such writes of one
	 * run go in the order of its items.
	 */
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

/** A resource of a vendor, with its operations. */
export interface Resource {
	name: string;
	value: string;
	operations: Operation[];
}
