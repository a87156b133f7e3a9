import { accountKey } from '../../../nodes/shared/http/accountKey';
import { prepareRequest } from '../../../nodes/shared/http/prepareRequest';
import { createFakeVendor, plainVendor } from '../../support/fakeVendor';

describe('prepareRequest', () => {
	test('resolves the whole address, with the base URL from another field if there is one', async () => {
		const credential = { other: 'https://b.example' };
		const { prepare } = createFakeVendor([], { credential });
		expect((await prepare()).options).toEqual({
			method: 'GET',
			url: 'https://vendor.example/x',
			allowedDomains: undefined,
		});
		const { options } = await prepare({ baseUrlField: 'other', options: { timeout: 7 } });
		expect(options).toMatchObject({ url: 'https://b.example/x', timeout: 7 });
	});

	test('sends nothing if the address is invalid', async () => {
		const { messageOf, sent } = createFakeVendor([{}], { credential: { baseUrl: 'ftp://a' } });
		expect(await messageOf()).toBe(
			'Vendor: Base URL of the credential is no web address that begins with https://. Correct it, or the expression in it, then try again. [item 2]',
		);
		expect(sent).toHaveLength(0);
	});

	test('passes the allowed domains of the credential on', async () => {
		const domains = { allowedHttpRequestDomains: 'domains', allowedDomains: 'vendor.example' };
		const { prepare } = createFakeVendor([], { credential: domains });
		expect((await prepare()).options.allowedDomains).toBe('vendor.example');
	});

	test('refuses an address outside the allowed domains', async () => {
		const credential = { allowedHttpRequestDomains: 'domains', allowedDomains: 'example.com' };
		const { send, sent } = createFakeVendor([{}], { credential });
		await expect(send()).rejects.toMatchObject({
			message:
				'Vendor: the credential may not be used with the address in it. Let its owner add the host under Allowed Domains in the credential. [item 2]',
			description: 'Nothing was sent for this item.',
		});
		expect(sent).toHaveLength(0);
	});

	test('refuses a credential that cannot be sent', async () => {
		const vendor = { credentialProblem: () => 'the key is odd' };
		const { send, sent, itemlessContext } = createFakeVendor([{}], { vendor });
		await expect(send()).rejects.toMatchObject({
			message:
				'Vendor: the key is odd. Correct it, or the expression in it, then try again. [item 2]',
			description: 'Nothing was sent for this item.',
		});
		const request = { isRead: true, options: { url: '/x' } };
		await expect(
			prepareRequest(itemlessContext, { ...plainVendor, ...vendor }, request),
		).rejects.toMatchObject({
			message: 'Vendor: the key is odd. Correct it, or the expression in it, then try again.',
			description: 'Nothing was sent.',
		});
		expect(sent).toHaveLength(0);
	});

	test('accepts a credential without a problem', async () => {
		const { send } = createFakeVendor([{}], { vendor: { credentialProblem: () => undefined } });
		expect(await send()).toEqual({});
	});

	test.each<[field: unknown, concurrency: number, budgetMs: number]>([
		[undefined, 50, 60_000],
		['x', 50, 60_000],
		[0, 1, 0],
		[-1, 1, 0],
		['7', 7, 7_000],
		[2, 2, 2_000],
	])('reads the limits of the account: %j', async (field, concurrency, budgetMs) => {
		const credential = { maxConcurrentRequests: field, maxRetryTime: field };
		const { prepare } = createFakeVendor([], { credential });
		const { maxConcurrent, budget } = await prepare();
		expect([maxConcurrent, budget]).toEqual([concurrency, { limitMs: budgetMs, spentMs: 0 }]);
	});

	test.each([[0], [3_000]])('prefers the retry budget of the request: %d ms', async (budget) => {
		const { prepare } = createFakeVendor([], { credential: { maxRetryTime: 5 } });
		expect((await prepare({ retryBudgetMs: budget })).budget.limitMs).toBe(budget);
	});

	test('identifies the account by its credential', async () => {
		const credential = { baseUrl: 'https://a', key: 'k' };
		const { account } = await createFakeVendor([], { credential }).prepare();
		expect(account).toBe(accountKey(plainVendor, credential));
	});

	test.each([
		[undefined, 60_000],
		[3_000, 3_000],
	])(
		'gives a poll the budget %p ms of its request, or that of the credential',
		async (given, limitMs) => {
			const { itemlessContext } = createFakeVendor([]);
			const request = { isRead: true, options: { url: '/x' }, retryBudgetMs: given };
			const { budget } = await prepareRequest(itemlessContext, plainVendor, request);
			expect(budget.limitMs).toBe(limitMs);
		},
	);

	test("has the item's index and cancel signal only where n8n has them", async () => {
		const { signal } = new AbortController();
		const context = { getExecutionCancelSignal: () => signal };
		const { prepare, itemlessContext } = createFakeVendor([], { context });
		const ofItem = await prepare();
		expect([ofItem.signal, ofItem.errorContext.itemIndex]).toEqual([signal, 2]);
		const request = { isRead: true, options: { url: '/x' } };
		const other = await prepareRequest(itemlessContext, plainVendor, request);
		expect([other.signal, other.errorContext.itemIndex, other.nothingSent]).toEqual([
			undefined,
			undefined,
			'Nothing was sent',
		]);
	});

	test('keeps apart secrets and sent texts, which are values under keys of the vendor at any depth', async () => {
		const body = {
			text: 'dear customer',
			args: { inner: { deep: ['a long list', 1234567], no: false } },
			plain: 'plain words',
			login: { password: 'p4ss', codes: [{ code: 123 }] },
		};
		const { prepare } = createFakeVendor([], {
			credential: { key: ' secret-key-1 ' },
			vendor: { secretKeys: ['password', 'code'] },
		});
		const valuesOf = async (given: object | null | undefined) => {
			const { redacted, sentTexts } = (await prepare({ options: { body: given } })).errorContext;
			return [redacted, sentTexts];
		};
		expect(await valuesOf(body)).toEqual([
			['secret-key-1', 'p4ss', '123'],
			['dear customer', 'a long list', '1234567'],
		]);
		expect(await valuesOf(null)).toEqual([['secret-key-1'], []]);
		expect(await valuesOf(undefined)).toEqual([['secret-key-1'], []]);
		const keyless = createFakeVendor([], {
			credential: { key: undefined },
			vendor: { requiredFields: [] },
		});
		expect((await keyless.prepare()).errorContext.redacted).toEqual(['']);
	});
});
