import type { IncomingHttpHeaders } from 'node:http';

import type { Sandbox } from '../sandbox/server';
import type { SandboxVendor } from '../sandbox/types';

/** Parameters by name, with dots that lead into collections, e.g. `filters.task`. */
export type ParameterSet = Record<string, unknown>;

/** Something that a field adds to the request. */
export interface Part {
	set: ParameterSet;
	/** Query parameters it adds or replaces. */
	query?: Record<string, string>;
	/** Keys of the body it adds or replaces, also inside objects. */
	body?: object;
	/** The path instead of the row's. */
	path?: string;
	/** Query parameters of the row that it takes away. */
	without?: string[];
}

/** The request of a row, all of it. */
export interface WireRequest {
	method: string;
	path: string;
	query?: Record<string, string>;
	body?: object;
}

/** Where an id is in the request; in a body, dots lead into objects. A `number` is refused when it is none. */
export interface IdLocation {
	in: 'path' | 'query' | 'body' | 'number';
	name: string;
}

/** An operation as the vendor's document shows it. */
export interface Row<State = unknown> {
	/** The inventory number. */
	number: string;
	resource: string;
	operation: string;
	/** The parameters that the operation needs. */
	required: Record<string, unknown>;
	/** The parameter with the text that a write sends; by it the fault matrix sees the order of writes. */
	text?: string;
	/** The request they give. */
	wire: WireRequest;
	/** Every optional field, one by one; each is also tried left empty. */
	options?: Part[];
	/** Fields set to `0` and `false`, which are values. */
	zeroes?: Part[];
	/** Other ways to write a value that give the same kind of request, e.g. dates. */
	forms?: Part[];
	/** Parameters with a value that cannot be sent. */
	refused?: ParameterSet[];
	/** The parameters that hold an id. */
	ids?: Record<string, IdLocation>;
	/** For lists: how many entries the sandbox has with these parameters, and the most of a page, if the vendor pages. */
	list?: { set?: ParameterSet; total: number; most?: number };
	/** Lets happen at the vendor what the request needs. */
	prepare?(sandbox: Sandbox<State>): void;
	/** The answer that the document shows; undefined is an empty answer. */
	answer: unknown;
	/** 200 when left out. */
	answerStatus?: number;
	/** The items of that answer. */
	items: object[];
	/** The items with Simplify off, for operations that have it. */
	raw?: object[];
}

/** A vendor's contract: one row for each operation. */
export interface Contract<State = unknown> {
	/** The name of the node. */
	node: string;
	/** The credential type. */
	credential: string;
	vendor: SandboxVendor<State>;
	/** The inventory numbers of the vendor's document. */
	numbers: string[];
	/** The fields of the credential for a sandbox at `url`. */
	credentials(url: string): Record<string, string>;
	/** Whether a request has the authentication that the document requires. */
	authenticated(headers: IncomingHttpHeaders): boolean;
	/** Makes those fields valid, after each reset. */
	ready?(sandbox: Sandbox<State>): void;
	/** The inventory numbers whose requests change nothing although they are no GET. */
	reads?: string[];
	rows: Array<Row<State>>;
}
