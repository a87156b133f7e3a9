import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { toJson } from '../operations/output';
import { isTextRecord } from '../util/objects';
import type { OutputOptions } from '../operations/types';
import { readSimplify } from './parameters';
import type { PollStrategy } from './trigger';

/** What is saved of each entry between polls: its state, a short string, by its key. */
export type KnownStates = Readonly<Record<string, string>>;

/** How many entries can be compared: more would make a state of more than 300 kB, which n8n saves with every event. */
export const MAX_COMPARED = 10_000;
/** How many entries that are no longer listed are remembered. */
export const MAX_UNLISTED = 1_000;

/** What counts as a change. */
export interface DiffRules<T> {
	/** A digest that distinguishes the entry from others. */
	keyOf: (entry: T) => string;
	/** The part of the entry that is compared, as a short string. */
	stateOf: (entry: T) => string;
	isChanged: (before: string, now: string) => boolean;
	/** Whether an entry that was never listed before is a change in itself. */
	emitFirstSeen: (entry: T) => boolean;
	/** Whether an entry that is no longer listed can be forgotten; else it is no change when it comes back as it was. */
	mayForget?: (key: string) => boolean;
	/** The state to save; the present one where this is left out. */
	mergeState?: (before: string | undefined, now: string) => string;
}

/** An entry that changed. */
interface Change<T> {
	entry: T;
	/** Its state before; undefined where it was not listed before. */
	before?: string;
}

/**
 * Compares the entries of a list with those of the last poll, for a vendor that cannot say what is new.
 *
 * @param known the states that the last poll saved; undefined the first time, when nothing is a change
 * @param entries the present ones; of two with the same key, the last one counts
 * @returns the changes in the order of the entries, and the states to save
 */
export function diffSnapshots<T>(
	known: KnownStates | undefined,
	entries: readonly T[],
	rules: DiffRules<T>,
): { changes: Array<Change<T>>; states: Record<string, string> } {
	const { keyOf, stateOf, isChanged, emitFirstSeen } = rules;
	const { mayForget = () => false, mergeState = (_, now) => now } = rules;
	const present = new Map(entries.map((entry) => [keyOf(entry), entry]));
	const unlisted = Object.entries(known ?? {}).filter(
		([key]) => !present.has(key) && !mayForget(key),
	);
	const changes: Array<Change<T>> = [];
	const listed: Array<[string, string]> = [];
	for (const [key, entry] of present) {
		const before = known?.[key];
		const now = stateOf(entry);
		listed.push([key, mergeState(before, now)]);
		if (!known) continue;
		if (before === undefined ? emitFirstSeen(entry) : isChanged(before, now))
			changes.push({ entry, before });
	}
	return { changes, states: Object.fromEntries([...unlisted.slice(-MAX_UNLISTED), ...listed]) };
}

/** The present entries, and how they are compared with the earlier ones. */
interface Snapshot {
	entries: IDataObject[];
	rules: DiffRules<IDataObject>;
}

/** An event that shows as a change of an entry in a list. */
export interface ChangeDetectionOptions {
	scope: PollStrategy['scope'];
	/** Reads the entries from the vendor. */
	fetchSnapshot: (context: IPollFunctions) => Promise<Snapshot>;
	/** The fields of the simplified version. */
	simplify: OutputOptions['simplify'];
	/** Returns fields that the entry itself does not have. @param before its state before; undefined where it was not listed */
	extraFields?: (entry: IDataObject, before?: string) => IDataObject;
}

/** Makes the strategy that emits each change. */
export function detectChanges({
	scope,
	fetchSnapshot,
	simplify,
	extraFields,
}: ChangeDetectionOptions): PollStrategy {
	const toItem = (context: IPollFunctions, { entry, before }: Change<IDataObject>) => {
		const options = {
			simplify: readSimplify(context, true),
			secrets: false,
		};
		return { ...toJson(entry, { simplify }, options), ...extraFields?.(entry, before) };
	};
	return {
		scope,
		isState: isTextRecord,
		poll: async (context, saved) => {
			const { entries, rules } = await fetchSnapshot(context);
			const { changes, states } = diffSnapshots(saved as KnownStates | undefined, entries, rules);
			return { items: changes.map((change) => toItem(context, change)), state: states };
		},
		sample: async (context) => {
			const { entries } = await fetchSnapshot(context);
			return entries.map((entry) => toItem(context, { entry }));
		},
	};
}
