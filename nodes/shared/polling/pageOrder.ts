import type { IDataObject } from 'n8n-workflow';

import type { Entry, Listing, ListPage } from './listReader';
import { findFirstPage } from './pageSearch';

/** How a list is sorted by the times of its entries. No vendor says it of all its lists. */
export type Order = 'newestFirst' | 'oldestFirst' | 'none';

/** How many neighbors must be in order for each that is not: entries may become visible a little late. */
const MIN_ORDERED_PER_EXCEPTION = 9;

/** The order of a list by its times. @returns undefined where all times are equal or missing */
export function detectOrder(times: ReadonlyArray<number | undefined>): Order | undefined {
	const known = times.filter((time) => time !== undefined);
	let ascending = 0;
	let descending = 0;
	for (const [index, time] of known.entries()) {
		if (time > known[index - 1]) ascending += 1;
		if (time < known[index - 1]) descending += 1;
	}
	if (ascending === 0 && descending === 0) return undefined;
	if (descending >= ascending * MIN_ORDERED_PER_EXCEPTION) return 'newestFirst';
	return ascending >= descending * MIN_ORDERED_PER_EXCEPTION ? 'oldestFirst' : 'none';
}

/** Which times entries without a time get. */
export interface TimeDefaults {
	/** Whether an entry with this digest was seen before. */
	hasId: (id: string) => boolean;
	/** The time of those that nothing can be said of; of a page's first ones, unless another page was read before it. */
	fallbackTime: number;
	/** Whether the list is sorted, so that an entry without a time is as old as the one before it. */
	sorted: boolean;
}

/**
 * Assigns times to the entries of a page, newest first. In a sorted list an entry without a time counts as being as
 * old as the one before it; before all that have a time it is the newest, unless it is known: then those after it are old.
 */
export function assignTimes(
	list: Listing,
	entries: readonly IDataObject[],
	{ hasId, fallbackTime, sorted }: TimeDefaults,
): Entry[] {
	let previousTime = fallbackTime;
	return entries.map((entry) => {
		const { time, id } = list.positionOf(entry);
		const positioned = {
			entry,
			id,
			time: time ?? (sorted && previousTime === Infinity && hasId(id) ? -Infinity : previousTime),
		};
		if (sorted) previousTime = positioned.time;
		return positioned;
	});
}

/** A list seen from its newest end, whichever end that is. */
export interface OrderedPages {
	order: Order;
	/** How many entries the vendor counted when the list was first read. */
	total?: number;
	/** How many pages there are, where it is known. */
	pageCount?: number;
	/** Page 1, as it was when the order was determined. */
	newest: ListPage;
	/** Reads a page. @param number counted from 1 at the newest end @returns its entries, newest first if they are sorted */
	at: (number: number) => Promise<ListPage>;
}

const EMPTY_LAST_PAGE: ListPage = { entries: [], isLast: true };

const timesOf = (list: Listing, page: ListPage) =>
	page.entries.map((entry) => list.positionOf(entry).time);

/** Whether two pages have the same entries: some lists come whole, whatever page is requested. */
const hasSameEntries = (list: Listing, one: ListPage, other: ListPage) =>
	one.entries.length === other.entries.length &&
	one.entries.every(
		(entry, index) => list.positionOf(entry).id === list.positionOf(other.entries[index]).id,
	);

const reversed = (page: ListPage, isLast: boolean): ListPage => ({
	...page,
	entries: page.entries.toReversed(),
	isLast,
});

/** Opens a list as it comes, without determining its order. @throws what the list's reads throw */
export async function openUnorderedPages(list: Listing): Promise<OrderedPages> {
	const first = await list.read(1);
	const newest = first.entries.length === 0 ? EMPTY_LAST_PAGE : first;
	return {
		order: 'none',
		total: first.total,
		pageCount: newest.isLast ? 1 : first.pageCount,
		newest,
		at: async (number) => {
			const page = await list.read(number);
			if (page.entries.length === 0) return EMPTY_LAST_PAGE;
			const isFirstAgain = number > 1 && hasSameEntries(list, first, page);
			// Unless page 1 has other entries by now: then new ones pushed those of the first page here.
			return isFirstAgain && hasSameEntries(list, await list.read(1), page)
				? EMPTY_LAST_PAGE
				: page;
		},
	};
}

/** The last page and its number. A list whose pages are not counted may end with an empty page, which does not count. */
async function findLastPage(list: Listing, pages: OrderedPages) {
	const isLast = async (number: number) => (await pages.at(number)).isLast;
	const find = async () => await findFirstPage(list, 1, undefined, isLast);
	let number = pages.pageCount ?? (await find());
	let page = await pages.at(number);
	// A vendor may count pages that it does not have.
	if (page.entries.length === 0 && pages.pageCount !== undefined)
		page = await pages.at((number = await find()));
	return page.entries.length > 0
		? { number, page }
		: { number: number - 1, page: await pages.at(number - 1) };
}

/** Opens a list whose pages are the oldest first. Pages that are added while it is read do not count. */
const reversePages = (
	{ total, at }: OrderedPages,
	last: { number: number; page: ListPage },
): OrderedPages => ({
	order: 'oldestFirst',
	total,
	pageCount: last.number,
	newest: reversed(last.page, last.number === 1),
	at: async (number) => reversed(await at(last.number + 1 - number), number >= last.number),
});

/** Opens a list and determines which of its ends is the newest. @throws what the list's reads throw */
export async function openPages(list: Listing): Promise<OrderedPages> {
	const pages = await openUnorderedPages(list);
	const { newest: first } = pages;
	const order = detectOrder(timesOf(list, first));
	if (first.isLast) {
		const newest = order === 'oldestFirst' ? reversed(first, true) : first;
		return { ...pages, order: order ?? 'newestFirst', newest };
	}
	if (order === 'newestFirst' || order === 'none') return { ...pages, order };

	const last = await findLastPage(list, pages);
	if (order === 'oldestFirst') return reversePages(pages, last);
	// New entries that came meanwhile must not make the last page look newer than the first one.
	const again = await openUnorderedPages(list);
	const orderOfEnds = detectOrder([...timesOf(list, again.newest), ...timesOf(list, last.page)]);
	return orderOfEnds === 'oldestFirst'
		? reversePages(pages, last)
		: { ...again, order: orderOfEnds ?? 'newestFirst' };
}
