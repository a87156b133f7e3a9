import { runLimited } from '../../../nodes/shared/http/accountLimiter';
import { isOutcomeUnknown } from '../../../nodes/shared/http/requestError';
import { steppedClock } from '../../support/engine/clock';
import { createFakeVendor, networkError, response } from '../../support/fakeVendor';
import type { FakeRequest, FakeResponse, FakeVendorOptions } from '../../support/fakeVendor';
import { deferred, settle } from '../../support/promises';

const rateLimited = (retryAfter?: string) => response(429, {}, { 'retry-after': retryAfter });

describe('sendRequest', () => {
	test.each([
		[{ a: 1 }, { a: 1 }],
		['', undefined],
		[null, undefined],
		[undefined, undefined],
	])('gives the body %j as %j', async (body, expected) => {
		expect(await createFakeVendor([{ body }]).send()).toEqual(expected);
	});

	test('sends the prepared options with the credential', async () => {
		const { send, sent } = createFakeVendor([{}], { credential: { key: 'k' } });
		await send();
		expect(sent).toHaveLength(1);
		expect(sent[0]).toMatchObject({
			method: 'GET',
			url: 'https://vendor.example/x',
			json: true,
			credential: { key: 'k' },
		});
		await send({ isPublic: true });
		expect(sent[1].credential).toBeUndefined();
	});

	test('shows no secret or sensitive value in an error', async () => {
		const body = {
			text: 'dear customer',
			args: { inner: { deep: ['a long list', 1234567], no: false } },
			plain: 'plain words',
		};
		const quoted = 'dear customer; "a long list"; 1234567; plain words; false; secret-key-1';
		const { messageOf } = createFakeVendor([response(400, { message: quoted })], {
			credential: { key: ' secret-key-1 ' },
		});
		expect(await messageOf({ options: { body } })).toBe(
			'Vendor: [hidden]; "[hidden]"; [hidden]; plain words; false; [hidden] (HTTP 400). Check the fields of this operation. [item 2]',
		);
		expect(await messageOf({ options: { body: null } })).toContain('dear customer');
	});

	test("gives the vendor's failure to the error", async () => {
		const { send } = createFakeVendor([response(400)], {
			vendor: {
				parseError: ({ status }) => (status === 400 ? { message: 'Bad', field: 'f' } : undefined),
			},
		});
		await expect(send({ fieldName: () => 'The field' })).rejects.toMatchObject({
			message: 'Vendor: Bad (HTTP 400). Check The field. [item 2]',
			description: 'The request was GET /x.',
		});
	});

	test.each<[FakeResponse, message: string, isUnknown: boolean]>([
		[networkError('ECONNRESET'), 'gave no answer (the connection broke), so the request', true],
		[response(500, { message: 'Oh' }), 'Oh, so the request', true],
		[response(200, 'Hello'), 'the text "Hello" instead of JSON, so the request', true],
		[response(499), 'refused the request without saying why (HTTP 499).', false],
	])('sends a write once: %j', async (given, message, isUnknown) => {
		const { send, sent } = createFakeVendor([given]);
		const error = await send({ isRead: false }).catch((thrown: Error) => thrown);
		expect((error as Error).message).toContain(message);
		expect([isOutcomeUnknown(error as Error), sent.length]).toEqual([isUnknown, 1]);
	});
});

