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

/** How many pages are read for one search before the user is given what was found. */
const MAX_PAGES_PER_SEARCH = 10;

/** Where the entries of a pick list come from. */
export interface ListSearchOptions {
	/** Reads a page. @param page counted from 0 @param passed how many entries came before it */
	read: (context: ILoadOptionsFunctions, page: number, passed: number) => Promise<unknown[]>;
	/** The fewest entries of a full page; left out where everything comes at once. */
	pageSize?: number;
	/** The entry as the user sees it; undefined leaves it out. */
	entry: (thing: IDataObject) => INodeListSearchItems | undefined;
}

/**
 * Asks the vendor for a list.
 *
 * @param key what the vendor's envelope must hold
 * @param isPublic whether the vendor answers it without authentication
 * @throws NodeApiError in the vendor's words, which the editor shows in place of the list
 */
export async function fetchEntries(
	context: ILoadOptionsFunctions,
	vendor: Vendor,
	options: IHttpRequestOptions,
	key?: string,
	isPublic = false,
): Promise<unknown[]> {
	const body = await sendRequest(context, vendor, {
		options,
		isRead: true,
		isPublic,
		retryBudgetMs: SHORT_RETRY_BUDGET_MS,
	});
	return toArray(body && vendor.unwrap(body, key));
}

const matches = (item: INodeListSearchItems, filter: string) =>
	[item.name, item.value, item.description ?? ''].some((text) =>
		String(text).toLocaleLowerCase().includes(filter.trim().toLocaleLowerCase()),
	);

/** A list search method: one page of a list, or the next page that has an entry which matches. */
export function createListSearch(list: ListSearchOptions) {
	return async function (
		this: ILoadOptionsFunctions,
		filter = '',
		paginationToken?: string,
	): Promise<INodeListSearchResult> {
		const results = new Map<string | number | boolean, INodeListSearchItems>();
		const [first, start] = (paginationToken ?? '0:0').split(':').map(Number);
		let passed = start;
		for (let page = first; ; page += 1) {
			const entries = await list.read(this, page, passed);
			passed += entries.length;
			for (const thing of entries) {
				const item = list.entry(
					typeof thing === 'object' ? (thing as IDataObject) : { value: thing as string },
				);
				if (item && matches(item, filter) && !results.has(item.value))
					results.set(item.value, item);
			}
			if (list.pageSize === undefined || entries.length < list.pageSize)
				return { results: [...results.values()] };
			if (results.size > 0 || page - first + 1 >= MAX_PAGES_PER_SEARCH) {
				return { results: [...results.values()], paginationToken: `${page + 1}:${passed}` };
			}
		}
	};
}

/**
 * The value of another field that a pick list depends on, as it stands in the editor. n8n's own extraction of a
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
	return value.startsWith('=') ? '' : value;
}
