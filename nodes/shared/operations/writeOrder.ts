import { sleep } from 'n8n-workflow';

/** What the writes of one run of a node, and of its retries, know of each other. */
interface Run {
	/** For each chat, the items that have yet to be done with it. */
	waiting: Map<string, Map<number, Promise<void>>>;
	/** For each chat, the first item whose write was not accepted. */
	failed: Map<string, number>;
}

/** n8n gives all items and all tries of a run the same object (engine), and lets go of it after the run. */
const runs = new WeakMap<object, Run>();

/** The items that a write waits for, and how it ends its own turn. */
export interface Turn {
	/** The earlier item whose write to the same chat was not accepted. */
	failedPredecessor?: number;
	/** Lets the next item go. @param accepted whether the write was */
	end: (accepted: boolean) => void;
}

/**
 * Waits until every earlier item of the run is done with these chats. n8n starts all items at once (engine: three
 * messages to one chat arrived as 2, 3, 1), so the first moment goes by until all of them stand in line.
 *
 * @param run the run's own object
 * @param chats the chats that are written to
 * @param itemIndex the item's place in the run
 */
export async function turnOf(
	run: object,
	chats: readonly string[],
	itemIndex: number,
): Promise<Turn> {
	const { waiting, failed } = runs.get(run) ?? { waiting: new Map(), failed: new Map() };
	runs.set(run, { waiting, failed });
	let done!: () => void;
	const turn = new Promise<void>((resolve) => (done = resolve));
	const lines = chats.map((chat) => {
		const line = waiting.get(chat) ?? new Map<number, Promise<void>>();
		waiting.set(chat, line.set(itemIndex, turn));
		return line;
	});
	await sleep(0);
	for (const line of lines) {
		const before = Math.max(...[...line.keys()].filter((other) => other < itemIndex));
		await line.get(before);
	}
	const blockers = chats
		.map((chat) => failed.get(chat) ?? Infinity)
		.filter((other) => other < itemIndex);
	return {
		...(blockers.length > 0 && { failedPredecessor: Math.min(...blockers) }),
		end: (accepted) => {
			for (const [index, chat] of chats.entries()) {
				lines[index].delete(itemIndex);
				const first = failed.get(chat) ?? Infinity;
				if (accepted && first === itemIndex) failed.delete(chat);
				if (!accepted && itemIndex < first) failed.set(chat, itemIndex);
			}
			done();
		},
	};
}
