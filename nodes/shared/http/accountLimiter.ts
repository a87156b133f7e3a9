import { delay, raceWithSignal } from '../util/delay';
import { LruMap } from '../util/lruMap';
import { isBeyondBudget, isRateLimited, retryDelay } from './retryPolicy';
import type { RetryBudget } from './retryPolicy';
import type { AttemptResult } from './transport';

/** How many accounts are remembered in one process. */
const MAX_ACCOUNTS = 500;

/** The longest time after which a pause is looked at again, in milliseconds: nobody may be waiting any more. */
const MAX_STEP_MS = 1_000;

/** What a request is allowed to do. */
export interface Limits {
	/** How many requests of the account may be under way at once. */
	maxConcurrent: number;
	/** What it may wait while the account is paused. The wait for other requests does not count. */
	budget: RetryBudget;
	/** The execution's cancel signal. */
	signal: AbortSignal | undefined;
}

/** What became of a request's turn: it was sent, or the execution was cancelled, or the account is paused for longer than it may wait. */
export type Turn<T> = { result: T; pauseMs: number | undefined } | 'cancelled' | 'paused';

/** A request that waits for its turn. */
interface Waiter {
	limits: Limits;
	/** The account's `limitedMs` when it began to wait. */
	limitedMs: number;
	start: (outcome: 'started' | 'paused') => void;
}

/** What all requests of one account in this process share. Its times are those of `performance.now()`, in milliseconds. */
interface Account {
	inFlight: number;
	/** In the order in which they are sent. */
	queue: Waiter[];
	/** Nothing is sent before this time. */
	pausedUntil: number;
	/** How many pauses there have been, to tell a request that was sent before the last one from one that was sent after it. */
	pauses: number;
	/** How many pauses there have been since a request was answered otherwise than with 429; 0 while nothing is limited. */
	refusals: number;
	/** How many requests may be under way: one after a pause, and one more with each that is not refused. */
	window: number;
	/** Since when the account is limited. */
	limitedSince: number;
	/** How long it had been limited before that. */
	limitedBefore: number;
	/** Whether somebody waits for the end of the pause. */
	isWaking: boolean;
}

/** Whoever waits needs the account, so one without requests can be forgotten. */
const accounts = new LruMap<string, Account>(
	MAX_ACCOUNTS,
	({ inFlight, queue }) => inFlight === 0 && queue.length === 0,
);

const newAccount = (): Account => ({
	inFlight: 0,
	queue: [],
	pausedUntil: 0,
	pauses: 0,
	refusals: 0,
	window: Infinity,
	limitedSince: 0,
	limitedBefore: 0,
	isWaking: false,
});

const accountOf = (key: string): Account => accounts.get(key) ?? accounts.set(key, newAccount());

/** For how long in all the account has been limited: paused, or waiting for the request that follows a pause. */
const limitedMsOf = ({ refusals, limitedBefore, limitedSince }: Account): number =>
	limitedBefore + (refusals > 0 ? performance.now() - limitedSince : 0);

/** Whether the pause of an account is longer than a waiting request may wait. */
function isHopeless(account: Account, { limits: { budget }, limitedMs }: Waiter): boolean {
	const waitedMs = limitedMsOf(account) - limitedMs;
	return isBeyondBudget(budget, waitedMs + account.pausedUntil - performance.now());
}

const isFree = ({ inFlight, window, pausedUntil }: Account, maxConcurrent: number): boolean =>
	inFlight < Math.min(maxConcurrent, window) && performance.now() >= pausedUntil;

/** Starts what may be started, and wakes up for the rest when the pause is over. */
function startWaiting(account: Account): void {
	const { queue } = account;
	const isPaused = account.pausedUntil > performance.now();
	for (const waiter of isPaused ? queue.filter((one) => isHopeless(account, one)) : []) {
		queue.splice(queue.indexOf(waiter), 1);
		waiter.start('paused');
	}
	while (queue.length > 0 && isFree(account, queue[0].limits.maxConcurrent)) {
		account.inFlight += 1;
		queue.shift()?.start('started');
	}
	if (isPaused && queue.length > 0 && !account.isWaking) void wakeAfterPause(account);
}

