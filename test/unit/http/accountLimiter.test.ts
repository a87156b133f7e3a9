import { runLimited } from '../../../nodes/shared/http/accountLimiter';
import type { Turn } from '../../../nodes/shared/http/accountLimiter';
import type { RetryBudget } from '../../../nodes/shared/http/retryPolicy';
import type { AttemptResult, HttpFailure } from '../../../nodes/shared/http/transport';
import { steppedClock } from '../../support/engine/clock';
import { deferred, settle } from '../../support/promises';

let count = 0;
const newAccount = () => `account ${(count += 1)}`;

const success = (name?: string): AttemptResult => ({
	kind: 'success',
	body: name === undefined ? undefined : { name },
});
const rejected = (status: number, retryAfter?: string): HttpFailure => ({
	kind: 'rejected',
	failure: { message: 'No' },
	status,
	headers: { 'retry-after': retryAfter },
});
const noAnswer: HttpFailure = { kind: 'noResponse', reason: 'cut', neverSent: false };

interface RunOptions {
	max?: number;
	signal?: AbortSignal;
	budget?: RetryBudget;
}

const run = async (
	account: string,
	send: () => Promise<AttemptResult>,
	{ max = 1, signal, budget = { limitMs: 60_000, spentMs: 0 } }: RunOptions = {},
) => await runLimited(account, { maxConcurrent: max, budget, signal }, send);

const nameOf = (turn: Turn<AttemptResult>) =>
	typeof turn === 'object' && turn.result.kind === 'success' ? turn.result.body?.name : turn;

/** Occupies the account until it is released. */
function occupy(account: string, signal?: AbortSignal) {
	const { promise, resolve } = deferred<AttemptResult>();
	const task = run(account, async () => await promise, { signal });
	return { task, release: (result = success('released')) => resolve(result) };
}

describe('runLimited', () => {
	test('sends no more requests at once than the maximum, in the order in which they came', async () => {
		const account = newAccount();
		const started: string[] = [];
		const ends: Array<() => void> = [];
		const send = async (name: string) => {
			started.push(name);
			await new Promise<void>((resolve) => ends.push(resolve));
			return success(name);
		};
		const turns = ['a', 'b', 'c', 'd'].map(
			async (name) => await run(account, async () => await send(name), { max: 2 }),
		);
		await settle();
		expect(started).toEqual(['a', 'b']);
		ends[1]();
		await settle();
		expect(started).toEqual(['a', 'b', 'c']);
		ends[0]();
		await settle();
		expect(started).toEqual(['a', 'b', 'c', 'd']);
		ends[2]();
		ends[3]();
		expect((await Promise.all(turns)).map(nameOf)).toEqual(['a', 'b', 'c', 'd']);
		expect(nameOf(await run(account, async () => success('e')))).toBe('e');
	});

	test('lets the next one go when one failed', async () => {
		const account = newAccount();
		const failing = run(account, async () => {
			throw new Error('no');
		});
		const next = run(account, async () => success('next'));
		await expect(failing).rejects.toThrow('no');
		expect(nameOf(await next)).toBe('next');
		expect(nameOf(await run(account, async () => success('last')))).toBe('last');
	});

	test('leaves no listener on a signal that is not aborted', async () => {
		const { signal } = new AbortController();
		const add = jest.spyOn(signal, 'addEventListener');
		const remove = jest.spyOn(signal, 'removeEventListener');
		const account = newAccount();
		const first = occupy(account, signal);
		const second = run(account, async () => success('second'), { signal });
		await settle();
		first.release();
		expect((await Promise.all([first.task, second])).map(nameOf)).toEqual(['released', 'second']);
		expect(remove.mock.calls).toEqual(add.mock.calls);
	});

	test('takes a request out of the queue when it is cancelled, not the one behind it', async () => {
		const account = newAccount();
		const first = occupy(account);
		const started: string[] = [];
		const send = (name: string) => async () => {
			started.push(name);
			return success(name);
		};
		const [second, fourth] = [new AbortController(), new AbortController()];
		const cancelled = [
			run(account, send('second'), { signal: second.signal }),
			run(account, send('fourth'), { signal: fourth.signal }),
		];
		const third = run(account, send('third'));
		second.abort();
		fourth.abort();
		expect(await Promise.all(cancelled)).toEqual(['cancelled', 'cancelled']);
		await settle();
		expect(started).toEqual([]);
		first.release();
		await Promise.all([first.task, third]);
		expect(started).toEqual(['third']);
	});

	test('sends nothing for an execution that was cancelled before', async () => {
		const account = newAccount();
		const send = jest.fn(async () => success());
		expect(await run(account, send, { signal: AbortSignal.abort() })).toBe('cancelled');
		const first = occupy(account);
		expect(await run(account, send, { signal: AbortSignal.abort() })).toBe('cancelled');
		first.release();
		await first.task;
		expect(nameOf(await run(account, async () => success('next')))).toBe('next');
		expect(send).not.toHaveBeenCalled();
	});

	test('sends nothing for an execution that is cancelled in its turn', async () => {
		const account = newAccount();
		const first = occupy(account);
		const controller = new AbortController();
		const send = jest.fn(async () => success());
		const second = run(account, send, { signal: controller.signal });
		first.release();
		await first.task;
		controller.abort();
		expect(await second).toBe('cancelled');
		expect(nameOf(await run(account, async () => success('next')))).toBe('next');
		expect(send).not.toHaveBeenCalled();
	});
});

