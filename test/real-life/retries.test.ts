/** What is repeated, how often and for how long, when a vendor or what is in front of it is not well. */

import { fastClock } from '../support/engine/clock';
import { PolledWorkflow } from '../support/engine/poll';
import { startSandbox } from '../support/sandbox/server';
import { known as vardastRecords, vardast } from '../support/sandbox/vardast';
import type { Fault } from '../support/sandbox/types';
import { known } from '../support/sandbox/selarti';
import { useVendor } from '../support/useVendor';
import { byId } from '../support/vendors/parameters';
import { selarti } from '../support/vendors/selarti';

let accounts = 0;
/** Each test has an account of its own, whose first request needs a log-in. */
const { sandbox, run, search } = useVendor(selarti, () => ({
	apiKey: `retry-key-${accounts}`,
	sessionToken: '',
	maxRetryTime: 20,
}));
let clock: ReturnType<typeof fastClock>;
beforeEach(() => {
	accounts += 1;
	sandbox.state.key = `retry-key-${accounts}`;
	clock = fastClock(20);
});
afterEach(() => clock.stop());

const LOGIN = 'S0';
const companies = { resource: 'company', operation: 'getAll' };
const sending = {
	resource: 'message',
	operation: 'send',
	thread: byId('={{ $json.thread }}'),
	message: 'Hello',
	messageType: 'bot',
};
const customers = (count: number) =>
	Array.from({ length: count }, (_, index) => ({
		thread: known.threads[index % known.threads.length],
	}));
const accepted = () => sandbox.requestsTo('S11').filter(({ handled }) => handled);

describe('a log-in that is disturbed once holds up nobody', () => {
	test.each<[string, Fault]>([
		['503', { kind: 'answer', status: 503, body: 'busy' }],
		['502 with a page', { kind: 'answer', status: 502, body: '<html>Bad gateway</html>' }],
		['521 of Cloudflare', { kind: 'answer', status: 521, body: 'error code: 521' }],
		['429 with Retry-After 1', { kind: 'refuse', status: 429, headers: { 'retry-after': '1' } }],
		['a connection that is cut', { kind: 'cutBefore' }],
		['an answer that is cut', { kind: 'cutMiddle' }],
	])('%s: all of 20 messages are sent', async (_name, fault) => {
		sandbox.injectFault({ ...fault, on: LOGIN, times: 1 });
		const { error, items } = await run(sending, { items: customers(20) });
		expect(error).toBeUndefined();
		expect(items).toHaveLength(20);
		expect(accepted()).toHaveLength(20);
		expect(sandbox.requestsTo(LOGIN)).toHaveLength(2);
	});

	test('when it never succeeds, the next execution logs in anew', async () => {
		sandbox.injectFault({ kind: 'answer', status: 503, body: 'busy', on: LOGIN, times: 4 });
		const { error } = await run(sending, { items: customers(20) });
		expect(error?.message).toMatch(/^Selarti: .*\(HTTP 503\)/);
		expect(error?.description).toMatch(/^Nothing was sent for this item/);
		expect(sandbox.requestsTo(LOGIN)).toHaveLength(4);
		expect(accepted()).toHaveLength(0);
		expect((await run(sending, { items: customers(20) })).error).toBeUndefined();
		expect(accepted()).toHaveLength(20);
	});

	test('429 for ever ends when the retry budget is spent', async () => {
		sandbox.injectFault({ kind: 'refuse', status: 429, on: LOGIN });
		const { error } = await run(sending, { items: customers(20) });
		expect(error?.message).toMatch(/^Selarti: .*\(HTTP 429\)\. Wait a little/);
		expect(sandbox.requestsTo(LOGIN).length).toBeLessThan(9);
		expect(accepted()).toHaveLength(0);
	});

	test.each([400, 401, 403])(
		'a key that is refused with %d is not tried again for ten seconds',
		async (status) => {
			sandbox.injectFault({ kind: 'refuse', status, on: LOGIN, times: 1 });
			expect((await run(sending, { items: customers(20) })).error?.message).toMatch(/refused/);
			expect((await run(companies)).error?.message).toMatch(/refused/);
			expect(sandbox.requestsTo(LOGIN)).toHaveLength(1);
			await new Promise((resolve) => setTimeout(resolve, 11_000));
			expect((await run(companies)).error).toBeUndefined();
		},
	);

	test('the log-in keeps to the pause of its account', async () => {
		sandbox.injectFault({
			kind: 'refuse',
			status: 429,
			on: LOGIN,
			times: 1,
			headers: { 'retry-after': '4' },
		});
		const start = clock.now();
		expect((await run(companies)).error).toBeUndefined();
		expect(clock.now() - start).toBeGreaterThanOrEqual(4_000);
	});
});

