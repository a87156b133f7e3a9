import { setTimeout as delay } from 'node:timers/promises';

/** `timeout` and `interval` in milliseconds. */
export interface WaitOptions {
	timeout?: number;
	interval?: number;
	signal?: AbortSignal;
}

/**
 * Calls a probe until it resolves to something other than undefined.
 *
 * @param what - What is awaited, in words that follow "no".
 * @throws When that does not happen in time, or when the signal is aborted.
 */
export async function waitUntil<T>(
	what: string,
	probe: () => Promise<T | undefined>,
	{ timeout = 60_000, interval = 50, signal }: WaitOptions = {},
): Promise<T> {
	const deadline = Date.now() + timeout;
	for (;;) {
		signal?.throwIfAborted();
		const found = await probe();
		if (found !== undefined) return found;
		if (Date.now() > deadline) throw new Error(`no ${what} within ${timeout / 1000} s`);
		await delay(interval, undefined, { signal });
	}
}
