/** What shared code does at its edges, where no vendor's sandbox leads. */

import { NodeApiError } from 'n8n-workflow';

import { getSessionToken, LoginRefusedError } from '../../nodes/shared/http/sessionTokens';
import { pauseAccount, runLimited } from '../../nodes/shared/http/accountLimiter';
import { delay } from '../../nodes/shared/util/delay';
import { parseRetryAfter } from '../../nodes/shared/http/retryPolicy';
import { toNetworkFailure } from '../../nodes/shared/http/transport';
import { redact, statusHint } from '../../nodes/shared/http/errors';
import {
	toBoolean,
	toTextList,
	toText,
	toJsonObject,
	isoFromMilliseconds,
	isoFromSeconds,
} from '../../nodes/shared/operations/serializers';
import { currentValue } from '../../nodes/shared/operations/listSearch';

describe('accounts in memory', () => {
	const vendor = { credential: 'inventedApi', session: { property: 'token' } } as any;
	const token = async (logIn: any, key: string, refused?: string) =>
		await getSessionToken(
			{} as any,
			vendor,
			{ property: 'token', logIn },
			{ key, token: '' },
			refused,
		);

	test('the one unused for longest is forgotten, and logs in anew', async () => {
		const logIn = jest.fn(async (_helpers, { key }) => `token of ${key}`);
		for (let account = 0; account < 501; account += 1) await token(logIn, `key ${account}`);
		expect(await token(logIn, 'key 500')).toBe('token of key 500');
		expect(logIn).toHaveBeenCalledTimes(501);
		await token(logIn, 'key 0');
		expect(logIn).toHaveBeenCalledTimes(502);
	});

	test('a refusal is remembered for ten seconds, a failure not at all', async () => {
		jest.useFakeTimers({ now: 0 });
		try {
			const refuse = jest.fn(async () => {
				throw new LoginRefusedError('no', 401);
			});
			await expect(token(refuse, 'refused key')).rejects.toThrow('no');
			jest.setSystemTime(9_999);
			await expect(token(refuse, 'refused key')).rejects.toThrow('no');
			expect(refuse).toHaveBeenCalledTimes(1);
			jest.setSystemTime(10_001);
			await expect(token(refuse, 'refused key')).rejects.toThrow('no');
			expect(refuse).toHaveBeenCalledTimes(2);
			const fail = jest.fn(async () => {
				throw new Error('no line');
			});
			await expect(token(fail, 'failing key')).rejects.toThrow('no line');
			await expect(token(fail, 'failing key')).rejects.toThrow('no line');
			expect(fail).toHaveBeenCalledTimes(2);
		} finally {
			jest.useRealTimers();
		}
	});

	test('places and pauses of accounts that nobody uses are forgotten, of those in use never', async () => {
		let leave = () => {};
		const staying = runLimited(
			'staying',
			1,
			undefined,
			async () => await new Promise((resolve) => (leave = () => resolve(undefined))),
		);
		pauseAccount('paused', 60_000);
		for (let account = 0; account < 600; account += 1)
			await runLimited(`account ${account}`, 1, undefined, async () => undefined);
		const task = jest.fn(async () => 'done');
		const waiting = runLimited('staying', 1, undefined, task);
		await expect(runLimited('paused', 1, undefined, task)).resolves.toBe('done');
		expect(task).toHaveBeenCalledTimes(1);
		leave();
		await expect(waiting).resolves.toBe('done');
		await staying;
	});
});

describe('places', () => {
	test('a task that fails gives its place on', async () => {
		const failing = runLimited('fails', 1, undefined, async () => {
			throw new Error('no');
		});
		const next = runLimited('fails', 1, undefined, async () => 'next');
		await expect(failing).rejects.toThrow('no');
		await expect(next).resolves.toBe('next');
		await expect(runLimited('fails', 1, undefined, async () => 'last')).resolves.toBe('last');
	});

	test('who leaves the queue does not take a place with it', async () => {
		let leave = () => {};
		const first = runLimited(
			'queue',
			1,
			undefined,
			async () => await new Promise((resolve) => (leave = () => resolve('first'))),
		);
		const controller = new AbortController();
		const task = jest.fn(async () => 'second');
		const second = runLimited('queue', 1, controller.signal, task);
		const third = runLimited('queue', 1, undefined, async () => 'third');
		controller.abort();
		await expect(second).resolves.toBeUndefined();
		leave();
		await expect(Promise.all([first, third])).resolves.toEqual(['first', 'third']);
		expect(task).not.toHaveBeenCalled();
	});

	test('nothing begins, and nothing is waited for, after the signal', async () => {
		const signal = AbortSignal.abort();
		const task = jest.fn();
		await expect(runLimited('aborted', 1, signal, task)).resolves.toBeUndefined();
		await delay(60_000, signal);
		await delay(0, undefined);
		expect(task).not.toHaveBeenCalled();
	});
});

