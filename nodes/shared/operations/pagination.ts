import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { FIRST_PAGE, nextPosition, pageQuery } from './paginationStyles';
import type { Page, PagePosition, Pagination } from './paginationStyles';

export { FIRST_PAGE, nextPosition, pageQuery };
export type * from './paginationStyles';

/** A list to read, and how to read one page of it. */
interface PaginateOptions {
	pagination: Pagination;
	/** The most entries wanted, Infinity for all. */
	limit: number;
	/** The request without its paging parameters. */
	options: IHttpRequestOptions;
	/** Sends the request of one page. */
	fetchPage: (options: IHttpRequestOptions) => Promise<Page>;
	/** Makes the error for a list that would never end. */
	createError: (message: string) => Error;
}

/** No list is read further than this many pages. */
const MAX_PAGES = 10_000;

/** The page size with which a limit takes the fewest requests and leaves the least over. */
function pageSizeFor({ maxPageSize }: Pagination, limit: number): number {
	return Number.isFinite(limit) ? Math.ceil(limit / Math.ceil(limit / maxPageSize)) : maxPageSize;
}

/** Adds the entries that are not there yet. @returns how many those were */
function addNewEntries(found: Map<unknown, unknown>, entries: unknown[]): number {
	const before = found.size;
	for (const entry of entries) {
		const { _id, id } = Object(entry) as IDataObject;
		const identity: unknown = _id ?? id ?? JSON.stringify(entry);
		if (!found.has(identity)) found.set(identity, entry);
	}
	return found.size - before;
}

/**
 * Reads a list page by page, with as few requests as the page size allows and without an entry twice.
 *
 * @returns at most `limit` entries, in the vendor's order
 * @throws what `createError` makes, when a page or a cursor repeats or there is no last page
 */
export async function paginate(list: PaginateOptions): Promise<unknown[]> {
	const { pagination, limit, options, fetchPage, createError } = list;
	const size = pageSizeFor(pagination, limit);
	const found = new Map<unknown, unknown>();
	const cursors = new Set<string>();
	const fullPageSize = Math.min(size, pagination.minPageSize ?? size);
	let position: PagePosition | undefined = FIRST_PAGE;
	while (position && found.size < limit) {
		if (position.page > MAX_PAGES) throw createError(`the list has more than ${MAX_PAGES} pages`);
		const qs = { ...options.qs, ...pageQuery(pagination, position, size) };
		const page = await fetchPage({ ...options, qs });
		const { length } = page.entries;
		const addedCount = addNewEntries(found, page.entries);
		const next = nextPosition(pagination, position, page);
		if (pagination.style === 'cursor') {
			// An empty page may come before others: only the cursor says where a list ends.
			if (next?.cursor !== undefined && cursors.has(next.cursor))
				throw createError('the list repeats a page');
			cursors.add(String(next?.cursor));
		} else if (addedCount === 0) {
			// An endpoint that returns the full list for every page is not paginated.
			const isWhole = Array.isArray(page.body) && length === position.offset;
			if (length > 0 && !isWhole && length >= fullPageSize)
				throw createError('the list repeats a page');
			break;
		}
		position = next;
	}
	return [...found.values()].slice(0, limit);
}
