/** How a request is held against what a vendor documents. */

import type { Rule, Call, Route, Place } from './types';

export function matchPath(template: string, path: string): Record<string, string> | undefined {
	const wanted = template.split('/');
	const given = path.split('/');
	if (wanted.length !== given.length) return undefined;
	const params: Record<string, string> = {};
	for (const [index, part] of wanted.entries()) {
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

/** @param fromText whether it came in a query, where all is text */
export function hasType(value: any, type: Rule['type'], fromText: boolean) {
	switch (type) {
		case 'string':
			return typeof value === 'string';
		case 'date':
			return typeof value === 'string' && isoDate.test(value);
		case 'number':
		case 'integer':
			if (fromText)
				return type === 'integer'
					? /^-?\d+$/.test(value)
					: value !== '' && !Number.isNaN(Number(value));
			return type === 'integer' ? Number.isInteger(value) : typeof value === 'number';
		case 'boolean':
			return fromText ? value === 'true' || value === 'false' : typeof value === 'boolean';
		case 'array':
			return Array.isArray(value);
		case 'any':
			return true;
		case 'object':
			return typeof value === 'object' && value !== null && !Array.isArray(value);
	}
}

function refuseValue(name: string, value: any, rule: Rule, fromText: boolean): string | undefined {
	if (value === undefined) return rule.required ? `${name} is required` : undefined;
	if (value === null && rule.mayBeNull) return undefined;
	if (!hasType(value, rule.type, fromText)) return `${name} must be of type ${rule.type}`;
	if (value === '' && !rule.mayBeEmpty) return `${name} must not be empty`;
	if (rule.enum && !rule.enum.includes(value))
		return `${name} must be one of ${rule.enum.join(', ')}`;
	if (rule.min !== undefined && Number(value) < rule.min)
		return `${name} must be at least ${rule.min}`;
	if (rule.max !== undefined && Number(value) > rule.max)
		return `${name} must be at most ${rule.max}`;
	if (rule.items) {
		for (const entry of value) {
			const reason = refuseValue(`an entry of ${name}`, entry, rule.items, false);
			if (reason) return reason;
		}
	}
	return rule.check?.(value);
}

export function refuseValues(
	values: Record<string, any>,
	rules: Record<string, Rule>,
	where: Place['where'],
): (Place & { reason: string }) | undefined {
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

export function refuseCall(
	route: Route,
	call: Call,
	search: URLSearchParams,
): (Place & { reason: string }) | undefined {
	for (const name of new Set(search.keys())) {
		if (search.getAll(name).length > 1)
			return { reason: `the query gives ${name} twice`, where: 'query', name };
	}
	const query = refuseValues(call.query, route.query ?? {}, 'query');
	if (query) return query;
	const body = (reason: string) => ({ reason, where: 'body' as const });
	if (!route.body) return call.body === undefined ? undefined : body('a body is not documented');
	if (!String(call.headers['content-type'] ?? '').startsWith('application/json'))
		return body('the body must be application/json');
	const fields = route.fields ? route.fields(call) : call.body;
	if (!hasType(fields, 'object', false)) return body('the body must be a JSON object');
	return refuseValues(fields, route.body, 'body');
}
