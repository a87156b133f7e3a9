/**
 * The loop over the items by itself: what each item is given, when it is begun, and what becomes of its failure.
 */

import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { steppedClock } from '../../support/engine/clock';
import * as place from '../../../nodes/shared/operations/requestBuilder';
import { createCustomOperations } from '../../../nodes/shared/operations/customOperations';

const vendor = {
	name: 'Vendor',
	credential: 'vApi',
	secrets: [],
	confidential: [],
	failure: ({ status }: any) => (status >= 400 ? { words: 'no' } : undefined),
	payload: (body: any) => body,
} as any;
const field = (name: string, more = {} as any) => ({
	displayName: `The ${name}`,
	name,
	type: 'string',
	default: '',
	...more,
});
const operation = {
	name: 'Get',
	value: 'get',
	action: 'Get',
	description: '',
	request: { method: 'GET', url: '/x' },
};

async function run(
	{
		own = operation,
		parameters = {},
		requestOptions = {},
		items = 1,
		continueOnFail = false,
		answer = () => ({}),
		...context
	}: any = {} as any,
) {
	const asked: any[] = [];
	const given = Array.from({ length: items }, (_, index) => ({ json: { index } }));
	const valueOf = (name: string, item: number) => {
		const value = name.split('.').reduce((holder: any, key) => holder?.[key], parameters);
		return typeof value === 'function' ? value(item) : value;
	};
	const self = {
		getNode: () => ({ name: 'N', type: 't', typeVersion: 1, parameters }),
		getInputData: () => given,
		getExecuteData: () => given,
		getExecutionCancelSignal: () => undefined,
		getTimezone: () => 'UTC',
		continueOnFail: () => continueOnFail,
		getNodeParameter: (name: string, item: number, otherwise: any, options: any) => {
			if (name === 'requestOptions') return requestOptions ?? otherwise;
			const value = valueOf(name, item) ?? otherwise;
			return options?.extractValue ? value.value : value;
		},
		getCredentials: async (_type: string, item: number) => ({
			baseUrl: 'https://a.example',
			key: `run ${item}`,
			maxRetryTime: 0,
		}),
		helpers: {
			httpRequestWithAuthentication: async (
				_type: string,
				options: any,
				{ credentialsDecrypted }: any,
			) => {
				asked.push({ ...options, key: credentialsDecrypted.data.key, at: Date.now() });
				return { statusCode: 200, headers: {}, body: {}, ...answer(asked.length) };
			},
		},
		...context,
	};
	const runs = createCustomOperations(vendor, [
		{ name: 'Thing', value: 'thing', operations: [own as any] },
	]) as any;
	const output = runs.thing.get.call(self);
	return {
		asked,
		output,
		items: await output.then(
			([found]: any) => found,
			(error: any) => ({ error }),
		),
	};
}

describe('the network', () => {
	const sent = async (requestOptions: any) => (await run({ requestOptions })).asked[0];

	test('is n8n’s own where Request Options say nothing', async () => {
		for (const options of [
			{},
			undefined,
			{ timeout: 0, proxy: '', allowUnauthorizedCerts: false },
		]) {
			const { timeout, ...rest } = await sent(options);
			expect([timeout, 'proxy' in rest, 'skipSslCertificateValidation' in rest]).toEqual([
				300_000,
				false,
				false,
			]);
		}
	});

	test('is what they say', async () => {
		expect(await sent({ timeout: 7, allowUnauthorizedCerts: true })).toMatchObject({
			timeout: 7,
			skipSslCertificateValidation: true,
		});
		expect((await sent({ proxy: 'http://p.example:81' })).proxy).toStrictEqual({
			host: 'p.example',
			port: 81,
			protocol: 'http',
		});
		expect((await sent({ proxy: 'https://u%40:p%2F@p:8' })).proxy).toStrictEqual({
			host: 'p',
			port: 8,
			protocol: 'https',
			auth: { username: 'u@', password: 'p/' },
		});
	});

	test.each(['p.example', 'http://p.example', 'p:81', 'nonsense:', 'x:?81'])(
		'%j is no proxy',
		async (proxy) => {
			const { items, asked } = await run({ requestOptions: { proxy } });
			expect([items.error.message, items.error.description, asked.length]).toEqual([
				'The proxy in Request Options is no address',
				'Give its host and port, e.g. http://proxy.example.com:8080.',
				0,
			]);
		},
	);
});