describe('sendRequest retries', () => {
	let clock: ReturnType<typeof steppedClock>;
	beforeEach(() => {
		clock = steppedClock();
		jest.spyOn(Math, 'random').mockReturnValue(0.5);
	});
	afterEach(() => {
		jest.restoreAllMocks();
		clock.stop();
	});

	/** How long it waited between the attempts, in milliseconds, and what came of it. */
	async function retriesOf(
		responses: FakeResponse[],
		request: FakeRequest = {},
		options: FakeVendorOptions = {},
	) {
		const { messageOf, sentAt } = createFakeVendor(responses, options);
		const message = await messageOf(request);
		const waits = sentAt.slice(1).map((time, index) => time - sentAt[index]);
		return { message, waits, attempts: sentAt.length };
	}

	test.each([
		[networkError('ECONNRESET')],
		[networkError('ECONNREFUSED')],
		[response(502)],
		[response(503)],
		[response(504)],
	])('a read three times, with longer waits: %j', async (given) => {
		expect((await retriesOf([given])).waits).toEqual([375, 750, 1_500]);
		expect(clock.steps()).toEqual([375, 750, 1_000, 500]);
	});

	test.each([[response(500)], [response(501)], [response(505)], [response(400)]])(
		'no read after %j',
		async (given) => {
			expect((await retriesOf([given])).attempts).toBe(1);
		},
	);

	test('no read after a web page of a success', async () => {
		expect((await retriesOf([response(200, 'page')])).attempts).toBe(1);
	});

	test('a write that did not reach the vendor, or that was rate limited', async () => {
		const write = { isRead: false };
		expect((await retriesOf([networkError('ECONNREFUSED'), {}], write)).message).toBe('success');
		expect((await retriesOf([response(429), response(429), {}], write)).message).toBe('success');
		expect((await retriesOf([response(503), {}], write)).attempts).toBe(1);
	});

	test.each<[name: string, FakeResponse[], budget: unknown, waits: number[], message: string]>([
		['as the vendor says', [rateLimited('5'), {}], 60, [5_000], 'success'],
		['as a gateway says', [response(503, {}, { 'retry-after': '5' }), {}], 60, [5_000], 'success'],
		['100 ms at least', [rateLimited('0'), {}], 60, [100], 'success'],
		['for all of the budget', [rateLimited('60'), {}], 60, [60_000], 'success'],
		['not beyond the budget', [rateLimited('61'), {}], 60, [], 'HTTP 429'],
		['within the budget in all', [rateLimited('25')], 60, [25_000, 25_000], 'HTTP 429'],
		['within a smaller budget', [rateLimited('2')], 5, [2_000, 2_000], 'HTTP 429'],
		['not at all', [rateLimited()], 0, [], 'HTTP 429'],
		[
			'with doubled waits up to twenty seconds',
			[rateLimited()],
			100,
			[375, 750, 1_500, 3_000, 6_000, 12_000, 15_000, 15_000, 15_000, 15_000, 15_000],
			'HTTP 429',
		],
		[
			'for 60 seconds if the credential says nothing',
			[rateLimited('20')],
			undefined,
			[20_000, 20_000, 20_000],
			'HTTP 429',
		],
	])('%s', async (_name, responses, maxRetryTime, waits, message) => {
		const result = await retriesOf(responses, {}, { credential: { maxRetryTime } });
		expect(result.waits).toEqual(waits);
		expect(result.message).toContain(message);
	});

	test('within the budget of the caller, whatever the credential says', async () => {
		const { waits } = await retriesOf([rateLimited('2')], { retryBudgetMs: 3_000 });
		expect(waits).toEqual([2_000]);
	});

	test.each<[name: string, FakeResponse, maxRetryTime: number, pauseMs: number]>([
		['for as long as the vendor says', rateLimited('2'), 3, 2_000],
		['for the budget at most', rateLimited('61'), 60, 60_000],
		['not after a gateway error', response(503, {}, { 'retry-after': '2' }), 1, 0],
	])('with a pause of the account: %s', async (name, given, maxRetryTime, pauseMs) => {
		const credential = { baseUrl: 'https://vendor.example', key: name, maxRetryTime };
		expect((await retriesOf([given], {}, { credential })).message).not.toBe('success');
		const start = Date.now();
		const { send, sentAt } = createFakeVendor([{}], { credential });
		await send();
		expect(sentAt).toEqual([start + pauseMs]);
	});
});

describe('sendRequest keeps to the limit of concurrent requests', () => {
	test('of the account', async () => {
		const { prepare, send, sent } = createFakeVendor([{}], {
			credential: { maxConcurrentRequests: 1 },
		});
		const { account } = await prepare();
		const { promise, resolve } = deferred<void>();
		const other = runLimited(account, 1, undefined, async () => await promise);
		const waiting = send();
		await settle();
		expect(sent).toHaveLength(0);
		resolve();
		await Promise.all([other, waiting]);
		expect(sent).toHaveLength(1);
	});
});