async function wakeAfterPause(account: Account): Promise<void> {
	account.isWaking = true;
	while (account.queue.length > 0 && account.pausedUntil > performance.now())
		await delay(Math.min(MAX_STEP_MS, account.pausedUntil - performance.now()), undefined);
	account.isWaking = false;
	startWaiting(account);
}

/** An account that nobody uses begins anew when its pause is over, with one request. */
function forgetRefusals(account: Account): void {
	account.limitedBefore = limitedMsOf(account);
	account.refusals = 0;
}

/** Puts a request in the queue: one that waited before comes before those that did not. */
function enqueue({ queue }: Account, waiter: Waiter): void {
	const { spentMs } = waiter.limits.budget;
	const after = queue.findIndex(({ limits }) => limits.budget.spentMs < spentMs);
	queue.splice(after < 0 ? queue.length : after, 0, waiter);
}

/**
 * Waits until the request may be sent.
 *
 * @returns whether it was; nothing is sent after the signal was aborted
 */
async function waitForTurn(
	account: Account,
	limits: Limits,
): Promise<'started' | 'cancelled' | 'paused'> {
	const isIdle = account.inFlight === 0 && account.queue.length === 0;
	if (isIdle && performance.now() >= account.pausedUntil) forgetRefusals(account);
	const limitedMs = limitedMsOf(account);
	let outcome: 'started' | 'cancelled' | 'paused' = 'cancelled';
	let start!: () => void;
	const started = new Promise<void>((resolve) => (start = resolve));
	const waiter: Waiter = {
		limits,
		limitedMs,
		start: (given) => {
			outcome = given;
			start();
		},
	};
	if (!limits.signal?.aborted) {
		enqueue(account, waiter);
		startWaiting(account);
		await raceWithSignal(started, limits.signal);
	}
	limits.budget.spentMs += limitedMsOf(account) - limitedMs;
	const position = account.queue.indexOf(waiter);
	if (position >= 0) account.queue.splice(position, 1);
	return outcome;
}

/**
 * Pauses the account if the vendor wants fewer requests of it, and lets it go on when a request after a pause was
 * answered otherwise. Requests that were under way when a pause began say nothing new.
 *
 * @param pauses the account's count when the request was sent
 * @returns how long to wait, in milliseconds; undefined if the vendor does not ask for it
 */
function recordResult(
	account: Account,
	{ budget }: Limits,
	result: AttemptResult,
	pauses: number,
): number | undefined {
	if (result.kind === 'noResponse') return undefined;
	const isNew = pauses === account.pauses;
	if (result.kind === 'success' || !isRateLimited(result)) {
		if (!isNew) return undefined;
		forgetRefusals(account);
		account.window += 1;
		return undefined;
	}
	if (isNew || account.refusals === 0) {
		if (account.refusals === 0) account.limitedSince = performance.now();
		account.pauses += 1;
		account.refusals += 1;
		account.window = 1;
	}
	const pauseMs = retryDelay(result, account.refusals - 1, false) as number;
	const end = performance.now() + Math.min(pauseMs, budget.limitMs);
	account.pausedUntil = Math.max(account.pausedUntil, end);
	return pauseMs;
}

/**
 * Sends a request as soon as fewer than the maximum of the account are under way and the account is not paused. n8n
 * starts all items of a run at once (n8n 2.41.1), and other nodes may use the same account. After a 429 the whole account
 * is paused, for longer each time, and then one request goes first: the others follow when it was not refused.
 *
 * @param key the account
 * @param send sends the request once
 * @returns the result, and how long the vendor wants the request to wait if it was refused with 429
 * @throws what `send` throws
 */
export async function runLimited<T extends AttemptResult>(
	key: string,
	limits: Limits,
	send: () => Promise<T>,
): Promise<Turn<T>> {
	const account = accountOf(key);
	const outcome = await waitForTurn(account, limits);
	if (outcome !== 'started') return outcome;
	try {
		if (limits.signal?.aborted) return 'cancelled';
		const { pauses } = account;
		const result = await send();
		return { result, pauseMs: recordResult(account, limits, result, pauses) };
	} finally {
		account.inFlight -= 1;
		startWaiting(account);
	}
}
