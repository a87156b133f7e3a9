/** The options around an operation that n8n's routing has, in the node's own loop over the items. */

import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as fc from 'fast-check';
import { runNode, searchList } from '../support/engine';
import type { NodeRun } from '../support/engine';
import { known, vardast } from '../support/sandbox/vardast';
import type { VardastState } from '../support/sandbox/vardast';
import { startSandbox } from '../support/sandbox/server';
import type { Sandbox } from '../support/sandbox/server';

/** A run with fields of the credential that differ. */
type TestRun = Partial<NodeRun> & { credential?: object };

/** What a proxy received. */
interface ProxiedRequest {
	url: string | undefined;
	authorization: string | undefined;
}

let sandbox: Sandbox<VardastState>;
beforeAll(async () => {
	sandbox = await startSandbox(vardast);
});
beforeEach(() => sandbox.reset());
afterAll(async () => await sandbox.close());

const account = (fields?: object) => ({
	baseUrl: `${sandbox.url}/uaa/public`,
	apiKey: known.apiKey,
	maxRetryTime: 0,
	...fields,
});
const channels = { resource: 'channel', operation: 'getAll' };
const run = async (parameters: NodeRun['parameters'], { credential, ...more }: TestRun = {}) =>
	await runNode({
		node: 'vardast',
		credentials: { vardastApi: account(credential) },
		parameters: { ...channels, ...parameters },
		...more,
	});

describe('Request Options', () => {
	/** Runs a proxy that records the requests. */
	async function withProxy(
		work: (proxy: { port: number; received: ProxiedRequest[] }) => Promise<void>,
	) {
		const received: ProxiedRequest[] = [];
		const proxy = createServer((incoming, response) => {
			received.push({
				url: incoming.url,
				authorization: incoming.headers['proxy-authorization'],
			});
			const { 'proxy-authorization': _own, ...headers } = incoming.headers;
			incoming.pipe(
				request(String(incoming.url), { method: incoming.method, headers }, (answer) =>
					answer.pipe(response.writeHead(answer.statusCode ?? 500, answer.headers)),
				),
			);
		});
		await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
		try {
			await work({ port: (proxy.address() as AddressInfo).port, received });
		} finally {
			await new Promise((resolve) => proxy.close(resolve));
		}
	}

	test('sends every request through the Proxy', async () => {
		await withProxy(async ({ port, received }) => {
			const { items, error } = await run({ requestOptions: { proxy: `http://127.0.0.1:${port}` } });
			expect(error).toBeUndefined();
			expect(items.length).toBeGreaterThan(0);
			expect(received).toEqual([
				{ url: expect.stringContaining(sandbox.url), authorization: undefined },
			]);
		});
	});

	test('logs in to the Proxy', async () => {
		await withProxy(async ({ port, received }) => {
			const { error } = await run({
				requestOptions: { proxy: `http://ann:se%40cret@127.0.0.1:${port}` },
			});
			expect(error).toBeUndefined();
			expect(received[0].authorization).toBe(
				`Basic ${Buffer.from('ann:se@cret').toString('base64')}`,
			);
		});
	});

	test.each(['proxy.example.com', 'http://proxy.example.com', 'http://:8080', 'no proxy'])(
		'refuses the Proxy %j before anything is sent',
		async (proxy) => {
			const { error } = await run({ requestOptions: { proxy } });
			expect(error?.message).toMatch(
				/^Proxy in Request Options is no address\. Write it with scheme and port, e\.g\. http:/,
			);
			expect(sandbox.requests).toHaveLength(0);
		},
	);

	test('ends a request after the Timeout', async () => {
		sandbox.injectFault({ kind: 'slow', on: 'V4', delay: 2_000 });
		const { error } = await run({ requestOptions: { timeout: 50 } });
		expect(error?.message).toMatch(/no answer came in time/);
	});

	test('accepts Ignore SSL Issues, which changes nothing without SSL', async () => {
		const { error } = await run({ requestOptions: { allowUnauthorizedCerts: true } });
		expect(error).toBeUndefined();
		expect(sandbox.requests).toHaveLength(1);
	});

	test('waits for the interval of Batching after each batch', async () => {
		const batching = { batch: { batchSize: 2, batchInterval: 150 } };
		const started = Date.now();
		const { error } = await run({ requestOptions: { batching } }, { items: [{}, {}, {}, {}, {}] });
		expect(error).toBeUndefined();
		const at = sandbox.requests.map((sent) => sent.at);
		expect(at).toHaveLength(5);
		expect([at[2] - started >= 140, at[4] - started >= 290]).toEqual([true, true]);
	});
});

describe('an expression that cannot be evaluated', () => {
	const get = {
		resource: 'prompt',
		operation: 'get',
		promptId: "={{ $json.id ?? $('A node that is not there').item.json.id }}",
	};
	const id = 'a3a1f5e2-7c7f-4a3b-9f58-27d3a7a1c0de';
	beforeEach(() => {
		const times = { created_at: '2025-01-31T10:00:00Z', updated_at: '2025-01-31T10:00:00Z' };
		const owners = { user_id: 'u', assistant_id: 'a', created_by: 'c' };
		const prompt = { prompt_id: id, language: 'EN', text: 'Greet.', prompt_json: {} };
		sandbox.state.prompts.push({ ...prompt, ...owners, ...times });
	});

	test('stops the node at that item: nothing is sent for it or after it', async () => {
		const { error } = await run(get, { items: [{ id }, {}, { id }] });
		expect(error?.context?.itemIndex).toBe(1);
		expect(sandbox.requests).toHaveLength(1);
	});

	test('does not affect other items under Continue on Fail', async () => {
		const { items, error } = await run(get, { items: [{ id }, {}, { id }], continueOnFail: true });
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.text ?? Object.keys(json))).toEqual([
			'Greet.',
			['error'],
			'Greet.',
		]);
		expect(sandbox.requests).toHaveLength(2);
	});
});

