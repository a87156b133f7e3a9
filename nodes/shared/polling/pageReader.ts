import type { IDataObject } from 'n8n-workflow';

import { pageQuery } from '../operations/pagination';
import type {
	CursorPagination,
	OffsetPagination,
	PagePagination,
	Pagination,
} from '../operations/pagination';

/** A page of a list, as the vendor returned it. */
export interface ListPage {
	entries: IDataObject[];
	/** How many pages there are, where the vendor says so. */
	pageCount?: number;
	/** How many entries there are, where the vendor says so. */
	total?: number;
	/** Whether there is certainly no further page. */
	isLast: boolean;
}

/** A response that has a page. */
export interface PageResponse {
	entries: IDataObject[];
	/** The whole response, for what it says of its pages. */
	body: IDataObject;
	total?: number;
}

/** Requests a page. @param paging the query parameters that select it */
type FetchPage = (paging: IDataObject) => Promise<PageResponse>;

/** Makes the error for a list that cannot be read to its end. */
type CreateListError = (message: string, hint: string) => Error;

/** No list of cursors is read further than this many pages. */
export const MAX_CURSOR_PAGES = 1_000;

const TOO_MANY_PAGES = `the list has more than ${MAX_CURSOR_PAGES} pages`;
const HINT = 'Choose something narrower in this node.';

/** Pages by number or offset can be read in any order. */
function readByNumber(pagination: PagePagination | OffsetPagination, fetchPage: FetchPage) {
	const { style, maxPageSize, minPageSize = maxPageSize } = pagination;
	// A page may have fewer entries than were requested: an offset must not skip omitted entries.
	const requestedSize = style === 'offset' ? minPageSize : maxPageSize;
	let offsetStep = requestedSize;
	return async (page: number): Promise<ListPage> => {
		const position = { page, offset: (page - 1) * offsetStep };
		const response = await fetchPage(pageQuery(pagination, position, requestedSize));
		const { entries, body, total } = response;
		const { pageSize, pageCount } = pagination.readPageInfo?.(body) ?? {};
		if (pageSize !== undefined) offsetStep = Math.min(offsetStep, pageSize);
		// A page with more entries than were requested is the whole list.
		const isWhole = entries.length > requestedSize;
		// Where the response does not say how many a page has, only an empty page is surely the last.
		const isShort = entries.length < (pageSize ?? 1);
		const isLast = pageCount === undefined ? isShort || isWhole : page >= pageCount;
		return { entries, pageCount, total, isLast };
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
	/** The first one selects page 1, which has none; null marks the end of the list. */
	const cursors: Array<string | null | undefined> = [undefined];
	const readKnown = async (page: number): Promise<ListPage> => {
		const visited = new Set(cursors.slice(0, page));
		for (let cursor = cursors[page - 1] ?? undefined; ;) {
			const position = { page, offset: 0, cursor };
			const response = await fetchPage(pageQuery(pagination, position, pagination.maxPageSize));
			const { entries, total } = response;
			const next = pagination.readNextCursor(response.body) || null;
			if (next !== null && visited.has(next)) throw createError('the list repeats a page', HINT);
			// An empty page that has a successor is no page of its own: the list goes on after it.
			if (entries.length > 0 || next === null) {
				if (cursors[page] !== next) cursors.splice(page, Infinity, next);
				return { entries, total, isLast: next === null };
			}
			if (visited.size >= MAX_CURSOR_PAGES) throw createError(TOO_MANY_PAGES, HINT);
			visited.add(next);
			cursor = next;
		}
	};
	return async (page: number): Promise<ListPage> => {
		for (;;) {
			const nearest = Math.min(page, cursors.length);
			if (cursors[nearest - 1] === null) return { entries: [], isLast: true };
			if (nearest > MAX_CURSOR_PAGES) throw createError(TOO_MANY_PAGES, HINT);
			const read = await readKnown(nearest);
			if (nearest === page) return read;
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
