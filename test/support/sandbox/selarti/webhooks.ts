/** What Selarti posts to the webhooks of its integrations, by the field table and the example of the document. */

import type { Message, State, Tag, Task, Thread } from './state';

const word = (flag: unknown) => (flag === true ? 'yes' : 'no');

/** The example names channels and managers by IDs that are shorter than all others. */
const shortId = (state: State, task: Task | undefined) =>
	`${state.channels.findIndex((channel) => channel._id === task?.channel) + 3}c`;

/**
 * The body of a webhook call.
 *
 * @param message the last one of the thread
 * @param type the value of `wh_type`
 */
export function bodyOf(
	state: State,
	thread: Thread,
	message: Pick<Message, '_id' | 'text' | 'message_type'> | undefined,
	type: string,
) {
	const task = state.tasks.find((candidate) => candidate._id === thread.task);
	return {
		channel_id: shortId(state, task),
		close: word(thread.close),
		company_id: thread.company,
		contacts: thread.contact ?? '',
		external_chat_id: thread.chat_id ?? thread.external_id ?? '',
		get_contact: word(thread.get_contact),
		interest: word(thread.interest),
		is_bot: word(thread.is_bot),
		manager_id: '3d',
		message_id: message?._id ?? '',
		message_text: message?.text ?? '',
		message_type: message?.message_type ?? '',
		operator: word(thread.operator),
		// The document's example has the & in its HTML form.
		panel_url: `https://selarti.com/panel?menu=chats&amp;thread=${thread._id}`,
		share_url: `https://selarti.com/share?thread=${thread._id}`,
		success: word(thread.success),
		task_id: thread.task,
		thread_id: thread._id,
		title: thread.title,
		wh_type: type,
	};
}

/** Calls every integration of the type. For tags, whose `wh_type` is not documented, it is the name of the tag. */
export function reportToWebhooks(
	state: State,
	thread: Thread,
	message: Message | undefined,
	type: string,
) {
	for (const webhook of state.webhooks) {
		if (webhook.type === type)
			state.outbox.push({ url: webhook.url, body: bodyOf(state, thread, message, type) });
	}
}

export const lastMessage = (state: State, thread: Thread): Message | undefined =>
	state.messages.findLast((message) => message.thread === thread._id);

/** Sets a tag, and reports it. */
export function setTag(state: State, thread: Thread, tag: string) {
	thread[tag as Tag] = true;
	reportToWebhooks(state, thread, lastMessage(state, thread), tag);
}
