'use strict';

/** What the rows of a contract say, for whoever runs them: the parameters of a node, and the request that they give. */

/** @param {any} target @param {string} path @param {any} value */
function setAt(target, path, value) {
	const keys = path.split('.');
	const last = /** @type {string} */ (keys.pop());
	let holder = target;
	for (const key of keys) holder = holder[key] ??= {};
	holder[last] = value;
}

/** @param {any} target @param {string} path */
const getAt = (target, path) => path.split('.').reduce((value, key) => value?.[key], target);

/** @param {any} base @param {any} extra */
function merged(base, extra) {
	if (extra === undefined) return base;
	if (typeof extra !== 'object' || extra === null || Array.isArray(extra)) return extra;
	const result = { ...base };
	for (const [key, value] of Object.entries(extra)) result[key] = merged(result[key], value);
	return result;
}

/** Every value of the parameters as an expression over the input item. @param {any} value @param {any} json @returns {any} */
function asExpressions(value, json) {
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
		return Object.fromEntries(
			Object.entries(value).map(([key, inner]) => [
				key,
				['mode', '__rl'].includes(key) ? inner : asExpressions(inner, json),
			]),
		);
	}
	if (value === '') return value;
	const name = `p${Object.keys(json).length}`;
	json[name] = value;
	return `={{ $json.${name} }}`;
}

/** @param {import('.').Row} row @param {import('.').Part} [part] */
function expected(row, part) {
	const query = { ...row.wire.query, ...part?.query };
	for (const name of part?.without ?? []) delete query[name];
	return {
		method: row.wire.method,
		path: part?.path ?? row.wire.path,
		query,
		body: merged(row.wire.body, part?.body),
	};
}

/** @param {import('.').Row} row @param {import('.').Part} [part] */
function parametersOf(row, part) {
	const parameters = structuredClone({
		resource: row.resource,
		operation: row.operation,
		...row.required,
	});
	for (const [path, value] of Object.entries(part?.set ?? {})) setAt(parameters, path, value);
	return parameters;
}

/** @param {import('../sandbox/server').Recorded} request */
const onWire = ({ method, path, query, body }) => ({ method, path, query, body });

module.exports = { setAt, getAt, asExpressions, expected, parametersOf, onWire };
