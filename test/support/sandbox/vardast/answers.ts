/** The forms of Vardast's answers and errors, and the rules its requests share. */

import type { Answer, Rule, Place } from '../types';
import type { State } from './seed';

export const ok = (body: any): Answer => ({ status: 200, body });

/** {"detail": "…"}; for a failed validation the detail is a list that names each place. */
export function refuse(status: number, reason: string, place?: Place): Answer {
	if (status !== 422) return { status, body: { detail: reason } };
	const loc = place?.name === undefined ? [place?.where ?? 'body'] : [place.where, place.name];
	return { status, body: { detail: [{ loc, msg: reason, type: 'value_error' }] } };
}

/** The rows, the latest first; those of the same moment in the reverse order of their making. */
export function newestFirst(rows: any[], key: string = 'created_at') {
	const at = (row: any) => row[key] ?? '';
	return rows.toReversed().sort((a, b) => (at(a) === at(b) ? 0 : at(a) < at(b) ? 1 : -1));
}

/** A list without pages. */
export const list = (state: State, rows: any[]): Answer =>
	ok(state.bareArrays ? rows : { items: rows });

/**
 * One page of a list.
 *
 * @param page counted from 1
 * @param size rows on a page
 */
export function paged(state: State, rows: any[], page: number, size: number): Answer {
	const items = rows.slice((page - 1) * size, page * size);
	return ok(
		state.bareArrays
			? items
			: { items, total: rows.length, page, size, pages: Math.ceil(rows.length / size) },
	);
}

const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
export const notUuid = (value: string) =>
	uuidForm.test(value) ? undefined : `${value} is not a UUID`;

export const uuidRule: Rule = { type: 'string', check: notUuid };
export const countRule: Rule = { type: 'integer', min: 1 };
export const textRule: Rule = { type: 'string', required: true };
