import type { IWebhookFunctions } from 'n8n-workflow';

import { digest } from '../util/digest';
import { LruMap } from '../util/lruMap';

/** The characters of a digest by which an event is remembered: 132 bits. */
const NAME_LENGTH = 22;
/** How many events a trigger remembers, in this process and over restarts. */
const MAX_EVENTS = 1_000;
/** How many of its own events a process adds to the stored ones, should others have overwritten them. */
const MAX_RESTORED = 200;
/** How many triggers are remembered in one process. */
const MAX_TRIGGERS = 500;

/** The events of a trigger that this process knows of. */
interface TriggerMemory {
	/** Those that started an execution, the oldest first. */
	seen: Set<string>;
	/** Those about which it is not yet decided. */
	pending: Set<string>;
}

const memories = new LruMap<string, TriggerMemory>(MAX_TRIGGERS);

/** Forgets the oldest of too many. */
function trim(seen: Set<string>): void {
	for (const oldest of seen) {
		if (seen.size <= MAX_EVENTS) break;
		seen.delete(oldest);
	}
}

/** The events that the static data of a trigger names, the oldest first. */
function storedBy(context: IWebhookFunctions): string[] {
	const { seen } = context.getWorkflowStaticData('node');
	return Array.isArray(seen) ? seen.slice(-MAX_EVENTS).map(String) : [];
}

/**
 * Stores the events of this process that are not stored yet: a call that came in between, here or in another process, may
 * have overwritten them. What is stored already is kept.
 */
function store(context: IWebhookFunctions, seen: Set<string>): void {
	const stored = new Set(storedBy(context));
	const missing = [...seen].slice(-MAX_RESTORED).filter((name) => !stored.has(name));
	if (missing.length > 0)
		context.getWorkflowStaticData('node').seen = [...stored, ...missing].slice(-MAX_EVENTS);
}

function memoryOf(context: IWebhookFunctions): TriggerMemory {
	const key = [context.getWorkflow().id, context.getNode().id].join(' ');
	return memories.get(key) ?? memories.set(key, { seen: new Set(), pending: new Set() });
}

/** The right of one delivery to start an execution with its event. */
export interface Claim {
	/** The event starts an execution: its repetitions will not. @param context of the call that starts it */
	commit(context: IWebhookFunctions): void;
	/** The event starts nothing: another delivery of it can be claimed. */
	release(): void;
}

/**
 * Claims an event, so that no other delivery of it starts an execution. It is remembered in the memory of this process and
 * in the trigger's static data. n8n keeps these over restarts and shares them between processes, but reads them before and
 * writes them after each event, so two processes that get one event at the same moment both start an execution. A
 * repetition stores again what others have overwritten.
 *
 * @param identity what names the event
 * @returns undefined when it is a repetition
 */
export function claimEvent(
	context: IWebhookFunctions,
	identity: readonly string[],
): Claim | undefined {
	const { seen, pending } = memoryOf(context);
	const name = digest(...identity).slice(0, NAME_LENGTH);
	if (seen.has(name) || pending.has(name) || storedBy(context).includes(name)) {
		store(context, seen);
		return undefined;
	}
	pending.add(name);
	return {
		commit: (by) => {
			pending.delete(name);
			seen.add(name);
			trim(seen);
			store(by, seen);
		},
		release: () => void pending.delete(name),
	};
}
