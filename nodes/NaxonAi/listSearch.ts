import type { IDataObject, ILoadOptionsFunctions, INodeListSearchItems } from 'n8n-workflow';

import { createListSearch, fetchListPage } from '../shared/operations/listSearch';
import { getPath } from '../shared/util/objects';
import { shortened } from '../shared/util/text';
import { byPage } from './pagination';
import { naxonAi } from './vendor';

const SHORT = 80;

const fetchPageOf = (url: string) => async (context: ILoadOptionsFunctions, qs: IDataObject) =>
	await fetchListPage(context, naxonAi, { method: 'GET', url, qs });

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
		pagination: byPage,
		fetchPage: fetchPageOf('/models'),
		toListItem: (record) => toListItem(record, 'name'),
	}),
	/** N4 */
	searchConversations: createListSearch({
		pagination: byPage,
		fetchPage: fetchPageOf('/conversations'),
		toListItem: (record) => {
			const item = toListItem(record, 'model_name', 'platform', 'platform_user_id');
			return (
				item && {
					...item,
					description: shortened(
						String(getPath(record, 'most_recent_message.message') ?? ''),
						SHORT,
					),
				}
			);
		},
	}),
};
