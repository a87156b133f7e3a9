/** Writes arrive once and in order, however the vendor behaves. */

import { runNode, searchList } from '../support/engine';
import type { NodeRun } from '../support/engine';
import { startSandbox } from '../support/sandbox/server';
import { selarti, known } from '../support/sandbox/selarti';
import type { SelartiState } from '../support/sandbox/selarti';
import type { Sandbox } from '../support/sandbox/server';
import type { Fault, FaultKind } from '../support/sandbox/types';
import { byId } from '../support/vendors/parameters';

/** A run with fields of the credential that differ. */
type TestRun = Partial<NodeRun> & { credential?: object };

let sandbox: Sandbox<SelartiState>;
beforeAll(async () => {
	sandbox = await startSandbox(selarti);
});
beforeEach(() => {
	sandbox.reset();
	sandbox.state.tokens.add('bus|live');
});
afterAll(async () => await sandbox.close());

let accounts = 0;
/** A credential of an account that no other test uses. */
const account = (fields: object = {}) => ({
	apiKey: `invented-key-${(accounts += 1)}`,
	baseUrl: sandbox.url,
	advancedBaseUrl: sandbox.url,
	sessionToken: 'bus|live',
	...fields,
});
const sending = {
	resource: 'message',
	operation: 'send',
	thread: byId('={{ $json.thread }}'),
	message: '={{ $json.text }}',
	messageType: 'bot',
};
const companies = { resource: 'company', operation: 'getAll' };

const run = async (parameters: NodeRun['parameters'], { credential, ...more }: TestRun = {}) =>
	await runNode({
		node: 'selarti',
		credentials: { selartiApi: account(credential) },
		parameters,
		...more,
	});

/** Messages to several chats, one chat after the other. */
const messages = (count: number, chats: number) =>
	Array.from({ length: count }, (_, index) => ({
		thread: known.threads[index % chats],
		text: `message ${index}`,
	}));

/** The body of S11. */
interface Message {
	thread: string;
	message: string;
}

/** The messages that the vendor accepted, by chat, in its order. */
function accepted() {
	const byChat: Record<string, string[]> = {};
	for (const { body, handled } of sandbox.requestsTo<Message>('S11'))
		if (handled) (byChat[body.thread] ??= []).push(body.message);
	return byChat;
}

/** The same for the items of a run. */
function inOrder(items: Array<{ thread: string; text: string }>) {
	const byChat: Record<string, string[]> = {};
	for (const { thread, text } of items) (byChat[thread] ??= []).push(text);
	return byChat;
}

/** Delays the first three answers of the vendor: the earlier, the longer. */
function delayFirst() {
	for (const [after, delay] of [
		[0, 120],
		[1, 60],
		[2, 30],
	])
		sandbox.injectFault({ kind: 'slow', on: 'S11', after, times: 1, delay });
}

