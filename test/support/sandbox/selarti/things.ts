/**
 * How Selarti's things come into being: ids, times, threads and messages, with the keys the examples of S2, S5, S6
 * and S12 show. The seed and the requests that write share it.
 */

import { tell } from './webhooks';

/** The next number of a fixed row, so that every seed and every run invents the same digits. */
function draw(state: any) {
	state.drawn = (state.drawn * 48271) % 2147483647;
	return state.drawn;
}

export function digits(state: any, length: number) {
	let row = '';
	while (row.length < length) row += String(draw(state) % 1e8).padStart(8, '0');
	return row.slice(0, length);
}

/**
 * An id of Bubble's shape.
 *
 * @param at milliseconds
 */
export function newId(state: any, at: number): string {
	return `${at}x1${digits(state, 17)}`;
}

export function letters(state: any, length: number) {
	return Array.from({ length }, () => 'abcdefghijklmnopqrstuvwxyz'[draw(state) % 26]).join('');
}

/**
 * The time for something new: never that of something older.
 *
 * @returns milliseconds
 */
export function now(state: any): number {
	state.latest = Math.max(state.clock(), state.latest + 1);
	return state.latest;
}

export function newThing(state: any, at: number, by: string, rest: Record<string, any>) {
	return {
		_id: newId(state, at),
		'Created Date': at,
		'Modified Date': at,
		'Created By': by,
		...rest,
	};
}

export function addThread(
	state: any,
	{
		task,
		at,
		title,
		chatId,
		externalId,
	}: { task: any; at: number; title?: string; chatId?: string; externalId?: string },
) {
	const company = state.companies.find((candidate: any) => candidate._id === task.company);
	// S12's example is a thread made by the API, S5's are visitors of a page: they differ in these keys.
	const origin =
		chatId === undefined
			? { title: title ?? 'Frame user', channel: task.channel }
			: { title: title ?? `API chat ${chatId}`, chat_id: chatId, contact: chatId };
	const thread = newThing(state, at, chatId === undefined ? 'no_user' : company['Created By'], {
		ai_thread_id: `thread_${letters(state, 24)}`,
		task: task._id,
		company: task.company,
		...origin,
		...(externalId === undefined ? {} : { external_id: externalId }),
		close: false,
		count_message: 0,
		get_contact: false,
		interest: false,
		is_bot: false,
		operator: false,
		success: false,
		user_replied: false,
		wh_get_contact: false,
		wh_interest: false,
		wh_success: false,
	});
	state.threads.push(thread);
	return thread;
}

export function addMessage(
	state: any,
	thread: any,
	{ at, text, type }: { at: number; text: string; type: 'bot' | 'operator' | 'user' },
) {
	const company = state.companies.find((candidate: any) => candidate._id === thread.company);
	const message = newThing(state, at, type === 'user' ? 'no_user' : company['Created By'], {
		company: thread.company,
		text,
		thread: thread._id,
		message_type: type,
		task: thread.task,
		ai_message_id: `msg_${letters(state, 24)}`,
		// The document's example knows only `failed`; the word for a message that arrived is invented.
		message_status: 'sent',
	});
	state.messages.push(message);
	thread.count_message += 1;
	thread.last_message_date = at;
	thread.last_message_text = text;
	thread['Modified Date'] = at;
	if (type === 'user') thread.user_replied = true;
	tell(state, thread, message, 'all_messages');
	return message;
}
