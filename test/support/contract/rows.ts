/**
 * What the rows of a contract say, for whoever runs them: the parameters of a node, and the request that they give.
 */

import type { Row, Part } from './describeContract';
import type { RequestRecord } from '../sandbox/types';

export function setAt(target: any, path: string, value: any) {
	const keys = path.split('.');
	const last = keys.pop() as string;
	let holder = target;
	for (const key of keys) holder = holder[key] ??= {};
	holder[last] = value;
}

export const getAt = (target: any, path: string) =>
	path.split('.').reduce((value, key) => value?.[key], target);

function merged(base: any, extra: any) {
	if (extra === undefined) return base;
	if (typeof extra !== 'object' || extra === null || Array.isArray(extra)) return extra;
	const result = { ...base };
	for (const [key, value] of Object.entries(extra)) result[key] = merged(result[key], value);
	return result;
}

/** Every value of the parameters as an expression over the input item. */
export function asExpressions(value: any, json: any): any {
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

export function expected(row: Row, part?: Part) {
	const query = { ...row.wire.query, ...part?.query };
	for (const name of part?.without ?? []) delete query[name];
	return {
		method: row.wire.method,
		path: part?.path ?? row.wire.path,
		query,
		body: merged(row.wire.body, part?.body),
	};
}

export function parametersOf(row: Row, part?: Part) {
	const parameters = structuredClone({
		resource: row.resource,
		operation: row.operation,
		...row.required,
	});
	for (const [path, value] of Object.entries(part?.set ?? {})) setAt(parameters, path, value);
	return parameters;
}

export const onWire = ({ method, path, query, body }: RequestRecord) => ({
	method,
	path,
	query,
	body,
});
