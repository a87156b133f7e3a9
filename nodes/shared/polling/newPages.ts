import type { Entry, Listing, ListPage } from './listReader';
import { assignTimes, openPages, openUnorderedPages } from './pageOrder';
import type { OrderedPages } from './pageOrder';
import { isStable, scanPages } from './pageScan';
import type { PageScan, ScanTarget } from './pageScan';
import { findFirstPage } from './pageSearch';
import type { SeenQuery } from './seenEntries';

/** The most pages of new entries in one poll; newer ones wait for the next poll. */
const MAX_NEW_PAGES = 20;
/** The most pages of an unsorted list, all of which every poll must read, as new entries can appear anywhere. */
const MAX_UNSORTED_PAGES = 200;
/** How often the same pages are read before the list is said to change too fast. */
const MAX_SCANS = 5;

const createUnstableError = ({ createError }: Listing) =>
	createError(
		'the list kept changing while it was read',
		'Nothing is lost: the next poll tries again.',
	);

const createTooLongError = ({ createError }: Listing) =>
	createError(
		`the list is in no order by time and has more than ${MAX_UNSORTED_PAGES} pages, all of which each poll would have to read`,
		'Choose something narrower in this node.',
	);

/** What the last poll saved, beside the entries that were seen. */
interface PreviousPoll {
	/** The vendor's number of entries when the list was last read up to its newest entry. */
	total?: number;
	/** Whether an entry may have been missed. */
	mayHaveGaps?: boolean;
}

/** The pages of a list with new entries. */
interface NewPages {
	pages: Entry[][];
	/** Whether no new entry is left for the next poll. */
	isComplete: boolean;
	/** Whether an entry may have been missed. */
	mayHaveGaps: boolean;
	/** How many entries the vendor counted. */
	total?: number;
}

/** Reads the same pages again until no entry can have been missed. @throws when the list changes too fast */
async function rescanUntilStable(target: ScanTarget, scan: PageScan): Promise<NewPages> {
	const unseenPages = [...scan.unseenPages];
	let latest = scan;
	let stable = scan.pageCount === 1;
	for (let scans = 1; !stable; scans += 1) {
		if (scans >= MAX_SCANS) throw createUnstableError(target.list);
		const next = await scanPages(target, {
			firstPage: scan.firstPage,
			maxUnseenPages: MAX_NEW_PAGES,
			maxPages: scan.pageCount + MAX_NEW_PAGES,
		});
		if (!next) throw createUnstableError(target.list);
		unseenPages.push(...next.unseenPages);
		stable = isStable(target.pages.order, latest, next);
		latest = next;
	}
	return {
		pages: unseenPages,
		isComplete: scan.isComplete,
		mayHaveGaps: false,
		total: target.pages.total,
	};
}

/**
 * Reads the pages up to where a list ends, or up to a boundary where it is sorted.
 *
 * @throws when that is further than an unsorted list may go
 */
export async function scanFromNewest(target: ScanTarget): Promise<PageScan> {
	const scan = await scanPages(target, {
		firstPage: 1,
		maxUnseenPages: MAX_UNSORTED_PAGES,
		maxPages: MAX_UNSORTED_PAGES,
		newestPage: target.pages.newest,
	});
	if (!scan) throw createTooLongError(target.list);
	return scan;
}

/** Reads an unsorted list to its end. @throws when that is too far */
async function scanWhole(
	list: Listing,
	{ isSeen, hasId, isComplete }: SeenQuery,
): Promise<NewPages> {
	const pages = await openUnorderedPages(list);
	// An entry without a time counts as old unless every entry is known.
	const timeDefaults = { hasId, sorted: false, fallbackTime: isComplete ? Infinity : -Infinity };
	const isBoundary = ({ isLast }: ListPage) => isLast;
	const { unseenPages } = await scanFromNewest({ list, pages, isBoundary, isSeen, timeDefaults });
	return { pages: unseenPages, isComplete: true, mayHaveGaps: true, total: pages.total };
}

/** A sorted list, which needs to be read down to the entries that were seen. */
function createSortedTarget(
	list: Listing,
	pages: OrderedPages,
	{ isSeen, hasId, watermark, newest }: SeenQuery,
	previous: PreviousPoll,
): ScanTarget {
	const timeDefaults = { hasId, sorted: true, fallbackTime: Infinity };
	const entries = assignTimes(list, pages.newest.entries, timeDefaults);
	const unseenCount = entries.filter((entry) => !isSeen(entry)).length;
	// NaN, which is never more than any number, where the vendor does not count.
	const addedCount = Number(pages.newest.total) - Number(previous.total);
	// More were added than the first page shows, or one may have been missed: it is among the seen ones.
	const readsSeenEntries = previous.mayHaveGaps || addedCount > unseenCount;
	const isBoundary = (page: ListPage, positioned: Entry[]) => {
		const last = positioned.at(-1);
		if (page.isLast || !last || list.filteredSince) return page.isLast;
		if (last.time <= watermark) return true;
		// A new entry of the newest second that was seen may appear anywhere among the others of that second.
		return !readsSeenEntries && isSeen(last) && last.time < newest;
	};
	return { list, pages, isBoundary, isSeen, timeDefaults };
}

/** Reads the oldest of more new pages than fit in a poll. @throws when the list changes too fast */
async function scanBacklog(target: ScanTarget): Promise<PageScan> {
	const { list, pages, isBoundary, timeDefaults } = target;
	const boundary = await findFirstPage(list, MAX_NEW_PAGES, pages.pageCount, async (number) => {
		const page = await pages.at(number);
		return isBoundary(page, assignTimes(list, page.entries, timeDefaults));
	});
	const maxUnseenPages = MAX_NEW_PAGES;
	let scan = await scanPages(target, {
		firstPage: boundary + 1 - MAX_NEW_PAGES,
		maxUnseenPages,
		maxPages: 2 * MAX_NEW_PAGES,
	});
	// All of these were seen: the new entries are among others of the same second, or there are none.
	if (scan?.unseenPages.length === 0) {
		const maxPages = boundary + MAX_NEW_PAGES;
		scan = await scanPages(target, { firstPage: 1, maxUnseenPages, maxPages });
	}
	if (!scan) throw createUnstableError(list);
	return scan;
}

/** Reads a sorted list from its newest end. @returns undefined when a page shows that it is not sorted after all */
async function scanSorted(target: ScanTarget): Promise<NewPages | undefined> {
	const scan =
		(await scanPages(target, {
			firstPage: 1,
			maxUnseenPages: MAX_NEW_PAGES,
			maxPages: MAX_NEW_PAGES,
			newestPage: target.pages.newest,
		})) ?? (await scanBacklog(target));
	if (!scan.isSorted) return undefined;
	// A list of new entries alone only grows; an entry that changes moves to the end where reading began.
	if (target.list.filteredSince)
		return { pages: scan.unseenPages, isComplete: scan.isComplete, mayHaveGaps: false };
	return await rescanUntilStable(target, scan);
}

/**
 * Finds the pages of a list that have new entries.
 *
 * @param previous what the last poll saved
 * @throws what the list's reads throw, or when it is too long or changes too fast to be read
 */
export async function findNewPages(
	list: Listing,
	seen: SeenQuery,
	previous: PreviousPoll,
): Promise<NewPages> {
	const pages = await openPages(list);
	const found =
		pages.order === 'none'
			? undefined
			: await scanSorted(createSortedTarget(list, pages, seen, previous));
	return found ?? (await scanWhole(list, seen));
}
