/** The forms of Selarti's responses: the documents show those of success, the inventory the others. */

import type { ParameterLocation, ParameterRule, RefusalContext, SandboxResponse } from '../types';
import type { BubbleRecord, State } from './state';

export const text: ParameterRule = { type: 'string' };
export const requiredText: ParameterRule = { type: 'string', required: true };

/** The names that Bubble, the platform under Selarti, gives to statuses; only the one for 400 is certain. */
const names: Record<number, string> = {
	404: 'NOT_FOUND',
	405: 'METHOD_NOT_ALLOWED',
	429: 'TOO_MANY_REQUESTS',
	500: 'INTERNAL_ERROR',
	503: 'SERVICE_UNAVAILABLE',
};

export function success(response: object): SandboxResponse {
	return { status: 200, body: { status: 'success', response } };
}

function failure(status: number, name: string, message: string): SandboxResponse {
	return {
		status,
		body: { statusCode: status, body: { status: name, message } },
		refused: message,
	};
}

/** For a value of the right type that identifies nothing. */
export function invalid(message: string) {
	return failure(400, 'INVALID_DATA', message);
}

export function notFound(message: string) {
	return failure(404, 'NOT_FOUND', message);
}

export function unauthorized(translation: string): SandboxResponse {
	return {
		status: 401,
		body: {
			error_class: 'Unauthorized',
			args: { code: '1741004400001x550812907316420480' },
			message: null,
			translation,
		},
		refused: translation.split(':')[0],
	};
}

export function refuse(
	status: number,
	reason: string,
	location: ParameterLocation | undefined,
	{ route }: RefusalContext<State>,
): SandboxResponse {
	if (status === 401) return unauthorized(reason);
	if (status === 400 && location?.name) {
		const workflow = route?.path.split('/').pop();
		return failure(
			400,
			'MISSING_DATA',
			`Missing parameter for workflow ${workflow}: parameter ${location.name} (${reason})`,
		);
	}
	return failure(status, names[status] ?? (status < 500 ? 'INVALID_DATA' : 'ERROR'), reason);
}

/**
 * One page of a list, with 20 entries by default (S5, S6).
 *
 * @param state its `maxLimit` caps the limit without an error; the documents name no such cap
 */
export function page<T>(list: T[], query: Record<string, string>, state: State): T[] {
	const offset = Number(query.offset ?? 0);
	const limit = Math.min(Number(query.limit ?? 20), state.maxLimit ?? Infinity);
	return list.slice(offset, offset + limit);
}

/** Newest first, as in the examples of S5 and S6; of two with the same time the later one comes first. */
export function newestFirst<T extends BubbleRecord>(list: T[]): T[] {
	return [...list].reverse().sort((one, other) => other['Created Date'] - one['Created Date']);
}
