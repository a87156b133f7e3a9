import type { Entry, Listing, ListPage } from './listing';
import { detectOrder, assignTimes } from './order';
import type { TimeDefaults } from './order';
import type { OrderedPages } from './view';

/** Pages one after the other, down to the ground. */
export interface PageScan {
	/** The entries of the pages with news: of many, those of the last pages. */
	unseenPages: Entry[][];
	/** The digests of all entries that were read, each once. */
	ids: string[];
	/** The place of the first page that was read. */
	firstPage: number;
	/** Whether no page with news stands before it. */
	isComplete: boolean;
	/** How many pages were read. */
	pageCount: number;
	/** Whether the list ends there. */
	reachedEnd: boolean;
	/** Whether the pages were in the order of the first one. */
	isSorted: boolean;
}

/** What reading needs to know of a list. */
export interface ScanTarget {
	list: Listing;
	pages: OrderedPages;
	/** Whether nothing that is new can stand below this page. */
	isBoundary: (page: ListPage, entries: Entry[]) => boolean;
	/** Whether an entry is no news. */
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

/**
 * Reads consecutive pages, from the newer to the older, up to the boundary below which nothing is new.
 *
 * @returns undefined if `maxPages` pages were read and none was the boundary
 */
export async function scanPages(
	{ list, pages, isBoundary, isSeen, timeDefaults }: ScanTarget,
	{ firstPage, maxUnseenPages, maxPages, newestPage }: ScanRange,
): Promise<PageScan | undefined> {
	const unseenPages: Entry[][] = [];
	let isComplete = firstPage === 1;
	const ids = new Set<string>();
	let isSorted = true;
	let { fallbackTime } = timeDefaults;
	for (let number = firstPage; number < firstPage + maxPages; number += 1) {
		const page = newestPage && number === 1 ? newestPage : await pages.at(number);
		const entries = assignTimes(list, page.entries, { ...timeDefaults, fallbackTime });
		isSorted &&=
			(detectOrder(page.entries.map((entry) => list.positionOf(entry).time)) ?? 'newestFirst') ===
			'newestFirst';
		if (timeDefaults.sorted) fallbackTime = entries.at(-1)?.time ?? fallbackTime;
		for (const { id } of entries) ids.add(id);
		if (!entries.every(isSeen)) unseenPages.push(entries);
		if (unseenPages.length > maxUnseenPages) {
			unseenPages.shift();
			isComplete = false;
		}
		if (isBoundary(page, entries))
			return {
				unseenPages,
				ids: [...ids],
				firstPage,
				isComplete,
				pageCount: number + 1 - firstPage,
				reachedEnd: page.last,
				isSorted,
			};
	}
	return undefined;
}

/**
 * Whether two readings one after the other show that the second missed nothing. An entry is missed where the list draws
 * together before it, at a page that is read, or where another one pushes it back there; and that shows: an entry of the
 * first reading is gone, or a new one stands among the others.
 *
 * @param before the first one
 * @param now the second one
 */
export function isStable(
	order: OrderedPages['order'],
	{ ids: before }: Pick<PageScan, 'ids'>,
	{ ids: now, reachedEnd }: Pick<PageScan, 'ids' | 'reachedEnd'>,
): boolean {
	const [then, still] = [new Set(before), new Set(now)];
	const come = now.filter((id) => !then.has(id)).length;
	if (order !== 'newestFirst')
		return before.every((id) => still.has(id)) && now.indexOf(before[0]) === come;
	// What comes in at the newest end may push as many out of the last page.
	const gone = before.filter((id) => !still.has(id));
	return (
		gone.length <= (reachedEnd ? 0 : come) &&
		gone.every((id, index) => id === before[before.length - gone.length + index])
	);
}
