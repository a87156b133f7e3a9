import type { Entry, Listing, ListPage } from './listing';
import { byTime, forgetUpTo, nothing, recall, remember } from './memory';
import type { Memory } from './memory';
import { placed } from './order';
import { MOST_PAGES_UNSORTED, search, tooLong } from './search';
import { readStretch } from './stretch';
import { viewOf } from './view';

/** What a poll keeps of a list. */
export interface ListState {
	memory: Memory;
	/** The vendor's number of entries when the list was last read up to its newest entry. */
	total?: number;
	/** Whether an entry may have slipped by, so that the next poll must look at all that can be news. */
	unsure?: boolean;
}

/** The news of a list, and what to keep once they are handed on. */
export interface News {
	/** The oldest first. */
	entries: Entry[];
	/** Whether that is all of it, so that nothing waits for the next poll. */
	complete: boolean;
	state: ListState;
}

const counted = (total: number | undefined, { narrowed }: Listing) =>
	total === undefined || narrowed ? {} : { total };

/** The entries, each once, the oldest first. */
function oldestFirst(entries: readonly Entry[]): Entry[] {
	const found = new Map<string, Entry>();
	for (const entry of entries) if (!found.has(entry.id)) found.set(entry.id, entry);
	return [...found.values()].reverse().sort(byTime);
}

/**
 * Reads what is new in a list since the last poll: from its newest end down to what is known, or as much of it as fits in
 * a poll, the oldest first. Entries of the same second, entries that show up late, and pages that shift while they are
 * read change nothing in that.
 *
 * @param before what the last poll kept
 * @param keep how many entries to remember
 * @throws what the list's reads throw; nothing is kept then, and the next poll finds the same news
 */
export async function readNews(listing: Listing, before: ListState, keep: number): Promise<News> {
	const recalled = recall(before.memory);
	const { pages, complete, unsure, total } = await search(listing, recalled, before);
	const entries = oldestFirst(pages.flat().filter((entry) => !recalled.settled(entry)));
	const count = complete
		? total
		: before.total === undefined
			? undefined
			: before.total + entries.length;
	const memory = remember(before.memory, entries, unsure ? keep + entries.length : keep);
	return {
		entries,
		complete,
		state: { memory, ...counted(count, listing), ...(unsure && { unsure }) },
	};
}

/**
 * Looks at a list for the first time: all that is in it now is no news.
 *
 * @param keep how many entries to remember
 * @throws what the list's reads throw
 */
export async function readFirst(listing: Listing, keep: number): Promise<ListState> {
	const view = await viewOf(listing);
	const sorted = view.order !== 'none';
	let newest = -Infinity;
	/** The entries of the newest second may go on on the next page. */
	const isGround = (page: ListPage, entries: Entry[]) => {
		const times = entries.map(({ time }) => time).filter(Number.isFinite);
		newest = Math.max(newest, ...times);
		return page.last || (sorted && (times.length === 0 || times[times.length - 1] < newest));
	};
	const placing = { knows: () => false, sorted, top: sorted ? Infinity : -Infinity };
	const reading = { listing, view, isGround, settled: () => false, placing };
	const found = await readStretch(reading, {
		start: 1,
		most: MOST_PAGES_UNSORTED,
		stop: MOST_PAGES_UNSORTED,
		newest: view.newest,
	});
	if (!found) throw tooLong(listing);

	const entries = found.pages.flat();
	const memory = remember(nothing, entries.toReversed(), keep);
	const { time } = entries.at(-1) ?? { time: -Infinity };
	return {
		memory: found.last ? memory : forgetUpTo(memory, time === Infinity ? -Infinity : time),
		...counted(view.total, listing),
	};
}

/** The newest entries of a list, the newest first: one page of them. @throws what the list's reads throw */
export async function readNewest(listing: Listing): Promise<Entry[]> {
	const { newest } = await viewOf(listing);
	return oldestFirst(
		placed(listing, newest.entries, { knows: () => false, sorted: true, top: Infinity }),
	).reverse();
}
