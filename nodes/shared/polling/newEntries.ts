import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { toJson } from '../operations/output';
import type { OutputOptions } from '../operations/types';
import type { Entry, Listing, ListPage } from './listReader';
import { assignTimes, openPages } from './pageOrder';
import { createTooLongError, findNewPages, MAX_UNSORTED_PAGES, scanPages } from './pageScan';
import { addSeen, advanceWatermark, byTime, EMPTY, querySeen } from './seenEntries';
import type { SeenEntries } from './seenEntries';
import type { PollStrategy } from './trigger';

/** What a poll keeps of a list. */
export interface ListState {
	memory: SeenEntries;
	/** The vendor's number of entries when the list was last read up to its newest entry. */
	total?: number;
	/** Whether an entry may have slipped by, so that the next poll must look at all that can be new. */
	unsure?: boolean;
}

/** The new entries of a list, and what to keep once they are handed on. */
export interface NewEntriesResult {
	/** The oldest first. */
	entries: Entry[];
	/** Whether that is all of it, so that nothing waits for the next poll. */
	isComplete: boolean;
	state: ListState;
}

const counted = (total: number | undefined, { filteredSince }: Listing) =>
	total === undefined || filteredSince ? {} : { total };

/** The entries, each once, the oldest first. */
function oldestFirst(entries: readonly Entry[]): Entry[] {
	const unique = new Map<string, Entry>();
	for (const entry of entries) if (!unique.has(entry.id)) unique.set(entry.id, entry);
	return [...unique.values()].reverse().sort(byTime);
}

/**
 * Reads what is new in a list since the last poll: from its newest end down to what is known, or as much of it as fits in
 * a poll, the oldest first. Entries of the same second, entries that show up late, and pages that shift while they are
 * read change nothing in that.
 *
 * @param before what the last poll kept
 * @param keep how many entries to remember
 * @throws what the list's reads throw; nothing is kept then, and the next poll finds the same entries
 */
export async function readNewEntries(
	list: Listing,
	before: ListState,
	keep: number,
): Promise<NewEntriesResult> {
	const seen = querySeen(before.memory);
	const { pages, isComplete, unsure, total } = await findNewPages(list, seen, before);
	const entries = oldestFirst(pages.flat().filter((entry) => !seen.isSeen(entry)));
	const count = isComplete
		? total
		: before.total === undefined
			? undefined
			: before.total + entries.length;
	const memory = addSeen(before.memory, entries, unsure ? keep + entries.length : keep);
	return {
		entries,
		isComplete,
		state: { memory, ...counted(count, list), ...(unsure && { unsure }) },
	};
}

/**
 * Looks at a list for the first time: nothing that is in it now is new.
 *
 * @param keep how many entries to remember
 * @throws what the list's reads throw
 */
export async function initialize(list: Listing, keep: number): Promise<ListState> {
	const pages = await openPages(list);
	const sorted = pages.order !== 'none';
	let newest = -Infinity;
	/** The entries of the newest second may go on on the next page. */
	const isBoundary = (page: ListPage, entries: Entry[]) => {
		const times = entries.map(({ time }) => time).filter(Number.isFinite);
		newest = Math.max(newest, ...times);
		return page.last || (sorted && (times.length === 0 || times[times.length - 1] < newest));
	};
	const timeDefaults = { hasId: () => false, sorted, fallbackTime: sorted ? Infinity : -Infinity };
	const target = { list, pages, isBoundary, isSeen: () => false, timeDefaults };
	const scan = await scanPages(target, {
		firstPage: 1,
		maxUnseenPages: MAX_UNSORTED_PAGES,
		maxPages: MAX_UNSORTED_PAGES,
		newestPage: pages.newest,
	});
	if (!scan) throw createTooLongError(list);

	const entries = scan.unseenPages.flat();
	const memory = addSeen(EMPTY, entries.toReversed(), keep);
	const { time } = entries.at(-1) ?? { time: -Infinity };
	return {
		memory: scan.reachedEnd
			? memory
			: advanceWatermark(memory, time === Infinity ? -Infinity : time),
		...counted(pages.total, list),
	};
}

/** The newest entries of a list, the newest first: one page of them. @throws what the list's reads throw */
export async function readSample(list: Listing): Promise<Entry[]> {
	const { newest } = await openPages(list);
	return oldestFirst(
		assignTimes(list, newest.entries, { hasId: () => false, sorted: true, fallbackTime: Infinity }),
	).reverse();
}

/** An event that shows as a new entry of a list. */
export interface NewEntriesOptions {
	scope: (context: IPollFunctions) => unknown[];
	/** The list. @param since for a vendor that can leave out what is older: milliseconds since 1970 */
	list: (context: IPollFunctions, since?: number) => Listing;
	/** How many entries to remember. */
	keep: number;
	/** The fields of the simplified version. */
	simplify?: OutputOptions['simplify'];
	/** Whether the user wants an entry; all of them, if left out. */
	wants?: (context: IPollFunctions, entry: IDataObject) => boolean;
	/** Adds what the entry itself does not say. */
	extraFields?: (context: IPollFunctions) => IDataObject;
}

/** Notices new entries of a list. */
export function newEntries({
	scope,
	list,
	keep,
	simplify,
	wants = () => true,
	extraFields,
}: NewEntriesOptions): PollStrategy {
	const toItems = (context: IPollFunctions, entries: ReadonlyArray<{ entry: IDataObject }>) => {
		const options = {
			simplify: context.getNodeParameter('simplify', false) as boolean,
			secrets: false,
		};
		return entries
			.filter(({ entry }) => wants(context, entry))
			.map(({ entry }) => ({ ...toJson(entry, { simplify }, options), ...extraFields?.(context) }));
	};
	return {
		scope,
		poll: async (context, before) => {
			if (before === undefined) return { items: [], state: await initialize(list(context), keep) };
			const last = before as ListState;
			const { entries, state } = await readNewEntries(
				list(context, last.memory.watermark ?? undefined),
				last,
				keep,
			);
			return { items: toItems(context, entries), state };
		},
		sample: async (context) => toItems(context, await readSample(list(context))),
	};
}
