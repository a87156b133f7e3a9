import type { IDataObject } from 'n8n-workflow';

import {
	attemptVerification,
	fetchFromVendor,
	resolveEvent,
} from '../../../nodes/shared/webhook/verification';
import type { PendingEvent, VerificationResult } from '../../../nodes/shared/webhook/verification';
import { createWebhookContext } from '../../support/fixtures/webhookContext';
import { createDefinition, vendor } from '../../support/fixtures/webhookDefinition';

function createPending(change: Partial<PendingEvent> = {}) {
	const node = createWebhookContext().context.getNode();
	const pending: PendingEvent = {
		event: { id: 1 },
		matchesFilters: () => true,
		extra: { x: 1 },
		settings: { node },
		isDeduplicated: true,
		emitUnverified: true,
		retryUntil: performance.now() + 3_000,
		deadline: performance.now() + 3_000,
		nextAttemptAt: 0,
		denialCount: 0,
		failureCount: 0,
		...change,
	};
	return { pending };
}
const outage = createDefinition({ verify: async () => await Promise.reject(new Error('Outage.')) });
const confirming = createDefinition({ verify: async () => ({ b: 1 }) });

describe('an attempt', () => {
	const NOW = 50_000;
	let clock: jest.SpyInstance<number>;
	beforeEach(() => {
		clock = jest.spyOn(performance, 'now').mockReturnValue(NOW);
	});
	afterEach(() => clock.mockRestore());

	test('denies an event that the vendor does not know three times', async () => {
		const { pending } = createPending();
		const { context, log } = createWebhookContext();
		const denying = createDefinition({ verify: async () => undefined });
		const attempt = async () => await attemptVerification(context, denying, pending);
		expect([await attempt(), pending.nextAttemptAt - NOW]).toEqual(['later', 1_000]);
		expect([await attempt(), pending.nextAttemptAt - NOW]).toEqual(['later', 4_000]);
		expect([await attempt(), pending.denialCount]).toEqual(['denied', 2]);
		expect(await attemptVerification(context, confirming, pending)).toEqual({ event: { b: 1 } });
		expect(log).toEqual([]);
	});

	test('is repeated after growing delays during an outage', async () => {
		const { context, log } = createWebhookContext();
		const { pending } = createPending({ retryUntil: NOW + 60_000 });
		const results = [];
		for (let count = 0; count < 6; count += 1)
			results.push([
				await attemptVerification(context, outage, pending),
				pending.nextAttemptAt - NOW,
			]);
		expect(results).toEqual([
			['later', 1_000],
			['later', 2_000],
			['later', 4_000],
			['later', 8_000],
			['later', 10_000],
			['later', 10_000],
		]);
		expect(log[0]).toBe('warn The trigger: an event cannot be checked yet. Outage.');
	});

	test('is repeated for the last time when the timeout ends', async () => {
		const { context } = createWebhookContext();
		const { pending } = createPending({ retryUntil: NOW + 500 });
		expect([
			await attemptVerification(context, outage, pending),
			pending.nextAttemptAt - NOW,
			pending.failureCount,
		]).toEqual(['later', 500, 1]);
	});

	test.each<[number, VerificationResult | 'later']>([
		[NOW - 1, 'unknown'],
		[NOW, 'unknown'],
		[NOW + 1, 'later'],
	])('that fails with the timeout at %i ms of 50000 is %s', async (retryUntil, result) => {
		const { context } = createWebhookContext();
		expect(await attemptVerification(context, outage, createPending({ retryUntil }).pending)).toBe(
			result,
		);
	});
});

test('a vendor that has denied an event once was asked', async () => {
	const { context } = createWebhookContext();
	const { pending } = createPending({ retryUntil: 0, denialCount: 1 });
	expect(await attemptVerification(context, outage, pending)).toBe('denied');
});

test('an event is checked with the credential of its own call, whatever call is open', async () => {
	const { context } = createWebhookContext({ credentials: { vendorApi: { apiKey: 'new' } } });
	const asking = createDefinition({
		verify: async (given) => await given.getCredentials<IDataObject>('vendorApi'),
	});
	const { pending } = createPending();
	expect(await attemptVerification(context, asking, pending)).toEqual({ event: { apiKey: 'new' } });
	pending.settings.credential = { apiKey: 'own' };
	expect(await attemptVerification(context, asking, pending)).toEqual({ event: { apiKey: 'own' } });
});

test('a final result starts the workflow once, or is logged', () => {
	const { context, log } = createWebhookContext();
	const resolve = (result: VerificationResult, change: Partial<PendingEvent> = {}) =>
		resolveEvent(context, createDefinition(), createPending(change).pending, result);
	const repeatable = { isDeduplicated: false };
	// What starts unverified holds back what is alike in all, and nothing else.
	expect(resolve('unknown')).toEqual([{ id: 1, verified: false, x: 1 }]);
	expect(resolve('unknown')).toEqual([]);
	expect(resolve('unknown', repeatable)).toHaveLength(1);
	expect(resolve({ event: { id: 1, b: 2 } })).toEqual([{ id: 1, b: 2, verified: true, x: 1 }]);
	expect(resolve({ event: { id: 1 } })).toEqual([]);
	expect(resolve({ event: { id: 1 } }, repeatable)).toHaveLength(1);
	expect(resolve({ event: { id: 3 } }, { matchesFilters: () => false })).toEqual([]);
	expect(resolve('denied')).toEqual([]);
	expect(resolve('unknown', { emitUnverified: false })).toEqual([]);
	expect(log).toEqual([
		'warn The trigger: Vendor does not confirm an event, so it started nothing.',
		'error The trigger: Vendor could not be asked about an event, so it was dropped.',
	]);
});

describe('a read from the vendor', () => {
	async function fetchWith(response: { statusCode?: number; body?: unknown }, key?: string) {
		const requests: IDataObject[] = [];
		const { context } = createWebhookContext({
			credentials: { vendorApi: { baseUrl: 'https://a.example', maxRetryTime: 0 } },
			httpRequest: async (_type, options) => {
				requests.push(options);
				return { statusCode: 200, headers: {}, body: {}, ...response };
			},
		});
		const result: unknown = await fetchFromVendor(
			context,
			vendor,
			{ url: '/x', qs: { q: 1 } },
			key,
		).catch((error: Error) => error.message);
		expect(requests[0]).toMatchObject({
			method: 'GET',
			url: 'https://a.example/x',
			qs: { q: 1 },
			timeout: 10_000,
		});
		return result;
	}

	test('returns the objects in the response', async () => {
		expect(await fetchWith({ body: { list: [{ a: 1 }, null, 'x', 7, { b: 2 }] } }, 'list')).toEqual(
			[{ a: 1 }, { b: 2 }],
		);
		expect(await fetchWith({ body: { a: 1 } })).toEqual([{ a: 1 }]);
		expect(await fetchWith({ body: '' })).toEqual([]);
	});

	test.each([400, 403, 404, 410, 422])(
		'returns nothing after the status %i',
		async (statusCode) => {
			expect(await fetchWith({ statusCode })).toEqual([]);
		},
	);

	test.each([401, 429, 500])('throws after the status %i', async (statusCode) => {
		expect(await fetchWith({ statusCode })).toMatch(
			new RegExp(`^(?!.*may or may not).*\\(HTTP ${statusCode}\\)`),
		);
	});
});
