import { delay, raceWithSignal } from '../util/delay';
import { LruMap } from '../util/lruMap';

/** How many accounts are remembered in one process. */
const MAX_ACCOUNTS = 500;

/** What all requests of one account in this process share. */
interface Account {
	inFlight: number;
	/** Starts the tasks that wait for a slot, in the order in which they came. */
	queue: Array<() => void>;
	/** Nothing is sent before this time, in milliseconds since 1970. */
	pausedUntil: number;
}

/** Tasks wait only while others are in flight, so an account without any can be forgotten. */
const accounts = new LruMap<string, Account>(MAX_ACCOUNTS, ({ inFlight }) => inFlight === 0);

const accountOf = (key: string): Account =>
	accounts.get(key) ?? accounts.set(key, { inFlight: 0, queue: [], pausedUntil: 0 });

/**
 * Takes a slot of the account, as soon as there is one.
 *
 * @returns whether there was one before the signal was aborted
 */
async function acquireSlot(
	account: Account,
	maxConcurrent: number,
	signal: AbortSignal | undefined,
): Promise<boolean> {
	if (account.inFlight < maxConcurrent) {
		account.inFlight += 1;
		return true;
	}
	let start!: () => void;
	const started = new Promise<void>((resolve) => account.queue.push((start = resolve)));
	await raceWithSignal(started, signal);
	const position = account.queue.indexOf(start);
	if (position >= 0) account.queue.splice(position, 1);
	return position < 0;
}

/** Hands the slot directly to the longest-waiting task, so that no other can take it in between. */
function releaseSlot(account: Account): void {
	const startNext = account.queue.shift();
	if (startNext) startNext();
	else account.inFlight -= 1;
}

/**
 * Runs a task as soon as fewer than the maximum of the account are running and the account is not paused. n8n starts all
 * items of a run at once (n8n 2.41.1), and other nodes may use the same account.
 *
 * @param key the account
 * @param maxConcurrent how many tasks of the account may run at once
 * @param signal the execution's cancel signal; no task starts after it is aborted
 * @returns the result of the task; undefined if the execution was cancelled before it started
 * @throws what the task throws
 */
export async function runLimited<T>(
	key: string,
	maxConcurrent: number,
	signal: AbortSignal | undefined,
	task: () => Promise<T>,
): Promise<T | undefined> {
	const account = accountOf(key);
	if (!(await acquireSlot(account, maxConcurrent, signal))) return undefined;
	try {
		while (!signal?.aborted && account.pausedUntil > Date.now())
			await delay(account.pausedUntil - Date.now(), signal);
		return signal?.aborted ? undefined : await task();
	} finally {
		releaseSlot(account);
	}
}

/**
 * Delays all tasks of an account. A later existing deadline is kept.
 *
 * @param key the account
 * @param milliseconds from now
 */
export function pauseAccount(key: string, milliseconds: number): void {
	const account = accountOf(key);
	account.pausedUntil = Math.max(account.pausedUntil, Date.now() + milliseconds);
}
