import { sleep } from 'n8n-workflow';

/** The longest single timer, in milliseconds. */
const MAX_TIMER_MS = 1_000;

/**
 * Resolves when the promise does or the signal is aborted, whichever comes first.
 *
 * @param signal without one, the promise alone counts
 */
export async function raceWithSignal(
	promise: Promise<unknown>,
	signal: AbortSignal | undefined,
): Promise<void> {
	if (!signal) return void (await promise);
	let onAbort!: () => void;
	const aborted = new Promise<void>((resolve) =>
		signal.addEventListener('abort', (onAbort = () => resolve())),
	);
	if (!signal.aborted) await Promise.race([promise, aborted]);
	signal.removeEventListener('abort', onAbort);
}

/**
 * Waits until the time is over or the signal is aborted. It is measured by a clock that nobody can set.
 *
 * @param milliseconds how long; not at all if it is 0 or less
 * @param signal the execution's cancel signal
 */
export async function delay(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
	const end = performance.now() + milliseconds;
	// Several short timers, so that a cancelled execution leaves no long one behind.
	for (let rest = milliseconds; rest > 0 && !signal?.aborted; rest = end - performance.now()) {
		await raceWithSignal(sleep(Math.min(rest, MAX_TIMER_MS)), signal);
	}
}
