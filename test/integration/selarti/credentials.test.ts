import { known } from '../../support/sandbox/selarti';
import { companies, sending, texts } from './requests';
import { useSelarti } from './useSelarti';

const { account, run, sandbox, testCredential } = useSelarti();

describe('log-in', () => {
	test.each([
		['an empty token', ''],
		['a stale token', 'bus|of-yesterday'],
	])('100 items cost one log-in with %s', async (_title, sessionToken) => {
		const { items, error } = await run(sending, {
			items: texts(100),
			credential: { sessionToken },
		});
		expect(error).toBeUndefined();
		expect(items).toHaveLength(100);
		expect(sandbox.requestsTo('S0')).toHaveLength(1);
		expect(sandbox.requestsTo('S11').filter(({ handled }) => handled)).toHaveLength(100);
	});

	test('a run uses a live token of the credential without a log-in', async () => {
		sandbox.state.tokens.add('bus|live');
		await run(companies, { credential: { sessionToken: 'bus|live' } });
		expect(sandbox.requests.map(({ number }) => number)).toEqual(['S4']);
		expect(sandbox.requests[0].headers.authorization).toBe('Bearer bus|live');
	});

	test('two concurrent runs share one log-in, and later runs need none', async () => {
		await Promise.all([run(companies), run(companies)]);
		await run(companies);
		expect(sandbox.requestsTo('S0')).toHaveLength(1);
	});

	test('each of two accounts logs in once and has its own token', async () => {
		await run(companies);
		void sandbox.happen('setKey', { key: 'another-invented-key' });
		await run(companies, { credential: { apiKey: 'another-invented-key' } });
		expect(sandbox.requestsTo('S0').map(({ body }) => body.key)).toEqual([
			account.apiKey,
			'another-invented-key',
		]);
		const [first, second] = sandbox.requestsTo('S4').map(({ headers }) => headers.authorization);
		expect(first).not.toBe(second);
	});

	test('a run renews an expired token once and does not use the expired one again', async () => {
		await run(companies);
		void sandbox.happen('expireTokens');
		const { error } = await run(sending, { items: texts(20) });
		expect(error).toBeUndefined();
		expect(sandbox.requestsTo('S0')).toHaveLength(2);
		const tokens = sandbox
			.requestsTo('S11')
			.filter(({ handled }) => handled)
			.map(({ headers }) => headers.authorization);
		expect(new Set(tokens).size).toBe(1);
		expect(tokens).toHaveLength(20);
	});

	test('a wrong key costs one refused log-in for any number of items', async () => {
		const { items } = await run(sending, {
			items: texts(5),
			credential: { apiKey: 'wrong-key-123' },
			continueOnFail: true,
		});
		expect(sandbox.requests.map(({ number }) => number)).toEqual(['S0']);
		expect(items.map(({ json }) => json.error)).toEqual(
			[0, 1, 2, 3, 4].map(
				(item) =>
					`Selarti: the log-in was refused: Invalid API key (HTTP 401). Check the credential, and renew its key if it was changed. [item ${item}]`,
			),
		);
	});

	test('a new token that is refused too leads to an error after three log-ins', async () => {
		sandbox.injectFault({
			kind: 'refuse',
			status: 401,
			on: 'S4',
			body: 'Invalid or expired token: bus|never-shown',
		});
		const { error } = await run(companies);
		expect(error?.message).toBe(
			'Selarti: Invalid or expired token (HTTP 401). Check the credential, and renew its key if it was changed. [item 0]',
		);
		expect(JSON.stringify([error, error?.message, error?.stack, error?.cause])).not.toContain(
			'bus|',
		);
		expect(sandbox.requestsTo('S0')).toHaveLength(3);
		expect(sandbox.requestsTo('S4')).toHaveLength(3);
	});

	test('a log-in without a response leads to an error, and the message is not sent', async () => {
		sandbox.injectFault({ kind: 'cutBefore', on: 'S0' });
		const { error } = await run(sending, { items: texts(1) });
		expect(error?.message).toMatch(
			/^Selarti: the log-in got no answer: .+\. Check the base URL in the credential and the connection, then try again\. \[item 0\]$/,
		);
		expect(sandbox.requestsTo('S11')).toHaveLength(0);
	});

	test.each([
		['no token', 200, { status: 'success', response: {} }],
		['a page', 200, '<html><title>Selarti</title></html>'],
		['nothing', 204, undefined],
		['another status', 204, { moved: true }],
	])('a log-in that responds with %s leads to an error', async (_title, status, body) => {
		sandbox.injectFault({ kind: 'answer', on: 'S0', status, body });
		const { error } = await run(companies);
		expect(error?.message).toMatch(/^Selarti: the log-in gave no token \(HTTP \d+\)\. /);
	});

	test('the list of GPT versions needs no log-in', async () => {
		const { items } = await run({ resource: 'gptVersion', operation: 'getAll', returnAll: true });
		expect(items.map(({ json }) => json.version)).toEqual(known.versions);
		expect(sandbox.requests.map(({ number, headers }) => [number, headers.authorization])).toEqual([
			['S1', undefined],
		]);
	});

	test('the log-in has the timeout of the request', async () => {
		sandbox.injectFault({ kind: 'slow', on: 'S0', delay: 2_000 });
		const { error } = await run({ ...companies, requestOptions: { timeout: 50 } });
		expect(error?.message).toMatch(/^Selarti: the log-in got no answer: /);
	});
});

describe('the credential test', () => {
	test('accepts a valid key, also while an expired token is stored', async () => {
		for (const sessionToken of ['', 'bus|of-yesterday']) {
			expect(await testCredential({ sessionToken, baseUrl: `${sandbox.url}/` })).toMatchObject({
				status: 'OK',
			});
		}
		expect(sandbox.requestsTo('S4').every(({ handled }) => handled)).toBe(true);
	});

	test('says why a wrong key is refused', async () => {
		const { status, message } = await testCredential({ apiKey: 'bad-key-12345' });
		expect([status, message]).toEqual([
			'Error',
			'Selarti: the log-in was refused: Invalid API key. Check the credential, and renew its key if it was changed.',
		]);
		expect(sandbox.requestsTo('S4')).toHaveLength(0);
	});

	test('says that the log-in got no response', async () => {
		sandbox.injectFault({ kind: 'cutBefore', on: 'S0' });
		const { status, message } = await testCredential({});
		expect([status, message]).toEqual(['Error', 'ECONNRESET']);
		expect(sandbox.requestsTo('S4')).toHaveLength(0);
	});
});
