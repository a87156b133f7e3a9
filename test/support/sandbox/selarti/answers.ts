/**
 * The forms in which Selarti answers and refuses (the documents show the first, the inventory the others).
 */

import type { Answer, Rule } from '../types';

export const text: Rule = { type: 'string' };
export const neededText: Rule = { type: 'string', required: true };

/**
 * The names Bubble, the platform under Selarti, gives to statuses; only the one for 400 is known for sure.
 */
const names = {
	404: 'NOT_FOUND',
	405: 'METHOD_NOT_ALLOWED',
	429: 'TOO_MANY_REQUESTS',
	500: 'INTERNAL_ERROR',
	503: 'SERVICE_UNAVAILABLE',
} as Record<number, string>;

export function success(response: Record<string, any>): Answer {
	return { status: 200, body: { status: 'success', response } };
}

function failure(status: number, name: string, message: string): Answer {
	return {
		status,
		body: { statusCode: status, body: { status: name, message } },
		refused: message,
	};
}

/** A value of the right type that stands for nothing the vendor has. */
export function invalid(message: string) {
	return failure(400, 'INVALID_DATA', message);
}

export function notFound(message: string) {
	return failure(404, 'NOT_FOUND', message);
}

export function unauthorized(translation: string): Answer {
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

export function refuse(status, reason, place, about) {
	if (status === 401) return unauthorized(reason);
	if (status === 400 && place?.name) {
		const workflow = about.route?.path.split('/').pop();
		return failure(
			400,
			'MISSING_DATA',
			`Missing parameter for workflow ${workflow}: parameter ${place.name} (${reason})`,
		);
	}
	return failure(status, names[status] ?? (status < 500 ? 'INVALID_DATA' : 'ERROR'), reason);
}

/**
 * One page of a list: 20 entries when no limit is asked for (S5, S6).
 *
 * @param state its `maxLimit` caps the limit in silence; the documents name no such cap
 */
export function page(list: any[], query: Record<string, string>, state: any) {
	const offset = Number(query.offset ?? 0);
	return list.slice(
		offset,
		offset + Math.min(Number(query.limit ?? 20), state.maxLimit ?? Infinity),
	);
}

/**
 * Newest first, as the examples of S5 and S6 are; of two of one millisecond the later made comes first.
 */
export function newestFirst(list: any[]) {
	return [...list].reverse().sort((one, other) => other['Created Date'] - one['Created Date']);
}