describe('write order', () => {
	test('sends the messages of a chat in item order, each after the one before was answered', async () => {
		delayFirst();
		const items = messages(12, 1);
		const { items: out, error } = await run(sending, { items });
		expect(error).toBeUndefined();
		expect(accepted()).toEqual(inOrder(items));
		expect(sandbox.maxInFlight).toBe(1);
		expect(out.map(({ pairedItem }) => pairedItem?.item)).toEqual(items.map((_, index) => index));
	});

	test('keeps the item order however many optional fields each item has', async () => {
		const items = Array.from({ length: 9 }, (_, index) => ({
			text: `message ${index}`,
			type: index % 3 ? 'bot' : '',
		}));
		const parameters = {
			resource: 'message',
			operation: 'sendExternal',
			task: byId(known.task),
			chatId: 'one-chat',
			message: '={{ $json.text }}',
			additionalFields: { messageType: '={{ $json.type }}' },
		};
		await run(parameters, { items });
		expect(sandbox.requestsTo('S12').map(({ body }) => body.message)).toEqual(
			items.map(({ text }) => text),
		);
		expect(sandbox.maxInFlight).toBe(1);
	});

	test('does not hold up other chats', async () => {
		const sent = () => sandbox.requestsTo('S11');
		sandbox.injectFault({ kind: 'slow', on: 'S11', times: 1, until: () => sent().length > 16 });
		const items = messages(20, 5);
		await run(sending, { items });
		expect(accepted()).toEqual(inOrder(items));
		const slow = sent()[0].body.thread;
		expect(sent().filter(({ body }) => body.thread !== slow)).toHaveLength(16);
		expect(sent().findLastIndex(({ body }) => body.thread !== slow)).toBe(16);
	});

	test('orders a list of chats with the writes to each of its chats', async () => {
		const list = {
			resource: 'message',
			operation: 'sendList',
			threadList: '={{ $json.list }}',
			message: '={{ $json.text }}',
			messageType: 'bot',
		};
		sandbox.injectFault({ kind: 'slow', on: 'S13', times: 1, delay: 100 });
		const [a, b, c] = known.threads;
		const items = [
			[a, b],
			[b, c],
			[c, a],
		].map((threads, index) => ({ list: threads.join('\n'), text: `list ${index}` }));
		await run(list, { items });
		expect(sandbox.requestsTo('S13').map(({ body }) => body.message)).toEqual([
			'list 0',
			'list 1',
			'list 2',
		]);
		expect(sandbox.maxInFlight).toBe(1);
	});

	test('sends reads concurrently', async () => {
		sandbox.injectFault({ kind: 'slow', on: 'S4', until: () => sandbox.maxInFlight >= 10 });
		await run(companies, { items: Array.from({ length: 10 }, () => ({})) });
		expect(sandbox.maxInFlight).toBe(10);
	});

	test('sends nothing more to a chat after a message to it was refused', async () => {
		sandbox.injectFault({
			kind: 'refuse',
			on: 'S11',
			times: 1,
			after: 2,
			status: 400,
			body: 'The dialog is closed',
		});
		const items = messages(6, 2);
		const { error } = await run(sending, { items });
		expect(error?.message).toMatch(/The dialog is closed .+ \[item 2\]$/);
		expect(accepted()).toEqual({
			[known.threads[0]]: ['message 0'],
			[known.threads[1]]: ['message 1', 'message 3', 'message 5'],
		});
	});

	test('sends the later messages under Continue on Fail, and the item has the error', async () => {
		sandbox.injectFault({ kind: 'refuse', on: 'S11', times: 1, status: 400, body: 'Not now' });
		const items = messages(3, 1);
		const { items: out } = await run(sending, { items, continueOnFail: true });
		expect(out.map(({ json }) => json.error ?? 'sent')).toEqual([
			expect.stringContaining('Not now'),
			'sent',
			'sent',
		]);
		expect(accepted()).toEqual(inOrder(items.slice(1)));
	});

	test('continues the order when n8n retries', async () => {
		sandbox.injectFault({ kind: 'refuse', on: 'S11', times: 1, status: 400, body: 'Not now' });
		const results = await run(sending, {
			items: messages(2, 1),
			settings: { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 },
		});
		expect(results.error).toBeUndefined();
		expect(accepted()).toEqual(inOrder(messages(2, 1)));
	});
});

describe('concurrency limit', () => {
	test.each([1, 3])('sends no more than %d requests at once', async (maxConcurrentRequests) => {
		sandbox.injectFault({ kind: 'slow', delay: 5 });
		await run(companies, {
			items: Array.from({ length: 30 }, () => ({})),
			credential: { maxConcurrentRequests },
		});
		expect(sandbox.requestsTo('S4')).toHaveLength(30);
		expect(sandbox.maxInFlight).toBe(maxConcurrentRequests);
	});

	test('is shared by all nodes of a process that use the account', async () => {
		sandbox.injectFault({ kind: 'slow', delay: 5 });
		const credential = { apiKey: 'one-account', maxConcurrentRequests: 4 };
		const items = Array.from({ length: 20 }, () => ({}));
		await Promise.all([
			run(companies, { items, credential }),
			run(companies, { items, credential }),
			run(sending, { items: messages(20, 20), credential }),
		]);
		expect(sandbox.requests).toHaveLength(60);
		expect(sandbox.maxInFlight).toBe(4);
	});

	test('is separate for each account', async () => {
		sandbox.injectFault({ kind: 'slow', delay: 30 });
		await Promise.all(
			[1, 2].map(
				async () =>
					await run(companies, { items: [{}, {}, {}], credential: { maxConcurrentRequests: 1 } }),
			),
		);
		expect(sandbox.maxInFlight).toBe(2);
	});
});

