import type { IDataObject, ILoadOptionsFunctions, INodeListSearchItems } from 'n8n-workflow';

import { createListSearch, fetchListPage } from '../shared/operations/listSearch';
import type { Pagination } from '../shared/operations/pagination';
import { getPath } from '../shared/util/objects';
import { byPage } from './pagination';
import { naxonAi } from './vendor';

const SHORT = 80;

/** The documented requests have ten rows; a full page has at least those, if more are requested. */
const pagination: Pagination = { ...byPage, minPageSize: 10 };

const fetchPageOf = (url: string) => async (context: ILoadOptionsFunctions, qs: IDataObject) =>
	await fetchListPage(context, naxonAi, { method: 'GET', url, qs });

/** The start of a text, without cutting a character in two. */
function shortened(text: string): string {
	const characters = [...text.replace(/\s+/g, ' ').trim()];
	return characters.length > SHORT
		? `${characters.slice(0, SHORT - 1).join('')}…`
		: characters.join('');
}

/** Labels an entry with its non-empty values; entries without an ID are skipped. */
function toListItem(record: IDataObject, ...keys: string[]): INodeListSearchItems | undefined {
	const { id } = record;
	if (typeof id !== 'number' && typeof id !== 'string') return undefined;
	const names = keys.map((key) => String(record[key] ?? '')).filter((name) => name !== '');
	return { name: names.join(' · ') || String(id), value: String(id) };
}

export const listSearch = {
	/** N1 */
	searchModels: createListSearch({
		pagination,
		fetchPage: fetchPageOf('/models'),
		toListItem: (record) => toListItem(record, 'name'),
	}),
	/** N4 */
	searchConversations: createListSearch({
		pagination,
		fetchPage: fetchPageOf('/conversations'),
		toListItem: (record) => {
			const item = toListItem(record, 'model_name', 'platform', 'platform_user_id');
			return (
				item && {
					...item,
					description: shortened(String(getPath(record, 'most_recent_message.message') ?? '')),
				}
			);
		},
	}),
};
