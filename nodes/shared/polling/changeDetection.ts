import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { toJson } from '../operations/output';
import type { OutputOptions } from '../operations/types';
import type { PollStrategy } from './trigger';

/** What is kept of each thing at a vendor: by its digest, a short text that says how it was. */
export type KnownStates = Readonly<Record<string, string>>;

/** How many things can be compared: more would make a state of more than 300 kB, which n8n saves with every event. */
export const MAX_COMPARED = 10_000;
/** How many things that are no longer there are remembered. */
export const MAX_GONE = 1_000;

/** What counts as a change. */
export interface DiffRules<T> {
	/** A digest that tells the thing from others. */
	keyOf: (thing: T) => string;
	/** How the thing is, in a short text. */
	stateOf: (thing: T) => string;
	/** Whether two states of a thing differ. */
	isChanged: (before: string, now: string) => boolean;
	/** Whether a thing that was never seen before is a change in itself. */
	emitFirstSeen: (thing: T) => boolean;
	/** Whether a thing that is no longer there can be forgotten; else it is no change when it comes back as it was. */
	mayForget?: (key: string) => boolean;
	/** The state to keep. */
	mergeState?: (before: string | undefined, now: string) => string;
}

/**
 * Compares what is there with what was there, for a vendor that cannot say what is new.
 *
 * @param known what the last comparison kept; undefined the first time, when nothing is a change
 * @param things what is there now; of two with the same key, the last one counts
 * @returns the changes in the order of the things, and what to keep once they are handed on
 */
export function diffSnapshots<T>(
	known: KnownStates | undefined,
	things: readonly T[],
	{
		keyOf,
		stateOf,
		isChanged,
		emitFirstSeen,
		mayForget = () => false,
		mergeState = (_, now) => now,
	}: DiffRules<T>,
): { changed: Array<{ thing: T; before?: string }>; known: Record<string, string> } {
	const now = new Map(things.map((thing) => [keyOf(thing), thing]));
	const gone = Object.entries(known ?? {}).filter(([key]) => !now.has(key) && !mayForget(key));
	const changed: Array<{ thing: T; before?: string }> = [];
	const here: Array<[string, string]> = [];
	for (const [key, thing] of now) {
		const before = known?.[key];
		const state = stateOf(thing);
		here.push([key, mergeState(before, state)]);
		if (!known) continue;
		if (before === undefined ? emitFirstSeen(thing) : isChanged(before, state))
			changed.push({ thing, before });
	}
	return { changed, known: Object.fromEntries([...gone.slice(-MAX_GONE), ...here]) };
}

/** What is there now, and how it is compared with what was. */
export interface Snapshot {
	things: IDataObject[];
	rules: DiffRules<IDataObject>;
}

/** An event that shows as a change of what is there. */
export interface ChangeDetectionOptions {
	scope: (context: IPollFunctions) => unknown[];
	/** Looks at the vendor. */
	fetchSnapshot: (context: IPollFunctions) => Promise<Snapshot>;
	/** The fields of the simplified version. */
	simplify: OutputOptions['simplify'];
	/** Adds what the thing itself does not say. @param before how it was; undefined where it was not seen before */
	extraFields?: (thing: IDataObject, before?: string) => IDataObject;
}

/** Notices changes. */
export function detectChanges({
	scope,
	fetchSnapshot,
	simplify,
	extraFields,
}: ChangeDetectionOptions): PollStrategy {
	const toItem = (context: IPollFunctions, thing: IDataObject, before?: string) => {
		const options = {
			simplify: context.getNodeParameter('simplify', true) as boolean,
			secrets: false,
		};
		return { ...toJson(thing, { simplify }, options), ...extraFields?.(thing, before) };
	};
	return {
		scope,
		poll: async (context, last) => {
			const { things, rules } = await fetchSnapshot(context);
			const { changed, known } = diffSnapshots(last as KnownStates | undefined, things, rules);
			return {
				items: changed.map(({ thing, before }) => toItem(context, thing, before)),
				state: known,
			};
		},
		sample: async (context) =>
			(await fetchSnapshot(context)).things.map((thing) => toItem(context, thing)),
	};
}
