/** The forms of Vardast's responses and errors, and the rules that its requests have in common. */

import type { ParameterLocation, ParameterRule, SandboxResponse } from '../types';
import type { State } from './state';

export const ok = (body: unknown): SandboxResponse => ({ status: 200, body });

/** {"detail": "…"}; for invalid parameters the detail is a list with the location of each. */
export function refuse(
	status: number,
	reason: string,
	location?: ParameterLocation,
): SandboxResponse {
	if (status !== 422) return { status, body: { detail: reason } };
	const loc =
		location?.name === undefined ? [location?.where ?? 'body'] : [location.where, location.name];
	return { status, body: { detail: [{ loc, msg: reason, type: 'value_error' }] } };
}

/**
 * The rows, the latest first; those with the same time in the reverse order of their creation.
 *
 * @param timeOf the time of a row
 */
export const newestFirst = <T>(rows: T[], timeOf: (row: T) => string | undefined): T[] =>
	rows.toReversed().sort((a, b) => {
		const [first, second] = [timeOf(a) ?? '', timeOf(b) ?? ''];
		return first === second ? 0 : first < second ? 1 : -1;
	});

export const byCreation = ({ created_at }: { created_at?: string }) => created_at;

/** A list without pages. */
export const list = (state: State, rows: unknown[]): SandboxResponse =>
	ok(state.bareArrays ? rows : { items: rows });

/**
 * One page of a list.
 *
 * @param page counted from 1
 * @param size rows on a page
 */
export function paged(state: State, rows: unknown[], page: number, size: number): SandboxResponse {
	const items = rows.slice((page - 1) * size, page * size);
	return ok(
		state.bareArrays
			? items
			: { items, total: rows.length, page, size, pages: Math.ceil(rows.length / size) },
	);
}

const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
export const notUuid = (value: unknown) =>
	uuidForm.test(String(value)) ? undefined : `${value} is not a UUID`;

export const uuidRule: ParameterRule = { type: 'string', check: notUuid };
export const countRule: ParameterRule = { type: 'integer', min: 1 };
export const textRule: ParameterRule = { type: 'string', required: true };