describe('retries', () => {
	test.each([
		['none', {}],
		['seconds', { 'retry-after': '1' }],
		['a date', () => ({ 'retry-after': new Date(Date.now() + 2_000).toUTCString() })],
		['a date of the past', { 'retry-after': new Date(0).toUTCString() }],
		['nonsense', { 'retry-after': 'soon' }],
	])(
		'pauses the account after a 429 and goes on (Retry-After: %s)',
		async (retryAfter, headers) => {
			const items = messages(6, 2);
			const started = Date.now();
			sandbox.injectFault({
				kind: 'refuse',
				on: 'S11',
				times: 1,
				status: 429,
				body: 'Slow down',
				headers: typeof headers === 'function' ? headers() : headers,
			});
			const { error } = await run(sending, { items });
			expect(error).toBeUndefined();
			expect(accepted()).toEqual(inOrder(items));
			expect(sandbox.requestsTo('S11')).toHaveLength(7);
			if (retryAfter === 'seconds')
				expect(
					sandbox.requestsTo('S11').filter(({ at }) => at > started + 900).length,
				).toBeGreaterThanOrEqual(5);
		},
	);

	test('pauses the whole account, other nodes too', async () => {
		// With a limit of one request the other node's request comes after the answer, however quick it is.
		const credential = { apiKey: 'paused-account', maxConcurrentRequests: 1 };
		sandbox.injectFault({
			kind: 'refuse',
			on: 'S11',
			times: 1,
			status: 429,
			headers: { 'retry-after': '1' },
		});
		const first = run(sending, { items: messages(1, 1), credential });
		await new Promise((resolve) => sandbox.once('done', resolve));
		const sentFrom = Date.now();
		await Promise.all([first, run(companies, { credential })]);
		expect(sandbox.requestsTo('S4')[0].at - sentFrom).toBeGreaterThan(800);
	});

	test("fails at once with the vendor's message when the delay exceeds the retry budget", async () => {
		sandbox.injectFault({
			kind: 'refuse',
			on: 'S11',
			status: 429,
			body: 'Slow down',
			headers: { 'retry-after': '3600' },
		});
		const started = Date.now();
		const { error } = await run(sending, { items: messages(1, 1) });
		expect(error?.message).toMatch(/^Selarti: .*Slow down.* \(HTTP 429\)\. Wait a little/);
		expect(Date.now() - started).toBeLessThan(5_000);
		expect(sandbox.requestsTo('S11')).toHaveLength(1);
	});

	test('stops when the retry budget is used up', async () => {
		sandbox.injectFault({
			kind: 'refuse',
			on: 'S11',
			status: 429,
			body: 'Slow down',
			headers: { 'retry-after': '1' },
		});
		const { error } = await run(sending, {
			items: messages(1, 1),
			credential: { maxRetryTime: 2 },
		});
		expect(error?.httpCode).toBe('429');
		expect(sandbox.requestsTo('S11')).toHaveLength(3);
	});

	test('limits the retries of a vendor that always asks for an immediate one', async () => {
		sandbox.injectFault({
			kind: 'refuse',
			on: 'S11',
			status: 429,
			body: 'Slow down',
			headers: { 'retry-after': '0' },
		});
		const { error } = await run(sending, {
			items: messages(1, 1),
			credential: { maxRetryTime: 1 },
		});
		expect(error?.httpCode).toBe('429');
		expect(sandbox.requestsTo('S11').length).toBeLessThanOrEqual(3);
	});

	test.each<FaultKind>(['cutBefore', 'cutAfter', 'cutMiddle'])(
		'repeats a read after %s',
		async (kind) => {
			sandbox.injectFault({ kind, on: 'S4', times: 2 });
			const { items, error } = await run(companies);
			expect(error).toBeUndefined();
			expect(items).toHaveLength(known.companies.length);
			expect(sandbox.requestsTo('S4')).toHaveLength(3);
		},
	);

	test.each([502, 503, 504])('repeats a read after %d', async (status) => {
		sandbox.injectFault({
			kind: 'answerAfter',
			on: 'S4',
			times: 2,
			status,
			body: '<html><title>Bad gateway</title></html>',
		});
		const { items } = await run(companies);
		expect(items).toHaveLength(known.companies.length);
		expect(sandbox.requestsTo('S4')).toHaveLength(3);
	});

	test('limits the retries of a read', async () => {
		sandbox.injectFault({ kind: 'answer', on: 'S4', status: 503, body: '' });
		const { error } = await run(companies);
		expect(error?.httpCode).toBe('503');
		expect(sandbox.requestsTo('S4')).toHaveLength(4);
	});

	test('fails a pick list soon, because its user waits', async () => {
		sandbox.injectFault({ kind: 'refuse', on: 'S4', status: 429, headers: { 'retry-after': '5' } });
		const started = Date.now();
		const list = searchList({
			node: 'selarti',
			credentials: { selartiApi: account() },
			parameters: {},
			method: 'searchCompanies',
		});
		await expect(list).rejects.toThrow('(HTTP 429)');
		expect(Date.now() - started).toBeLessThan(3_000);
	});

	test('repeats a message that never reached the vendor', async () => {
		const [{ url }] = [sandbox];
		const { port } = new URL(url);
		await sandbox.close();
		const running = run(sending, { items: messages(2, 1) });
		await new Promise((resolve) => setImmediate(resolve));
		sandbox = await startSandbox(selarti, Number(port));
		sandbox.state.tokens.add('bus|live');
		const { error } = await running;
		expect(error).toBeUndefined();
		expect(accepted()).toEqual(inOrder(messages(2, 1)));
	});
});

