/** Reads `Retry-After`: seconds, or an HTTP date. @returns milliseconds from now, undefined where there is none */
export function parseRetryAfter(headers: Record<string, unknown>): number | undefined {
	const value = String(headers['retry-after'] ?? '').trim();
	if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
	const date = /[a-z]/i.test(value) ? Date.parse(value) : NaN;
	return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

/** Statuses of a gateway or an overload, which pass. */
export const RETRYABLE_STATUSES = [502, 503, 504];
/** How often a request is repeated that got no answer, or one of a gateway. */
export const MAX_RETRIES = 3;
/** The first wait where the vendor does not say how long, doubled each time, in milliseconds. */
const BASE_DELAY_MS = 500;
/** The shortest wait after a 429, in milliseconds: a vendor that says "at once" again and again must come to an end. */
export const MIN_RATE_LIMIT_DELAY_MS = 100;
/** The longest single wait where the vendor does not say how long, in milliseconds. */
const MAX_DELAY_MS = 20_000;

/** The next wait where the vendor does not say how long: doubled each time, and never the same for all. */
export const backoffDelay = (attempt: number) =>
	Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** attempt) * (0.5 + Math.random() / 2);