describe('each item', () => {
	const fields = [
		field('a', { send: place.query('a') }),
		field('l', { type: 'resourceLocator', send: place.body('l') }),
		field('plain'),
		field('hidden', { send: place.query('hidden'), displayOptions: { show: { a: ['only'] } } }),
	];
	const optional = {
		displayName: 'Filters',
		fields: [field('b', { send: place.body('in.b') }), field('c', { send: place.body('c') })],
	};

	test('sends what stands in its fields, with its own credential', async () => {
		const own = {
			...operation,
			request: { ...operation.request, body: { fixed: { f: 1 } } },
			fields,
			optional,
		};
		const parameters = {
			a: (item: number) => `a${item}`,
			l: { value: 'L' },
			plain: 'p',
			hidden: 'h',
			filters: { b: 'x', other: 'o' },
		};
		const { asked, items } = await run({ own, parameters, items: 2 });
		expect(asked.map(({ qs, body, key }) => ({ qs, body, key }))).toEqual([
			{ qs: { a: 'a0' }, body: { fixed: { f: 1 }, l: 'L', in: { b: 'x' } }, key: 'run 0' },
			{ qs: { a: 'a1' }, body: { fixed: { f: 1 }, l: 'L', in: { b: 'x' } }, key: 'run 1' },
		]);
		expect(items.map(({ pairedItem }: any) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(asked[0].body.fixed).not.toBe(own.request.body.fixed);
		expect(
			(await run({ own, parameters: { ...parameters, filters: undefined } })).asked[0].body,
		).toEqual({ fixed: { f: 1 }, l: 'L' });
	});

	test('is there, or nothing is done', async () => {
		expect((await run({ items: 0 })).items).toEqual([]);
	});

	const broken = () => {
		throw new TypeError('broken');
	};
	test('that cannot be filled in ends the run, those before it are sent', async () => {
		const own = { ...operation, fields: [field('a', { required: true, send: place.query('a') })] };
		const parameters = { a: (item: number) => (item === 1 ? '' : 'x') };
		const { asked, items } = await run({ own, parameters, items: 4 });
		expect([asked.length, items.error.message]).toEqual([1, 'The a is empty [item 1]']);
		const on = await run({ own, parameters, items: 4, continueOnFail: true });
		expect([
			on.asked.length,
			on.items.map(({ error, json }: any) => [error?.message, json]),
		]).toEqual([
			3,
			[
				[undefined, {}],
				['The a is empty [item 1]', {}],
				[undefined, {}],
				[undefined, {}],
			],
		]);
	});

	test('keeps its error, or gets one that n8n knows', async () => {
		const own = { ...operation, fields: [field('a', { send: place.query('a') })] };
		const { items } = await run({ own, parameters: { a: broken } });
		expect(items.error).toBeInstanceOf(NodeOperationError);
		expect([items.error.message, items.error.context.itemIndex]).toEqual(['broken', 0]);
		const answered = await run({ answer: () => ({ statusCode: 400 }), items: 2 });
		expect(answered.items.error).toBeInstanceOf(NodeApiError);
		const late = await run({
			getCredentials: async () => Promise.reject(new TypeError('no credential')),
			items: 2,
		});
		expect(late.items.error).toBeInstanceOf(NodeOperationError);
		expect([late.items.error.message, late.items.error.context.itemIndex]).toEqual([
			'no credential',
			0,
		]);
	});
});

describe('an expression', () => {
	const own = {
		...operation,
		fields: [
			field('a', { send: place.query('a') }),
			field('l', { type: 'resourceLocator', send: place.query('l') }),
		],
	};
	/** What is sent for an item, and what n8n is asked to evaluate. */
	async function sent(expression: unknown, json: any) {
		const evaluated: string[] = [];
		const parameters = { a: expression, l: { value: expression } } as any;
		const { asked } = await run({
			own,
			getWorkflowDataProxy: (item: number) => ({ $json: [json][item] }),
			getNodeParameter: (name: string, _item: number, otherwise: any, options: any) => {
				if (name in parameters && !options.rawExpressions) evaluated.push(name);
				return name in parameters
					? options.rawExpressions
						? parameters[name]
						: `n8n's ${name}`
					: otherwise;
			},
		});
		return { ...asked[0].qs, evaluated };
	}

	test.each([
		['={{ $json.name }}', { name: 'Ann' }, 'Ann'],
		['={{$json._id}}', { _id: '1x2' }, '1x2'],
		['={{\n $json.a.B_1.c\n\t}}', { a: { B_1: { c: 'deep' } } }, 'deep'],
		['={{ $json.count }}', { count: 0 }, '0'],
		['={{ $json.done }}', { done: false }, 'false'],
		['={{ $json.empty }}', { empty: '' }, undefined],
	])(
		'%j, which names a field of the item, is read from the item',
		async (expression, json, value) => {
			expect(await sent(expression, json)).toEqual({
				...(value !== undefined && { a: value, l: value }),
				evaluated: [],
			});
		},
	);

	test.each([
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
	])('%j of %j is left to n8n', async (expression, json) => {
		expect(await sent(expression, json)).toEqual({
			a: "n8n's a",
			l: "n8n's l",
			evaluated: ['a', 'l'],
		});
	});
});

describe('the time', () => {
	test('goes by between batches as long as was said', async () => {
		const clock = steppedClock();
		const took = async (batch: any, items = 5) => {
			const begun = Date.now();
			const { asked } = await run({ items, requestOptions: { batching: { batch } } });
			return asked.map(({ at }) => at - begun);
		};
		try {
			const two = await took({ batchSize: 2, batchInterval: 30_000 });
			expect(two).toEqual([0, 0, 30_000, 30_000, 60_000]);
			for (const size of [0, -1, 1, undefined])
				expect(await took({ batchSize: size, batchInterval: 30_000 }, 3)).toEqual([
					0, 30_000, 60_000,
				]);
			expect(await took({ batchSize: 9, batchInterval: 30_000 })).toEqual([0, 0, 0, 0, 0]);
			expect(await took({ batchSize: 1 })).toEqual([0, 0, 0, 0, 0]);
		} finally {
			clock.stop();
		}
	});

	test('is left to answers after every tenth item', async () => {
		const clock = steppedClock();
		try {
			expect((await run({ items: 25 })).asked).toHaveLength(25);
			expect(clock.steps()).toEqual([0, 0]);
		} finally {
			clock.stop();
		}
	});
});
