import type { Entry, Listing, ListPage } from './listing';
import { orderOf, placed } from './order';
import type { Placing } from './order';
import type { View } from './view';

/** Pages one after the other, down to the ground. */
export interface Stretch {
	/** The entries of the pages with news: of many, those of the last pages. */
	pages: Entry[][];
	/** The digests of all entries that were read, each once. */
	seen: string[];
	/** The place of the first page that was read. */
	start: number;
	/** Whether no page with news stands before it. */
	whole: boolean;
	/** How many pages were read. */
	count: number;
	/** Whether the list ends there. */
	last: boolean;
	/** Whether the pages were in the order of the first one. */
	sorted: boolean;
}

/** What reading needs to know of a list. */
export interface Reading {
	listing: Listing;
	view: View;
	/** Whether nothing that is new can stand below this page. */
	isGround: (page: ListPage, entries: Entry[]) => boolean;
	/** Whether an entry is no news. */
	settled: (entry: Entry) => boolean;
	placing: Placing;
}

/**
 * Reads pages from a place on, down to the ground.
 *
 * @param from.start the first place
 * @param from.most how many pages with news to keep
 * @param from.stop how many pages to read at most
 * @param from.newest the page at place 1, where it was read just before
 * @returns undefined when the ground was not reached
 */
export async function readStretch(
	{ listing, view, isGround, settled, placing }: Reading,
	{ start, most, stop, newest }: { start: number; most: number; stop: number; newest?: ListPage },
): Promise<Stretch | undefined> {
	const pages: Entry[][] = [];
	let whole = start === 1;
	const seen = new Set<string>();
	let sorted = true;
	let { top } = placing;
	for (let place = start; place < start + stop; place += 1) {
		const page = newest && place === 1 ? newest : await view.at(place);
		const entries = placed(listing, page.entries, { ...placing, top });
		sorted &&=
			(orderOf(page.entries.map((entry) => listing.placeOf(entry).time)) ?? 'newestFirst') ===
			'newestFirst';
		if (placing.sorted) top = entries.at(-1)?.time ?? top;
		for (const { id } of entries) seen.add(id);
		if (!entries.every(settled)) pages.push(entries);
		if (pages.length > most) {
			pages.shift();
			whole = false;
		}
		if (isGround(page, entries))
			return {
				pages,
				seen: [...seen],
				start,
				whole,
				count: place + 1 - start,
				last: page.last,
				sorted,
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
export function nothingSlipped(
	order: View['order'],
	{ seen: before }: Pick<Stretch, 'seen'>,
	{ seen: now, last }: Pick<Stretch, 'seen' | 'last'>,
): boolean {
	const [then, still] = [new Set(before), new Set(now)];
	const come = now.filter((id) => !then.has(id)).length;
	if (order !== 'newestFirst')
		return before.every((id) => still.has(id)) && now.indexOf(before[0]) === come;
	// What comes in at the newest end may push as many out of the last page.
	const gone = before.filter((id) => !still.has(id));
	return (
		gone.length <= (last ? 0 : come) &&
		gone.every((id, index) => id === before[before.length - gone.length + index])
	);
}
