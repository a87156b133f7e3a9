/** The loop over the items by itself: what each item is given, when it is begun, and what becomes of its failure. */

import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
} from 'n8n-workflow';

import { createCustomOperations } from '../../../nodes/shared/operations/customOperations';
import { body, query } from '../../../nodes/shared/operations/requestBuilder';
import type { Operation } from '../../../nodes/shared/operations/types';
import { steppedClock } from '../../support/engine/clock';
import { plainNode } from '../../support/fakeVendor';
import type { FakeResponse } from '../../support/fakeVendor';
import {
	aField,
	anOperation,
	parameterAt,
	refusal,
	refusingVendor,
} from '../../support/operationRun';

type Parameters = Record<string, unknown>;

interface LoopOptions {
	operation?: Operation;
	/** A function of the item's index stands for an expression. */
	parameters?: Parameters;
	requestOptions?: object;
	itemCount?: number;
	continueOnFail?: boolean;
	/** @param count of the requests, this one included */
	respond?: (count: number) => Exclude<FakeResponse, Error>;
	/** Methods of n8n's context that differ. */
	context?: object;
}

interface SentRequest extends IHttpRequestOptions {
	key: unknown;
	at: number;
}

/** Runs an operation over items. @returns its items, or the error that ended it */
async function run({
	operation = anOperation(),
	parameters = {},
	requestOptions,
	itemCount = 1,
	continueOnFail = false,
	respond = () => ({}),
	context = {},
}: LoopOptions = {}) {
	const sent: SentRequest[] = [];
	const input = Array.from({ length: itemCount }, (_, index) => ({ json: { index } }));
	const self = {
		getNode: () => ({ ...plainNode, parameters }),
		getInputData: () => input,
		getExecuteData: () => input,
		getExecutionCancelSignal: () => undefined,
		getTimezone: () => 'UTC',
		continueOnFail: () => continueOnFail,
		getNodeParameter: (
			name: string,
			itemIndex: number,
			fallback: unknown,
			options?: { extractValue?: boolean },
		) => {
			if (name === 'requestOptions') return requestOptions ?? fallback;
			const given = parameterAt(parameters as IDataObject, name);
			const value = (typeof given === 'function' ? given(itemIndex) : given) ?? fallback;
			return options?.extractValue ? value.value : value;
		},
		getCredentials: async (_type: string, itemIndex: number) => ({
			baseUrl: 'https://a.example',
			key: `run ${itemIndex}`,
			maxRetryTime: 0,
		}),
		helpers: {
			httpRequestWithAuthentication: async (
				_type: string,
				options: IHttpRequestOptions,
				more: { credentialsDecrypted: { data: { key: unknown } } },
			) => {
				sent.push({ ...options, key: more.credentialsDecrypted.data.key, at: Date.now() });
				return { statusCode: 200, headers: {}, body: {}, ...respond(sent.length) };
			},
		},
		...context,
	} as unknown as IExecuteFunctions;
	const operations = createCustomOperations(refusingVendor, [
		{ name: 'Thing', value: 'thing', operations: [operation] },
	]);
	let items: INodeExecutionData[] = [];
	let error: (Error & { description?: string | null; context?: IDataObject }) | undefined;
	try {
		[items] = (await operations?.thing.get.call(self)) as INodeExecutionData[][];
	} catch (thrown) {
		error = thrown as Error;
	}
	return { sent, items, error };
}

