/** What an operation declares to n8n: the properties of a node, and how its fields are routed. */

import { collectionName, allFieldsOf } from '../../../nodes/shared/operations/fields';
import { buildProperties } from '../../../nodes/shared/operations/description';
import { limit, options, returnAll, simplify } from '../../../nodes/shared/operations/fields';
import * as place from '../../../nodes/shared/operations/requestBuilder';
import { toText, toInteger } from '../../../nodes/shared/operations/serializers';

const vendor = {
	name: 'Vendor',
	credential: 'vApi',
	secrets: [],
	confidential: [],
} as any;
const field = (name: string, more?: any): any => ({
	displayName: `The ${name}`,
	name,
	type: 'string',
	default: '',
	...more,
});
const operation = (value: string, more?: any): any => ({
	name: `Name ${value}`,
	value,
	action: `Do ${value}`,
	description: `About ${value}`,
	request: { method: 'POST', url: `/${value}` },
	...more,
});

test('the parameter of a collection is named as it is called', () => {
	expect(['Additional Fields', 'Filters', 'Tags'].map(collectionName)).toEqual([
		'additionalFields',
		'filters',
		'tags',
	]);
});

test('the fields of an operation, in their order', () => {
	const own = field('a');
	const inner = field('b');
	const more = operation('x', {
		fields: [own],
		list: 'unpaged',
		output: { simplify: {}, secrets: ['s'] },
		optional: { displayName: 'Additional Fields', fields: [inner] },
	});
	expect(allFieldsOf(more)).toEqual([
		own,
		returnAll,
		limit,
		simplify,
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [inner],
		},
		options,
	]);
	expect(allFieldsOf(operation('y'))).toEqual([]);
	expect(allFieldsOf(operation('z', { output: { key: 'k' } }))).toEqual([]);
});