describe('an expression that only names a field of the item', () => {
	const names = [
		'a',
		'B',
		'_id',
		'c_1',
		'$d',
		'_',
		'__x',
		'__proto__',
		'constructor',
		'prototype',
		'toString',
		'length',
		'ä',
	];
	const leaf = fc.oneof(
		fc.string({ unit: 'binary', maxLength: 5 }),
		fc.double(),
		fc.boolean(),
		// Some nodes give dates as such.
		fc.date({ noInvalidDate: true, min: new Date(0) }),
		fc.constantFrom(
			null,
			'',
			0,
			[],
			['x'],
			{ a: 1 },
			'={{ 1 }}',
			known.channel.id,
			'2026-01-31T10:00:00Z',
		),
	);
	const space = fc.constantFrom('', ' ', '\n  ');
	const cases = fc.record({
		field: fc.constantFrom('channel', 'contact', 'message', 'assistant'),
		whole: fc.boolean(),
		path: fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 3 }),
		// The path of the value: often the path in the expression.
		valuePath: fc.oneof(
			{ weight: 4, arbitrary: fc.constant(null) },
			{ weight: 1, arbitrary: fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 3 }) },
		),
		value: leaf,
		before: space,
		after: space,
	});
	const given = {
		channel: known.channel.id,
		contact: known.contact.id,
		message: 'Hello',
		assistant: known.assistant.id,
	};

	/**
	 * The requests and items for items whose field has an expression.
	 *
	 * @param whole whether the expression stands for the whole locator
	 */
	async function resultOf(items: object[], field: string, whole: boolean, expression: string) {
		sandbox.reset();
		const written = { ...given, [field]: expression };
		const located = (name: 'channel' | 'contact' | 'assistant') =>
			whole && name === field ? written[name] : { __rl: true, mode: 'id', value: written[name] };
		const parameters = {
			resource: 'message',
			operation: 'process',
			channel: located('channel'),
			contact: located('contact'),
			message: written.message,
			additionalFields: { assistant: located('assistant') },
		};
		const { items: found, error } = await run(parameters, {
			items,
			continueOnFail: true,
			credential: { maxConcurrentRequests: 1 },
		});
		expect(error).toBeUndefined();
		return {
			wire: sandbox.requests.map(({ method, url, text }) => ({ method, url, text })),
			items: found.map(({ error: failure }) => failure?.message),
		};
	}

	test('is evaluated as n8n evaluates it', async () => {
		const counts = { found: 0, all: 0 };
		await fc.assert(
			fc.asyncProperty(cases, async ({ field, whole, path, valuePath, value, before, after }) => {
				const at = valuePath ?? path;
				const items = ['of another item', value].map((each) =>
					at.reduceRight<unknown>((inner, name) => Object.fromEntries([[name, inner]]), each),
				) as object[];
				const named = await resultOf(
					items,
					field,
					whole,
					`={{${before}$json.${path.join('.')}${after}}}`,
				);
				expect(named).toEqual(
					await resultOf(items, field, whole, `={{${before}($json.${path.join('.')})${after}}}`),
				);
				counts.all += 1;
				counts.found += Number(named.wire.length > 1);
			}),
			{ numRuns: 200 },
		);
		expect(counts.found).toBeGreaterThan(counts.all / 10);
	}, 180_000);
});

describe('a credential that its owner limits', () => {
	const limited = (allowedDomains: string) => ({
		allowedHttpRequestDomains: 'domains',
		allowedDomains,
	});

	test('is sent to allowed domains', async () => {
		const { error } = await run({}, { credential: limited('127.0.0.1') });
		expect(error).toBeUndefined();
		expect(sandbox.requests).toHaveLength(1);
	});

	test('is not sent to other domains, as the error says', async () => {
		const { error } = await run({}, { credential: limited('example.com') });
		expect(error?.message).toMatch(
			/^Vardast: the credential may not be used with the address in it\. Let its owner add the host/,
		);
		expect(error?.description).toBe('Nothing was sent for this item.');
		expect(sandbox.requests).toHaveLength(0);
	});

	test('is not sent to other domains by a list search', async () => {
		const list = searchList({
			node: 'vardast',
			credentials: { vardastApi: account(limited('example.com')) },
			parameters: channels,
			method: 'searchChannels',
		});
		await expect(list).rejects.toThrow(
			/^Vardast: the credential may not be used with the address in it\. Let its owner add the host/,
		);
		expect(sandbox.requests).toHaveLength(0);
	});

	test('is sent when only the HTTP Request node is excluded', async () => {
		const { error } = await run({}, { credential: { allowedHttpRequestDomains: 'none' } });
		expect(error).toBeUndefined();
		expect(sandbox.requests).toHaveLength(1);
	});
});

test.each([
	['Operation', { operation: 'erase' }],
	['Resource', { resource: 'shop' }],
])('the node refuses an unknown %s and sends nothing', async (field, parameters) => {
	const { error } = await run(parameters);
	expect(error?.message).toBe(
		`${field} must be one that this node has: choose it from the list [item 0]`,
	);
	expect(sandbox.requests).toHaveLength(0);
});
