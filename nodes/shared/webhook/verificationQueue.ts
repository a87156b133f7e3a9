import { sleep } from 'n8n-workflow';
import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import type { WebhookDefinition } from './types';
import { attemptVerification, resolveEvent } from './verification';
import type { PendingEvent } from './verification';

/** How many events of a trigger may wait, and how much they may take in all, in characters. */
const MAX_PENDING = 1_000;
const MAX_QUEUE_SIZE = 8_388_608;
/** How many events are verified at the same time, by their own calls and by a worker, and how many between two waits. */
const MAX_CONCURRENT = 10;
const MAX_BATCH_SIZE = 50;

/**
 * The events of one trigger for which the vendor could not be reached, or which it does not have yet. n8n keeps
 * 14 MB for each open call (measured: 2.41), so only one call at a time stays open, the worker, which waits for all events.
 */
interface Queue {
	entries: Array<{ pending: PendingEvent; size: number }>;
	size: number;
	worker?: IWebhookFunctions;
	/** Whether the worker waits with events to emit, which it can do as soon as another call waits for the rest. */
	hasItemsToEmit: boolean;
}

const queues = new Map<string, Queue>();

/** How many calls verify their own event at the moment. */
let activeAttempts = 0;

const keyOf = (context: IWebhookFunctions) =>
	[context.getWorkflow().id, context.getNode().id, context.getMode()].join(' ');

/** Whether a trigger can take another event. Where it cannot, the vendor has to send the event again. */
export function hasCapacity(context: IWebhookFunctions): boolean {
	const queue = queues.get(keyOf(context));
	return !queue || (queue.entries.length < MAX_PENDING && queue.size < MAX_QUEUE_SIZE);
}

/** Verifies the entries that are due, in the order in which they became due. @returns what starts the workflow */
async function processDue(
	context: IWebhookFunctions,
	definition: WebhookDefinition,
	queue: Queue,
): Promise<IDataObject[]> {
	const items: IDataObject[] = [];
	const now = performance.now();
	const due = queue.entries
		.filter(({ pending }) => pending.nextAttemptAt <= now)
		.sort((a, b) => a.pending.nextAttemptAt - b.pending.nextAttemptAt);
	for (let start = 0; start < Math.min(due.length, MAX_BATCH_SIZE); start += MAX_CONCURRENT) {
		const batch = due.slice(start, start + MAX_CONCURRENT);
		const results = await Promise.all(
			batch.map(async ({ pending }) => await attemptVerification(context, definition, pending)),
		);
		for (const [index, result] of results.entries()) {
			if (result === 'later') continue;
			const entry = batch[index];
			queue.entries.splice(queue.entries.indexOf(entry), 1);
			queue.size -= entry.size;
			items.push(...resolveEvent(context, definition, entry.pending, result));
		}
	}
	return items;
}

/** Waits for the entries of a queue until there are none, or until another call does so. @returns what starts the workflow */
async function drain(
	context: IWebhookFunctions,
	definition: WebhookDefinition,
	queue: Queue,
): Promise<IDataObject[]> {
	const items: IDataObject[] = [];
	queue.worker = context;
	try {
		while (queue.entries.length > 0) {
			queue.hasItemsToEmit = items.length > 0;
			const next = Math.min(...queue.entries.map(({ pending }) => pending.nextAttemptAt));
			await sleep(Math.max(0, next - performance.now()));
			if (queue.worker !== context) return items;
			queue.hasItemsToEmit = false;
			items.push(...(await processDue(context, definition, queue)));
		}
	} finally {
		if (queue.worker === context) queue.worker = undefined;
	}
	return items;
}

/**
 * Reads an event back, at once or as soon as the vendor can be reached.
 *
 * @returns what starts the workflow: the event, nothing, or, when other events had to wait, some or all of them
 */
export async function verifyOrEnqueue(
	context: IWebhookFunctions,
	definition: WebhookDefinition,
	pending: PendingEvent,
): Promise<IDataObject[]> {
	if (activeAttempts < MAX_CONCURRENT) {
		activeAttempts += 1;
		const result = await attemptVerification(context, definition, pending).finally(
			() => (activeAttempts -= 1),
		);
		if (result !== 'later') return resolveEvent(context, definition, pending, result);
	}
	const key = keyOf(context);
	const queue = queues.get(key) ?? { entries: [], size: 0, hasItemsToEmit: false };
	const size = JSON.stringify([pending.event, pending.extra]).length;
	queue.entries.push({ pending, size });
	queue.size += size;
	queues.set(key, queue);
	if (queue.worker && !queue.hasItemsToEmit) return [];
	const items = await drain(context, definition, queue);
	if (queue.entries.length === 0 && queues.get(key) === queue) queues.delete(key);
	return items;
}
