import type { NodeApiError } from 'n8n-workflow';

import { tokenIn } from '../../../nodes/shared/http/accountKey';
import { runLimited } from '../../../nodes/shared/http/accountLimiter';
import type { AttemptResult } from '../../../nodes/shared/http/transport';
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
		[response(408)],
		[response(425)],
		[response(502)],
		[response(503)],
		[response(504)],
		[response(520)],
		[response(530)],
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
		expect((await retriesOf([response(521), {}], write)).message).toBe('success');
		expect((await retriesOf([networkError('ECONNREFUSED'), {}], write)).message).toBe('success');
		expect((await retriesOf([response(429), response(429), {}], write)).message).toBe('success');
		expect((await retriesOf([response(503), {}], write)).attempts).toBe(1);
	});

	test.each<[name: string, FakeResponse[], budget: unknown, waits: number[], message: string]>([
		['as the vendor says', [rateLimited('5'), {}], 60, [5_000], 'success'],
		['as a gateway says', [response(503, {}, { 'retry-after': '5' }), {}], 60, [5_000], 'success'],
		[
			'no less than the backoff',
			[rateLimited('0'), rateLimited('0'), {}],
			60,
			[375, 750],
			'success',
		],
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
		const limits = { maxConcurrent: 1, budget: { limitMs: 0, spentMs: 0 }, signal: undefined };
		const other = runLimited(account, limits, async (): Promise<AttemptResult> => {
			await promise;
			return { kind: 'success', body: undefined };
		});
		const waiting = send();
		await settle();
		expect(sent).toHaveLength(0);
		resolve();
		await Promise.all([other, waiting]);
		expect(sent).toHaveLength(1);
	});
});

describe('sendRequest says the same of all requests of a paused account', () => {
	test('sends one after the pause, and the others when it was not refused', async () => {
		const clock = steppedClock();
		try {
			const { send, sentAt } = createFakeVendor([rateLimited('5'), rateLimited('5'), {}], {
				credential: { maxConcurrentRequests: 2 },
			});
			await Promise.all(Array.from({ length: 5 }, async () => await send({ isRead: false })));
			expect(sentAt.map((time) => time - sentAt[0])).toEqual([
				0, 0, 5_000, 5_000, 5_000, 5_000, 5_000,
			]);
		} finally {
			clock.stop();
		}
	});

	test('sends nothing for requests that may not wait as long as the pause', async () => {
		const credential = { baseUrl: 'https://vendor.example', key: 'impatient', maxRetryTime: 2 };
		const refusing = createFakeVendor([rateLimited('2')], { credential });
		expect(await refusing.messageOf()).toContain('HTTP 429');
		const other = createFakeVendor([{}], { credential });
		await expect(other.send({ retryBudgetMs: 1_000 })).rejects.toMatchObject({
			message:
				'Vendor: asks for fewer requests of this account (HTTP 429). Nothing was sent for this item. Wait a little and try again, or raise Max Retry Time in the credential. [item 2]',
			description: 'Nothing was sent for this item.',
			httpCode: '429',
		});
		expect(other.sent).toHaveLength(0);
	});
});

describe('sendRequest stops when the execution is cancelled', () => {
	const cancelled = 'Vendor: the execution was cancelled or ran out of time';

	/** A vendor whose answer comes after the execution was cancelled. */
	function cancelledBy(respond: () => unknown, before: FakeResponse[] = []) {
		const controller = new AbortController();
		const clock = steppedClock();
		let count = 0;
		const answer = async () => {
			const earlier = before[count];
			count += 1;
			if (earlier) return earlier;
			controller.abort();
			return respond();
		};
		const { send } = createFakeVendor([], {
			context: {
				getExecutionCancelSignal: () => controller.signal,
				helpers: { httpRequestWithAuthentication: answer },
			},
		});
		return async (request: FakeRequest): Promise<NodeApiError> => {
			try {
				return (await send(request).catch((error: Error) => error)) as NodeApiError;
			} finally {
				clock.stop();
			}
		};
	}

	const cut = () => {
		throw networkError('ECONNRESET');
	};

	test('before the request is sent', async () => {
		const { messageOf, sent } = createFakeVendor([{}], {
			context: { getExecutionCancelSignal: () => AbortSignal.abort() },
		});
		expect([await messageOf(), sent.length]).toEqual([
			`${cancelled}. Nothing was sent for this item. [item 2]`,
			0,
		]);
	});

	test('while a read is under way', async () => {
		const error = await cancelledBy(cut)({ isRead: true });
		expect(error.message).toBe(`${cancelled} before an answer came. Execute it again. [item 2]`);
		expect(error.description).toBe('The request was GET /x.');
	});

	test('while a write is under way, which may have been carried out', async () => {
		const error = await cancelledBy(cut)({ isRead: false });
		expect(error.message).toBe(
			`${cancelled} before an answer came, so the request may or may not have been carried out. Look at Vendor whether it was, before you send it again. [item 2]`,
		);
		expect(isOutcomeUnknown(error)).toBe(true);
	});

	test('while a write is on its way, which has not left', async () => {
		const error = await cancelledBy(() => {
			throw networkError('ENOTFOUND');
		})({ isRead: false });
		expect(error.message).toBe(`${cancelled}. Nothing was sent for this item. [item 2]`);
		expect(isOutcomeUnknown(error)).toBe(false);
	});

	test.each([
		[true, 'before an answer came', 'Execute it again.', false],
		[false, 'before an answer came', 'Look at Vendor', true],
	])('with the refusal that came before (read: %s)', async (isRead, when, hint, isUnknown) => {
		const refusal = response(429, { message: 'Too fast.' }) as object;
		const error = await cancelledBy(cut, [refusal])({ isRead });
		expect(error.message).toContain(`${cancelled} ${when}`);
		expect(error.message).toContain('The attempt before that had failed: Too fast (HTTP 429)');
		expect(error.message).toContain(hint);
		expect(isOutcomeUnknown(error)).toBe(isUnknown);
	});

	test('with a refusal that came at the same time', async () => {
		const error = await cancelledBy(() => response(503, { message: 'Ill' }))({});
		expect(error.message).toBe(
			`${cancelled}. The attempt before that had failed: Ill (HTTP 503). Execute it again. [item 2]`,
		);
	});

	test.each<[FakeResponse, string]>([
		[response(429, { message: 'Slow' }), 'Slow (HTTP 429). Nothing was carried out for this item.'],
		[
			networkError('ECONNREFUSED'),
			'nothing answers at this address. Nothing was sent for this item.',
		],
	])('during the wait after %j', async (given, words) => {
		const controller = new AbortController();
		const { messageOf, sent } = createFakeVendor([given], {
			context: { getExecutionCancelSignal: () => controller.signal },
		});
		const message = messageOf({ isRead: false });
		while (sent.length === 0) await settle();
		await settle();
		controller.abort();
		expect([await message, sent.length]).toEqual([
			`${cancelled}. The attempt before that had failed: ${words} [item 2]`,
			1,
		]);
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
		expect(sent.map(({ credential }) => tokenIn(credential?.token))).toEqual([
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
