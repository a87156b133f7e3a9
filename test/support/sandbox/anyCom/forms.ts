/**
 * How AnyCom is asked and how it answers: one address for all requests, told apart by group and cmd, with the status
 * both in the body and in the HTTP status.
 */

import { refuseValues } from '../server';
import type { Answer, Call, Route, Rule } from '../types';

export const integer: Rule = { type: 'integer', required: true };
export const neededText: Rule = { type: 'string', required: true };
/** A channel as most requests name it. */
export const channel: Record<string, Rule> = {
	chan_type: { type: 'string', required: true, enum: ['whatsapp'] },
	chan_id: integer,
};
/** A customer on a channel. */
export const customer: Record<string, Rule> = { ...channel, chan_user: neededText };

function hasKeys(value: any, keys: string[]) {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
	return Object.keys(value).sort().join() === [...keys].sort().join();
}

/**
 * Group, cmd and args, wherever they stand: at the body's top, or under Request beside Authentication.
 *
 * @returns undefined when the body has neither form
 */
function requestOf(body: any): any {
	if (hasKeys(body, ['Authentication', 'Request'])) return body.Request;
	return typeof body === 'object' && body !== null && 'group' in body ? body : undefined;
}

/**
 * @param state its `dropsHeaders` makes it a proxy that lets no underscore pass
 * @returns auth_key and auth_user, as far as they were given
 */
function credentialsOf({ body, headers }: Call, state: any): Record<string, any> {
	if (hasKeys(body, ['Authentication', 'Request'])) return body.Authentication ?? {};
	return state.dropsHeaders ? {} : { auth_key: headers.auth_key, auth_user: headers.auth_user };
}

/** The statuses the document knows; any other is a gateway's, whose HTTP status always tells. */
const documented = [200, 204, 400, 401, 404, 412];

function answer(status: number, result: any, state: any): Answer {
	return {
		status: state.httpStatusAlways200 && documented.includes(status) ? 200 : status,
		body: { status, result },
	};
}

/** @param result an empty list is AnyCom's 204 */
export function ok(state: any, result: any[] | string): Answer {
	if (!Array.isArray(result) || result.length > 0) return answer(200, result, state);
	// That 204 is what an empty list answers is documented; whether the HTTP status says so, and with what body, is not.
	return state.emptyAs204 && !state.httpStatusAlways200
		? { status: 204 }
		: { status: 200, body: { status: 204, result: '' } };
}

export function failed(state: any, reason: string): Answer {
	return { ...answer(412, `Precondition Failed. ${reason}`, state), refused: reason };
}

/** The words of the document's table of response codes. */
const words = {
	400: 'Missing authentication key!',
	401: 'Unauthorized! The authentication key does not exist or is not active.',
	404: 'Invalid method.',
} as Record<number, string>;

export function refuse(status, reason, _place, { state }) {
	// There is no other path and no other HTTP method than one: to AnyCom each of them is a method it does not have.
	if (status === 405 || (status === 404 && reason.startsWith('no document')))
		return answer(404, words[404], state);
	if (status === 412) return failed(state, reason);
	return { ...answer(status, reason, state), refused: reason };
}

export function authenticate(call, state) {
	const { auth_key, auth_user, ...rest } = credentialsOf(call, state);
	if (!auth_key || !auth_user || Object.keys(rest).length > 0)
		return answer(400, words[400], state);
	return auth_key === state.key && state.users.includes(auth_user)
		? undefined
		: answer(401, words[401], state);
}

/**
 * One row of the inventory.
 *
 * @param command group and cmd, with a slash between
 * @param args every documented argument
 * @param more `alone` a reason to refuse that takes several arguments to see; `when` which arguments make it this row
 */
export function route(
	number: string,
	command: string,
	args: Record<string, Rule>,
	handle: (args: any, state: any) => Answer,
	{
		alone,
		when,
	}: { alone?: (args: any) => string | undefined; when?: (args: any) => boolean } = {},
): Route {
	const [group, cmd] = command.split('/');
	return {
		number,
		method: 'POST',
		path: '/',
		matches: ({ body }) => {
			const request = requestOf(body);
			return request?.group === group && request.cmd === cmd && (!when || when(request.args));
		},
		fields: ({ body }) => requestOf(body),
		body: {
			group: neededText,
			cmd: { type: 'string', required: true, mayBeEmpty: true },
			args: {
				type: 'object',
				required: true,
				check: (values) => refuseValues(values, args, 'body')?.reason ?? alone?.(values),
			},
		},
		handle: (call, state) => handle(requestOf(call.body).args, state),
	};
}