describe('sendRequest stops when the execution is cancelled', () => {
	const cancelled = 'Vendor: the execution was cancelled. Nothing was sent for this item. [item 2]';

	test('before the request is sent', async () => {
		const { messageOf, sent } = createFakeVendor([{}], {
			context: { getExecutionCancelSignal: () => AbortSignal.abort() },
		});
		expect([await messageOf(), sent.length]).toEqual([cancelled, 0]);
	});

	test.each([
		[true, cancelled],
		[false, 'gave no answer (the connection broke)'],
	])('while the request is under way (read: %s)', async (isRead, message) => {
		const controller = new AbortController();
		const { messageOf } = createFakeVendor([], {
			context: {
				getExecutionCancelSignal: () => controller.signal,
				helpers: {
					httpRequestWithAuthentication: async () => {
						controller.abort();
						throw networkError('ECONNRESET');
					},
				},
			},
		});
		expect(await messageOf({ isRead })).toContain(message);
	});

	test('with an error response that came before', async () => {
		const controller = new AbortController();
		const { messageOf } = createFakeVendor([], {
			context: {
				getExecutionCancelSignal: () => controller.signal,
				helpers: {
					httpRequestWithAuthentication: async () => {
						controller.abort();
						return { statusCode: 503, headers: {}, body: { message: 'Ill' } };
					},
				},
			},
		});
		expect(await messageOf()).toContain('Vendor: Ill (HTTP 503).');
	});

	test('during a wait', async () => {
		const controller = new AbortController();
		const { messageOf, sent } = createFakeVendor([response(503, { message: 'Ill' })], {
			context: { getExecutionCancelSignal: () => controller.signal },
		});
		const message = messageOf();
		while (sent.length === 0) await settle();
		await settle();
		controller.abort();
		expect([await message, sent.length]).toEqual([cancelled, 1]);
	});
});

describe('sendRequest logs in again', () => {
	test('twice at most, and never for a public request', async () => {
		let count = 0;
		const logIn = jest.fn(async () => `token-number-${(count += 1)}`);
		const refusals = [
			response(401),
			response(401),
			response(401, { message: 'no token-number-3' }),
		];
		const { sent, messageOf, send } = createFakeVendor(refusals, {
			credential: { token: '' },
			vendor: { session: { tokenField: 'token', logIn } },
		});
		expect(await messageOf()).toBe(
			'Vendor: no [hidden] (HTTP 401). Check the credential, and renew its key if it was changed. [item 2]',
		);
		expect(sent.map(({ credential }) => credential?.token)).toEqual([
			'token-number-1',
			'token-number-2',
			'token-number-3',
		]);
		expect(sent[0].credential?.key).toMatch(/^secret-of/);
		await expect(send({ isPublic: true })).rejects.toThrow('HTTP 401');
		expect([sent[3].credential, logIn.mock.calls.length]).toEqual([undefined, 3]);
		expect(sent).toHaveLength(4);
	});

	test.each([[401], [403]])(
		'not after %d of a vendor without sessions or with another status',
		async (status) => {
			const logIn = jest.fn(async () => 'a token');
			const session = status === 401 ? undefined : { tokenField: 'token', logIn };
			const { messageOf, sent } = createFakeVendor([response(status)], {
				credential: { token: '' },
				vendor: { session },
			});
			expect(await messageOf()).toContain(`(HTTP ${status})`);
			expect(sent).toHaveLength(1);
		},
	);

	test('without waiting or using up a retry budget', async () => {
		let count = 0;
		const { send, sent } = createFakeVendor([response(401), {}], {
			credential: { token: '', maxRetryTime: 0 },
			vendor: { session: { tokenField: 'token', logIn: async () => `token ${(count += 1)}` } },
		});
		expect(await send({ isRead: false })).toEqual({});
		expect(sent).toHaveLength(2);
	});
});