describe('after a 429', () => {
	let clock: ReturnType<typeof steppedClock>;
	beforeEach(() => {
		clock = steppedClock();
		jest.spyOn(Math, 'random').mockReturnValue(0.5);
	});
	afterEach(async () => {
		// What still waits for the end of a pause looks up from time to time.
		await new Promise((resolve) => setTimeout(resolve, 1_000));
		jest.restoreAllMocks();
		clock.stop();
	});

	/** Sends requests that get these results, one after the other. @returns when each was sent, in ms from the first */
	async function sendAll(account: string, results: AttemptResult[], options?: RunOptions) {
		const sentAt: number[] = [];
		for (const result of results)
			await run(
				account,
				async () => {
					sentAt.push(performance.now());
					return result;
				},
				options,
			);
		return sentAt.map((time) => time - sentAt[0]);
	}

	test.each<[string, AttemptResult, number]>([
		['as long as the vendor says', rejected(429, '2'), 2_000],
		['no less than the backoff', rejected(429, '0'), 375],
		['not after other refusals', rejected(503, '2'), 0],
		['not after a request without an answer', noAnswer, 0],
	])('the account is paused, %s', async (_name, result, pauseMs) => {
		expect(await sendAll(newAccount(), [result, success()])).toEqual([0, pauseMs]);
		expect(await run(newAccount(), async () => result)).toEqual({
			result,
			pauseMs: pauseMs || undefined,
		});
	});

	test('the account is not paused for longer than the request may wait', async () => {
		const account = newAccount();
		const budget = { limitMs: 1_000, spentMs: 0 };
		expect(await run(account, async () => rejected(429, '30'), { budget })).toMatchObject({
			pauseMs: 30_000,
		});
		const start = performance.now();
		await run(account, async () => success());
		expect(performance.now() - start).toBe(1_000);
	});

	test('others are not held', async () => {
		await run(newAccount(), async () => rejected(429, '30'));
		expect(await sendAll(newAccount(), [success(), success()])).toEqual([0, 0]);
	});

	/** Twelve requests, in no more than four lanes, that get these results; the last result is repeated. */
	async function sendTwelve(results: AttemptResult[]) {
		const account = newAccount();
		const sentAt: number[] = [];
		const start = performance.now();
		const budgets = Array.from({ length: 12 }, () => ({ limitMs: 20_000, spentMs: 0 }));
		const ends = await Promise.all(
			budgets.map(async (budget) => {
				for (;;) {
					const turn = await run(
						account,
						async () => {
							sentAt.push(performance.now() - start);
							return results[Math.min(sentAt.length, results.length) - 1];
						},
						{ max: 4, budget },
					);
					if (typeof turn === 'string') return turn;
					if (turn.result.kind === 'success') return 'success';
				}
			}),
		);
		return { sentAt, ends, budgets };
	}

	test('one request goes first, and the others follow when it was not refused', async () => {
		const no = rejected(429);
		const { sentAt, ends } = await sendTwelve([no, no, no, no, no, no, success()]);
		expect(sentAt.slice(0, 8)).toEqual([0, 0, 0, 0, 375, 1_125, 2_625, 2_625]);
		expect(sentAt).toHaveLength(6 + 12);
		expect(new Set(ends)).toEqual(new Set(['success']));
	});

	test('for ever, few requests are sent, whatever Retry-After says', async () => {
		for (const retryAfter of ['0', '0.001', undefined, new Date(0).toUTCString()]) {
			const { sentAt, ends, budgets } = await sendTwelve([rejected(429, retryAfter)]);
			expect(sentAt).toEqual([0, 0, 0, 0, 375, 1_125, 2_625, 5_625, 11_625]);
			expect(new Set(ends)).toEqual(new Set(['paused']));
			for (const { spentMs } of budgets) expect(spentMs).toBe(11_625);
		}
	});

	test('the wait for others counts only while the account is paused', async () => {
		const account = newAccount();
		const first = occupy(account);
		const budget = { limitMs: 500, spentMs: 0 };
		const waiting = run(account, async () => success('second'), { budget });
		await new Promise((resolve) => setTimeout(resolve, 10_000));
		first.release(rejected(429));
		expect(nameOf(await waiting)).toBe('second');
		expect(budget.spentMs).toBe(375);
		const third = occupy(account);
		const fourth = run(account, async () => success('fourth'), { budget });
		await new Promise((resolve) => setTimeout(resolve, 10_000));
		third.release();
		expect(nameOf(await fourth)).toBe('fourth');
		expect(budget.spentMs).toBe(375);
	});

	test('who may not wait so long is told at once, also when it comes later', async () => {
		const account = newAccount();
		const first = occupy(account);
		const send = jest.fn(async () => success());
		const waiting = run(account, send, { budget: { limitMs: 4_899, spentMs: 0 } });
		const patient = run(account, async () => success('patient'));
		const start = performance.now();
		first.release(rejected(429, '5'));
		expect(await waiting).toBe('paused');
		expect(await run(account, send, { budget: { limitMs: 6_000, spentMs: 1_101 } })).toBe('paused');
		expect(performance.now() - start).toBe(0);
		expect(nameOf(await patient)).toBe('patient');
		expect(performance.now() - start).toBe(5_000);
		expect(send).not.toHaveBeenCalled();
	});

	test('an execution that is cancelled does not wait for the end of the pause', async () => {
		const account = newAccount();
		await run(account, async () => rejected(429, '30'));
		const controller = new AbortController();
		const send = jest.fn(async () => success());
		const waiting = run(account, send, { signal: controller.signal });
		const start = performance.now();
		controller.abort();
		expect(await waiting).toBe('cancelled');
		expect(performance.now() - start).toBe(0);
		expect(send).not.toHaveBeenCalled();
	});

	test('the pause lasts as long when the clock of the machine is set back', async () => {
		const account = newAccount();
		await run(account, async () => rejected(429, '2'));
		const start = performance.now();
		const setBack = jest.spyOn(Date, 'now').mockReturnValue(0);
		await run(account, async () => success());
		setBack.mockRestore();
		expect(performance.now() - start).toBe(2_000);
	});

	test('a request from before the pause neither ends it nor makes the next one longer', async () => {
		const account = newAccount();
		const { promise, resolve } = deferred<AttemptResult>();
		const { promise: other, resolve: resolveOther } = deferred<AttemptResult>();
		const early = [promise, other].map(
			async (result) => await run(account, async () => await result, { max: 3 }),
		);
		await run(account, async () => rejected(429), { max: 3 });
		resolve(success());
		resolveOther(rejected(429));
		await Promise.all(early);
		expect(await sendAll(account, [rejected(429), success()])).toEqual([0, 750]);
	});

	test('an account that nobody uses begins anew when the pause is over', async () => {
		const account = newAccount();
		await sendAll(account, [rejected(429), rejected(429)]);
		await new Promise((resolve) => setTimeout(resolve, 60_000));
		expect(await sendAll(account, [rejected(429), success()])).toEqual([0, 375]);
	});

	test('the pause lasts while 499 other accounts are used, and is forgotten after 500', async () => {
		const account = newAccount();
		await run(account, async () => rejected(429, '4'));
		for (let other = 0; other < 499; other += 1) await run(newAccount(), async () => success());
		const start = performance.now();
		await run(account, async () => rejected(429, '4'));
		expect(performance.now() - start).toBe(4_000);
		for (let other = 0; other < 600; other += 1) await run(newAccount(), async () => success());
		await run(account, async () => success());
		expect(performance.now() - start).toBe(4_000);
	});

	test('an account in use is not forgotten', async () => {
		const busy = newAccount();
		const first = occupy(busy);
		const paused = newAccount();
		await run(paused, async () => rejected(429, '30'));
		const send = jest.fn(async () => success('sent'));
		const controller = new AbortController();
		const waiting = run(paused, send, { signal: controller.signal });
		const queued = run(busy, send);
		for (let other = 0; other < 600; other += 1) await run(newAccount(), async () => success());
		expect(await run(paused, send, { budget: { limitMs: 1, spentMs: 0 } })).toBe('paused');
		expect(send).not.toHaveBeenCalled();
		controller.abort();
		await waiting;
		first.release();
		expect(nameOf(await queued)).toBe('sent');
	});
});
