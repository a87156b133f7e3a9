import type { Entry, Listing, ListPage } from './listing';
import type { recall } from './memory';
import { placed } from './order';
import { nothingSlipped, readStretch } from './stretch';
import type { Reading, Stretch } from './stretch';
import { firstWhere, plainViewOf, viewOf } from './view';
import type { View } from './view';

/** The most pages of news in one poll; what is newer waits for the next one. */
const MOST_PAGES_OF_NEWS = 20;
/** The most pages of a list in no order, all of which must be read in every poll, for news can stand anywhere. */
export const MOST_PAGES_UNSORTED = 200;
/** How often the same pages are read before a list is said to change too fast. */
const MOST_PASSES = 5;

/** What a memory can be asked. */
export type Recalled = ReturnType<typeof recall>;

const tooFast = ({ malformed }: Listing) =>
	malformed(
		'the list kept changing while it was read',
		'Nothing is lost: the next poll tries again.',
	);

export const tooLong = ({ malformed }: Listing) =>
	malformed(
		`the list is in no order by time and has more than ${MOST_PAGES_UNSORTED} pages, all of which each poll would have to read`,
		'Choose something narrower in this node.',
	);

/** What the last poll kept, beside its memory. */
interface Before {
	total?: number;
	unsure?: boolean;
}

/** What was found in a list. */
export interface Found {
	/** The pages with news. */
	pages: Entry[][];
	/** Whether no news is left for the next poll. */
	complete: boolean;
	/** Whether an entry may have slipped by. */
	unsure: boolean;
	/** How many entries the vendor counted. */
	total?: number;
}

/** Reads the same pages until nothing can have slipped by. @throws when the list does not stand still long enough */
async function readSurely(reading: Reading, found: Stretch, most: number): Promise<Found> {
	const pages = [...found.pages];
	for (let passes = 1, latest = found, steady = found.count === 1; !steady; passes += 1) {
		const again =
			passes < MOST_PASSES
				? await readStretch(reading, { start: found.start, most, stop: found.count + most })
				: undefined;
		if (!again) throw tooFast(reading.listing);
		pages.push(...again.pages);
		steady = nothingSlipped(reading.view.order, latest, again);
		latest = again;
	}
	return { pages, complete: found.whole, unsure: false, total: reading.view.total };
}

/** Reads a list in no order, to its end. @throws when that is too far */
async function readWhole(listing: Listing, { settled, knows, whole }: Recalled): Promise<Found> {
	const view = await plainViewOf(listing);
	// Nothing can be said of an entry without a time, unless every entry is known.
	const placing = { knows, sorted: false, top: whole ? Infinity : -Infinity };
	const reading = { listing, view, isGround: ({ last }: ListPage) => last, settled, placing };
	const found = await readStretch(reading, {
		start: 1,
		most: MOST_PAGES_UNSORTED,
		stop: MOST_PAGES_UNSORTED,
		newest: view.newest,
	});
	if (found) return { pages: found.pages, complete: true, unsure: true, total: view.total };
	throw tooLong(listing);
}

/** Reads a sorted list from its newest end. @returns undefined when a page shows that it is not sorted after all */
async function readSorted(
	listing: Listing,
	view: View,
	{ settled, knows, floor, newest }: Recalled,
	before: Before,
): Promise<Found | undefined> {
	const placing = { knows, sorted: true, top: Infinity };
	const fresh = placed(listing, view.newest.entries, placing).filter(
		(entry) => !settled(entry),
	).length;
	// No number, and so not more than any, where the vendor does not count.
	const grown = Number(view.newest.total) - Number(before.total);
	// More came than the first page shows, or one may have been missed: it stands deeper, among those that are known.
	const deep = before.unsure || grown > fresh;
	const isGround = (page: ListPage, entries: Entry[]) => {
		const last = entries.at(-1);
		if (page.last || !last || listing.narrowed) return page.last;
		if (last.time <= floor) return true;
		// One more of what was the newest second may stand anywhere among the others of that second.
		return !deep && settled(last) && last.time < newest;
	};
	const reading = { listing, view, isGround, settled, placing };
	const most = MOST_PAGES_OF_NEWS;
	let found = await readStretch(reading, { start: 1, most, stop: most, newest: view.newest });
	if (!found) {
		const ground = await firstWhere(most, view.pages, async (place) => {
			const page = await view.at(place);
			return isGround(page, placed(listing, page.entries, placing));
		});
		found = await readStretch(reading, { start: ground + 1 - most, most, stop: 2 * most });
		// All of that is known: what is new stands among others of the same second, or nothing is.
		if (found?.pages.length === 0)
			found = await readStretch(reading, { start: 1, most, stop: ground + most });
		if (!found) throw tooFast(listing);
	}
	if (!found.sorted) return undefined;
	// What is new alone can only grow in number; what moves there, moves to the end where reading began.
	if (listing.narrowed) return { pages: found.pages, complete: found.whole, unsure: false };
	return await readSurely(reading, found, most);
}

/**
 * Looks for the pages of a list that have news.
 *
 * @param before what the last poll kept
 * @throws what the list's reads throw, or when it cannot be read
 */
export async function search(listing: Listing, recalled: Recalled, before: Before): Promise<Found> {
	const view = await viewOf(listing);
	const found =
		view.order === 'none' ? undefined : await readSorted(listing, view, recalled, before);
	return found ?? (await readWhole(listing, recalled));
}
