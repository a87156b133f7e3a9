import type { IDataObject } from 'n8n-workflow';

/** How many entries of a list can be requested at once. */
interface PageSizing {
	/** The query parameter with the number of requested entries. */
	sizeParam: string;
	/** The most entries to request at once. */
	maxPageSize: number;
	/** The fewest entries a full page can have, where the vendor documents no maximum and may return fewer than requested. */
	minPageSize?: number;
}

/** What a response says of the pages of its list. */
export interface PageInfo {
	/** How many entries a full page has. */
	pageSize?: number;
	/** How many pages there are. */
	pageCount?: number;
}

interface NumberedPagination extends PageSizing {
	/** The query parameter that says which page. */
	positionParam: string;
	/** Reads what a response says of the pages, where it says so. */
	readPageInfo?: (body: IDataObject) => PageInfo;
}

/** Pages counted from 1. */
export interface PagePagination extends NumberedPagination {
	style: 'page';
}

/** Pages selected by the number of entries before them. */
export interface OffsetPagination extends NumberedPagination {
	style: 'offset';
}

/** Pages that are each named by the response before it. */
export interface CursorPagination extends Omit<PageSizing, 'sizeParam'> {
	style: 'cursor';
	/** The query parameter with the cursor; the first page is requested without it. */
	cursorParam: string;
	sizeParam?: string;
	/** Reads the cursor of the next page from a response; undefined or empty on the last page. */
	readNextCursor: (body: IDataObject) => string | undefined;
}

/** How a vendor pages a list. */
export type Pagination = PagePagination | OffsetPagination | CursorPagination;

/** A page of a list by every style's way to name it. */
export interface PagePosition {
	/** Counted from 1. */
	page: number;
	/** The number of entries on the pages before it. */
	offset: number;
	cursor?: string;
}

/** A page of a list, as the vendor returned it. */
export interface Page {
	entries: unknown[];
	body: IDataObject;
}

export const FIRST_PAGE: Readonly<PagePosition> = { page: 1, offset: 0 };

/** The query parameters that select one page. @param size how many entries to request */
export function pageQuery(
	pagination: Pagination,
	{ page, offset, cursor }: PagePosition,
	size: number,
): IDataObject {
	const query: IDataObject = pagination.sizeParam ? { [pagination.sizeParam]: size } : {};
	if (pagination.style !== 'cursor')
		query[pagination.positionParam] = pagination.style === 'page' ? page : offset;
	else if (cursor !== undefined) query[pagination.cursorParam] = cursor;
	return query;
}

/**
 * The page after one that was read.
 *
 * @param position of the page that was read
 * @returns undefined when that page was surely the last: where the response tells neither how many entries a page has nor
 * how many pages there are, only an empty one is
 */
export function nextPosition(
	pagination: Pagination,
	position: PagePosition,
	{ entries, body }: Page,
): PagePosition | undefined {
	const next = { page: position.page + 1, offset: position.offset + entries.length };
	if (pagination.style === 'cursor') {
		const cursor = pagination.readNextCursor(body);
		return cursor ? { ...next, cursor } : undefined;
	}
	if (entries.length === 0) return undefined;
	const { pageSize = 1, pageCount } = pagination.readPageInfo?.(body) ?? {};
	const isLast = pageCount === undefined ? entries.length < pageSize : position.page >= pageCount;
	return isLast ? undefined : next;
}
