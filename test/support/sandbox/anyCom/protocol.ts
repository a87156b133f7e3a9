/**
 * The form of AnyCom's requests and responses: one path for all requests, which differ in group and cmd, and the status
 * both in the body and in the HTTP status.
 */

import { isObject, refuseValues } from '../validation';
import type {
	ParameterLocation,
	ParameterRule,
	ParameterRules,
	RefusalContext,
	Route,
	SandboxRequest,
	SandboxResponse,
} from '../types';
import type { State } from './state';

export const integer: ParameterRule = { type: 'integer', required: true };
export const requiredText: ParameterRule = { type: 'string', required: true };
/** A channel as most requests name it. */
export const channel: ParameterRules = {
	chan_type: { type: 'string', required: true, enum: ['whatsapp'] },
	chan_id: integer,
};
/** A customer on a channel. */
export const customer: ParameterRules = { ...channel, chan_user: requiredText };

/** A body with the credential beside the request. */
interface AuthenticatedBody {
	Authentication: unknown;
	Request: unknown;
}

const hasAuthentication = (body: unknown): body is AuthenticatedBody =>
	isObject(body) && Object.keys(body).sort().join() === 'Authentication,Request';

/**
 * The object with group, cmd and args: the body, or its key Request beside Authentication.
 *
 * @returns undefined when the body has neither form
 */
function commandOf(body: unknown): Record<string, unknown> | undefined {
	const command = hasAuthentication(body) ? body.Request : body;
	return isObject(command) && (command !== body || 'group' in command) ? command : undefined;
}

/**
 * @param state its `dropsHeaders` makes it a proxy that drops headers with an underscore
 * @returns auth_key and auth_user, as far as they were given
 */
function credentialsOf({ body, headers }: SandboxRequest, state: State): Record<string, unknown> {
	if (hasAuthentication(body)) return isObject(body.Authentication) ? body.Authentication : {};
	return state.dropsHeaders ? {} : { auth_key: headers.auth_key, auth_user: headers.auth_user };
}

/** The statuses of the document; any other is the HTTP status of a gateway. */
const documented = [200, 204, 400, 401, 404, 412];

function respond(status: number, result: unknown, state: State): SandboxResponse {
	return {
		status: state.httpStatusAlways200 && documented.includes(status) ? 200 : status,
		body: { status, result },
	};
}

/** @param result an empty list gives AnyCom's 204 */
export function ok(state: State, result: unknown[] | string): SandboxResponse {
	if (!Array.isArray(result) || result.length > 0) return respond(200, result, state);
	// The document says that an empty list gives 204, but not whether in the HTTP status, and with which body.
	return state.emptyAs204 && !state.httpStatusAlways200
		? { status: 204 }
		: { status: 200, body: { status: 204, result: '' } };
}

export function failed(state: State, reason: string): SandboxResponse {
	return { ...respond(412, `Precondition Failed. ${reason}`, state), refused: reason };
}

/** The messages of the document's table of response codes. */
const messages = {
	400: 'Missing authentication key!',
	401: 'Unauthorized! The authentication key does not exist or is not active.',
	404: 'Invalid method.',
};

export function refuse(
	status: number,
	reason: string,
	_location: ParameterLocation | undefined,
	{ state }: RefusalContext<State>,
): SandboxResponse {
	// AnyCom has one path and one HTTP method; any other is an invalid method to it.
	if (status === 405 || (status === 404 && reason.startsWith('no document')))
		return respond(404, messages[404], state);
	if (status === 412) return failed(state, reason);
	return { ...respond(status, reason, state), refused: reason };
}

export function authenticate(request: SandboxRequest, state: State): SandboxResponse | undefined {
	const { auth_key, auth_user, ...rest } = credentialsOf(request, state);
	if (!auth_key || !auth_user || Object.keys(rest).length > 0)
		return respond(400, messages[400], state);
	return auth_key === state.key && state.users.some((user) => user === auth_user)
		? undefined
		: respond(401, messages[401], state);
}

interface RouteOptions<Args> {
	/** Validates arguments that depend on each other; returns the reason to refuse them. */
	refuseArgs?: (args: Args) => string | undefined;
	/** Tells rows with the same command apart. */
	when?: (args: unknown) => boolean;
}

/**
 * One row of the inventory.
 *
 * @param command group and cmd, separated by a slash
 * @param args every documented argument
 */
export function route<Args = Record<string, never>>(
	number: string,
	command: string,
	args: ParameterRules,
	handle: (args: Args, state: State) => SandboxResponse,
	{ refuseArgs, when }: RouteOptions<Args> = {},
): Route<State> {
	const [group, cmd] = command.split('/');
	return {
		number,
		method: 'POST',
		path: '/',
		matches: ({ body }) => {
			const given = commandOf(body);
			return given?.group === group && given.cmd === cmd && (!when || when(given.args));
		},
		fields: ({ body }) => commandOf(body),
		body: {
			group: requiredText,
			cmd: { type: 'string', required: true, mayBeEmpty: true },
			args: {
				type: 'object',
				required: true,
				check: (values) =>
					refuseValues(values as Record<string, unknown>, args, 'body')?.reason ??
					refuseArgs?.(values as Args),
			},
		},
		handle: ({ body }, state) => handle(commandOf(body)?.args as Args, state),
	};
}
