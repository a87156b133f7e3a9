import { sleep } from 'n8n-workflow';

/** The state of the ordered writes of one node run and its retries. */
interface RunState {
	/** By chat: the writes that are not done yet, by item index. */
	pending: Map<string, Map<number, Promise<void>>>;
	/** By chat: the first item whose write was not accepted. */
	firstFailure: Map<string, number>;
}

/** n8n passes the same object to all items and all tries of a run, and drops it afterwards (n8n 2.41.1). */
const runStates = new WeakMap<object, RunState>();

function stateOf(run: object): RunState {
	const state = runStates.get(run) ?? { pending: new Map(), firstFailure: new Map() };
	runStates.set(run, state);
	return state;
}

/** Adds an item to the pending writes of a chat. */
function enqueue(
	pending: RunState['pending'],
	chat: string,
	itemIndex: number,
	done: Promise<void>,
): Map<number, Promise<void>> {
	const queue = pending.get(chat) ?? new Map<number, Promise<void>>();
	pending.set(chat, queue.set(itemIndex, done));
	return queue;
}

/** Waits for the nearest earlier item, which in turn waits for those before it. */
async function waitForPredecessor(
	queue: Map<number, Promise<void>>,
	itemIndex: number,
): Promise<void> {
	const earlier = [...queue.keys()].filter((other) => other < itemIndex);
	await queue.get(Math.max(...earlier));
}

/** Records the result of an item's write; a retry that is accepted clears its own earlier failure. */
function recordResult(
	firstFailure: RunState['firstFailure'],
	chat: string,
	itemIndex: number,
	accepted: boolean,
): void {
	const first = firstFailure.get(chat) ?? Infinity;
	if (accepted && first === itemIndex) firstFailure.delete(chat);
	if (!accepted && itemIndex < first) firstFailure.set(chat, itemIndex);
}

/**
 * Runs a write after those of all earlier items to the same chats. n8n starts all items at once, and three messages to
 * one chat arrived as 2, 3, 1 (n8n 2.41.1), so the write waits until all of them are enqueued.
 *
 * @param run the object that n8n passes to all items of a run
 * @param chats the chats that are written to
 * @param write gets the first earlier item, if any, whose write to one of the chats was not accepted
 * @returns what the write returns
 * @throws what the write throws; the write then counts as not accepted
 */
export async function runInItemOrder<T>(
	run: object,
	chats: readonly string[],
	itemIndex: number,
	write: (failedPredecessor: number | undefined) => Promise<T>,
): Promise<T> {
	const { pending, firstFailure } = stateOf(run);
	let finish!: () => void;
	const done = new Promise<void>((resolve) => (finish = resolve));
	const queues = chats.map((chat) => enqueue(pending, chat, itemIndex, done));
	let accepted = false;
	try {
		await sleep(0);
		for (const queue of queues) await waitForPredecessor(queue, itemIndex);
		const failures = chats
			.map((chat) => firstFailure.get(chat) ?? Infinity)
			.filter((other) => other < itemIndex);
		const result = await write(failures.length > 0 ? Math.min(...failures) : undefined);
		accepted = true;
		return result;
	} finally {
		for (const [index, chat] of chats.entries()) {
			queues[index].delete(itemIndex);
			recordResult(firstFailure, chat, itemIndex, accepted);
		}
		finish();
	}
}
