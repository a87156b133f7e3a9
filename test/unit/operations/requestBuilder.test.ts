import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import {
	body,
	buildRequest,
	path,
	query,
	readItemField,
	readParameter,
} from '../../../nodes/shared/operations/requestBuilder';
import { toInteger } from '../../../nodes/shared/operations/serializers';
import type { Operation, OperationField } from '../../../nodes/shared/operations/types';
import { aField, anOperation, createItemContext } from '../../support/operationRun';

/** The request of an operation with these fields. */
function requestOf(
	fields: OperationField[],
	parameters: IDataObject,
	more: Partial<Operation> = {},
): IHttpRequestOptions {
	const operation = anOperation({
		request: { method: 'POST', url: '/p/{id}/x' },
		fields,
		...more,
	});
	return buildRequest(createItemContext({ parameters, itemIndex: 2 }), operation, {});
}

describe('a field sent in the path', () => {
	const id = aField('id', { sendIn: path('id') });

	test.each<[unknown, string]>([
		['a/b $& ?', '/p/a%2Fb%20%24%26%20%3F/x'],
		[7, '/p/7/x'],
		['\ud800', '/p/%EF%BF%BD/x'],
		['...', '/p/.../x'],
	])('stays one segment: %j', (value, url) => {
		expect(requestOf([id], { id: value as string })).toMatchObject({ url, qs: {}, body: {} });
	});

	test.each(['.', '..'])('is refused where it is %j', (dots) => {
		expect(() => requestOf([id], { id: dots })).toThrow(
			`The id must be an ID, not "${dots}" [item 2]`,
		);
	});

	test('is refused where it is empty', () => {
		expect(() => requestOf([id], { id: '' })).toThrow('The id is empty [item 2]');
	});
});

describe('a field', () => {
	test.each<[string, OperationField, unknown, object]>([
		[
			'a query name keeps its dots',
			aField('f', { sendIn: query('a.b') }),
			7,
			{ qs: { 'a.b': '7' } },
		],
		[
			'the dots of a name in the body lead into objects',
			aField('f', { sendIn: body('a.b', toInteger) }),
			'7',
			{ body: { a: { b: 7 } } },
		],
		[
			'a boolean is sent as one',
			aField('f', { type: 'boolean', sendIn: body('f') }),
			'true',
			{ body: { f: true } },
		],
		[
			'JSON is sent as an object',
			aField('f', { type: 'json', sendIn: body('f') }),
			'{"a":1}',
			{ body: { f: { a: 1 } } },
		],
		['0 is sent', aField('f', { sendIn: body('f') }), 0, { body: { f: '0' } }],
		['false is sent', aField('f', { sendIn: body('f') }), false, { body: { f: 'false' } }],
		['an empty text is not sent', aField('f', { sendIn: body('f') }), '', {}],
		['null is not sent', aField('f', { sendIn: query('f') }), null, {}],
		['a field without a location is not sent', aField('f'), 'x', {}],
		[
			'a locator is sent by its value',
			aField('f', { type: 'resourceLocator', sendIn: query('f') }),
			{ mode: 'id', value: 'L' },
			{ qs: { f: 'L' } },
		],
	])('%s', (_name, field, value, expected) => {
		expect(requestOf([field], { f: value as string })).toEqual({
			method: 'POST',
			url: '/p/{id}/x',
			qs: {},
			body: {},
			headers: {},
			...expected,
		});
	});

	test('is sent beside others in the same object', () => {
		const fields = [aField('b', { sendIn: body('a.b') }), aField('c', { sendIn: body('a.c') })];
		expect(requestOf(fields, { b: 1, c: 2 }).body).toEqual({ a: { b: '1', c: '2' } });
	});

	test('that is required and empty is refused', () => {
		const field = aField('r', { required: true, sendIn: body('r') });
		expect(() => requestOf([field], { r: null })).toThrow('The r is empty [item 2]');
	});

	test('that cannot be serialized is refused', () => {
		const field = aField('n', { sendIn: body('n', toInteger) });
		expect(() => requestOf([field], { n: 'x' })).toThrow('The n must be a whole number [item 2]');
	});

	test.each<[object, object]>([
		[{ kind: 'b', other: 1 }, { s: 'x' }],
		[{ kind: 'c', other: 1 }, {}],
		[{ kind: 'b', other: 2 }, {}],
	])('beside %j is sent only where it is displayed', (others, expected) => {
		const field = aField('s', {
			sendIn: body('s'),
			displayOptions: { show: { kind: ['a', 'b'], other: [1] } },
		});
		expect(requestOf([field], { s: 'x', ...others }).body).toStrictEqual(expected);
	});
});

