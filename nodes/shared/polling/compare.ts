/** What is kept of each thing at a vendor: by its digest, a short text that says how it was. */
export type Known = Readonly<Record<string, string>>;

/** How many things can be compared: more would make a state of more than 300 kB, which n8n saves with every event. */
export const MOST_COMPARED = 10_000;
/** How many things that are no longer there are remembered. */
export const MOST_GONE = 1_000;

/** What counts as a change. */
export interface Comparison<T> {
	/** A digest that tells the thing from others. */
	keyOf: (thing: T) => string;
	/** How the thing is, in a short text. */
	stateOf: (thing: T) => string;
	/** Whether two states of a thing differ. */
	differ: (before: string, now: string) => boolean;
	/** Whether a thing that was never seen before is a change in itself. */
	startles: (thing: T) => boolean;
	/** Whether a thing that is no longer there can be forgotten; else it is no change when it comes back as it was. */
	forgets?: (key: string) => boolean;
	/** The state to keep. */
	merge?: (before: string | undefined, now: string) => string;
}

/**
 * Compares what is there with what was there, for a vendor that cannot say what is new.
 *
 * @param known what the last comparison kept; undefined the first time, when nothing is a change
 * @param things what is there now; of two with the same key, the last one counts
 * @returns the changes in the order of the things, and what to keep once they are handed on
 */
export function compare<T>(
	known: Known | undefined,
	things: readonly T[],
	{
		keyOf,
		stateOf,
		differ,
		startles,
		forgets = () => false,
		merge = (_, now) => now,
	}: Comparison<T>,
): { changed: Array<{ thing: T; before?: string }>; known: Record<string, string> } {
	const now = new Map(things.map((thing) => [keyOf(thing), thing]));
	const gone = Object.entries(known ?? {}).filter(([key]) => !now.has(key) && !forgets(key));
	const changed: Array<{ thing: T; before?: string }> = [];
	const here: Array<[string, string]> = [];
	for (const [key, thing] of now) {
		const before = known?.[key];
		const state = stateOf(thing);
		here.push([key, merge(before, state)]);
		if (!known) continue;
		if (before === undefined ? startles(thing) : differ(before, state))
			changed.push({ thing, before });
	}
	return { changed, known: Object.fromEntries([...gone.slice(-MOST_GONE), ...here]) };
}
