import { tokenIn } from '../../../nodes/shared/http/accountKey';
import { LoginRefusedError } from '../../../nodes/shared/http/sessionTokens';
import type { SessionAuth } from '../../../nodes/shared/types';
import { steppedClock } from '../../support/engine/clock';
import { createFakeVendor, networkError, response } from '../../support/fakeVendor';
import type { FakeResponse, FakeVendorOptions } from '../../support/fakeVendor';
import { settle } from '../../support/promises';

/** A log-in like that of a vendor: it says what the vendor answered. */
const logIn: SessionAuth['logIn'] = async (helpers) => {
	const { statusCode, body } = (await helpers.httpRequest({ url: 'https://login' })) as {
		statusCode: number;
		body: { token?: string };
	};
	if (statusCode !== 200 || !body.token) throw new LoginRefusedError('refused', statusCode);
	return body.token;
};

const token = response(200, { token: 'the-new-token' });

function withLogin(responses: FakeResponse[], options: FakeVendorOptions = {}) {
	return createFakeVendor(responses, {
		...options,
		credential: { token: '', ...options.credential },
		vendor: { session: { tokenField: 'token', logIn } },
	});
}

const isLogin = ({ url }: { url: string }) => url === 'https://login';

describe('the log-in of a request', () => {
	let clock: ReturnType<typeof steppedClock>;
	beforeEach(() => {
		clock = steppedClock();
		jest.spyOn(Math, 'random').mockReturnValue(0.5);
	});
	afterEach(() => {
		jest.restoreAllMocks();
		clock.stop();
	});

	test.each<[FakeResponse, waitMs: number]>([
		[response(503), 375],
		[response(408), 375],
		[response(521), 375],
		[response(503, {}, { 'retry-after': '7' }), 7_000],
		[response(429, {}, { 'retry-after': '4' }), 4_000],
		[networkError('ECONNRESET'), 375],
		[networkError('ETIMEDOUT'), 375],
	])('is repeated after %j', async (failure, waitMs) => {
		const { send, sent, sentAt } = withLogin([failure, token, {}]);
		expect(await send({ isRead: false })).toEqual({});
		expect(sent.map(isLogin)).toEqual([true, true, false]);
		expect(sentAt[1] - sentAt[0]).toBe(waitMs);
		expect(tokenIn(sent[2].credential?.token)).toBe('the-new-token');
	});

	test.each<[FakeResponse, times: number]>([
		[response(400), 1],
		[response(401), 1],
		[response(500), 1],
		[response(503), 4],
	])('ends with the words of the vendor after %j', async (failure, times) => {
		const { messageOf, sent } = withLogin([failure]);
		expect(await messageOf()).toContain('Vendor: refused (HTTP ');
		expect(sent).toHaveLength(times);
	});

	test('ends with the reason when there is no connection', async () => {
		const { send, sent } = withLogin([networkError('ECONNREFUSED')]);
		await expect(send()).rejects.toMatchObject({
			message:
				'Vendor: the log-in got no answer: nothing answers at this address. Check the base URL in the credential and the connection, then try again. [item 2]',
			description: 'Nothing was sent for this item: the log-in comes first.',
		});
		expect(sent).toHaveLength(4);
	});

	test('shares the retry budget with the request', async () => {
		const { messageOf, sentAt } = withLogin(
			[response(429, {}, { 'retry-after': '6' }), token, response(429, {}, { 'retry-after': '5' })],
			{ credential: { maxRetryTime: 10 } },
		);
		expect(await messageOf()).toContain('(HTTP 429). Wait a little');
		expect(sentAt.map((time) => time - sentAt[0])).toEqual([0, 6_000, 6_000]);
	});

	test('is not sent while the account is paused for longer than the request may wait', async () => {
		const credential = { baseUrl: 'https://vendor.example', key: 'paused', maxRetryTime: 9 };
		const loggedIn = { ...credential, token: 'a-live-token' };
		const refused = withLogin([response(429, {}, { 'retry-after': '9' })], {
			credential: { ...loggedIn, maxRetryTime: 9 },
		});
		expect(await refused.messageOf({ retryBudgetMs: 8_000 })).toContain('HTTP 429');
		const other = withLogin([token], { credential });
		await expect(other.send({ retryBudgetMs: 1_000 })).rejects.toMatchObject({ httpCode: '429' });
		expect(other.sent).toHaveLength(0);
	});
});

test('a log-in that is cancelled sends nothing more', async () => {
	const controller = new AbortController();
	const { messageOf, sent } = withLogin([networkError('ECONNRESET')], {
		context: { getExecutionCancelSignal: () => controller.signal },
	});
	const message = messageOf();
	while (sent.length === 0) await settle();
	controller.abort();
	expect(await message).toBe(
		'Vendor: the execution was cancelled or ran out of time. Nothing was sent for this item. [item 2]',
	);
	expect(sent).toHaveLength(1);
	expect(sent[0].abortSignal).toBeInstanceOf(AbortSignal);
});

test('the log-in of a cancelled execution is made anew by others that wait for it', async () => {
	const controller = new AbortController();
	const credential = { baseUrl: 'https://vendor.example', key: 'shared' };
	const cancelled = withLogin([response(503)], {
		credential,
		context: { getExecutionCancelSignal: () => controller.signal },
	});
	const other = withLogin([token, {}], { credential });
	const first = cancelled.messageOf();
	while (cancelled.sent.length === 0) await settle();
	const second = other.send();
	await settle();
	controller.abort();
	expect(await first).toContain('the execution was cancelled');
	expect(await second).toEqual({});
	expect(other.sent.map(isLogin)).toEqual([true, false]);
});