describe('buildRequest', () => {
	test('begins with the constant body, which stays as it is', () => {
		const constant = { fixed: { f: 1 } };
		const field = aField('g', { sendIn: body('fixed.g') });
		const request = { method: 'POST', url: '/x', body: constant } as const;
		expect(requestOf([field], { g: 'x' }, { request }).body).toEqual({ fixed: { f: 1, g: 'x' } });
		expect(constant).toEqual({ fixed: { f: 1 } });
	});

	test("takes n8n's own options over", () => {
		const network = { timeout: 7, skipSslCertificateValidation: true };
		expect(buildRequest(createItemContext(), anOperation(), network)).toEqual({
			...network,
			method: 'GET',
			url: '/things',
			qs: {},
			body: {},
			headers: {},
		});
	});

	const optional: Operation['optional'] = {
		displayName: 'Filters',
		fields: [aField('b', { sendIn: body('in.b') }), aField('c', { sendIn: body('c') })],
	};

	test.each<[object, object]>([
		[{ filters: { b: 'x', other: 'o' } }, { in: { b: 'x' } }],
		[{ filters: { c: 'y' } }, { c: 'y' }],
		[{ filters: {} }, {}],
		[{}, {}],
	])('with %j sends of a collection what the user has added', (parameters, expected) => {
		expect(requestOf([], parameters as IDataObject, { optional }).body).toEqual(expected);
	});

	test('refuses no required field of a collection that the user has not added', () => {
		const required = { ...optional, fields: [aField('b', { required: true, sendIn: body('b') })] };
		expect(requestOf([], { filters: {} }, { optional: required }).body).toEqual({});
		expect(() => requestOf([], { filters: { b: '' } }, { optional: required })).toThrow(
			'The b is empty: fill it in, or remove it from Filters [item 2]',
		);
	});
});

const readByItself: Array<[expression: string, item: IDataObject, value: unknown]> = [
	['={{ $json.name }}', { name: 'Ann' }, 'Ann'],
	['={{$json._id}}', { _id: '1x2' }, '1x2'],
	['={{\n $json.a.B_1.c\n\t}}', { a: { B_1: { c: 'deep' } } }, 'deep'],
	['={{ $json.count }}', { count: 0 }, 0],
	['={{ $json.done }}', { done: false }, false],
	['={{ $json.empty }}', { empty: '' }, ''],
];

const leftToEngine: Array<[expression: unknown, item: object]> = [
	['={{ $json.name }}', {}],
	['={{ $json.name.first }}', {}],
	['={{ $json.name.first }}', { name: null }],
	['={{ $json.name }}', { name: null }],
	['={{ $json.name }}', { name: { first: 'Ann' } }],
	['={{ $json.name }}', { name: ['Ann'] }],
	['={{ $json.trim }}', { trim: () => 'x' }],
	['={{ $json.name.trim() }}', { name: 'Ann' }],
	['={{ $json.constructor }}', { constructor: 'Ann' }],
	['={{ $json.a.prototype }}', { a: { prototype: 'Ann' } }],
	['={{ $json.__proto__ }}', { ['__proto__']: 'Ann' }],
	['={{ $json["name"] }}', { name: 'Ann' }],
	['={{ $json }}', { name: 'Ann' }],
	['={{ $json.1f }}', { '1f': 'Ann' }],
	['={{ $json.name }} ', { name: 'Ann' }],
	['=x{{ $json.name }}', { name: 'Ann' }],
	['{{ $json.name }}', { name: 'Ann' }],
	[' ={{ $json.name }}', { name: 'Ann' }],
	[['={{ $json.name }}'], { name: 'Ann' }],
	['={{ x$json.name }}', { name: 'Ann' }],
	['={{ $json.name }}{{ $json.name }}', { name: 'Ann' }],
	['Ann', {}],
	[7, {}],
];

/** A context for one item, and the expressions that n8n evaluates. */
function evaluating(expression: unknown, item: object) {
	const evaluated: string[] = [];
	const context = createItemContext({
		more: {
			getItemIndex: () => 1,
			getWorkflowDataProxy: (index: number) => ({ $json: [undefined, item][index] }),
			getNodeParameter: (
				name: string,
				_fallback: unknown,
				options: { rawExpressions?: boolean; extractValue?: boolean },
			) => {
				if (options.rawExpressions) return name === 'l' ? { value: expression } : expression;
				evaluated.push(options.extractValue ? `value of ${name}` : name);
				return `n8n's ${name}`;
			},
		},
	});
	return { context, evaluated };
}

describe('an expression', () => {
	const locator = aField('l', { type: 'resourceLocator' });

	test.each(readByItself)(
		'%j names a field of the item, and is read from %j',
		(expression, item, value) => {
			const { context, evaluated } = evaluating(expression, item);
			expect([
				readItemField(context, expression),
				readParameter(context, aField('a'), 'a'),
				readParameter(context, locator, 'l'),
			]).toEqual([value, value, value]);
			expect(evaluated).toEqual([]);
		},
	);

	test.each(leftToEngine)('%j of %j is left to n8n', (expression, item) => {
		const { context, evaluated } = evaluating(expression, item);
		expect([
			readItemField(context, expression),
			readParameter(context, aField('a'), 'filters.a'),
			readParameter(context, locator, 'l'),
		]).toEqual([undefined, "n8n's filters.a", "n8n's l"]);
		expect(evaluated).toEqual(['filters.a', 'value of l']);
	});

	test('in a locator that is written as a text is read like any other', () => {
		const { context } = evaluating('={{ $json.name }}', { name: 'Ann' });
		expect(readParameter(context, locator, 'text')).toBe('Ann');
	});
});
