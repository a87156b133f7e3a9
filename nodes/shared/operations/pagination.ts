import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

/** How a vendor pages a list. */
export interface Pagination {
	/** The query parameter with the number of entries asked for. */
	sizeParam: string;
	/** The most entries to ask for at once. */
	maxPageSize: number;
	/** Pages counted from 1 (`page`), or by entries passed over (`offset`). */
	style: 'page' | 'offset';
	/** The query parameter that says which page. */
	positionParam: string;
	/** The fewest entries a full page can have, where the vendor documents no maximum and may give fewer than asked. */
	minPageSize?: number;
	/** Reads from an answer how many entries a page had room for, and how many pages there are, where it says so. */
	readPageInfo?: (body: IDataObject) => { size?: number; pages?: number };
}

/** A page of a list, as the vendor gave it. */
export interface Page {
	entries: unknown[];
	body: IDataObject;
}

/** No list is read further than this many pages. */
const MAX_PAGES = 10_000;

const identityOf = (entry: unknown): unknown => {
	const { _id, id } = Object(entry) as IDataObject;
	return _id ?? id ?? JSON.stringify(entry);
};

/**
 * Reads a list page by page, with as few requests as the page size allows and without an entry twice.
 *
 * @param pagination how the vendor pages
 * @param limit the most entries wanted, Infinity for all
 * @param options the request without its paging parameters
 * @param read sends the request of one page
 * @param createError makes the error for a list that would never end
 * @returns at most `limit` entries, in the vendor's order
 * @throws what `createError` makes, when a page repeats or there is no last one
 */
export async function paginate(
	pagination: Pagination,
	limit: number,
	options: IHttpRequestOptions,
	read: (options: IHttpRequestOptions) => Promise<Page>,
	createError: (words: string) => Error,
): Promise<unknown[]> {
	const found = new Map<unknown, unknown>();
	const requests = Math.ceil(limit / pagination.maxPageSize);
	const size = Number.isFinite(limit) ? Math.ceil(limit / requests) : pagination.maxPageSize;
	let offset = 0;
	let largestPage = 0;
	for (let page = 1; found.size < limit; page += 1) {
		if (page > MAX_PAGES) throw createError(`the list has more than ${MAX_PAGES} pages`);
		const position = pagination.style === 'page' ? page : offset;
		const { entries, body } = await read({
			...options,
			qs: { ...options.qs, [pagination.sizeParam]: size, [pagination.positionParam]: position },
		});
		if (entries.length === 0) break;
		const before = found.size;
		for (const entry of entries) {
			const identity = identityOf(entry);
			if (!found.has(identity)) found.set(identity, entry);
		}
		const nothingNew = found.size === before;
		// A bare list that comes whole, and again whole, has no pages.
		const whole = Array.isArray(body) && entries.length === offset;
		if (nothingNew && !whole && entries.length >= largestPage)
			throw createError('the list repeats a page');
		offset += entries.length;
		const told = pagination.readPageInfo?.(body) ?? {};
		const full =
			told.size ?? (page === 1 ? Math.min(size, pagination.minPageSize ?? size) : largestPage);
		if (nothingNew || (told.pages === undefined ? entries.length < full : page >= told.pages))
			break;
		largestPage = Math.max(largestPage, entries.length);
	}
	return [...found.values()].slice(0, limit);
}
