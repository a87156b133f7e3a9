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
	const claim = { commit: jest.fn(), release: jest.fn() };
	const pending: PendingEvent = {
		event: { id: 1 },
		matchesFilters: () => true,
		extra: { x: 1 },
		claim,
		emitUnverified: true,
		deadline: performance.now() + 3_000,
		nextAttemptAt: 0,
		denialCount: 0,
		failureCount: 0,
		...change,
	};
	return { pending, claim };
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
		const { pending } = createPending({ deadline: NOW + 60_000 });
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
		const { pending } = createPending({ deadline: NOW + 500 });
		expect([
			await attemptVerification(context, outage, pending),
			pending.nextAttemptAt - NOW,
			pending.failureCount,
		]).toEqual(['later', 500, 1]);
	});

	test.each<[number, VerificationResult]>([
		[NOW - 1, 'unknown'],
		[NOW, 'unknown'],
		[NOW + 1, 'later'],
	])('that fails with the timeout at %i ms of 50000 is %s', async (deadline, result) => {
		const { context } = createWebhookContext();
		expect(await attemptVerification(context, outage, createPending({ deadline }).pending)).toBe(
			result,
		);
	});

	test.each([
		[1, NOW - 10_001, false],
		[1, NOW - 10_000, true],
		[1, NOW - 9_000, true],
		[0, NOW - 20_000, true],
	])(
		'after %i failures and with the timeout at %i ms sends a request to the vendor: %s',
		async (failureCount, deadline, sends) => {
			const verify = jest.fn(async () => ({ b: 1 }));
			const { context } = createWebhookContext();
			expect(
				await attemptVerification(
					context,
					createDefinition({ verify }),
					createPending({ failureCount, deadline }).pending,
				),
			).toEqual(sends ? { event: { b: 1 } } : 'unknown');
			expect(verify).toHaveBeenCalledTimes(sends ? 1 : 0);
		},
	);
});

test('a final result emits an event or is logged, and ends its claim once', () => {
	const { context, log } = createWebhookContext();
	const resolve = (
		result: Exclude<VerificationResult, 'later'>,
		change: Partial<PendingEvent> = {},
	) => {
		const { pending, claim } = createPending(change);
		const items = resolveEvent(context, createDefinition(), pending, result);
		const isClaimed = pending.claim !== undefined;
		expect(claim.commit).toHaveBeenCalledTimes(isClaimed ? items.length : 0);
		expect(claim.release).toHaveBeenCalledTimes(isClaimed ? 1 - items.length : 0);
		return items;
	};
	const refusing = { matchesFilters: () => false };
	expect(resolve({ event: { id: 1, b: 2 } })).toEqual([{ id: 1, b: 2, verified: true, x: 1 }]);
	expect(resolve({ event: { id: 1 } }, { claim: undefined })).toEqual([
		{ id: 1, verified: true, x: 1 },
	]);
	expect(resolve({ event: { id: 2 } }, { claim: undefined })).toHaveLength(1);
	expect(resolve({ event: { id: 2 } })).toHaveLength(1);
	expect(resolve({ event: { id: 2 } })).toEqual([]);
	expect(resolve({ event: { id: 1 } }, refusing)).toEqual([]);
	expect(
		resolve(
			{ event: { b: 5 } },
			{ matchesFilters: ({ id, b }: IDataObject) => id === 1 && b === 5 },
		),
	).toHaveLength(1);
	expect(resolve('unknown')).toEqual([{ id: 1, verified: false, x: 1 }]);
	expect(resolve('denied')).toEqual([]);
	expect(resolve({ event: { id: 1 } }, { claim: undefined, ...refusing })).toEqual([]);
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

	test.each([400, 404, 410, 422])('returns nothing after the status %i', async (statusCode) => {
		expect(await fetchWith({ statusCode })).toEqual([]);
	});

	test.each([401, 403, 500])('throws after the status %i', async (statusCode) => {
		expect(await fetchWith({ statusCode })).toMatch(
			new RegExp(`^(?!.*may or may not).*\\(HTTP ${statusCode}\\)`),
		);
	});
});