describe('Request Options', () => {
	test.each([[{}], [undefined], [{ timeout: 0, proxy: '', allowUnauthorizedCerts: false }]])(
		"that are %j leave n8n's own network as it is",
		async (requestOptions) => {
			const { timeout, ...rest } = (await run({ requestOptions })).sent[0];
			expect([timeout, 'proxy' in rest, 'skipSslCertificateValidation' in rest]).toEqual([
				300_000,
				false,
				false,
			]);
		},
	);

	test('set the timeout and switch the check of certificates off', async () => {
		const requestOptions = { timeout: 7, allowUnauthorizedCerts: true };
		expect((await run({ requestOptions })).sent[0]).toMatchObject({
			timeout: 7,
			skipSslCertificateValidation: true,
		});
	});

	test.each<[string, object]>([
		['http://p.example:81', { host: 'p.example', port: 81, protocol: 'http' }],
		[
			'https://u%40:p%2F@p:8',
			{ host: 'p', port: 8, protocol: 'https', auth: { username: 'u@', password: 'p/' } },
		],
	])('set the proxy %s', async (proxy, expected) => {
		expect((await run({ requestOptions: { proxy } })).sent[0].proxy).toStrictEqual(expected);
	});

	test.each(['p.example', 'http://p.example', 'p:81', 'nonsense:', 'x:?81'])(
		'refuse the proxy %j',
		async (proxy) => {
			const { error, sent } = await run({ requestOptions: { proxy } });
			expect([error?.message, error?.description, sent.length]).toEqual([
				'Proxy in Request Options is no address. Write it with scheme and port, e.g. http://proxy.example.com:8080 or http://user:password@proxy.example.com:8080.',
				'Nothing was sent.',
				0,
			]);
		},
	);
});

describe('each item', () => {
	const fields = [
		aField('a', { sendIn: query('a') }),
		aField('l', { type: 'resourceLocator', sendIn: body('l') }),
		aField('plain'),
		aField('hidden', { sendIn: query('hidden'), displayOptions: { show: { a: ['only'] } } }),
	];
	const constantBody = { fixed: { f: 1 } };
	const operation = anOperation({
		request: { method: 'GET', url: '/x', body: constantBody },
		fields,
		optional: {
			displayName: 'Filters',
			fields: [aField('b', { sendIn: body('in.b') }), aField('c', { sendIn: body('c') })],
		},
	});
	const parameters: Parameters = {
		a: (itemIndex: number) => `a${itemIndex}`,
		l: { value: 'L' },
		plain: 'p',
		hidden: 'h',
		filters: { b: 'x', other: 'o' },
	};

	test('sends what its fields hold, with its own credential', async () => {
		const { sent, items } = await run({ operation, parameters, itemCount: 2 });
		const content = { fixed: { f: 1 }, l: 'L', in: { b: 'x' } };
		expect(sent.map(({ qs, body: sentBody, key }) => ({ qs, body: sentBody, key }))).toEqual([
			{ qs: { a: 'a0' }, body: content, key: 'run 0' },
			{ qs: { a: 'a1' }, body: content, key: 'run 1' },
		]);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect((sent[0].body as IDataObject).fixed).not.toBe(constantBody.fixed);
	});

	test('sends nothing of a collection that is not there', async () => {
		const { sent } = await run({ operation, parameters: { ...parameters, filters: undefined } });
		expect(sent[0].body).toEqual({ fixed: { f: 1 }, l: 'L' });
	});

	test('is needed for a request', async () => {
		const { items, sent } = await run({ itemCount: 0 });
		expect([items, sent]).toEqual([[], []]);
	});

	const required = anOperation({
		fields: [aField('a', { required: true, sendIn: query('a') })],
	});
	const emptyInItem1 = { a: (itemIndex: number) => (itemIndex === 1 ? '' : 'x') };

	test('that cannot be built ends the run after those before it', async () => {
		const { sent, error } = await run({
			operation: required,
			parameters: emptyInItem1,
			itemCount: 4,
		});
		expect([sent.length, error?.message]).toEqual([1, 'The a is empty [item 1]']);
	});

	test('that cannot be built is an error item if the user continues on fail', async () => {
		const { sent, items } = await run({
			operation: required,
			parameters: emptyInItem1,
			itemCount: 4,
			continueOnFail: true,
		});
		expect(sent).toHaveLength(3);
		expect(items.map(({ error, json }) => [error?.message, json])).toEqual([
			[undefined, {}],
			['The a is empty [item 1]', { error: 'The a is empty [item 1]' }],
			[undefined, {}],
			[undefined, {}],
		]);
	});

	test('that fails with an error unknown to n8n gets one that names the item', async () => {
		const broken = () => {
			throw new TypeError('broken');
		};
		const { error } = await run({
			operation: anOperation({ fields: [aField('a', { sendIn: query('a') })] }),
			parameters: { a: broken },
		});
		expect(error).toBeInstanceOf(NodeOperationError);
		expect([error?.message, error?.context?.itemIndex]).toEqual(['broken', 0]);
	});

	test("keeps the vendor's error", async () => {
		const respond = () => refusal() as Exclude<FakeResponse, Error>;
		const { error } = await run({ respond, itemCount: 2 });
		expect(error).toBeInstanceOf(NodeApiError);
	});

	test('without a credential fails with an error that names the item', async () => {
		const getCredentials = async () => await Promise.reject(new TypeError('no credential'));
		const { error } = await run({ context: { getCredentials }, itemCount: 2 });
		expect(error).toBeInstanceOf(NodeOperationError);
		expect([error?.message, error?.context?.itemIndex]).toEqual(['no credential', 0]);
	});
});

