/** What a sandbox is told of a vendor, and what it tells of a request. */

import type { IncomingHttpHeaders } from 'node:http';
import type { Sandbox } from './server';

/** how one documented value is checked */
export interface Rule {
	/** `any` leaves it to `check` */
	type: 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array' | 'date' | 'any';
	required?: boolean;
	/** whether an empty text is a value of its own */
	mayBeEmpty?: boolean;
	/** whether the document names null among the values */
	mayBeNull?: boolean;
	enum?: ReadonlyArray<string | number>;
	/** the rule for each entry of an array */
	items?: Rule;
	min?: number;
	max?: number;
	/** a reason to refuse, or nothing */
	check?: (value: any) => string | undefined;
}

/** a request as the vendor understood it */
export interface Call {
	method: string;
	/** the path as it came, still encoded, without the query */
	path: string;
	/** the decoded path parameters */
	params: Record<string, string>;
	query: Record<string, string>;
	/** the parsed JSON body, undefined when there was none */
	body: any;
	headers: IncomingHttpHeaders;
}

export interface Answer {
	status: number;
	/** sent as JSON; a string is sent as it is */
	body?: any;
	headers?: Record<string, string>;
	/** why the vendor did not act, for one that says so under a status below 400 */
	refused?: string;
}

/** where a refused value stood, for vendors that say so in their errors */
export interface Place {
	where: 'query' | 'body';
	/** the parameter; undefined when the body as a whole is refused */
	name?: string;
}

/** what a refusal is about */
export interface About {
	/** undefined for a request no document has */
	route: Route | undefined;
	state: any;
}

/** one row of the inventory */
export interface Route {
	/** e.g. S11 */
	number: string;
	method: string;
	/** e.g. /models/{model_id} */
	path: string;
	/** for vendors with one path for all: whether this row is meant */
	matches?: (call: Call) => boolean;
	/** whether it needs no authentication */
	open?: boolean;
	/** every documented query parameter */
	query?: Record<string, Rule>;
	/** every documented key of the JSON body */
	body?: Record<string, Rule>;
	/** where the body's keys stand, if not at its top */
	fields?: (call: Call) => Record<string, any>;
	handle: (call: Call, state: any, sandbox: Sandbox) => Answer | Promise<Answer>;
}

export interface SandboxVendor<State = any> {
	name: string;
	routes: Route[];
	/** the HTTP status the vendor gives a request whose values it refuses, e.g. 400 or 422 */
	invalidStatus: number;
	/** a fresh state, the same each time */
	seed: () => State;
	/** an answer that refuses, or nothing */
	authenticate: (call: Call, state: any, route: Route) => Answer | undefined;
	/** the vendor's own form of an error */
	refuse: (status: number, reason: string, place: Place | undefined, about: About) => Answer;
	/** things that happen at the vendor */
	events?: Record<string, (state: any, options: any) => void>;
}

/** something the vendor does wrong */
export interface Fault {
	kind: FaultKind;
	/** the inventory numbers it applies to; every one when left out */
	on?: string | string[];
	/** how many requests it spoils; every one when left out */
	times?: number;
	/** how many requests of those numbers it lets pass first */
	after?: number;
	status?: number;
	body?: any;
	headers?: Record<string, string>;
	/** milliseconds, for `slow` - `answer`: answers `status`, `headers` and `body` instead of handling the request - `refuse`: the vendor's own error form for `status`, with `body` as the reason - `slow`: handles the request, then answers `delay` milliseconds later - `cutBefore`: closes the connection without having handled the request - `cutAfter`: handles the request, then closes the connection without an answer - `cutMiddle`: handles the request, sends half of the answer, then closes the connection - `answerAfter`: handles the request, then answers `status` and `body` all the same (a gateway that gave up) - `rewrite`: handles the request, then lets `status`, `headers` and `body` replace parts of the answer */
	delay?: number;
}

export type FaultKind =
	'answer' | 'refuse' | 'slow' | 'cutBefore' | 'cutAfter' | 'cutMiddle' | 'answerAfter' | 'rewrite';

/** one request, as it stood on the wire */
export interface Recorded {
	vendor: string;
	/** the inventory number; undefined for a request no document has */
	number: string | undefined;
	method: string;
	/** path and query exactly as they came */
	url: string;
	path: string;
	query: Record<string, string>;
	headers: IncomingHttpHeaders;
	/** the body exactly as it came */
	text: string;
	/** the body as JSON, undefined when there is none */
	body: any;
	/** milliseconds since the epoch */
	at: number;
	/** how many requests were being handled at that moment, this one included */
	inFlight: number;
	/** whether the vendor acted on it */
	handled: boolean;
	/** what was answered; undefined when the connection was cut */
	status: number | undefined;
	/** the reason, when it was refused */
	refused: string | undefined;
}
