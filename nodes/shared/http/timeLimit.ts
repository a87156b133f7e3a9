import { delay } from '../util/delay';

/** How long a response may take where nothing says so, as in n8n's routing, in milliseconds (n8n 2.41.1). */
export const DEFAULT_TIMEOUT_MS = 300_000;

/** How much longer an attempt may take than n8n's client waits for a response, in milliseconds. */
const GRACE_MS = 500;

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
	const controller = new AbortController();
	const abort = () => controller.abort();
	// Without a listener that stays: one signal serves all requests of an execution.
	signal?.addEventListener('abort', abort);
	if (signal?.aborted) abort();
	let result: { value: T } | { error: unknown } | undefined;
	const settle = attempt(controller.signal).then(
		(value) => (result = { value }),
		(error: unknown) => (result = { error }),
	);
	// `AbortSignal.timeout` would stay in memory until its time is over.
	const settled = new AbortController();
	const limit = delay((timeout || DEFAULT_TIMEOUT_MS) + GRACE_MS, settled.signal);
	await Promise.race([settle, limit]);
	settled.abort();
	signal?.removeEventListener('abort', abort);
	if (result && 'value' in result) return result.value;
	if (result) throw result.error;
	abort();
	throw Object.assign(new Error('no response in time'), { code: 'ETIMEDOUT' });
}