test('an expression that names a field of the item is read from that item', async () => {
	const evaluated: string[] = [];
	const { sent } = await run({
		operation: anOperation({
			fields: [aField('a', { sendIn: query('a') }), aField('b', { sendIn: query('b') })],
		}),
		itemCount: 2,
		context: {
			getWorkflowDataProxy: (itemIndex: number) => ({ $json: { name: `name ${itemIndex}` } }),
			getNodeParameter: (
				name: string,
				_itemIndex: number,
				fallback: unknown,
				options?: { rawExpressions?: boolean },
			) => {
				if (!['a', 'b'].includes(name)) return fallback;
				if (options?.rawExpressions) return name === 'a' ? '={{ $json.name }}' : '={{ 1 + 1 }}';
				evaluated.push(name);
				return '2';
			},
		},
	});
	expect(sent.map(({ qs }) => qs)).toEqual([
		{ a: 'name 0', b: '2' },
		{ a: 'name 1', b: '2' },
	]);
	expect(evaluated).toEqual(['b', 'b']);
});

describe('the time between items', () => {
	/** @returns when each request was sent, in milliseconds after the first */
	async function sendTimes(batch: object, itemCount = 5) {
		const clock = steppedClock();
		try {
			const begin = Date.now();
			const { sent } = await run({ itemCount, requestOptions: { batching: { batch } } });
			return sent.map(({ at }) => at - begin);
		} finally {
			clock.stop();
		}
	}

	test.each<[object, number[]]>([
		[{ batchSize: 2, batchInterval: 30_000 }, [0, 0, 30_000, 30_000, 60_000]],
		[{ batchSize: 0, batchInterval: 30_000 }, [0, 30_000, 60_000]],
		[{ batchSize: -1, batchInterval: 30_000 }, [0, 30_000, 60_000]],
		[{ batchSize: 1, batchInterval: 30_000 }, [0, 30_000, 60_000]],
		[{ batchInterval: 30_000 }, [0, 30_000, 60_000]],
		[{ batchSize: 9, batchInterval: 30_000 }, [0, 0, 0, 0, 0]],
		[{ batchSize: 1 }, [0, 0, 0, 0, 0]],
	])('with the batching %j is the interval after each batch', async (batch, times) => {
		expect(await sendTimes(batch, times.length)).toEqual(times);
	});

	test('is left to responses after every tenth item', async () => {
		const clock = steppedClock();
		try {
			expect((await run({ itemCount: 25 })).sent).toHaveLength(25);
			expect(clock.steps()).toEqual([0, 0]);
		} finally {
			clock.stop();
		}
	});
});
