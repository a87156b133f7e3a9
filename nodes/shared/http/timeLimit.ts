import { raceWithSignal } from '../util/delay';
import { LruMap } from '../util/lruMap';

/** How long a response may take where nothing says so, as in n8n's routing, in milliseconds (n8n 2.41.1). */
export const DEFAULT_TIMEOUT_MS = 300_000;

/** How much longer an attempt may take than n8n's client waits for a response, in milliseconds. */
const GRACE_MS = 500;

/** For which part of a time limit a signal serves the attempts that begin, which then have so much more time. */
const SHARED_PART = 0.05;

/** How many time limits are remembered. */
const MAX_LIMITS = 20;

const signals = new LruMap<number, { signal: AbortSignal; sharedUntil: number }>(MAX_LIMITS);

/** A signal that is aborted when the time is over. Attempts share it, because it stays in memory until then. */
function timeoutSignal(limitMs: number): AbortSignal {
	const latest = signals.get(limitMs);
	if (latest && performance.now() < latest.sharedUntil) return latest.signal;
	const sharedMs = limitMs * SHARED_PART;
	const signal = AbortSignal.timeout(Math.ceil(limitMs + sharedMs));
	signals.set(limitMs, { signal, sharedUntil: performance.now() + sharedMs });
	return signal;
}

/**
 * Ends an attempt that takes too long as a whole. The time-out of n8n's client is over with the first bytes of a response
 * (axios/axios#5886): a server that sends a byte now and then would hold a place of the account for ever.
 *
 * @param timeout how long n8n's client waits for a response, in milliseconds
 * @param signal the execution's cancel signal
 * @param attempt gets a signal that is aborted in either case
 * @throws Error with the code ETIMEDOUT when the time is over, else what the attempt throws
 */
export async function withTimeLimit<T>(
	timeout: number | undefined,
	signal: AbortSignal | undefined,
	attempt: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
	const limit = timeoutSignal((timeout || DEFAULT_TIMEOUT_MS) + GRACE_MS);
	const controller = new AbortController();
	const abort = () => controller.abort();
	// Without listeners that stay: one signal serves all requests of an execution.
	for (const source of [signal, limit]) source?.addEventListener('abort', abort);
	if (signal?.aborted) abort();
	let result: { value: T } | { error: unknown } | undefined;
	const settle = attempt(controller.signal).then(
		(value) => (result = { value }),
		(error: unknown) => (result = { error }),
	);
	await raceWithSignal(settle, limit);
	for (const source of [signal, limit]) source?.removeEventListener('abort', abort);
	if (result && 'value' in result) return result.value;
	if (result && !(limit.aborted && !signal?.aborted)) throw result.error;
	throw Object.assign(new Error('no response in time'), { code: 'ETIMEDOUT' });
}
