/**
 * What Selarti posts to the webhooks of its integrations, by the field table and the example of the document.
 */

const word = (flag: unknown) => (flag === true ? 'yes' : 'no');

/** The example names channels and managers by ids that are shorter than all others. */
const shortId = (state: any, task: any) =>
	`${state.channels.findIndex((channel: any) => channel._id === task.channel) + 3}c`;

/** @param type what `wh_type` says */
export function bodyOf(state: any, thread: any, message: any, type: string) {
	const task = state.tasks.find((candidate: any) => candidate._id === thread.task);
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
		// The document's example has the & as a web page writes it.
		panel_url: `https://selarti.com/panel?menu=chats&amp;thread=${thread._id}`,
		share_url: `https://selarti.com/share?thread=${thread._id}`,
		success: word(thread.success),
		task_id: thread.task,
		thread_id: thread._id,
		title: thread.title,
		wh_type: type,
	};
}

/**
 * Tells every integration of this type what happened. For the tags, whose `wh_type` is not documented, the thread's own
 * name of the tag stands in.
 */
export function tell(state: any, thread: any, message: any, type: string) {
	for (const webhook of state.webhooks ?? []) {
		if (webhook.type === type)
			state.outbox.push({ url: webhook.url, body: bodyOf(state, thread, message, type) });
	}
}

export const lastMessage = (state: any, thread: any) =>
	state.messages.findLast((message: any) => message.thread === thread._id);
