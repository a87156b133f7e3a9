import type { IDataObject, ILoadOptionsFunctions, INodeListSearchItems } from 'n8n-workflow';

import { createListSearch, fetchEntries } from '../shared/operations/listSearch';
import { getPath } from '../shared/util/objects';
import { byPage, MIN_PAGE_SIZE } from './pagination';
import { naxonAi } from './vendor';

const SHORT = 80;

/** A page of a list. */
const pageOf = (url: string) => async (context: ILoadOptionsFunctions, page: number) =>
	await fetchEntries(context, naxonAi, {
		method: 'GET',
		url,
		qs: { per_page: byPage.maxPageSize, page: page + 1 },
	});

/** The start of a text, without cutting a character in two. */
function shortened(text: string): string {
	const characters = [...text.replace(/\s+/g, ' ').trim()];
	return characters.length > SHORT
		? `${characters.slice(0, SHORT - 1).join('')}…`
		: characters.join('');
}

/** An entry named by those of its values that say something; without an ID it cannot be picked. */
function entry(thing: IDataObject, ...keys: string[]): INodeListSearchItems | undefined {
	const { id } = thing;
	if (typeof id !== 'number' && typeof id !== 'string') return undefined;
	const names = keys.map((key) => String(thing[key] ?? '')).filter((name) => name !== '');
	return { name: names.join(' · ') || String(id), value: String(id) };
}

export const listSearch = {
	/** N1 */
	searchModels: createListSearch({
		pageSize: MIN_PAGE_SIZE,
		read: pageOf('/models'),
		entry: (thing) => entry(thing, 'name'),
	}),
	/** N4 */
	searchConversations: createListSearch({
		pageSize: MIN_PAGE_SIZE,
		read: pageOf('/conversations'),
		entry: (thing) => {
			const item = entry(thing, 'model_name', 'platform', 'platform_user_id');
			return (
				item && {
					...item,
					description: shortened(String(getPath(thing, 'most_recent_message.message') ?? '')),
				}
			);
		},
	}),
};
