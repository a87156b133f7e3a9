/** What an operation declares to n8n: the properties of a node, and how its fields are routed. */

import type { DeclarativeRestApiSettings, IDataObject, INodeProperties } from 'n8n-workflow';

import {
	actionNodeDescription,
	buildProperties,
} from '../../../nodes/shared/operations/description';
import * as requestBuilder from '../../../nodes/shared/operations/requestBuilder';
import { toInteger, toText } from '../../../nodes/shared/operations/serializers';
import type { paginationHook } from '../../../nodes/shared/operations/routing';
import type { Operation, OperationField, Resource } from '../../../nodes/shared/operations/types';
import { plainVendor } from '../../support/fakeVendor';
import { aField as field, anOperation, createItemContext } from '../../support/operationRun';

const operation = (value: string, more: Partial<Operation> = {}): Operation =>
	anOperation({
		name: `Name ${value}`,
		value,
		action: `Do ${value}`,
		description: `About ${value}`,
		request: { method: 'POST', url: `/${value}` },
		...more,
	});

describe('the properties of a node', () => {
	const sent = { sendIn: requestBuilder.body('a', toText) };
	const resources = (...operations: Operation[]): Resource[] => [
		{ name: 'Thing', value: 'thing', operations },
	];
	const fields = (...operations: Operation[]) =>
		buildProperties(plainVendor, resources(...operations)).slice(2);
	const shownFor = (...values: string[]) => ({
		show: { resource: ['thing'], operation: values },
	});

	test('begin with Resource and Operation', () => {
		const [resource, first, second] = buildProperties(plainVendor, [
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
			routing: { operations: { pagination: expect.any(Function) }, send: { paginate: true } },
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

	describe('refuse what is no operation of the node', () => {
		const [resource] = buildProperties(plainVendor, [
			...resources(operation('get'), operation('list')),
			{ name: 'Other', value: 'other', operations: [operation('do')] },
		]);
		const hook = resource.routing?.operations?.pagination as ReturnType<typeof paginationHook>;
		const check = async (parameters: IDataObject) =>
			await hook.call(createItemContext({ parameters, itemIndex: 1 }), {
				options: { url: '/x' },
			} as DeclarativeRestApiSettings.ResultOptions);

		test.each<[IDataObject, string]>([
			[{ resource: 'thing', operation: 'do' }, 'Operation'],
			[{ resource: 'thing' }, 'Operation'],
			[{ resource: 'none', operation: 'do' }, 'Resource'],
			[{ operation: 'do' }, 'Resource'],
		])('%j is refused for its %s', async (parameters, name) => {
			await expect(check(parameters)).rejects.toThrow(
				`${name} must be one that this node has: choose it from the list [item 1]`,
			);
		});
	});

	test('are refused where an operation is ordered by what no field sends', () => {
		const fields = [field('a', sent)];
		expect(() =>
			buildProperties(plainVendor, resources(operation('x', { fields, orderedBy: ['a'] }))),
		).not.toThrow();
		expect(() =>
			buildProperties(plainVendor, resources(operation('x', { fields, orderedBy: ['a', 'b'] }))),
		).toThrow('The operation Name x is ordered by b, which none of its fields sends');
	});

	test('have each field with its routing, displayed for its operation', () => {
		const [plain, shown, collection] = fields(
			operation('x', {
				fields: [
					field('a', { required: true, ...sent }),
					field('b', { required: true, displayOptions: { show: { a: ['1'] } } }),
				],
				optional: {
					displayName: 'Filters',
					fields: [field('c', { sendIn: requestBuilder.query('c') }), field('d')],
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
					},
				},
			},
			field('d'),
		]);
		expect([collection.displayOptions, 'routing' in collection]).toEqual([shownFor('x'), false]);
	});

	const names = (found: INodeProperties[]) =>
		found.map(({ name, displayOptions }) => [name, displayOptions?.show?.operation]);

	test('have one property for a field that several operations share', () => {
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

	test('have two properties where fields differ, down to their serializers', () => {
		const a = field('a', sent);
		for (const other of [
			field('a', { ...sent, default: 'x' }),
			field('a', { sendIn: requestBuilder.body('a', toInteger) }),
			field('a'),
		]) {
			expect(
				names(fields(operation('x', { fields: [a] }), operation('y', { fields: [other] }))),
			).toEqual([
				['a', ['x']],
				['a', ['y']],
			]);
		}
		const optional = (inner: OperationField): Partial<Operation> => ({
			optional: { displayName: 'Filters', fields: [inner] },
		});
		expect(
			names(
				fields(
					operation('x', optional(a)),
					operation('y', optional(field('a', { sendIn: requestBuilder.body('a', toInteger) }))),
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

describe('the description of an action node', () => {
	const resources = [{ name: 'Thing', value: 'thing', operations: [operation('get')] }];

	test('has what all action nodes have in common', () => {
		const vendor = { ...plainVendor, defaultBaseUrl: 'https://vendor.example' };
		const { properties, ...description } = actionNodeDescription(vendor, resources);
		expect(description).toEqual({
			group: ['output'],
			defaults: { name: 'Vendor' },
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: 'vApi', required: true }],
			requestDefaults: { baseURL: 'https://vendor.example' },
		});
		expect(properties.map(({ name }) => name)).toEqual(['resource', 'operation']);
	});

	test('has no address where the vendor has none for all', () => {
		expect(actionNodeDescription(plainVendor, resources).requestDefaults).toEqual({});
	});
});
