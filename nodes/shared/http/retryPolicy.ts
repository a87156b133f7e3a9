import { millisecondsUntil } from '../util/wallClock';
import type { HttpFailure } from './transport';

/** How often a request is repeated that got no response, or one of a gateway. */
const MAX_RETRIES = 3;
/** Too many requests. The vendor did not carry the request out. */
const RATE_LIMITED = 429;
/** A gateway, here Cloudflare, could not hand the request to the vendor's server: refused, no route, no TLS, certificate. */
const NEVER_REACHED_STATUSES = [521, 523, 525, 526];
/** The statuses of a time-out, a gateway or an overload, which are usually transient; those from 520 on are Cloudflare's. */
const TRANSIENT_STATUSES = [
	408,
	425,
	502,
	503,
	504,
	520,
	522,
	524,
	527,
	530,
	...NEVER_REACHED_STATUSES,
];
/** The first delay, doubled each time, in milliseconds. */
const BASE_DELAY_MS = 500;
/** The longest delay if the vendor names none, in milliseconds. */
const MAX_DELAY_MS = 20_000;

/**
 * The retry budget, in milliseconds, of callers that cannot wait: a user looks at a pick list while it loads, and the
 * verification of a webhook event has retries of its own.
 */
export const SHORT_RETRY_BUDGET_MS = 3_000;

/** How long a request may wait in all, from its log-in to its last attempt. */
export interface RetryBudget {
	readonly limitMs: number;
	/** What it has waited so far: between its attempts, and while the account was paused. */
	spentMs: number;
}

/** How much longer a request may wait, in milliseconds: timers are late, and a budget of 2 s holds two pauses of 1 s. */
const TIMER_SLACK_MS = 100;

/** Whether a request may not wait so long. @param milliseconds beside what it has waited so far */
export const isBeyondBudget = ({ limitMs, spentMs }: RetryBudget, milliseconds: number): boolean =>
	spentMs + milliseconds > (limitMs > 0 ? limitMs + TIMER_SLACK_MS : 0);

/** Exponential backoff with jitter, so that requests that failed together are not repeated together. @param attempt counted from 0 */
const backoffDelay = (attempt: number) =>
	Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** attempt) * (0.5 + Math.random() / 2);

/**
 * Parses `Retry-After`, in seconds or as an HTTP date.
 *
 * @param headers with names in lower case
 * @returns milliseconds from now; undefined if it is absent, invalid or past
 */
export function parseRetryAfter(headers: Record<string, unknown>): number | undefined {
	const value = String([headers['retry-after'] ?? ''].flat()[0]).trim();
	if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
	const date = /[a-z]/i.test(value) ? Date.parse(value) : NaN;
	const milliseconds = millisecondsUntil(date);
	return milliseconds > 0 ? milliseconds : undefined;
}

/** Whether the vendor wants fewer requests of this account. */
export const isRateLimited = (failure: HttpFailure): boolean =>
	failure.kind === 'rejected' && failure.status === RATE_LIMITED;

/** Whether a gateway says by this status that the request did not reach the vendor's server. */
export const isNeverReached = (status: number): boolean => NEVER_REACHED_STATUSES.includes(status);

/**
 * How long to wait before the next attempt: as long as the vendor says, and no less than the backoff, since a vendor may
 * keep on saying 0.
 *
 * - 429 is retried for reads and writes, as often as the retry budget allows: the vendor did not carry the request out.
 * - Other transient statuses are retried for reads only, as a write may have been carried out, unless the status says
 *   that the request did not reach the vendor.
 * - A request without a response is retried if it is a read, or certainly did not reach the vendor, unless it would fail
 *   in the same way again.
 *
 * @param attempt counted from 0
 * @returns milliseconds; undefined if the request must not be sent again
 */
export function retryDelay(
	failure: HttpFailure,
	attempt: number,
	isRead: boolean,
): number | undefined {
	const hasRetries = attempt < MAX_RETRIES;
	if (failure.kind === 'noResponse') {
		const isRepeatable = (isRead || failure.neverSent) && !failure.isPermanent;
		return isRepeatable && hasRetries ? backoffDelay(attempt) : undefined;
	}
	const { status, headers } = failure;
	const isTransient =
		TRANSIENT_STATUSES.includes(status) && (isRead || isNeverReached(status)) && hasRetries;
	if (!isRateLimited(failure) && !isTransient) return undefined;
	return Math.max(parseRetryAfter(headers) ?? 0, backoffDelay(attempt));
}
