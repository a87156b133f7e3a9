import type { Entry, Listing, ListPage } from './listReader';
import { assignTimes, detectOrder } from './pageOrder';
import type { Order, OrderedPages, TimeDefaults } from './pageOrder';

/** A list, and what decides which of its entries are new. */
export interface ScanTarget {
	list: Listing;
	/** The list's pages, counted from its newest end. */
	pages: OrderedPages;
	/** Whether no new entry can appear below this page. */
	isBoundary: (page: ListPage, entries: Entry[]) => boolean;
	/** Whether an entry is not new. */
	isSeen: (entry: Entry) => boolean;
	timeDefaults: TimeDefaults;
}

/** Which pages to read. */
export interface ScanRange {
	/** Counted from 1 at the newest end. */
	firstPage: number;
	maxPages: number;
	/** Of the pages with unseen entries only the last ones, which are the oldest, are kept. */
	maxUnseenPages: number;
	/** Page 1, where it was read just before. */
	newestPage?: ListPage;
}

/** What a scan of consecutive pages found. */
export interface PageScan {
	/** The entries of the pages with unseen ones: of many, those of the last pages. */
	unseenPages: Entry[][];
	/** The digests of all entries that were read, each once. */
	ids: string[];
	/** The number of the first page that was read, counted from the newest end. */
	firstPage: number;
	/** How many pages were read. */
	pageCount: number;
	/** Whether `unseenPages` has all unseen entries from page 1 on. */
	isComplete: boolean;
	/** Whether the list ends with the last page that was read. */
	reachedEnd: boolean;
	/** Whether every page was sorted with the newest entry first. */
	isSorted: boolean;
}

/** A page whose times are all equal or missing fits either order. */
const isNewestFirst = (list: Listing, { entries }: ListPage) =>
	(detectOrder(entries.map((entry) => list.positionOf(entry).time)) ?? 'newestFirst') ===
	'newestFirst';

const idsOf = (list: Listing, { entries }: ListPage) =>
	entries.map((entry) => list.positionOf(entry).id).join();

/** Whether a page has the entries of the page before it, also when that one is read again. */
const repeats = async (list: Listing, pages: OrderedPages, number: number, page: ListPage) =>
	idsOf(list, await pages.at(number - 1)) === idsOf(list, page);

/**
 * Reads consecutive pages, from the newer to the older, up to the boundary below which nothing is new.
 *
 * @returns undefined if `maxPages` pages were read and none was the boundary
 * @throws what the list's reads throw
 */
export async function scanPages(
	{ list, pages, isBoundary, isSeen, timeDefaults }: ScanTarget,
	{ firstPage, maxPages, maxUnseenPages, newestPage }: ScanRange,
): Promise<PageScan | undefined> {
	const unseenPages: Entry[][] = [];
	const ids = new Set<string>();
	let isComplete = firstPage === 1;
	let isSorted = true;
	let { fallbackTime } = timeDefaults;
	for (let number = firstPage; number < firstPage + maxPages; number += 1) {
		const page = newestPage && number === 1 ? newestPage : await pages.at(number);
		const entries = assignTimes(list, page.entries, { ...timeDefaults, fallbackTime });
		if (timeDefaults.sorted) fallbackTime = entries.at(-1)?.time ?? fallbackTime;
		const knownCount = ids.size;
		for (const { id } of entries) ids.add(id);
		// A page that brings nothing new ends the list, unless new entries have just pushed the page before it here.
		const isRepeated =
			page.entries.length > 0 &&
			number > firstPage &&
			ids.size === knownCount &&
			(await repeats(list, pages, number, page));
		isSorted &&= isNewestFirst(list, page);

		if (!entries.every(isSeen)) unseenPages.push(entries);
		if (unseenPages.length > maxUnseenPages) {
			unseenPages.shift();
			isComplete = false;
		}
		if (isRepeated || isBoundary(page, entries)) {
			const pageCount = number + 1 - firstPage;
			const reachedEnd = page.isLast || isRepeated;
			return { unseenPages, ids: [...ids], firstPage, pageCount, isComplete, reachedEnd, isSorted };
		}
	}
	return undefined;
}

/**
 * Whether two scans of the same pages prove that the second one missed no entry. The pages of a list shift while they are
 * read: a removal pulls an entry onto a page that was read already, an insertion pushes one there. Either shows in the
 * digests: one of the first scan is gone, or a new one is among the old ones.
 */
export function isStable(
	order: Order,
	first: Pick<PageScan, 'ids'>,
	second: Pick<PageScan, 'ids' | 'reachedEnd'>,
): boolean {
	const before = new Set(first.ids);
	const after = new Set(second.ids);
	const addedCount = second.ids.filter((id) => !before.has(id)).length;
	const removed = first.ids.filter((id) => !after.has(id));
	if (order !== 'newestFirst')
		return removed.length === 0 && second.ids.indexOf(first.ids[0]) === addedCount;

	// New entries at the newest end push as many old ones off the last page, unless the list ends with that page.
	const maxRemoved = second.reachedEnd ? 0 : addedCount;
	const oldest = first.ids.slice(first.ids.length - removed.length);
	return removed.length <= maxRemoved && removed.every((id, index) => id === oldest[index]);
}
