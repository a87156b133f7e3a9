import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { toJson } from '../operations/output';
import type { OutputOptions } from '../operations/types';
import type { Entry, Listing, ListPage } from './listReader';
import { findNewPages, scanFromNewest } from './newPages';
import { assignTimes, openPages } from './pageOrder';
import { readSimplify } from './parameters';
import {
	addSeen,
	advanceWatermark,
	byTime,
	NO_SEEN_ENTRIES,
	isSeenEntries,
	querySeen,
} from './seenEntries';
import { isObject } from '../util/objects';
import type { SeenEntries } from './seenEntries';
import type { PollStrategy } from './trigger';

/** What is saved of a list between polls. */
export interface ListState {
	seen: SeenEntries;
	/** The vendor's number of entries when the list was last read up to its newest entry. */
	total?: number;
	/** Whether an entry may have been missed, so that the next poll must read all pages that can have new entries. */
	mayHaveGaps?: boolean;
}

/** The new entries of a list, and the state to save with them. */
interface NewEntriesResult {
	/** The oldest first. */
	entries: Entry[];
	/** Whether these are all of them, so that none is left for the next poll. */
	isComplete: boolean;
	state: ListState;
}

const toTotal = (total: number | undefined, { filteredSince }: Listing) =>
	total === undefined || filteredSince ? {} : { total };

/** The entries, each once, the oldest first. */
function oldestFirst(entries: readonly Entry[]): Entry[] {
	const unique = new Map<string, Entry>();
	for (const entry of entries) if (!unique.has(entry.id)) unique.set(entry.id, entry);
	return [...unique.values()].reverse().sort(byTime);
}

/**
 * Reads the entries that were added to a list since the last poll, or as many of them as fit in a poll, the oldest first.
 * It finds each once, also among entries of the same second, entries that show up late, and pages that shift while they
 * are read.
 *
 * @param previous the state that the last poll saved
 * @param maxRemembered how many entries to remember
 * @throws what the list's reads throw; no state is saved then, and the next poll finds the same entries
 */
export async function readNewEntries(
	list: Listing,
	previous: ListState,
	maxRemembered: number,
): Promise<NewEntriesResult> {
	const query = querySeen(previous.seen);
	const { pages, isComplete, mayHaveGaps, total } = await findNewPages(list, query, previous);
	const entries = oldestFirst(pages.flat().filter((entry) => !query.isSeen(entry)));
	const partialTotal = previous.total === undefined ? undefined : previous.total + entries.length;
	const seen = addSeen(
		previous.seen,
		entries,
		mayHaveGaps ? maxRemembered + entries.length : maxRemembered,
	);
	return {
		entries,
		isComplete,
		state: {
			seen,
			...toTotal(isComplete ? total : partialTotal, list),
			...(mayHaveGaps && { mayHaveGaps }),
		},
	};
}

/** Makes the test for the page that the first read of a list ends with. */
function createFirstBoundary(sorted: boolean) {
	let newest = -Infinity;
	return (page: ListPage, entries: Entry[]) => {
		const times = entries.map(({ time }) => time).filter(Number.isFinite);
		newest = Math.max(newest, ...times);
		// The entries of the newest second may continue on the next page.
		return page.isLast || (sorted && (times.length === 0 || times[times.length - 1] < newest));
	};
}

/**
 * Reads a list for the first time: none of its entries is new.
 *
 * @param maxRemembered how many entries to remember
 * @throws what the list's reads throw
 */
export async function initialize(list: Listing, maxRemembered: number): Promise<ListState> {
	const pages = await openPages(list);
	const sorted = pages.order !== 'none';
	const scan = await scanFromNewest({
		list,
		pages,
		isBoundary: createFirstBoundary(sorted),
		isSeen: () => false,
		timeDefaults: { hasId: () => false, sorted, fallbackTime: sorted ? Infinity : -Infinity },
	});
	const entries = scan.unseenPages.flat();
	const seen = addSeen(NO_SEEN_ENTRIES, entries.toReversed(), maxRemembered);
	const oldestTime = entries.at(-1)?.time ?? -Infinity;
	const watermark = oldestTime === Infinity ? -Infinity : oldestTime;
	return {
		seen: scan.reachedEnd ? seen : advanceWatermark(seen, watermark),
		...toTotal(pages.total, list),
	};
}

/** The newest entries of a list, the newest first: one page of them. @throws what the list's reads throw */
export async function readSample(list: Listing): Promise<Entry[]> {
	const { newest } = await openPages(list);
	const timeDefaults = { hasId: () => false, sorted: true, fallbackTime: Infinity };
	return oldestFirst(assignTimes(list, newest.entries, timeDefaults)).reverse();
}

/** An event that shows as a new entry of a list. */
export interface NewEntriesOptions {
	scope: PollStrategy['scope'];
	/** The list. @param since for a vendor that can leave out older entries: milliseconds since 1970 */
	list: (context: IPollFunctions, since?: number) => Listing;
	/** How many entries to remember. */
	maxRemembered: number;
	/** The fields of the simplified version. */
	simplify?: OutputOptions['simplify'];
	/** Whether an entry matches the node's filters; every one does where this is left out. */
	matches?: (context: IPollFunctions, entry: IDataObject) => boolean;
	/** Returns fields that the entry itself does not have. */
	extraFields?: (context: IPollFunctions) => IDataObject;
}

/** Makes the strategy that emits each new entry of a list once. */
export function newEntries({
	scope,
	list,
	maxRemembered,
	simplify,
	matches = () => true,
	extraFields,
}: NewEntriesOptions): PollStrategy {
	const toItems = (context: IPollFunctions, entries: readonly Entry[]) => {
		const options = {
			simplify: readSimplify(context, false),
			secrets: false,
		};
		return entries
			.filter(({ entry }) => matches(context, entry))
			.map(({ entry }) => ({ ...toJson(entry, { simplify }, options), ...extraFields?.(context) }));
	};
	return {
		scope,
		isState: (saved) => isObject(saved) && isSeenEntries(saved.seen),
		poll: async (context, saved) => {
			if (saved === undefined)
				return { items: [], state: await initialize(list(context), maxRemembered) };
			const previous = saved as ListState;
			const since = previous.seen.watermark ?? undefined;
			const { entries, state } = await readNewEntries(
				list(context, since),
				previous,
				maxRemembered,
			);
			return { items: toItems(context, entries), state };
		},
		sample: async (context) => toItems(context, await readSample(list(context))),
	};
}
