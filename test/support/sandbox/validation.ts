/** How a request is validated against what a vendor documents. */

import type {
	ParameterLocation,
	ParameterRule,
	ParameterRules,
	Route,
	SandboxRequest,
} from './types';

/** Why a request is invalid. */
export type Refusal = ParameterLocation & { reason: string };

/** @returns the decoded path parameters, or undefined when the path does not match the template */
export function matchPath(template: string, path: string): Record<string, string> | undefined {
	const expected = template.split('/');
	const given = path.split('/');
	if (expected.length !== given.length) return undefined;
	const params: Record<string, string> = {};
	for (const [index, part] of expected.entries()) {
		const name = /^\{(.+)\}$/.exec(part)?.[1];
		if (name === undefined) {
			if (part !== given[index]) return undefined;
		} else {
			if (given[index] === '') return undefined;
			try {
				params[name] = decodeURIComponent(given[index]);
			} catch {
				return undefined;
			}
		}
	}
	return params;
}

const isoDate = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** Whether the value is a JSON object, and neither null nor an array. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The types of JSON values. */
const isOfType: Record<ParameterRule['type'], (value: unknown) => boolean> = {
	string: (value) => typeof value === 'string',
	date: (value) => typeof value === 'string' && isoDate.test(value),
	number: (value) => typeof value === 'number',
	integer: (value) => Number.isInteger(value),
	boolean: (value) => typeof value === 'boolean',
	array: (value) => Array.isArray(value),
	any: () => true,
	object: isObject,
};

/** The types of query parameters, which are all strings. */
const isTextOfType: Partial<Record<ParameterRule['type'], (text: string) => boolean>> = {
	number: (text) => text !== '' && !Number.isNaN(Number(text)),
	integer: (text) => /^-?\d+$/.test(text),
	boolean: (text) => text === 'true' || text === 'false',
};

/** @param fromQuery whether it is a query parameter */
function hasType(value: unknown, type: ParameterRule['type'], fromQuery: boolean): boolean {
	const isText = fromQuery ? isTextOfType[type] : undefined;
	return isText ? isText(String(value)) : isOfType[type](value);
}

function refuseValue(
	name: string,
	value: unknown,
	rule: ParameterRule,
	fromQuery: boolean,
): string | undefined {
	if (value === undefined) return rule.required ? `${name} is required` : undefined;
	if (value === null && rule.mayBeNull) return undefined;
	if (!hasType(value, rule.type, fromQuery)) return `${name} must be of type ${rule.type}`;
	if (value === '' && !rule.mayBeEmpty) return `${name} must not be empty`;
	if (rule.enum && !rule.enum.some((option) => option === value))
		return `${name} must be one of ${rule.enum.join(', ')}`;
	if (rule.min !== undefined && Number(value) < rule.min)
		return `${name} must be at least ${rule.min}`;
	if (rule.max !== undefined && Number(value) > rule.max)
		return `${name} must be at most ${rule.max}`;
	if (rule.items && Array.isArray(value)) {
		for (const entry of value) {
			const reason = refuseValue(`an entry of ${name}`, entry, rule.items, false);
			if (reason) return reason;
		}
	}
	return rule.check?.(value);
}

/** @returns why the first invalid parameter is refused */
export function refuseValues(
	values: Record<string, unknown>,
	rules: ParameterRules,
	where: ParameterLocation['where'],
): Refusal | undefined {
	for (const name of Object.keys(values)) {
		if (!Object.hasOwn(rules, name))
			return { reason: `the ${where} has no parameter ${name}`, where, name };
	}
	for (const [name, rule] of Object.entries(rules)) {
		const reason = refuseValue(name, values[name], rule, where === 'query');
		if (reason) return { reason, where, name };
	}
	return undefined;
}

/** @returns why the request is invalid for its route */
export function refuseRequest(
	route: Pick<Route, 'query' | 'body' | 'fields'>,
	request: SandboxRequest,
	search: URLSearchParams,
): Refusal | undefined {
	for (const name of new Set(search.keys())) {
		if (search.getAll(name).length > 1)
			return { reason: `the query gives ${name} twice`, where: 'query', name };
	}
	const invalidQuery = refuseValues(request.query, route.query ?? {}, 'query');
	if (invalidQuery) return invalidQuery;
	const refuseBody = (reason: string): Refusal => ({ reason, where: 'body' });
	if (!route.body)
		return request.body === undefined ? undefined : refuseBody('a body is not documented');
	if (!String(request.headers['content-type'] ?? '').startsWith('application/json'))
		return refuseBody('the body must be application/json');
	const fields = route.fields ? route.fields(request) : request.body;
	if (!isObject(fields)) return refuseBody('the body must be a JSON object');
	return refuseValues(fields, route.body, 'body');
}
