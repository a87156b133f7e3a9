import type { IDataObject } from 'n8n-workflow';

import type { Entry, Listing, ListPage } from './listReader';

/** How a list is sorted by the times of its entries. No vendor says it of all its lists. */
export type Order = 'newestFirst' | 'oldestFirst' | 'none';

/** How many neighbours must stand in order for each that doesn't: entries may become visible a little late. */
const MIN_ORDERED_PER_EXCEPTION = 9;

/** The order of a list by its times. @returns undefined where all times are the same or missing */
export function detectOrder(times: ReadonlyArray<number | undefined>): Order | undefined {
	const known = times.filter((time) => time !== undefined);
	let up = 0;
	let down = 0;
	for (const [index, time] of known.entries()) {
		if (time > known[index - 1]) up += 1;
		if (time < known[index - 1]) down += 1;
	}
	if (up === 0 && down === 0) return undefined;
	if (down >= up * MIN_ORDERED_PER_EXCEPTION) return 'newestFirst';
	return up >= down * MIN_ORDERED_PER_EXCEPTION ? 'oldestFirst' : 'none';
}

/** How entries without a time are placed. */
export interface TimeDefaults {
	/** Whether an entry with this digest was seen before. */
	hasId: (id: string) => boolean;
	/** The time of those that nothing can be said of; of a page's first ones, unless another page was read before it. */
	fallbackTime: number;
	/** Whether the list is sorted, so that an entry without a time is as old as the one before it. */
	sorted: boolean;
}

/**
 * Gives the entries of a page, newest first, their times. In a sorted list an entry without a time counts as being as
 * old as the one before it; before all that have a time it is the newest, unless it is known: then those after it are old.
 */
export function assignTimes(
	list: Listing,
	entries: readonly IDataObject[],
	{ hasId, fallbackTime, sorted }: TimeDefaults,
): Entry[] {
	let above = fallbackTime;
	return entries.map((entry) => {
		const { time, id } = list.positionOf(entry);
		const positioned = {
			entry,
			id,
			time: time ?? (sorted && above === Infinity && hasId(id) ? -Infinity : above),
		};
		if (sorted) above = positioned.time;
		return positioned;
	});
}

/** No list is searched further than this many pages. */
const MAX_PAGES = 10_000;

/** A list seen from its newest end, whichever end that is. */
export interface OrderedPages {
	order: Order;
	/** How many entries the vendor counted when it was first asked. */
	total?: number;
	/** How many pages there are, where it is known. */
	pageCount?: number;
	/** Page 1, as it was when the list was looked at. */
	newest: ListPage;
	/** Reads a page. @param number counted from 1 at the newest end @returns its entries, newest first if they are sorted */
	at: (number: number) => Promise<ListPage>;
}

const END: ListPage = { entries: [], last: true };

/** Whether a page is another one again: some lists come whole, whatever page is asked for. */
const same = (list: Listing, one: ListPage, other: ListPage) =>
	one.entries.length === other.entries.length &&
	one.entries.every(
		(entry, index) => list.positionOf(entry).id === list.positionOf(other.entries[index]).id,
	);

/**
 * The first number for which something holds that holds for all numbers after it too.
 *
 * @param from a number for which it does not hold
 * @param to the last number, for which it holds; a guess where it is not known
 */
export async function gallopSearch(
	from: number,
	to = MAX_PAGES,
	holds: (number: number) => Promise<boolean>,
): Promise<number> {
	let low = from;
	let high = Math.min(from * 2, to);
	while (high < to && !(await holds(high))) {
		low = high;
		high = Math.min(high * 2, to);
	}
	while (high - low > 1) {
		const middle = (low + high) >> 1;
		if (await holds(middle)) high = middle;
		else low = middle;
	}
	return high;
}

const reversed = (page: ListPage, last: boolean): ListPage => ({
	...page,
	entries: page.entries.toReversed(),
	last,
});

/** A list as it comes. */
function unorderedPages(list: Listing, first: ListPage): OrderedPages {
	const at = async (page: number): Promise<ListPage> => {
		const given = await list.read(page);
		if (given.entries.length === 0) return END;
		const isFirst = page > 1 && first.pages === undefined && same(list, first, given);
		// Or else a whole page came in, and pushed the first one here.
		return isFirst && same(list, await list.read(1), given) ? END : given;
	};
	const newest = first.entries.length === 0 ? END : first;
	return {
		order: 'none',
		total: first.total,
		pageCount: newest.last ? 1 : first.pages,
		newest,
		at,
	};
}

/** Looks at a list without asking how it is sorted. @throws what the list's reads throw */
export const openUnorderedPages = async (list: Listing): Promise<OrderedPages> =>
	unorderedPages(list, await list.read(1));

/** Looks at a list, to find out which of its ends is the newest. @throws what the list's reads throw */
export async function openPages(list: Listing): Promise<OrderedPages> {
	const timesOf = (page: ListPage) => page.entries.map((entry) => list.positionOf(entry).time);
	const pages = await openUnorderedPages(list);
	const { newest: first, at } = pages;
	let order = detectOrder(timesOf(first));
	if (first.last) {
		const newest = order === 'oldestFirst' ? reversed(first, true) : first;
		return { ...pages, order: order ?? 'newestFirst', newest };
	}
	if (order !== 'oldestFirst' && order !== undefined) return { ...pages, order };

	// Of a list whose pages are not counted, the last one has to be found; the one after it is empty, if it is full.
	let end =
		pages.pageCount ?? (await gallopSearch(1, undefined, async (page) => (await at(page)).last));
	let last = await at(end);
	if (last.entries.length === 0) last = await at(--end);
	if (order === undefined) {
		// What came in meanwhile must not make the last page look newer than the first one.
		const again = await openUnorderedPages(list);
		order = detectOrder([...timesOf(again.newest), ...timesOf(last)]);
		if (order !== 'oldestFirst') return { ...again, order: order ?? 'newestFirst' };
	}
	const pageCount = end;
	return {
		order,
		// What has come since then may stand behind the last page, and does not count.
		total: pages.total,
		pageCount,
		newest: reversed(last, pageCount === 1),
		at: async (number) => reversed(await at(pageCount + 1 - number), number >= pageCount),
	};
}
