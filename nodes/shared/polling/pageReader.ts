import type { IDataObject } from 'n8n-workflow';

import type { CursorPagination, NumberedPagination, Pagination } from '../operations/pagination';

/** A page of a list, as the vendor returned it. */
export interface ListPage {
	entries: IDataObject[];
	/** How many pages there are, where the vendor says so. */
	pages?: number;
	/** How many entries there are, where the vendor says so. */
	total?: number;
	/** Whether there is certainly no further page. */
	last: boolean;
}

/** A response that has a page. */
export interface PageResponse {
	entries: IDataObject[];
	/** The whole response, for what it says of its pages. */
	body: IDataObject;
	total?: number;
}

/** Requests a page. @param paging the query parameters that select it */
export type FetchPage = (paging: IDataObject) => Promise<PageResponse>;

/** Makes the error for a list that cannot be read to its end. */
export type CreateListError = (message: string, hint: string) => Error;

/** The most pages that are read one after the other to reach one of them. */
export const MAX_CURSOR_PAGES = 1_000;

const TOO_MANY_PAGES = `the list has more than ${MAX_CURSOR_PAGES} pages`;
const HINT = 'Choose something narrower in this node.';

/** Pages by number or offset can be read in any order. */
function readByNumber(pagination: NumberedPagination, fetchPage: FetchPage) {
	const { maxPageSize, minPageSize = maxPageSize } = pagination;
	const isOffset = pagination.style === 'offset';
	// A page may have fewer entries than were requested: an offset must not pass over the ones left out.
	const requestedSize = isOffset ? minPageSize : maxPageSize;
	let offsetStep = requestedSize;
	return async (page: number): Promise<ListPage> => {
		const { entries, body, total } = await fetchPage({
			[pagination.sizeParam]: requestedSize,
			[pagination.positionParam]: isOffset ? (page - 1) * offsetStep : page,
		});
		const { size, pages } = pagination.readPageInfo?.(body) ?? {};
		if (size !== undefined) offsetStep = Math.min(offsetStep, size);
		// A page with more entries than were requested is the whole list.
		const isShortOrWhole = entries.length < (size ?? minPageSize) || entries.length > requestedSize;
		return { entries, pages, total, last: pages === undefined ? isShortOrWhole : page >= pages };
	};
}

/**
 * Pages by cursor: each response has the cursor of the next page. The cursors are remembered, so that a page that was
 * reached once is reached again by one request. Where a page has another successor than before, those after it are
 * forgotten, so that all remembered pages follow one another.
 */
function readByCursor(
	pagination: CursorPagination,
	fetchPage: FetchPage,
	createError: CreateListError,
) {
	/** By the number of the page, less 1; null stands for the end of the list. */
	const cursors: Array<string | null | undefined> = [undefined];
	const remember = (page: number, next: string | null) => {
		if (next !== null && cursors.slice(0, page).includes(next))
			throw createError('the list repeats a page', HINT);
		if (cursors[page] !== next) cursors.splice(page, Infinity, next);
	};
	const fetchAt = async (cursor: string | null | undefined) => {
		const response = await fetchPage({
			[pagination.sizeParam]: pagination.maxPageSize,
			...(cursor && { [pagination.cursorParam]: cursor }),
		});
		return { ...response, next: pagination.readNextCursor(response.body) || null };
	};
	const readKnown = async (page: number): Promise<ListPage> => {
		let response = await fetchAt(cursors[page - 1]);
		// An empty page with a successor is no page of its own: the list goes on after it.
		for (let skipped = 0; response.entries.length === 0 && response.next; skipped += 1) {
			if (skipped >= MAX_CURSOR_PAGES) throw createError(TOO_MANY_PAGES, HINT);
			response = await fetchAt(response.next);
		}
		const { entries, total, next } = response;
		remember(page, next);
		return { entries, total, last: next === null };
	};
	return async (page: number): Promise<ListPage> => {
		for (let known = cursors.length; ; known = cursors.length) {
			if (page <= known && cursors[page - 1] !== null) return await readKnown(page);
			if (cursors[known - 1] === null) return { entries: [], last: true };
			if (known >= MAX_CURSOR_PAGES)
				throw createError(TOO_MANY_PAGES, HINT);
			await readKnown(known);
		}
	};
}

/**
 * Makes the function that reads a page of a list, however the vendor pages.
 *
 * @param createError makes the error for a list whose cursors never end
 * @returns a function of the page's number, counted from 1; a page after the last one is empty
 */
export function createPageReader(
	pagination: Pagination,
	fetchPage: FetchPage,
	createError: CreateListError,
): (page: number) => Promise<ListPage> {
	return pagination.style === 'cursor'
		? readByCursor(pagination, fetchPage, createError)
		: readByNumber(pagination, fetchPage);
}
