'use strict';

/** The forms of Vardast's answers and errors, and the rules its requests share. */

/**
 * @typedef {import('../server.js').Answer} Answer
 * @typedef {import('../server.js').Rule} Rule
 * @typedef {import('./seed.js').State} State
 */

/** @param {any} body @returns {Answer} */
const ok = (body) => ({ status: 200, body });

/**
 * {"detail": "…"}; for a failed validation the detail is a list that names each place.
 * @param {number} status @param {string} reason @param {import('../server.js').Place} [place] @returns {Answer}
 */
function refuse(status, reason, place) {
	if (status !== 422) return { status, body: { detail: reason } };
	const loc = place?.name === undefined ? [place?.where ?? 'body'] : [place.where, place.name];
	return { status, body: { detail: [{ loc, msg: reason, type: 'value_error' }] } };
}

/** The rows, the latest first; those of the same moment in the reverse order of their making. @param {any[]} rows @param {string} [key] */
function newestFirst(rows, key = 'created_at') {
	const at = (/** @type {any} */ row) => row[key] ?? '';
	return rows.toReversed().sort((a, b) => (at(a) === at(b) ? 0 : at(a) < at(b) ? 1 : -1));
}

/** A list without pages. @param {State} state @param {any[]} rows @returns {Answer} */
const list = (state, rows) => ok(state.bareArrays ? rows : { items: rows });

/**
 * One page of a list.
 * @param {State} state @param {any[]} rows @param {number} page counted from 1 @param {number} size rows on a page
 * @returns {Answer}
 */
function paged(state, rows, page, size) {
	const items = rows.slice((page - 1) * size, page * size);
	return ok(
		state.bareArrays
			? items
			: { items, total: rows.length, page, size, pages: Math.ceil(rows.length / size) },
	);
}

const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** @param {string} value */
const notUuid = (value) => (uuidForm.test(value) ? undefined : `${value} is not a UUID`);

/** @type {Rule} */
const uuidRule = { type: 'string', check: notUuid };
/** @type {Rule} */
const countRule = { type: 'integer', min: 1 };
/** @type {Rule} */
const textRule = { type: 'string', required: true };

module.exports = { ok, refuse, newestFirst, list, paged, notUuid, uuidRule, countRule, textRule };