describe('words', () => {
	test.each([
		[{}, { reason: 'no connection', unsent: false }],
		[{ message: 'certificate has expired' }, { reason: 'certificate has expired', unsent: false }],
		[
			{ message: 'connect to https://example.invalid failed' },
			{ reason: 'no connection', unsent: false },
		],
		[{ message: 'connect 10.0.0.1:443' }, { reason: 'no connection', unsent: false }],
		[{ code: 'ENOTFOUND' }, { reason: 'the host name is not known', unsent: true }],
		[
			{ cause: { code: 'ECONNRESET' }, code: 'ENOTFOUND' },
			{ reason: 'the connection broke', unsent: false },
		],
	])('what to make of %j', (error, silence) => {
		expect(toNetworkFailure(error)).toEqual(silence);
	});

	test.each([
		['2', 2_000],
		['0.5', 500],
		[' 3 ', 3_000],
		['', undefined],
		['-1', undefined],
		['soon', undefined],
		['2026-01-01', undefined],
		[undefined, undefined],
	])('Retry-After: %j is %j ms', (value, milliseconds) => {
		expect(parseRetryAfter({ 'retry-after': value })).toBe(milliseconds);
	});

	test('secrets are taken out, long ones anywhere, short ones where they stand alone, also as JSON', () => {
		expect(redact('key=abcdefgh&x', ['abcdefgh'])).toBe('key=[hidden]&x');
		expect(redact('code 123, not 1234 or ab123', ['123'])).toBe('code [hidden], not 1234 or ab123');
		expect(redact('you said "a\\nb\\"c\\""', ['a\nb"c"'])).toBe('you said "[hidden]"');
		expect(redact('nothing', [''])).toBe('nothing');
		expect(redact('abcdef and abcdefgh', ['abcdef', 'abcdefgh'])).toBe('[hidden] and [hidden]');
	});

	test('there is a next step for every status', () => {
		for (let status = 100; status < 600; status += 1)
			expect(statusHint(status)).toMatch(/^[A-Z].+\.$/);
	});
});

describe('values', () => {
	test.each([
		[toBoolean, 'yes', 'true or false'],
		[toBoolean, 1, 'true or false'],
		[toText, {}, 'a text'],
		[toJsonObject, '[]', 'a JSON object'],
		[toJsonObject, 'null', 'a JSON object'],
		[toJsonObject, 'no JSON', 'a JSON object'],
		[toJsonObject, 5, 'a JSON object'],
		[toTextList, ' ,\n', 'one or more values, one a line'],
		[toTextList, [{}], 'a text'],
		[toTextList, '[broken', undefined],
	])('%p of %j', (convert, value, refusal) => {
		if (refusal === undefined) expect(convert(value, 'UTC')).toEqual(['[broken']);
		else expect(() => convert(value, 'UTC')).toThrow(refusal);
	});

	test('times that are none stay as they came', () => {
		expect([
			isoFromMilliseconds(1.5),
			isoFromMilliseconds('x'),
			isoFromMilliseconds(undefined),
			isoFromMilliseconds(9e15),
		]).toEqual([1.5, 'x', undefined, 9e15]);
		expect([
			isoFromSeconds('1617043377'),
			isoFromSeconds(0),
			isoFromSeconds(''),
			isoFromSeconds(null),
			isoFromSeconds({}),
		]).toEqual(['2021-03-29T18:42:57.000Z', '1970-01-01T00:00:00.000Z', '', null, {}]);
	});
});

test('a pick list reads the field beside it in every form that the editor has', () => {
	const reads = (value: any) =>
		currentValue({ getCurrentNodeParameter: () => value } as any, 'company');
	expect(
		[
			undefined,
			'',
			'c1',
			'={{ $json.c }}',
			{ mode: 'id', value: 'c2' },
			{ mode: 'list', value: null },
			{ value: '={{ 1 }}' },
			7,
		].map(reads),
	).toEqual(['', '', 'c1', '', 'c2', '', '', '7']);
});

test('NodeApiError is the one that n8n knows', () => {
	const { vendorError } = require('../../nodes/shared/errors');
	const error = vendorError({ node: {} as any }, { name: 'Vendor' } as any, { words: 'No. ' });
	expect(error).toBeInstanceOf(NodeApiError);
	expect(error.message).toBe('Vendor: No. The fault is at the vendor: try again later.');
});
