import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { delay } from '../util/delay';
import type { WebhookDefinition } from './types';
import { attemptVerification, resolveEvent, timedOut } from './verification';
import type { PendingEvent, VerificationResult } from './verification';

/** How many events of a trigger may wait, and how much they may take in all, in characters. */
const MAX_PENDING = 1_000;
const MAX_QUEUE_SIZE = 8_388_608;
/** How many events of a trigger are verified at the same time. */
const MAX_CONCURRENT = 10;
/**
 * How many calls are kept open for one trigger, and for all. n8n keeps 14 MB for each (measured: 2.41). An event can start
 * the workflow only by way of an open call, so there is one for each event at best, and one for all of them at least.
 */
const MAX_OPEN_CALLS = 20;
const MAX_OPEN_CALLS_IN_ALL = 60;

/** A call that was answered, and that n8n waits for. */
interface OpenCall {
	context: IWebhookFunctions;
	/** Ends it. @param items what starts the workflow */
	end: (items: IDataObject[]) => void;
}

/** An event about which nothing is decided yet. */
interface Entry {
	pending: PendingEvent;
	size: number;
	/** The call that brought it, which may have ended. */
	call: OpenCall;
}

/** The events of one trigger that are to be read back from the vendor. */
interface Queue {
	definition: WebhookDefinition;
	undecided: Set<Entry>;
	size: number;
	/** What starts the workflow as soon as a call can leave with it. */
	decided: Array<{ pending: PendingEvent; result: VerificationResult }>;
	/** The oldest first. While there are undecided events, there is one at least. */
	calls: OpenCall[];
	activeCount: number;
	/** Starts the attempts that wait for their turn. */
	turns: Array<() => void>;
}

const queues = new Map<string, Queue>();
let openCalls = 0;

const keyOf = (context: IWebhookFunctions) =>
	[context.getWorkflow().id, context.getNode().id, context.getMode()].join(' ');

/** Whether a trigger can take another event. Where it cannot, the vendor has to send the event again. */
export function hasCapacity(context: IWebhookFunctions): boolean {
	const queue = queues.get(keyOf(context));
	return !queue || (queue.undecided.size < MAX_PENDING && queue.size < MAX_QUEUE_SIZE);
}

/** Ends a call with some items. */
function endCall(queue: Queue, call: OpenCall, items: IDataObject[]): void {
	queue.calls.splice(queue.calls.indexOf(call), 1);
	openCalls -= 1;
	call.end(items);
}

/** Ends the verification of an event that starts the workflow by way of a call. An error in it must not stop others. */
function resolve(
	{ definition }: Queue,
	{ context }: OpenCall,
	{ pending, result }: Queue['decided'][number],
): IDataObject[] {
	try {
		return resolveEvent(context, definition, pending, result);
	} catch (error) {
		context.logger.error(`${pending.settings.node.name}: ${(error as Error).message}`);
		return [];
	}
}

/**
 * Lets one call leave with everything that is decided, unless it is the last one and others are undecided: then it leaves
 * when another call comes, or when everything is decided.
 *
 * @param preferred the call that leaves, if it is open
 */
function releaseDecided(queue: Queue, preferred?: OpenCall): void {
	const call = preferred && queue.calls.includes(preferred) ? preferred : queue.calls[0];
	const isNeeded = queue.calls.length === 1 && queue.undecided.size > 0;
	if (queue.decided.length > 0 && !isNeeded)
		endCall(
			queue,
			call,
			queue.decided.splice(0).flatMap((decided) => resolve(queue, call, decided)),
		);
	while (queue.decided.length === 0 && queue.calls.length > queue.undecided.size)
		endCall(queue, queue.calls[queue.calls.length - 1], []);
}

/** Runs a task when fewer than the maximum of the queue are running. */
async function inTurn<T>(queue: Queue, task: () => Promise<T>): Promise<T> {
	if (queue.activeCount < MAX_CONCURRENT) queue.activeCount += 1;
	else await new Promise<void>((start) => queue.turns.push(start));
	try {
		return await task();
	} finally {
		const startNext = queue.turns.shift();
		if (startNext) startNext();
		else queue.activeCount -= 1;
	}
}

/** Queries the vendor for an event until it is decided or its time is over. */
async function decide(queue: Queue, pending: PendingEvent): Promise<VerificationResult> {
	const end = new AbortController();
	let result: VerificationResult | 'later' = 'later';
	const ask = async () => {
		if (end.signal.aborted) return;
		result = await attemptVerification(queue.calls[0].context, queue.definition, pending);
	};
	const askAgain = async () => {
		while (result === 'later' && !end.signal.aborted) {
			await delay(pending.nextAttemptAt - performance.now(), end.signal);
			await inTurn(queue, ask);
		}
	};
	await Promise.race([askAgain(), delay(pending.deadline - performance.now(), end.signal)]);
	end.abort();
	return result === 'later' ? timedOut(pending) : result;
}

/** Follows an event until it is decided. */
async function follow(key: string, queue: Queue, entry: Entry): Promise<void> {
	const { pending, size, call } = entry;
	const result = await decide(queue, pending);
	queue.undecided.delete(entry);
	queue.size -= size;
	const decided = { pending, result };
	const startsNothing = result === 'denied' || (result === 'unknown' && !pending.emitUnverified);
	if (startsNothing) resolve(queue, queue.calls[0], decided);
	else queue.decided.push(decided);
	if (startsNothing && queue.calls.length > 1 && queue.calls.includes(call))
		endCall(queue, call, []);
	releaseDecided(queue, call);
	if (queue.undecided.size === 0 && queues.get(key) === queue) queues.delete(key);
}

/** Whether a call must end at once, as enough others are open for its trigger, or in all. With two, one can leave. */
const isSurplus = ({ calls }: Queue) =>
	calls.length > MAX_OPEN_CALLS || (calls.length > 2 && openCalls > MAX_OPEN_CALLS_IN_ALL);

function queueOf(key: string, definition: WebhookDefinition): Queue {
	const existing = queues.get(key);
	if (existing) return existing;
	const queue = {
		definition,
		undecided: new Set<Entry>(),
		size: 0,
		decided: [],
		calls: [],
		activeCount: 0,
		turns: [],
	};
	queues.set(key, queue);
	return queue;
}

/**
 * Reads an event back, at once or as soon as the vendor can be reached. Each event is decided by itself, and starts the
 * workflow when it is, by way of its own call or another one of the same trigger.
 *
 * @returns what starts the workflow by way of this call: the event, nothing, or other events that were decided meanwhile
 */
export async function verifyOrEnqueue(
	context: IWebhookFunctions,
	definition: WebhookDefinition,
	pending: PendingEvent,
): Promise<IDataObject[]> {
	const key = keyOf(context);
	const queue = queueOf(key, definition);
	return await new Promise((end) => {
		const call = { context, end };
		const size = JSON.stringify([pending.event, pending.extra]).length;
		const entry = { pending, size, call };
		queue.undecided.add(entry);
		queue.size += size;
		queue.calls.push(call);
		openCalls += 1;
		if (isSurplus(queue)) endCall(queue, call, []);
		releaseDecided(queue);
		void follow(key, queue, entry);
	});
}
