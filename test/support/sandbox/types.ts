/** What a sandbox has to know of a vendor, and what it records of a request. */

import type { IncomingHttpHeaders } from 'node:http';
import type { Sandbox } from './server';

/** How one documented parameter is validated. */
export interface ParameterRule {
	/** `any` leaves the validation to `check`. */
	type: 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array' | 'date' | 'any';
	required?: boolean;
	/** Whether an empty string is a valid value. */
	mayBeEmpty?: boolean;
	/** Whether the document names null among the values. */
	mayBeNull?: boolean;
	enum?: ReadonlyArray<string | number>;
	/** The rule for each entry of an array. */
	items?: ParameterRule;
	min?: number;
	max?: number;
	/**
	 * @param value of the type of the rule; in a query every value is a string
	 * @returns the reason to refuse the value
	 */
	check?(value: unknown): string | undefined;
}

export type ParameterRules = Record<string, ParameterRule>;

/** A request as the vendor understands it. Its route states the type of the body, which the rules have validated. */
export interface SandboxRequest<Body = unknown> {
	method: string;
	/** The path as it was received, still encoded, without the query. */
	path: string;
	/** The decoded path parameters. */
	params: Record<string, string>;
	query: Record<string, string>;
	/** The parsed JSON body; undefined when there was none. */
	body: Body;
	headers: IncomingHttpHeaders;
}

export interface SandboxResponse {
	status: number;
	/** Sent as JSON; a string is sent as it is. */
	body?: unknown;
	headers?: Record<string, string>;
	/** Why the vendor did not act, for a vendor that says so with a status below 400. */
	refused?: string;
}

/** The parameter that was refused, for vendors that name it in their errors. */
export interface ParameterLocation {
	where: 'query' | 'body';
	/** Undefined when the body as a whole is refused. */
	name?: string;
}

export interface RefusalContext<State = unknown> {
	/** Undefined for a request that no document has. */
	route: Route<State> | undefined;
	state: State;
}

/** One row of the inventory. */
export interface Route<State = unknown> {
	/** The inventory number, e.g. `S11`. */
	number: string;
	method: string;
	/** The path template, e.g. `/models/{model_id}`. */
	path: string;
	/** Tells routes with the same path apart. */
	matches?(request: SandboxRequest): boolean;
	/** Whether it needs no authentication. */
	open?: boolean;
	/** Every documented query parameter. */
	query?: ParameterRules;
	/** Every documented key of the JSON body. */
	body?: ParameterRules;
	/** The object that has the keys of the body, where it is not the body itself. */
	fields?(request: SandboxRequest): unknown;
	handle(
		request: SandboxRequest,
		state: State,
		sandbox: Sandbox<State>,
	): SandboxResponse | Promise<SandboxResponse>;
}

/** An event at the vendor. Parameters are bivariant, because each event has options of its own. */
export type EventHandler<State> = { handle(state: State, options: object): void }['handle'];

export interface SandboxVendor<State = unknown> {
	/** The key of the vendor. */
	name: string;
	routes: Array<Route<State>>;
	/** The HTTP status for a request with invalid parameters, e.g. 400 or 422. */
	invalidStatus: number;
	/** @returns a new state, equal each time */
	seed(): State;
	/** @returns a response that refuses, or undefined */
	authenticate(
		request: SandboxRequest,
		state: State,
		route: Route<State>,
	): SandboxResponse | undefined;
	/** @returns an error in the form of the vendor */
	refuse(
		status: number,
		reason: string,
		location: ParameterLocation | undefined,
		context: RefusalContext<State>,
	): SandboxResponse;
	events?: Record<string, EventHandler<State>>;
}

/**
 * - `answer`: responds with `status`, `headers` and `body` instead of handling the request
 * - `refuse`: responds with the vendor's own form of an error for `status`, with `body` as the reason
 * - `slow`: handles the request, then responds `delay` milliseconds later
 * - `cutBefore`: closes the connection without handling the request
 * - `cutAfter`: handles the request, then closes the connection without a response
 * - `cutMiddle`: handles the request, sends half of the response, then closes the connection
 * - `answerAfter`: handles the request, then responds with `status` and `body`, as a gateway does after its timeout
 * - `rewrite`: handles the request, then replaces parts of the response by `status`, `headers` and `body`
 */
export type FaultKind =
	'answer' | 'refuse' | 'slow' | 'cutBefore' | 'cutAfter' | 'cutMiddle' | 'answerAfter' | 'rewrite';

/** An injected fault. */
export interface Fault {
	kind: FaultKind;
	/** The inventory numbers it applies to; every one when left out. */
	on?: string | string[];
	/** How many requests it applies to; every one when left out. */
	times?: number;
	/** How many requests of those numbers pass before it applies. */
	after?: number;
	status?: number;
	body?: unknown;
	headers?: Record<string, string>;
	/** Milliseconds, for `slow`. */
	delay?: number;
	/** What must be so before the delay begins, for `slow`. It is checked at each request. */
	until?: () => boolean;
}

/** A request as it was received, and what became of it. */
export interface RequestRecord<Body = Record<string, unknown>> {
	/** The key of the vendor. */
	vendor: string;
	/** The inventory number; undefined for a request that no document has. */
	number: string | undefined;
	method: string;
	/** Path and query exactly as they were received. */
	url: string;
	path: string;
	query: Record<string, string>;
	headers: IncomingHttpHeaders;
	/** The body exactly as it was received. */
	text: string;
	/** The parsed JSON body, undefined when there was none. Its type is an assertion of the reader. */
	body: Body;
	/** Milliseconds since the epoch. */
	at: number;
	/** How many requests were in progress at that moment, this one included. */
	inFlight: number;
	/** Whether the vendor acted on it. */
	handled: boolean;
	/** The status of the response; undefined when the connection was closed. */
	status: number | undefined;
	/** The reason, when it was refused. */
	refused: string | undefined;
}
