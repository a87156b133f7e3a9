import { delay, raceWithSignal } from '../util/delay';

/** How many accounts are remembered in one process; of the unused ones, the one unused for longest is forgotten first. */
const MAX_ACCOUNTS = 500;

/** What all requests of one account in this process share. */
interface Account {
	inFlight: number;
	/** Those who wait until they may start, first come, first served. */
	queue: Array<() => void>;
	/** Nothing is sent before this moment, in milliseconds since 1970. */
	pausedUntil: number;
}

const accounts = new Map<string, Account>();

function accountOf(key: string): Account {
	const account = accounts.get(key) ?? { inFlight: 0, queue: [], pausedUntil: 0 };
	accounts.delete(key);
	accounts.set(key, account);
	for (const [other, { inFlight }] of accounts) {
		if (accounts.size <= MAX_ACCOUNTS) break;
		// Where nothing is under way, nobody waits.
		if (inFlight === 0) accounts.delete(other);
	}
	return account;
}

/**
 * Runs a task as soon as fewer than the maximum of the account are running. n8n starts all items of a run at once (engine), and knows nothing of
 * what other nodes send with the same account.
 *
 * @param key the account
 * @param maxConcurrent how many tasks of the account may run at once
 * @param signal the execution's cancel signal; after it no further task is begun
 * @param task what to do
 * @returns what the task gave; undefined when the execution was cancelled before it began
 * @throws what the task throws
 */
export async function runLimited<T>(
	key: string,
	maxConcurrent: number,
	signal: AbortSignal | undefined,
	task: () => Promise<T>,
): Promise<T | undefined> {
	const account = accountOf(key);
	if (account.inFlight < maxConcurrent) {
		account.inFlight += 1;
	} else {
		let enter!: () => void;
		const entered = new Promise<void>((resolve) => account.queue.push((enter = resolve)));
		await raceWithSignal(entered, signal);
		const position = account.queue.indexOf(enter);
		if (position >= 0) return void account.queue.splice(position, 1);
	}
	try {
		while (!signal?.aborted && account.pausedUntil > Date.now())
			await delay(account.pausedUntil - Date.now(), signal);
		return signal?.aborted ? undefined : await task();
	} finally {
		// The slot goes straight to who waited longest, so that nobody else takes it in between.
		const next = account.queue.shift();
		if (next) next();
		else account.inFlight -= 1;
	}
}

/**
 * Lets nobody of this account send for a while.
 *
 * @param key the account
 * @param milliseconds from now
 */
export function pauseAccount(key: string, milliseconds: number): void {
	const account = accountOf(key);
	account.pausedUntil = Math.max(account.pausedUntil, Date.now() + milliseconds);
}
