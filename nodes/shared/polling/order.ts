import type { IDataObject } from 'n8n-workflow';

import type { Entry, Listing } from './listing';

/** How a list is sorted by the times of its entries. No vendor says it of all its lists. */
export type Order = 'newestFirst' | 'oldestFirst' | 'none';

/** How many neighbours must stand in order for each that doesn't: entries may become visible a little late. */
const MIN_ORDERED_PER_EXCEPTION = 9;

/** The order of a list by its times. @returns undefined where all times are the same or missing */
export function detectOrder(times: ReadonlyArray<number | undefined>): Order | undefined {
	const known = times.filter((time) => time !== undefined);
	let up = 0;
	let down = 0;
	for (const [index, time] of known.entries()) {
		if (time > known[index - 1]) up += 1;
		if (time < known[index - 1]) down += 1;
	}
	if (up === 0 && down === 0) return undefined;
	if (down >= up * MIN_ORDERED_PER_EXCEPTION) return 'newestFirst';
	return up >= down * MIN_ORDERED_PER_EXCEPTION ? 'oldestFirst' : 'none';
}

/** How entries without a time are placed. */
export interface TimeDefaults {
	/** Whether an entry with this digest was seen before. */
	hasId: (id: string) => boolean;
	/** The time of those that nothing can be said of; of a page's first ones, unless another page was read before it. */
	fallbackTime: number;
	/** Whether the list is sorted, so that an entry without a time is as old as the one before it. */
	sorted: boolean;
}

/**
 * Gives the entries of a page, newest first, their places. In a sorted list an entry without a time counts as being as
 * old as the one before it; before all that have a time it is the newest, unless it is known: then those after it are old.
 */
export function assignTimes(
	list: Listing,
	entries: readonly IDataObject[],
	{ hasId, fallbackTime, sorted }: TimeDefaults,
): Entry[] {
	let above = fallbackTime;
	return entries.map((entry) => {
		const { time, id } = list.positionOf(entry);
		const place = {
			entry,
			id,
			time: time ?? (sorted && above === Infinity && hasId(id) ? -Infinity : above),
		};
		if (sorted) above = place.time;
		return place;
	});
}
