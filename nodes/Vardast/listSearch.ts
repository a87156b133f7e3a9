import { NodeOperationError } from 'n8n-workflow';
import type {
	IDataObject,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	INodeListSearchItems,
} from 'n8n-workflow';

import { sendRequest } from '../shared/http/client';
import { SHORT_RETRY_BUDGET_MS } from '../shared/http/retryPolicy';
import { createListSearch, currentValue, fetchEntries } from '../shared/operations/listSearch';
import { toArray } from '../shared/util/objects';
import { byPageSize, bySize } from './pagination';
import { vardast } from './vendor';

const get = (url: string, qs: IDataObject = {}): IHttpRequestOptions => ({
	method: 'GET',
	url,
	qs,
});

/** An entry by its ID, under the first of the texts that there is; the rest describes it. */
function entry(
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
 * Reads a page. A bare list that begins as the first page does is the whole list, which was given at once.
 *
 * @param page counted from 0
 */
async function pageOf(
	context: ILoadOptionsFunctions,
	{ url, qs }: IHttpRequestOptions,
	sizeName: string,
	page: number,
): Promise<unknown[]> {
	const read = async (position: number) =>
		await sendRequest(context, vardast, {
			options: get(url, { ...qs, page: position, [sizeName]: byPageSize.maxPageSize }),
			isRead: true,
			retryBudgetMs: SHORT_RETRY_BUDGET_MS,
		});
	const body = await read(page + 1);
	const entries = toArray(body && vardast.unwrap(body, 'items'));
	if (page === 0 || !Array.isArray(body)) return entries;
	const [first] = toArray(await read(1));
	return JSON.stringify(first) === JSON.stringify(entries[0]) ? [] : entries;
}

/** What belongs to the chosen channel, whose ID is part of the path. */
function ofChannel(context: ILoadOptionsFunctions, things: string): IHttpRequestOptions {
	const channel = currentValue(context, 'channel');
	if (channel !== '') return get(`/report/channel/${encodeURIComponent(channel)}/${things}`);
	throw new NodeOperationError(
		context.getNode(),
		`Choose a Channel first: the ${things} of one channel are listed`,
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
		read: async (context) =>
			await fetchEntries(context, vardast, get('/messenger/api/channel/'), 'items'),
		entry: (thing) => entry(thing, [thing.name, thing.identifier], [thing.platform]),
	}),
	/** V5 */
	searchAssistants: createListSearch({
		read: async (context) =>
			await fetchEntries(context, vardast, get('/messenger/api/assistants/'), 'items'),
		entry: (thing) => entry(thing, [thing.assistant_name], [thing.model]),
	}),
	/** V3: the contacts of the chosen channel, or all while none is chosen. */
	searchContacts: createListSearch({
		pageSize: bySize.minPageSize,
		read: async (context, page) => {
			const channel = currentValue(context, 'channel');
			const options = get(
				'/messenger/api/chat/contacts/',
				channel === '' ? {} : { channel_ids: channel },
			);
			return await pageOf(context, options, bySize.sizeParam, page);
		},
		entry: (thing) =>
			entry(thing, [thing.name, thing.username, thing.identifier], [thing.platform]),
	}),
	/** V9 */
	searchChannelContacts: createListSearch({
		pageSize: byPageSize.maxPageSize,
		read: async (context, page) =>
			await pageOf(context, ofChannel(context, 'contacts'), byPageSize.sizeParam, page),
		entry: (thing) => entry(thing, [thing.full_name, thing.username], [thing.phone_number]),
	}),
	/** V10 */
	searchOrders: createListSearch({
		pageSize: byPageSize.maxPageSize,
		read: async (context, page) =>
			await pageOf(context, ofChannel(context, 'orders'), byPageSize.sizeParam, page),
		entry: (thing) =>
			entry(
				thing,
				[thing.full_name, thing.username],
				[String(thing.created_at ?? '').slice(0, 10), ...goodsOf(thing)],
			),
	}),
};