describe('the properties of a node', () => {
	const sent = { send: place.body('a', toText) };
	const resources = (...operations: any[]) => [{ name: 'Thing', value: 'thing', operations }];
	const fields = (...operations: any[]) =>
		buildProperties(vendor, resources(...operations)).slice(2);
	const shownFor = (...values: string[]) => ({
		show: { resource: ['thing'], operation: values },
	});

	test('begin with Resource and Operation', () => {
		const [resource, first, second] = buildProperties(vendor, [
			...resources(operation('get'), operation('list')),
			{ name: 'Other', value: 'other', operations: [operation('do')] },
		]);
		expect(resource).toEqual({
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: [
				{ name: 'Thing', value: 'thing' },
				{ name: 'Other', value: 'other' },
			],
			default: 'thing',
			routing: { send: { preSend: [expect.any(Function)] } },
		});
		const option = (value: string) => ({
			name: `Name ${value}`,
			value,
			action: `Do ${value}`,
			description: `About ${value}`,
			routing: {
				request: { method: 'POST', url: `/${value}` },
				operations: { pagination: expect.any(Function) },
				send: { paginate: true },
			},
		});
		expect(first).toEqual({
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: ['thing'] } },
			options: [option('get'), option('list')],
			default: 'get',
		});
		expect(second).toMatchObject({
			displayOptions: { show: { resource: ['other'] } },
			options: [{ value: 'do' }],
			default: 'do',
		});
	});

	test('let nothing pass that is no operation of the node', async () => {
		const [resource] = buildProperties(vendor, [
			...resources(operation('get'), operation('list')),
			{ name: 'Other', value: 'other', operations: [operation('do')] },
		]);
		const [refuse] = (resource.routing as any).send.preSend;
		const sent = { url: '/x' };
		const ask = async (values: any) =>
			await refuse.call(
				{
					getNode: () => ({ name: 'N', type: 't' }),
					getItemIndex: () => 1,
					getNodeParameter: (name: string, otherwise: any) => values[name] ?? otherwise,
				},
				sent,
			);
		expect(await ask({ resource: 'thing', operation: 'list' })).toBe(sent);
		expect(await ask({ resource: 'other', operation: 'do' })).toBe(sent);
		const words = 'must be one that this node has: choose it from the list [item 1]';
		for (const operation of ['do', undefined])
			await expect(ask({ resource: 'thing', operation })).rejects.toThrow(`Operation ${words}`);
		for (const resource of ['none', undefined])
			await expect(ask({ resource, operation: 'do' })).rejects.toThrow(`Resource ${words}`);
	});

	test('have each field with its routing, shown where it belongs', () => {
		const [plain, shown, collection] = fields(
			operation('x', {
				fields: [
					field('a', { required: true, ...sent }),
					field('b', { required: true, displayOptions: { show: { a: ['1'] } } }),
				],
				optional: {
					displayName: 'Filters',
					fields: [field('c', { send: place.query('c') }), field('d')],
				},
			}),
		);
		expect(plain).toStrictEqual({
			...field('a', { required: true }),
			routing: {
				send: {
					type: 'body',
					property: 'a',
					propertyInDotNotation: true,
					preSend: [expect.any(Function)],
				},
			},
			displayOptions: shownFor('x'),
		});
		expect(shown).toStrictEqual({
			...field('b'),
			displayOptions: { show: { a: ['1'], resource: ['thing'], operation: ['x'] } },
		});
		expect(collection.options).toStrictEqual([
			{
				...field('c'),
				routing: {
					send: {
						type: 'query',
						property: 'c',
						propertyInDotNotation: false,
						preSend: [expect.any(Function)],
					},
				},
			},
			field('d'),
		]);
		expect([collection.displayOptions, 'routing' in collection]).toEqual([shownFor('x'), false]);
	});

	const names = (found: any[]) =>
		found.map(({ name, displayOptions }) => [name, displayOptions.show.operation]);

	test('have one property for what several operations have in common', () => {
		const a = field('a', sent);
		expect(
			names(
				fields(
					operation('x', { fields: [a] }),
					operation('y', { fields: [field('a', sent), field('b')] }),
				),
			),
		).toEqual([
			['a', ['x', 'y']],
			['b', ['y']],
		]);
		expect(
			names(
				fields(
					operation('x', { fields: [field('b'), a] }),
					operation('y', { fields: [a, field('b')] }),
				),
			),
		).toEqual([
			['b', ['x']],
			['a', ['x', 'y']],
			['b', ['y']],
		]);
		expect(
			names(fields(operation('x', { fields: [a] }), operation('y', { fields: [field('n'), a] }))),
		).toEqual([
			['a', ['x']],
			['n', ['y']],
			['a', ['y']],
		]);
		expect(
			names(
				fields(
					operation('x', { fields: [field('a'), field('b'), field('c')] }),
					operation('y', { fields: [field('a'), field('c')] }),
				),
			),
		).toEqual([
			['a', ['x', 'y']],
			['b', ['x']],
			['c', ['x', 'y']],
		]);
	});

	test('have two where something differs, down to what is sent', () => {
		const a = field('a', sent);
		for (const other of [
			field('a', { ...sent, default: 'x' }),
			field('a', { send: place.body('a', toInteger) }),
			field('a'),
		]) {
			expect(
				names(fields(operation('x', { fields: [a] }), operation('y', { fields: [other] }))),
			).toEqual([
				['a', ['x']],
				['a', ['y']],
			]);
		}
		const optional = (inner: any) => ({
			optional: { displayName: 'Filters', fields: [inner] },
		});
		expect(
			names(
				fields(
					operation('x', optional(a)),
					operation('y', optional(field('a', { send: place.body('a', toInteger) }))),
				),
			),
		).toEqual([
			['filters', ['x']],
			['filters', ['y']],
		]);
		const collection = field('c', { type: 'collection', options: [] });
		expect(
			names(
				fields(operation('x', { fields: [collection] }), operation('y', { fields: [collection] })),
			),
		).toEqual([['c', ['x', 'y']]]);
		expect(
			names(
				fields(
					operation('x', { fields: [collection] }),
					operation('y', { fields: [{ ...collection }] }),
				),
			),
		).toEqual([
			['c', ['x']],
			['c', ['y']],
		]);
	});
});