describe('a write with an unknown outcome', () => {
	test.each<[FaultKind, Partial<Fault>]>([
		['cutBefore', {}],
		['cutAfter', {}],
		['cutMiddle', {}],
		['answerAfter', { status: 502, body: '<html></html>' }],
		['answerAfter', { status: 503, body: '' }],
		['answerAfter', { status: 504, body: 'timeout' }],
		['answerAfter', { status: 500, body: { statusCode: 500, body: { message: 'Oops' } } }],
		['answerAfter', { status: 200, body: '<html><title>Sign in</title></html>' }],
	])('is not repeated after %s %j', async (kind, answer) => {
		sandbox.injectFault({
			kind,
			on: 'S11',
			times: 1,
			after: 1,
			...answer,
		});
		const items = messages(4, 4);
		const settings = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
		const { error } = await run(sending, { items, settings });
		expect(error?.message).toMatch(
			/^Selarti: .+, so the request may or may not have been carried out.*\. Look at Selarti whether it was, before you send it again\. \[item \d\]$/,
		);
		// Each of the four was sent once; n8n's three tries added none.
		expect(
			sandbox
				.requestsTo('S11')
				.map(({ body }) => body.message)
				.sort(),
		).toEqual(items.map(({ text }) => text));
	});

	test('is not repeated when no answer came in time', async () => {
		sandbox.injectFault({ kind: 'slow', on: 'S11', delay: 500 });
		const { error } = await run(
			{ ...sending, requestOptions: { timeout: 50 } },
			{ items: messages(1, 1) },
		);
		expect(error?.message).toMatch(
			/^Selarti: gave no answer \(no answer came in time\), so the request may or may not/,
		);
		expect(sandbox.requestsTo('S11')).toHaveLength(1);
	});
});

describe('Retry on Fail', () => {
	const settings = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

	test('sends refused messages again, but no accepted ones', async () => {
		sandbox.injectFault({
			kind: 'refuse',
			on: 'S11',
			times: 2,
			after: 3,
			status: 400,
			body: 'Not now',
		});
		const items = messages(10, 5);
		const { items: out, error } = await run(sending, { items, settings });
		expect(error).toBeUndefined();
		expect(out).toHaveLength(10);
		expect(accepted()).toEqual(inOrder(items));
		expect(sandbox.requestsTo('S11').filter(({ handled }) => handled)).toHaveLength(10);
	});

	test.each([
		[0, 5, 'tries again under Continue on Fail when the first item failed'],
		[1, 4, 'has no effect under Continue on Fail when another item failed'],
	])('with item %d refused makes %d requests: %s', async (after, requests) => {
		const refusal = { status: 400, body: 'Not now' };
		sandbox.injectFault({ kind: 'refuse', on: 'S11', times: 1, after, ...refusal });
		const items = messages(4, 4);
		const { items: out } = await run(sending, {
			items,
			settings,
			continueOnFail: true,
			credential: { maxConcurrentRequests: 1 },
		});
		expect(out.filter(({ json }) => json.success)).toHaveLength(after === 0 ? 4 : 3);
		expect(sandbox.requestsTo('S11')).toHaveLength(requests);
		expect(sandbox.requestsTo('S11').filter(({ handled }) => handled)).toHaveLength(
			out.filter(({ json }) => json.success).length,
		);
	});

	test('returns the answer of the first try for what was accepted', async () => {
		const parameters = {
			resource: 'thread',
			operation: 'create',
			task: byId(known.task),
			additionalFields: { chatId: '={{ $json.chat }}' },
		};
		sandbox.injectFault({
			kind: 'refuse',
			on: 'S17',
			times: 1,
			after: 1,
			status: 400,
			body: 'Not now',
		});
		const { items: out } = await run(parameters, {
			items: [{ chat: 'a' }, { chat: 'b' }],
			settings,
		});
		expect(out.map(({ json }) => json.chatId)).toEqual(['a', 'b']);
		expect(sandbox.requestsTo('S17').map(({ body }) => body.chat_id)).toEqual(['a', 'b', 'b']);
	});

	test('sends equal messages of different items and runs, none is taken for a repetition', async () => {
		const twice = [0, 1].map(() => ({ thread: known.thread, text: 'Hello' }));
		await run(sending, { items: twice });
		await run(sending, { items: twice });
		expect(accepted()).toEqual({ [known.thread]: ['Hello', 'Hello', 'Hello', 'Hello'] });
	});

	test('logs in once with a wrong key, however often n8n tries', async () => {
		const { error } = await run(sending, {
			items: messages(3, 3),
			settings,
			credential: { apiKey: 'wrong-key-777', sessionToken: '' },
		});
		expect(error?.message).toMatch(/the log-in was refused/);
		expect(sandbox.requestsTo('S0')).toHaveLength(1);
	});
});

