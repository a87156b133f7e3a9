import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { isObject } from '../../shared/util/objects';
import { foldText } from '../../shared/util/text';
import { idOf } from '../../shared/webhook/values';
import { fetchFromVendor } from '../../shared/webhook/verification';
import { byPage } from '../pagination';
import { naxonAi } from '../vendor';
import { eventOf } from './event';

/** How many pages of messages are read to find the one that an event names. */
const MAX_PAGES = 10;
/** In how many messages, up to the newest that an event names, its keyword must occur: replies may have come after it. */
const MAX_DISTANCE = 10;

/** The order in which messages were written: their `seq` is a ULID, which sorts by time. */
const bySeq = (one: IDataObject, other: IDataObject) =>
	String(one.seq) < String(other.seq) ? -1 : 1;

/** The message that an event is about, if the keyword occurs in it or shortly before it. */
function messageWith(messages: IDataObject[], event: IDataObject): IDataObject | undefined {
	const keyword = foldText(event.keyword ?? '');
	// Nothing proves an event without a keyword.
	if (keyword === '') return undefined;
	const sorted = [...messages].sort(bySeq);
	const has = ({ message }: IDataObject) => foldText(message ?? '').includes(keyword);
	const { mostRecentMessageSeq: seq, mostRecentMessageId: id } = event;
	const last =
		seq === undefined && id === undefined
			? sorted.findLastIndex(has)
			: sorted.findIndex(
					(message) =>
						(seq === undefined || idOf(message.seq) === seq) &&
						(id === undefined || idOf(message.id) === id),
				);
	return sorted.slice(Math.max(0, last + 1 - MAX_DISTANCE), last + 1).some(has)
		? sorted[last]
		: undefined;
}

/** All messages of a conversation (N6), as far as they are read. */
async function messagesOf(context: IWebhookFunctions, url: string): Promise<IDataObject[]> {
	const messages: IDataObject[] = [];
	for (let page = 1; page <= MAX_PAGES; page += 1) {
		const more = await fetchFromVendor(context, naxonAi, {
			url: `${url}/messages`,
			qs: { page, per_page: byPage.maxPageSize },
		});
		const known = new Set(messages.map(({ id, seq }) => `${seq} ${id}`));
		const added = more.filter(({ id, seq }) => !known.has(`${seq} ${id}`));
		messages.push(...added);
		if (added.length === 0) break;
	}
	return messages;
}

/**
 * Reads back the conversation of an event (N5) and looks for its message in it, and, where it is no longer
 * among the recent ones, in all messages (N6). The keyword is taken from the caller and must occur there.
 */
export async function verify(
	context: IWebhookFunctions,
	event: IDataObject,
): Promise<IDataObject | undefined> {
	const id = String(event.conversationId);
	// The documented IDs are whole numbers; anything else would be another path.
	if (!/^\d{1,19}$/.test(id)) return undefined;
	const url = `/conversations/${id}`;
	const [conversation] = await fetchFromVendor(context, naxonAi, { url });
	if (!conversation || idOf(conversation.id) !== id) return undefined;
	const recent = [conversation.recent_messages, conversation.most_recent_message]
		.flat()
		.filter(isObject);
	const message = messageWith(recent, event) ?? messageWith(await messagesOf(context, url), event);
	return (
		message && eventOf({ ...conversation, keyword: event.keyword, most_recent_message: message })
	);
}
