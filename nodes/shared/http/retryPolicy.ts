import type { HttpFailure } from './transport';

/** How often a request is repeated that got no response, or one of a gateway. */
const MAX_RETRIES = 3;
/** The statuses of a gateway or an overload, which are usually transient. */
const RETRYABLE_STATUSES = [502, 503, 504];
/** The first delay if the vendor names none, doubled each time, in milliseconds. */
const BASE_DELAY_MS = 500;
/** The longest delay if the vendor names none, in milliseconds. */
const MAX_DELAY_MS = 20_000;
/** A vendor that keeps sending `Retry-After: 0` must still use up the retry budget. */
const MIN_RATE_LIMIT_DELAY_MS = 100;

/**
 * The retry budget, in milliseconds, of callers that cannot wait: a user looks at a pick list while it loads, and the
 * verification of a webhook event has retries of its own.
 */
export const SHORT_RETRY_BUDGET_MS = 3_000;

/** Exponential backoff with jitter, so that requests that failed together are not repeated together. @param attempt counted from 0 */
const backoffDelay = (attempt: number) =>
	Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** attempt) * (0.5 + Math.random() / 2);

/**
 * Parses `Retry-After`, in seconds or as an HTTP date.
 *
 * @param headers with names in lower case
 * @returns milliseconds from now; undefined if it is absent or invalid
 */
export function parseRetryAfter(headers: Record<string, unknown>): number | undefined {
	const value = String(headers['retry-after'] ?? '').trim();
	if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
	const date = /[a-z]/i.test(value) ? Date.parse(value) : NaN;
	return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

/** Whether the vendor wants fewer requests of this account. */
export const isRateLimited = (failure: HttpFailure): boolean =>
	failure.kind === 'rejected' && failure.status === 429;

/**
 * How long to wait before the next attempt.
 *
 * - 429 is retried for reads and writes, as often as the retry budget allows: the vendor did not carry the request out.
 * - 502, 503 and 504 are retried for reads only: a write may have been carried out.
 * - A request without a response is retried if it is a read, or certainly did not reach the vendor.
 *
 * @param attempt counted from 0
 * @returns milliseconds; undefined if the request must not be sent again
 */
export function retryDelay(
	failure: HttpFailure,
	attempt: number,
	isRead: boolean,
): number | undefined {
	if (failure.kind === 'noResponse') {
		const isRepeatable = isRead || failure.neverSent;
		return isRepeatable && attempt < MAX_RETRIES ? backoffDelay(attempt) : undefined;
	}
	const { status, headers } = failure;
	if (status === 429)
		return Math.max(MIN_RATE_LIMIT_DELAY_MS, parseRetryAfter(headers) ?? backoffDelay(attempt));
	if (!isRead || !RETRYABLE_STATUSES.includes(status) || attempt >= MAX_RETRIES) return undefined;
	return parseRetryAfter(headers) ?? backoffDelay(attempt);
}
