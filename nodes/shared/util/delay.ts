import { sleep } from 'n8n-workflow';

/** The longest timer, in milliseconds. */
const MAX_TIMER_MS = 1_000;

/** Resolves when the promise does or the signal is given, whichever comes first. */
export async function raceWithSignal(
	promise: Promise<unknown>,
	signal: AbortSignal | undefined,
): Promise<void> {
	if (!signal) return void (await promise);
	let stop!: () => void;
	const aborted = new Promise<void>((resolve) =>
		signal.addEventListener('abort', (stop = () => resolve())),
	);
	if (!signal.aborted) await Promise.race([promise, aborted]);
	signal.removeEventListener('abort', stop);
}

/**
 * Waits, unless the execution is cancelled meanwhile.
 *
 * @param milliseconds how long
 * @param signal the execution's cancel signal
 */
export async function delay(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
	const end = Date.now() + milliseconds;
	// In short steps, so that no long timer is left behind by a cancelled execution.
	for (let rest = milliseconds; rest > 0 && !signal?.aborted; rest = end - Date.now()) {
		await raceWithSignal(sleep(Math.min(rest, MAX_TIMER_MS)), signal);
	}
}