describe('a vendor that refuses with 429', () => {
	const refusal = (retryAfter?: string): Fault => ({
		kind: 'refuse',
		status: 429,
		on: 'S11',
		body: 'Slow down',
		...(retryAfter !== undefined && { headers: { 'retry-after': retryAfter } }),
	});
	const loggedIn = { sessionToken: 'bus|live' };
	beforeEach(() => sandbox.state.tokens.add('bus|live'));

	test.each([
		['nothing', undefined],
		['0', '0'],
		['0.001', '0.001'],
		['a negative number', '-1'],
		['a past date', new Date(0).toUTCString()],
	])('for ever, with %s in Retry-After, gets few requests', async (_name, retryAfter) => {
		sandbox.injectFault(refusal(retryAfter));
		const { items } = await run(sending, {
			items: customers(30),
			credential: loggedIn,
			continueOnFail: true,
		});
		for (const { json } of items) expect(json.error).toMatch(/HTTP 429/);
		// All 30 at first, and then one after each pause.
		expect(sandbox.requestsTo('S11').length).toBeLessThan(40);
	});

	test('for a while gets one request after each pause, and then all of them', async () => {
		sandbox.injectFault({ ...refusal('1'), times: 5 });
		const { error } = await run(sending, { items: customers(30), credential: loggedIn });
		expect(error).toBeUndefined();
		expect(accepted()).toHaveLength(30);
		expect(sandbox.requestsTo('S11')).toHaveLength(35);
	});

	test.each([1, 2, 50])(
		'holds no item for longer than Max Retry Time, with %d requests at once',
		async (maxConcurrentRequests) => {
			sandbox.injectFault(refusal());
			const start = clock.now();
			const { items } = await run(sending, {
				items: customers(6),
				credential: { ...loggedIn, maxConcurrentRequests, maxRetryTime: 10 },
				continueOnFail: true,
			});
			// One after the other they would take a minute.
			expect(clock.now() - start).toBeLessThan(30_000);
			expect(items).toHaveLength(6);
			for (const { json } of items)
				expect(json.error).toMatch(/^Selarti: .*\(HTTP 429\)\. .*Wait a little and try again/);
		},
	);

	test('says of items that had no turn that nothing was sent', async () => {
		sandbox.injectFault(refusal());
		const { items } = await run(sending, {
			items: customers(6),
			credential: { ...loggedIn, maxConcurrentRequests: 1, maxRetryTime: 1 },
			continueOnFail: true,
		});
		const sent = sandbox.requestsTo('S11').length;
		const unsent = items.filter(({ json }) => /Nothing was sent/.test(String(json.error)));
		expect(unsent.length).toBeGreaterThanOrEqual(6 - sent);
		expect(unsent.length).toBeGreaterThan(0);
	});

	test('does not hold the account when the clock of the machine is set back an hour', async () => {
		sandbox.injectFault({ ...refusal('1'), times: 1 });
		sandbox.once('done', () => {
			jest.spyOn(Date, 'now').mockReturnValue(Date.now() - 3_600_000);
		});
		const start = clock.now();
		const { error } = await run(sending, { items: customers(3), credential: loggedIn });
		expect(error).toBeUndefined();
		expect(clock.now() - start).toBeLessThan(10_000);
	});
});

describe('a status of a gateway', () => {
	const loggedIn = { sessionToken: 'bus|live' };
	beforeEach(() => sandbox.state.tokens.add('bus|live'));
	const once = (status: number, on: string): Fault => ({
		kind: 'answer',
		status,
		on,
		times: 1,
		body: `error code: ${status}`,
	});
	const transient = [408, 425, 502, 503, 504, 520, 521, 522, 523, 524, 525, 526, 527, 530];

	test.each(transient)('%d once is no matter for a read', async (status) => {
		sandbox.injectFault(once(status, 'S4'));
		const { error, items } = await run(companies, { credential: loggedIn });
		expect(error).toBeUndefined();
		expect(items).toHaveLength(known.companies.length);
		expect(sandbox.requestsTo('S4')).toHaveLength(2);
	});

	test.each(transient)('%d once is no matter for a pick list', async (status) => {
		sandbox.injectFault(once(status, 'S4'));
		const { results } = await search('searchCompanies', { credential: loggedIn });
		expect(results.length).toBeGreaterThan(0);
		expect(sandbox.requestsTo('S4')).toHaveLength(2);
	});

	test.each([521, 523, 525, 526])(
		'%d says that a message did not reach the vendor, so it is sent again',
		async (status) => {
			sandbox.injectFault(once(status, 'S11'));
			const { error } = await run(sending, { items: customers(1), credential: loggedIn });
			expect(error).toBeUndefined();
			expect(accepted()).toHaveLength(1);
		},
	);

	test.each([408, 502, 503, 504, 520, 522, 524, 527, 530])(
		'%d says nothing of a message, so it is not sent again',
		async (status) => {
			sandbox.injectFault(once(status, 'S11'));
			const { error } = await run(sending, { items: customers(1), credential: loggedIn });
			expect(error?.message).toMatch(/so the request may or may not have been carried out \(HTTP/);
			expect(sandbox.requestsTo('S11')).toHaveLength(1);
		},
	);

	test('of Cloudflare is told in words', async () => {
		sandbox.injectFault({ ...once(521, 'S11'), times: 9 });
		const { error } = await run(sending, { items: customers(1), credential: loggedIn });
		expect(error?.message).toBe(
			'Selarti: Cloudflare could not reach the server, which refused the connection (HTTP 521). The fault is at the vendor: try again later. [item 0]',
		);
		expect(sandbox.requestsTo('S11')).toHaveLength(4);
	});
});

describe('a poll that meets a status of a gateway once', () => {
	test.each([408, 425, 502, 520, 521, 530])('%d: it fails nobody', async (status) => {
		const vendor = await startSandbox(vardast);
		try {
			const polled = new PolledWorkflow({
				node: 'vardastTrigger',
				parameters: { triggerOn: 'newOrder', channel: byId(vardastRecords.channel.id) },
				credentials: {
					vardastApi: { apiKey: vardastRecords.apiKey, baseUrl: `${vendor.url}/uaa/public` },
				},
			});
			await polled.activate();
			vendor.injectFault({ kind: 'answer', status, times: 1, body: `error code: ${status}` });
			await vendor.happen('newOrder', { row: { full_name: 'Laleh' } });
			await polled.tick();
			expect(polled.errors).toEqual([]);
			expect(polled.items).toHaveLength(1);
		} finally {
			await vendor.close();
		}
	});
});
