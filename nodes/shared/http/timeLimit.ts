import { LruMap } from '../util/lruMap';

/** How long a response may take where nothing says so, as in n8n's routing, in milliseconds (n8n 2.41.1). */
export const DEFAULT_TIMEOUT_MS = 300_000;

/** How much longer an attempt may take than n8n's client waits for a response, in milliseconds: the client's own error says more. */
const GRACE_MS = 2_000;

/** For which part of a time limit the attempts that begin share it, which then have so much more time. */
const SHARED_PART = 0.05;

/** How many lengths of time limits are remembered. */
const MAX_LIMITS = 20;

/** A time limit that attempts share, because its timer stays in memory until the time is over. */
interface SharedLimit {
	/** Until when an attempt that begins may share it, by `performance.now()`. */
	sharedUntil: number;
	/** What ends the attempts that are under way. */
	ends: Set<() => void>;
}

const limits = new LruMap<number, SharedLimit>(MAX_LIMITS);

/** The time limit for an attempt that begins now. */
function limitOf(limitMs: number): SharedLimit {
	const latest = limits.get(limitMs);
	if (latest && performance.now() < latest.sharedUntil) return latest;
	const sharedMs = limitMs * SHARED_PART;
	const ends = new Set<() => void>();
	// One listener for all: Node.js warns of more than ten.
	AbortSignal.timeout(Math.ceil(limitMs + sharedMs)).addEventListener('abort', () => {
		for (const end of ends) end();
	});
	return limits.set(limitMs, { sharedUntil: performance.now() + sharedMs, ends });
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
	const { ends } = limitOf((timeout || DEFAULT_TIMEOUT_MS) + GRACE_MS);
	const controller = new AbortController();
	const abort = () => controller.abort();
	// Without a listener that stays: one signal serves all requests of an execution.
	signal?.addEventListener('abort', abort);
	if (signal?.aborted) abort();
	let end!: () => void;
	const over = new Promise<void>((resolve) => (end = resolve));
	ends.add(end);
	let result: { value: T } | { error: unknown } | undefined;
	const settle = attempt(controller.signal).then(
		(value) => (result = { value }),
		(error: unknown) => (result = { error }),
	);
	await Promise.race([settle, over]);
	ends.delete(end);
	signal?.removeEventListener('abort', abort);
	if (result && 'value' in result) return result.value;
	if (result) throw result.error;
	abort();
	throw Object.assign(new Error('no response in time'), { code: 'ETIMEDOUT' });
}
