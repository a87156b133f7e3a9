import type { Entry, Listing, ListPage } from './listing';
import type { querySeen } from './memory';
import { assignTimes } from './order';
import { isStable, scanPages } from './stretch';
import type { ScanTarget, PageScan } from './stretch';
import { gallopSearch, openUnorderedPages, openPages } from './view';
import type { OrderedPages } from './view';

/** The most pages of news in one poll; what is newer waits for the next one. */
const MAX_NEW_PAGES = 20;
/** The most pages of a list in no order, all of which must be read in every poll, for news can stand anywhere. */
export const MAX_UNSORTED_PAGES = 200;
/** How often the same pages are read before a list is said to change too fast. */
const MAX_SCANS = 5;

/** What a memory can be asked. */
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

/** What the last poll kept, beside its memory. */
interface PreviousState {
	total?: number;
	unsure?: boolean;
}

/** What was found in a list. */
export interface FoundPages {
	/** The pages with news. */
	pages: Entry[][];
	/** Whether no news is left for the next poll. */
	isComplete: boolean;
	/** Whether an entry may have slipped by. */
	unsure: boolean;
	/** How many entries the vendor counted. */
	total?: number;
}

/** Reads the same pages until nothing can have slipped by. @throws when the list does not stand still long enough */
async function rescanUntilStable(target: ScanTarget, scan: PageScan, maxUnseenPages: number): Promise<FoundPages> {
	const unseenPages = [...scan.unseenPages];
	for (let passes = 1, latest = scan, steady = scan.pageCount === 1; !steady; passes += 1) {
		const again =
			passes < MAX_SCANS
				? await scanPages(target, { firstPage: scan.firstPage, maxUnseenPages, maxPages: scan.pageCount + maxUnseenPages })
				: undefined;
		if (!again) throw createUnstableError(target.list);
		unseenPages.push(...again.unseenPages);
		steady = isStable(target.pages.order, latest, again);
		latest = again;
	}
	return { pages: unseenPages, isComplete: scan.isComplete, unsure: false, total: target.pages.total };
}

/** Reads a list in no order, to its end. @throws when that is too far */
async function scanWhole(list: Listing, { isSeen, hasId, isComplete }: SeenQuery): Promise<FoundPages> {
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
	let scan = await scanPages(target, { firstPage: 1, maxUnseenPages, maxPages: maxUnseenPages, newestPage: pages.newest });
	if (!scan) {
		const ground = await gallopSearch(maxUnseenPages, pages.pageCount, async (number) => {
			const page = await pages.at(number);
			return isBoundary(page, assignTimes(list, page.entries, timeDefaults));
		});
		scan = await scanPages(target, { firstPage: ground + 1 - maxUnseenPages, maxUnseenPages, maxPages: 2 * maxUnseenPages });
		// All of that is known: what is new stands among others of the same second, or nothing is.
		if (scan?.unseenPages.length === 0)
			scan = await scanPages(target, { firstPage: 1, maxUnseenPages, maxPages: ground + maxUnseenPages });
		if (!scan) throw createUnstableError(list);
	}
	if (!scan.isSorted) return undefined;
	// What is new alone can only grow in number; what moves there, moves to the end where reading began.
	if (list.filteredSince) return { pages: scan.unseenPages, isComplete: scan.isComplete, unsure: false };
	return await rescanUntilStable(target, scan, maxUnseenPages);
}

/**
 * Looks for the pages of a list that have news.
 *
 * @param before what the last poll kept
 * @throws what the list's reads throw, or when it cannot be read
 */
export async function findNewPages(list: Listing, seen: SeenQuery, before: PreviousState): Promise<FoundPages> {
	const pages = await openPages(list);
	const found = pages.order === 'none' ? undefined : await scanSorted(list, pages, seen, before);
	return found ?? (await scanWhole(list, seen));
}
