import { NodeOperationError } from 'n8n-workflow';
import type {
	IDataObject,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	INodeListSearchItems,
} from 'n8n-workflow';

import {
	createListSearch,
	currentValue,
	fetchEntries,
	fetchListPage,
} from '../shared/operations/listSearch';
import type { Page } from '../shared/operations/pagination';
import { toArray } from '../shared/util/objects';
import { byPageSize, bySize } from './pagination';
import { vardast } from './vendor';

const get = (url: string, qs: IDataObject = {}): IHttpRequestOptions => ({
	method: 'GET',
	url,
	qs,
});

/** An entry by its ID, under the first of the texts that there is; the rest describes it. */
function toListItem(
	{ id }: IDataObject,
	names: unknown[],
	about: unknown[],
): INodeListSearchItems | undefined {
	if (typeof id !== 'string' || id === '') return undefined;
	const [name = id, ...others] = names.filter(
		(text) => typeof text === 'string' && text !== '',
	) as string[];
	const texts = [...others, ...about].filter((text) => typeof text === 'string' && text !== '');
	return { name, value: id, ...(texts.length > 0 && { description: texts.join(', ') }) };
}

/**
 * Fetches a page. A bare list that begins as the first page does is the whole list, which was returned at once.
 *
 * @param page the query parameters that select it
 */
async function fetchPage(
	context: ILoadOptionsFunctions,
	{ url, qs }: IHttpRequestOptions,
	page: IDataObject,
): Promise<Page> {
	const read = async (position: IDataObject) =>
		await fetchListPage(context, vardast, get(url, { ...qs, ...position }), {
			envelopeKey: 'items',
		});
	const result = await read(page);
	if (page.page === 1 || !Array.isArray(result.body)) return result;
	const [first] = toArray((await read({ ...page, page: 1 })).body);
	const isWhole = JSON.stringify(first) === JSON.stringify(result.entries[0]);
	return isWhole ? { ...result, entries: [] } : result;
}

/** What belongs to the chosen channel, whose ID is part of the path. */
function ofChannel(context: ILoadOptionsFunctions, records: string): IHttpRequestOptions {
	const channel = currentValue(context, 'channel');
	if (channel !== '') return get(`/report/channel/${encodeURIComponent(channel)}/${records}`);
	throw new NodeOperationError(
		context.getNode(),
		`Choose a Channel first: the ${records} of one channel are listed`,
		{
			description: 'If the channel is an expression, give the ID here instead.',
		},
	);
}

/** What was ordered, e.g. `2 × Vase`. */
const goodsOf = ({ order_list: goods }: IDataObject): string[] =>
	Array.isArray(goods)
		? (goods as IDataObject[]).map(({ quantity, product_name: name }) => `${quantity} × ${name}`)
		: [];

export const listSearch = {
	/** V4 */
	searchChannels: createListSearch({
		fetchAll: async (context) =>
			await fetchEntries(context, vardast, get('/messenger/api/channel/'), {
				envelopeKey: 'items',
			}),
		toListItem: (record) => toListItem(record, [record.name, record.identifier], [record.platform]),
	}),
	/** V5 */
	searchAssistants: createListSearch({
		fetchAll: async (context) =>
			await fetchEntries(context, vardast, get('/messenger/api/assistants/'), {
				envelopeKey: 'items',
			}),
		toListItem: (record) => toListItem(record, [record.assistant_name], [record.model]),
	}),
	/** V3: the contacts of the chosen channel, or all while none is chosen. */
	searchContacts: createListSearch({
		pagination: bySize,
		fetchPage: async (context, page) => {
			const channel = currentValue(context, 'channel');
			const options = get(
				'/messenger/api/chat/contacts/',
				channel === '' ? {} : { channel_ids: channel },
			);
			return await fetchPage(context, options, page);
		},
		toListItem: (record) =>
			toListItem(record, [record.name, record.username, record.identifier], [record.platform]),
	}),
	/** V9 */
	searchChannelContacts: createListSearch({
		pagination: byPageSize,
		fetchPage: async (context, page) =>
			await fetchPage(context, ofChannel(context, 'contacts'), page),
		toListItem: (record) =>
			toListItem(record, [record.full_name, record.username], [record.phone_number]),
	}),
	/** V10 */
	searchOrders: createListSearch({
		pagination: byPageSize,
		fetchPage: async (context, page) =>
			await fetchPage(context, ofChannel(context, 'orders'), page),
		toListItem: (record) =>
			toListItem(
				record,
				[record.full_name, record.username],
				[String(record.created_at ?? '').slice(0, 10), ...goodsOf(record)],
			),
	}),
};