describe('the place of a value', () => {
	async function sentWith(given: any, values: any, options: any = {}) {
		const request = { url: '/p/{id}/x', qs: {}, body: {}, ...options };
		const context = {
			getNode: () => ({ name: 'N', type: 't' }),
			getItemIndex: () => 2,
			getTimezone: () => 'UTC',
			getNodeParameter: (name: string) => values[name],
		} as any;
		const [finish] = (place.routingOf(given) as any).send.preSend;
		return await finish.call(context, request);
	}

	test('in the path it is one segment, and waits in the query', async () => {
		const id = field('id', { send: place.path('id') });
		expect(place.routingOf(id)).toEqual({
			send: {
				type: 'query',
				property: '{id}',
				propertyInDotNotation: false,
				preSend: [expect.any(Function)],
			},
		});
		expect(await sentWith(id, {}, { qs: { '{id}': 'a/b $& ?' } })).toEqual({
			url: '/p/a%2Fb%20%24%26%20%3F/x',
			qs: {},
			body: {},
		});
		expect((await sentWith(id, {}, { qs: { '{id}': 7 } })).url).toBe('/p/7/x');
		expect((await sentWith(id, {}, { qs: { '{id}': '\ud800' } })).url).toBe('/p/%EF%BF%BD/x');
		for (const dots of ['.', '..'])
			await expect(sentWith(id, {}, { qs: { '{id}': dots } })).rejects.toThrow(
				`The id must be an ID, not "${dots}" [item 2]`,
			);
		await expect(sentWith(id, {}, { qs: { '{id}': '' } })).rejects.toThrow(
			'The id is empty [item 2]',
		);
		expect(place.routingOf(field('x'))).toBeUndefined();
	});

	test('in the query and the body it stands under its name, as it is written there', async () => {
		expect(
			(await sentWith(field('q', { send: place.query('a.b') }), {}, { qs: { 'a.b': 7, c: 1 } })).qs,
		).toEqual({ 'a.b': '7', c: 1 });
		expect(
			(
				await sentWith(
					field('n', { send: place.body('a.b', toInteger) }),
					{},
					{ body: { a: { b: '7', c: 1 } } },
				)
			).body,
		).toEqual({ a: { b: 7, c: 1 } });
		expect(
			(
				await sentWith(
					field('f', { type: 'boolean', send: place.body('f') }),
					{},
					{ body: { f: 'true' } },
				)
			).body,
		).toEqual({ f: true });
		expect(
			(
				await sentWith(
					field('j', { type: 'json', send: place.body('j') }),
					{},
					{ body: { j: '{"a":1}' } },
				)
			).body,
		).toEqual({ j: { a: 1 } });
		expect(
			(await sentWith(field('e', { send: place.body('e') }), {}, { body: { e: '', o: 1 } })).body,
		).toStrictEqual({ o: 1 });
		await expect(
			sentWith(field('r', { required: true, send: place.body('r') }), {}, { body: { r: null } }),
		).rejects.toThrow('The r is empty [item 2]');
		await expect(
			sentWith(field('n', { send: place.body('n', toInteger) }), {}, { body: { n: 'x' } }),
		).rejects.toThrow('The n must be a whole number [item 2]');
		expect([undefined, null, '', 0, false, ' '].map(place.isEmpty)).toEqual([
			true,
			true,
			true,
			false,
			false,
			false,
		]);
	});

	test('it is not sent where the field is not shown', async () => {
		const shown = field('s', {
			send: place.body('s'),
			displayOptions: { show: { kind: ['a', 'b'], other: [1] } },
		});
		expect((await sentWith(shown, { kind: 'b', other: 1 }, { body: { s: 'x' } })).body).toEqual({
			s: 'x',
		});
		expect(
			(await sentWith(shown, { kind: 'c', other: 1 }, { body: { s: 'x' } })).body,
		).toStrictEqual({});
		expect(
			(await sentWith(shown, { kind: 'b', other: 2 }, { body: { s: 'x' } })).body,
		).toStrictEqual({});
	});
});
