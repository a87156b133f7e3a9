import type { IWebhookFunctions } from 'n8n-workflow';

import { digest } from '../util/digest';
import { LruMap } from '../util/lruMap';

/** The characters of a digest by which an event is remembered: 132 bits, of which the first 48 are those of its subject. */
const NAME_LENGTH = 22;
const SUBJECT_LENGTH = 8;
/** How many events a trigger remembers, in this process and over restarts. */
const MAX_EVENTS = 1_000;
/** How many of its own events a process adds to the stored ones, should others have overwritten them. */
const MAX_RESTORED = 200;
/** How many triggers are remembered in one process. */
const MAX_TRIGGERS = 500;

/** The events of a trigger that started an execution in this process, the oldest first. */
const memories = new LruMap<string, Set<string>>(MAX_TRIGGERS);

/** Forgets the oldest of too many. */
function trim(seen: Set<string>): void {
	for (const oldest of seen) {
		if (seen.size <= MAX_EVENTS) break;
		seen.delete(oldest);
	}
}

const isName = (value: unknown): value is string =>
	typeof value === 'string' && value.length === NAME_LENGTH;

/** The events that the static data of a trigger names, the oldest first. */
function storedBy(context: IWebhookFunctions): string[] {
	const { seen = [] } = context.getWorkflowStaticData('node');
	if (Array.isArray(seen)) return seen.slice(-MAX_EVENTS).filter(isName);
	context.logger.warn(
		`${context.getNode().name}: the stored memory of past events cannot be read, so it begins anew.`,
	);
	return [];
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

function memoryOf(context: IWebhookFunctions): Set<string> {
	const key = [context.getWorkflow().id, context.getNode().id].join(' ');
	return memories.get(key) ?? memories.set(key, new Set());
}

const subjectOf = (identity: readonly string[]) =>
	digest(...identity.slice(0, 2)).slice(0, SUBJECT_LENGTH);
const nameOf = (identity: readonly string[]) =>
	`${subjectOf(identity)}${digest(...identity)}`.slice(0, NAME_LENGTH);

/** Whether an event has started an execution. A repetition stores again what others have overwritten. */
export function hasStarted(context: IWebhookFunctions, identity: readonly string[]): boolean {
	const seen = memoryOf(context);
	const name = nameOf(identity);
	if (!seen.has(name) && !storedBy(context).includes(name)) return false;
	store(context, seen);
	return true;
}

/**
 * Notes that an event starts an execution, so that its repetitions do not. It is remembered in the memory of this process
 * and in the trigger's static data. n8n keeps these over restarts and shares them between processes, but reads them before
 * and writes them after each event, so two processes that get one event at the same moment both start an execution.
 *
 * @param context of the call that starts it
 * @param identity what names the event
 * @returns whether it may start: false for a repetition
 */
export function recordStart(context: IWebhookFunctions, identity: readonly string[]): boolean {
	if (hasStarted(context, identity)) return false;
	const seen = memoryOf(context);
	seen.add(nameOf(identity));
	trim(seen);
	store(context, seen);
	return true;
}

/**
 * Forgets that events started an execution, because they can happen again.
 *
 * @param subjects the first two values of their identities
 */
export function forgetStarts(context: IWebhookFunctions, subjects: readonly string[][]): void {
	const starts = subjects.map(subjectOf);
	const isKept = (name: string) => !starts.includes(name.slice(0, SUBJECT_LENGTH));
	const seen = memoryOf(context);
	for (const name of seen) if (!isKept(name)) seen.delete(name);
	const stored = storedBy(context);
	const kept = stored.filter(isKept);
	if (kept.length < stored.length) context.getWorkflowStaticData('node').seen = kept;
}