describe('a cancelled execution', () => {
	test('ends a pause at once and sends nothing more', async () => {
		sandbox.injectFault({
			kind: 'refuse',
			on: 'S11',
			status: 429,
			headers: { 'retry-after': '50' },
		});
		const controller = new AbortController();
		const started = Date.now();
		const running = run(sending, { items: messages(20, 1), signal: controller.signal });
		await new Promise((resolve) => sandbox.once('done', resolve));
		controller.abort();
		await running.catch(() => {});
		expect(Date.now() - started).toBeLessThan(5_000);
		expect(sandbox.requestsTo('S11')).toHaveLength(1);
	});

	test('sends no request that waits for the concurrency limit', async () => {
		sandbox.injectFault({ kind: 'slow', on: 'S4', delay: 200 });
		const controller = new AbortController();
		const running = run(companies, {
			items: Array.from({ length: 50 }, () => ({})),
			credential: { maxConcurrentRequests: 2 },
			signal: controller.signal,
		});
		await new Promise((resolve) => sandbox.once('request', resolve));
		controller.abort();
		await running.catch(() => {});
		await run(companies);
		expect(sandbox.requestsTo('S4').length).toBeLessThanOrEqual(3);
	});
});

describe('session tokens', () => {
	test('are renewed within a run, and no message is lost or repeated', async () => {
		const key = 'renewing-key';
		sandbox.happen('setKey', { key });
		const items = messages(40, 8);
		let done = 0;
		sandbox.on('done', function expire() {
			done += 1;
			if (done === 15 || done === 30) sandbox.happen('expireTokens');
		});
		const { error } = await run(sending, { items, credential: { apiKey: key, sessionToken: '' } });
		sandbox.removeAllListeners('done');
		expect(error).toBeUndefined();
		expect(accepted()).toEqual(inOrder(items));
		expect(sandbox.requestsTo('S0').length).toBeLessThanOrEqual(3);
	});

	test('are requested once from a vendor that keeps one session', async () => {
		const key = 'single-session-key';
		sandbox.happen('setKey', { key });
		sandbox.state.oneSession = true;
		const credential = { apiKey: key, sessionToken: 'bus|stale' };
		const results = await Promise.all([
			run(sending, { items: messages(30, 30), credential }),
			run(companies, { credential }),
		]);
		expect(results.map(({ error }) => error)).toEqual([undefined, undefined]);
		expect(sandbox.requestsTo('S0')).toHaveLength(1);
	});

	test('belong to the item where the fields of the credential are expressions', async () => {
		const live = ['bus|one', 'bus|two', 'bus|three'];
		for (const token of live) sandbox.state.tokens.add(token);
		await run(companies, {
			items: live.map((token) => ({ token })),
			credential: { sessionToken: '={{ $json.token }}', apiKey: '={{ $json.token }}' },
		});
		expect(
			sandbox
				.requestsTo('S4')
				.map(({ headers }) => headers.authorization)
				.sort(),
		).toEqual(live.map((token) => `Bearer ${token}`).sort());
	});
});
