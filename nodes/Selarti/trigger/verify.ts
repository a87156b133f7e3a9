import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { isoFromMilliseconds } from '../../shared/operations/serializers';
import { fetchFromVendor } from '../../shared/webhook/verification';
import { selarti, WORKFLOWS } from '../vendor';
import { ALL_MESSAGES, FLAGS, kindOf } from './event';

/** Where the document's example has the pages of a dialog. */
const PAGES = 'https://selarti.com';

/** The thing with this ID; a filter that Selarti overlooks must not let another one through. */
async function find(
	context: IWebhookFunctions,
	name: 'thread' | 'message',
	qs: IDataObject,
	id: string,
): Promise<IDataObject | undefined> {
	const things = await fetchFromVendor(
		context,
		selarti,
		{ url: `${WORKFLOWS}/get_${name}`, qs },
		name,
	);
	return things.find((thing) => thing._id === id);
}

/** Only texts, so that the event has the same types from whoever it comes. */
function texts(values: IDataObject): IDataObject {
	return Object.fromEntries(
		Object.entries(values).filter(([, value]) => typeof value === 'string' && value !== ''),
	);
}

/**
 * Reads back the thread of an event (S5), which must have the tag that the event is about, and its message (S6), where it
 * names one. The addresses are made anew; the type stays the caller's word, except that a tag must be set.
 */
export async function verify(
	context: IWebhookFunctions,
	event: IDataObject,
): Promise<IDataObject | undefined> {
	const threadId = String(event.threadId);
	const thread = await find(context, 'thread', { thread_id: threadId, limit: 1 }, threadId);
	const kind = kindOf(event.whType);
	const isTag = kind !== ALL_MESSAGES && kind !== 'other';
	if (!thread || (isTag && thread[kind] !== true)) return undefined;

	let message: IDataObject = {};
	if (event.messageId !== undefined) {
		const messageId = String(event.messageId);
		const found = await find(
			context,
			'message',
			{ thread_id: threadId, message_id: messageId, limit: 1 },
			messageId,
		);
		if (!found || found.thread !== threadId) return undefined;
		message = found;
	}
	return {
		whType: event.whType,
		...texts({
			messageId: message._id,
			messageText: message.text,
			messageType: message.message_type,
			messageCreatedDate: isoFromMilliseconds(message['Created Date']) as string,
			threadId,
			externalChatId: thread.chat_id ?? thread.external_id,
			title: thread.title,
			contacts: thread.contact,
			taskId: thread.task,
			// An event names the channel by another ID, which nothing here confirms.
			channel: thread.channel,
			companyId: thread.company,
		}),
		panelUrl: `${PAGES}/panel?menu=chats&thread=${encodeURIComponent(threadId)}`,
		shareUrl: `${PAGES}/share?thread=${encodeURIComponent(threadId)}`,
		// What is not set, the platform leaves out.
		...Object.fromEntries(
			Object.entries(FLAGS).map(([name, wire]) => [name, thread[wire] === true]),
		),
	};
}
