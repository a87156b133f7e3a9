import type {
	IDataObject,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
	INodeParameterResourceLocator,
} from 'n8n-workflow';

import { sendRequest } from '../http/client';
import { SHORT_RETRY_BUDGET_MS } from '../http/retryPolicy';
import type { Vendor } from '../types';
import { toArray } from '../util/objects';
import { foldText, trimmed } from '../util/text';
import { FIRST_PAGE, nextPosition, pageQuery } from './pagination';
import type { Page, PagePosition, Pagination } from './pagination';

/** How many pages are read for one search before the user gets what was found. */
const MAX_PAGES_PER_SEARCH = 10;
/** No list is read further than this many pages, whatever the vendor says of further ones. */
const MAX_PAGES = 1_000;

/** How the entries of a pick list are fetched and shown. */
type ListSearchOptions = {
	/** The entry as the user sees it; undefined leaves it out. */
	toListItem: (record: IDataObject) => INodeListSearchItems | undefined;
} & (
	| {
			/** Fetches a list that comes at once. */
			fetchAll: (context: ILoadOptionsFunctions) => Promise<unknown[]>;
	  }
	| {
			pagination: Pagination;
			/** Fetches one page. @param qs the query parameters that select it */
			fetchPage: (context: ILoadOptionsFunctions, qs: IDataObject) => Promise<Page>;
	  }
);

/** What is special about the response to a list's request. */
interface ListRequestOptions {
	/** What the vendor's envelope must hold. */
	envelopeKey?: string;
	/** Whether the vendor accepts it without authentication. */
	isPublic?: boolean;
}

/**
 * Requests a list, or a page of one.
 *
 * @throws NodeApiError in the vendor's words, which the editor shows in place of the list
 */
export async function fetchListPage(
	context: ILoadOptionsFunctions,
	vendor: Vendor,
	options: IHttpRequestOptions,
	{ envelopeKey, isPublic = false }: ListRequestOptions = {},
): Promise<Page> {
	const body = await sendRequest(context, vendor, {
		options,
		isRead: true,
		isPublic,
		retryBudgetMs: SHORT_RETRY_BUDGET_MS,
	});
	return { entries: toArray(body && vendor.unwrap(body, envelopeKey)), body: body ?? {} };
}

/** The entries of a list that comes at once. @throws NodeApiError as `fetchListPage` does */
export const fetchEntries = async (
	...request: Parameters<typeof fetchListPage>
): Promise<unknown[]> => (await fetchListPage(...request)).entries;

/** The token with which n8n requests the next page. */
const toToken = ({ page, offset, cursor }: PagePosition) =>
	[page - 1, offset, cursor].filter((part) => part !== undefined).join(':');

function parseToken(token: string | undefined): PagePosition {
	if (token === undefined) return FIRST_PAGE;
	const [page, offset, ...cursor] = token.split(':');
	return {
		page: Number(page) + 1,
		offset: Number(offset),
		...(cursor.length > 0 && { cursor: cursor.join(':') }),
	};
}

/** Reads a page of a pick list. @returns its entries, and the position of the next page if there may be one */
async function readPage(
	context: ILoadOptionsFunctions,
	list: ListSearchOptions,
	position: PagePosition,
): Promise<{ entries: unknown[]; next?: PagePosition }> {
	if ('fetchAll' in list) return { entries: await list.fetchAll(context) };
	const { pagination } = list;
	const qs = pageQuery(pagination, position, pagination.maxPageSize);
	const page = await list.fetchPage(context, qs);
	const next = position.page < MAX_PAGES ? nextPosition(pagination, position, page) : undefined;
	return { entries: page.entries, next };
}

const matches = (item: INodeListSearchItems, filter: string) =>
	[item.name, item.value, item.description ?? ''].some((text) =>
		foldText(text).includes(foldText(filter)),
	);

/** A list search method: one page of a list, or the next page that has an entry which matches. */
export function createListSearch(list: ListSearchOptions) {
	return async function (
		this: ILoadOptionsFunctions,
		filter = '',
		paginationToken?: string,
	): Promise<INodeListSearchResult> {
		const results = new Map<string | number | boolean, INodeListSearchItems>();
		let position = parseToken(paginationToken);
		for (let pageCount = 1; ; pageCount += 1) {
			const { entries, next } = await readPage(this, list, position);
			for (const entry of entries) {
				const item = list.toListItem(
					typeof entry === 'object' ? (entry as IDataObject) : { value: entry as string },
				);
				if (item && matches(item, filter) && !results.has(item.value))
					results.set(item.value, item);
			}
			if (!next) return { results: [...results.values()] };
			if (results.size > 0 || pageCount >= MAX_PAGES_PER_SEARCH)
				return { results: [...results.values()], paginationToken: toToken(next) };
			position = next;
		}
	};
}

/**
 * The value of another field that a pick list depends on, as it is in the editor. n8n's own extraction of a
 * locator's value throws where the operation does not show that field, so the value is taken out here.
 *
 * @param name the field's name
 * @returns an empty text while the field is empty or an expression that only a run can resolve
 */
export function currentValue(context: ILoadOptionsFunctions, name: string): string {
	const field = context.getCurrentNodeParameter(name) ?? '';
	const value = String(
		typeof field === 'object' ? ((field as INodeParameterResourceLocator).value ?? '') : field,
	);
	return value.startsWith('=') ? '' : trimmed(value).toWellFormed();
}
