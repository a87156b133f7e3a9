import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { isoFromMilliseconds } from '../../shared/operations/serializers';
import { fetchFromVendor } from '../../shared/webhook/verification';
import { selarti, WORKFLOWS } from '../vendor';
import { FLAGS, isTag, kindOf } from './event';

/** The host of a dialog's pages in the documented example. */
const PAGES = 'https://selarti.com';

/** When a thread got a tag, by the tag. Selarti has no such time of the others. */
const TAG_DATES: Readonly<Record<string, string>> = {
	success: 'date_success',
	interest: 'date_interest',
	get_contact: 'date_contact',
	close: 'date_close',
};

/** The record with this ID. Selarti may ignore a filter, so the ID is compared here too. */
async function find(
	context: IWebhookFunctions,
	name: 'thread' | 'message',
	qs: IDataObject,
	id: string,
): Promise<IDataObject | undefined> {
	const records = await fetchFromVendor(
		context,
		selarti,
		{ url: `${WORKFLOWS}/get_${name}`, qs },
		name,
	);
	return records.find((record) => record._id === id);
}

/** Only texts, so that a verified event has the same types as any other. */
function texts(values: IDataObject): IDataObject {
	return Object.fromEntries(
		Object.entries(values).filter(([, value]) => typeof value === 'string' && value !== ''),
	);
}

/** The thread of an event (S5); undefined where there is none, or where it lacks the tag that the event is about. */
async function findThread(
	context: IWebhookFunctions,
	{ whType }: IDataObject,
	threadId: string,
): Promise<IDataObject | undefined> {
	const thread = await find(context, 'thread', { thread_id: threadId, limit: 1 }, threadId);
	const kind = kindOf(whType);
	return isTag(kind) && thread?.[kind] !== true ? undefined : thread;
}

/** The message of an event (S6), empty where it names none; undefined where the thread has no such message. */
async function findMessage(
	context: IWebhookFunctions,
	event: IDataObject,
	threadId: string,
): Promise<IDataObject | undefined> {
	if (event.messageId === undefined) return {};
	const messageId = String(event.messageId);
	const qs = { thread_id: threadId, message_id: messageId, limit: 1 };
	const message = await find(context, 'message', qs, messageId);
	return message?.thread === threadId ? message : undefined;
}

/** The texts of an event by what Selarti has. */
const textsOf = (thread: IDataObject, message: IDataObject, threadId: string): IDataObject =>
	texts({
		messageId: message._id,
		messageText: message.text,
		messageType: message.message_type,
		messageCreatedDate: isoFromMilliseconds(message['Created Date']) as string,
		threadId,
		externalChatId: thread.chat_id ?? thread.external_id,
		title: thread.title,
		contacts: thread.contact,
		taskId: thread.task,
		// An event names the channel by another ID, which the API does not confirm.
		channel: thread.channel,
		companyId: thread.company,
	});

/**
 * Reads back the thread of an event, which must have the tag that the event is about, and its message, where it names one.
 * The URLs are built anew; the type is taken from the caller, except that a tag must be set.
 */
export async function verify(
	context: IWebhookFunctions,
	event: IDataObject,
): Promise<IDataObject | undefined> {
	const threadId = String(event.threadId);
	const thread = await findThread(context, event, threadId);
	const message = thread && (await findMessage(context, event, threadId));
	if (!message) return undefined;
	const tagDate = isoFromMilliseconds(thread[TAG_DATES[kindOf(event.whType)]]);
	return {
		whType: event.whType,
		...texts({ tagDate: tagDate as string }),
		...textsOf(thread, message, threadId),
		panelUrl: `${PAGES}/panel?menu=chats&thread=${encodeURIComponent(threadId)}`,
		shareUrl: `${PAGES}/share?thread=${encodeURIComponent(threadId)}`,
		// Selarti leaves out tags that are not set.
		...Object.fromEntries(
			Object.entries(FLAGS).map(([name, wire]) => [name, thread[wire] === true]),
		),
	};
}
