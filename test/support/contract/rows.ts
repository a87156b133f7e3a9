import type { RequestRecord } from '../sandbox/types';
import type { Part, Row } from './types';
import { isValues, merge, setAt } from './values';
import type { Values } from './values';

export { getAt, setAt } from './values';

/** The parameters of a node that uses an operation as a row does. */
export type RowParameters = Values & { resource: string; operation: string };

/** Keys of a resource locator that no expression can set. */
const locatorKeys = ['mode', '__rl'];

/**
 * Replaces every value by an expression over the input item.
 *
 * @param json of the item; the values are added to it
 */
export function asExpressions<T>(value: T, json: Values): T;
export function asExpressions(value: unknown, json: Values): unknown {
	if (isValues(value)) {
		return Object.fromEntries(
			Object.entries(value).map(([key, inner]) => [
				key,
				locatorKeys.includes(key) ? inner : asExpressions(inner, json),
			]),
		);
	}
	if (value === '') return value;
	const name = `p${Object.keys(json).length}`;
	json[name] = value;
	return `={{ $json.${name} }}`;
}

/** The request that a row gives, with a part of it if there is one. */
export function expected(row: Row, part?: Part) {
	const query = { ...row.wire.query, ...part?.query };
	for (const name of part?.without ?? []) delete query[name];
	return {
		method: row.wire.method,
		path: part?.path ?? row.wire.path,
		query,
		body: merge(row.wire.body, part?.body),
	};
}

/** The parameters of a row, with those of a part if there is one. */
export function parametersOf(row: Row, part?: Pick<Part, 'set'>): RowParameters {
	const { resource, operation, required } = row;
	const parameters: RowParameters = structuredClone({ resource, operation, ...required });
	for (const [path, value] of Object.entries(part?.set ?? {})) setAt(parameters, path, value);
	return parameters;
}

/** What a row says of a request. */
export const onWire = ({ method, path, query, body }: RequestRecord) => ({
	method,
	path,
	query,
	body,
});
