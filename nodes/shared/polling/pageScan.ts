import type { Entry, Listing, ListPage } from './listReader';
import { assignTimes, detectOrder, gallopSearch, openPages, openUnorderedPages } from './pageOrder';
import type { OrderedPages, TimeDefaults } from './pageOrder';
import type { querySeen } from './seenEntries';

/** What a scan of consecutive pages found. */
export interface PageScan {
	/** The entries of the pages with new ones: of many, those of the last pages. */
	unseenPages: Entry[][];
	/** The digests of all entries that were read, each once. */
	ids: string[];
	/** The number of the first page that was read, counted from the newest end. */
	firstPage: number;
	/** Whether `unseenPages` has all unseen entries from page 1 on. */
	isComplete: boolean;
	/** How many pages were read. */
	pageCount: number;
	/** Whether the list ends there. */
	reachedEnd: boolean;
	/** Whether the pages were in the order of the first one. */
	isSorted: boolean;
}

/** What a scan needs to know of a list. */
export interface ScanTarget {
	list: Listing;
	pages: OrderedPages;
	/** Whether nothing that is new can stand below this page. */
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

/** The most pages of new entries in one poll; what is newer waits for the next one. */
const MAX_NEW_PAGES = 20;
/** The most pages of a list in no order, all of which must be read in every poll, as new entries can stand anywhere. */
export const MAX_UNSORTED_PAGES = 200;
/** How often the same pages are read before a list is said to change too fast. */
const MAX_SCANS = 5;

/** What can be asked of the entries that were seen. */
export type SeenQuery = ReturnType<typeof querySeen>;

const createUnstableError = ({ createError }: Listing) =>
	createError(
		'the list kept changing while it was read',
		'Nothing is lost: the next poll tries again.',
	);

export const createTooLongError = ({ createError }: Listing) =>
	createError(
		`the list is in no order by time and has more than ${MAX_UNSORTED_PAGES} pages, all of which each poll would have to read`,
		'Choose something narrower in this node.',
	);

/** What the last poll kept, beside the entries that were seen. */
interface PreviousState {
	total?: number;
	unsure?: boolean;
}

/** What was found in a list. */
export interface FoundPages {
	/** The pages with new entries. */
	pages: Entry[][];
	/** Whether no new entry is left for the next poll. */
	isComplete: boolean;
	/** Whether an entry may have slipped by. */
	unsure: boolean;
	/** How many entries the vendor counted. */
	total?: number;
}

/** Reads the same pages until nothing can have slipped by. @throws when the list does not stand still long enough */
async function rescanUntilStable(
	target: ScanTarget,
	scan: PageScan,
	maxUnseenPages: number,
): Promise<FoundPages> {
	const unseenPages = [...scan.unseenPages];
	for (let passes = 1, latest = scan, steady = scan.pageCount === 1; !steady; passes += 1) {
		const again =
			passes < MAX_SCANS
				? await scanPages(target, {
						firstPage: scan.firstPage,
						maxUnseenPages,
						maxPages: scan.pageCount + maxUnseenPages,
					})
				: undefined;
		if (!again) throw createUnstableError(target.list);
		unseenPages.push(...again.unseenPages);
		steady = isStable(target.pages.order, latest, again);
		latest = again;
	}
	return {
		pages: unseenPages,
		isComplete: scan.isComplete,
		unsure: false,
		total: target.pages.total,
	};
}

/** Reads a list in no order, to its end. @throws when that is too far */
async function scanWhole(
	list: Listing,
	{ isSeen, hasId, isComplete }: SeenQuery,
): Promise<FoundPages> {
	const pages = await openUnorderedPages(list);
	// Nothing can be said of an entry without a time, unless every entry is known.
	const timeDefaults = { hasId, sorted: false, fallbackTime: isComplete ? Infinity : -Infinity };
	const target = {
		list,
		pages,
		isBoundary: ({ last }: ListPage) => last,
		isSeen,
		timeDefaults,
	};
	const scan = await scanPages(target, {
		firstPage: 1,
		maxUnseenPages: MAX_UNSORTED_PAGES,
		maxPages: MAX_UNSORTED_PAGES,
		newestPage: pages.newest,
	});
	if (scan) return { pages: scan.unseenPages, isComplete: true, unsure: true, total: pages.total };
	throw createTooLongError(list);
}

/** Reads a sorted list from its newest end. @returns undefined when a page shows that it is not sorted after all */
async function scanSorted(
	list: Listing,
	pages: OrderedPages,
	{ isSeen, hasId, floor, newest }: SeenQuery,
	before: PreviousState,
): Promise<FoundPages | undefined> {
	const timeDefaults = { hasId, sorted: true, fallbackTime: Infinity };
	const fresh = assignTimes(list, pages.newest.entries, timeDefaults).filter(
		(entry) => !isSeen(entry),
	).length;
	// No number, and so not more than any, where the vendor does not count.
	const grown = Number(pages.newest.total) - Number(before.total);
	// More came than the first page shows, or one may have been missed: it stands deeper, among those that are known.
	const deep = before.unsure || grown > fresh;
	const isBoundary = (page: ListPage, entries: Entry[]) => {
		const last = entries.at(-1);
		if (page.last || !last || list.filteredSince) return page.last;
		if (last.time <= floor) return true;
		// One more of what was the newest second may stand anywhere among the others of that second.
		return !deep && isSeen(last) && last.time < newest;
	};
	const target = { list, pages, isBoundary, isSeen, timeDefaults };
	const maxUnseenPages = MAX_NEW_PAGES;
	let scan = await scanPages(target, {
		firstPage: 1,
		maxUnseenPages,
		maxPages: maxUnseenPages,
		newestPage: pages.newest,
	});
	if (!scan) {
		const boundary = await gallopSearch(maxUnseenPages, pages.pageCount, async (number) => {
			const page = await pages.at(number);
			return isBoundary(page, assignTimes(list, page.entries, timeDefaults));
		});
		scan = await scanPages(target, {
			firstPage: boundary + 1 - maxUnseenPages,
			maxUnseenPages,
			maxPages: 2 * maxUnseenPages,
		});
		// All of that is known: what is new stands among others of the same second, or nothing is.
		if (scan?.unseenPages.length === 0)
			scan = await scanPages(target, {
				firstPage: 1,
				maxUnseenPages,
				maxPages: boundary + maxUnseenPages,
			});
		if (!scan) throw createUnstableError(list);
	}
	if (!scan.isSorted) return undefined;
	// What is new alone can only grow in number; what moves there, moves to the end where reading began.
	if (list.filteredSince)
		return { pages: scan.unseenPages, isComplete: scan.isComplete, unsure: false };
	return await rescanUntilStable(target, scan, maxUnseenPages);
}

/**
 * Looks for the pages of a list that have new entries.
 *
 * @param before what the last poll kept
 * @throws what the list's reads throw, or when it cannot be read
 */
export async function findNewPages(
	list: Listing,
	seen: SeenQuery,
	before: PreviousState,
): Promise<FoundPages> {
	const pages = await openPages(list);
	const found = pages.order === 'none' ? undefined : await scanSorted(list, pages, seen, before);
	return found ?? (await scanWhole(list, seen));
}
