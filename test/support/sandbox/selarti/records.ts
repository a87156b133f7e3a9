/**
 * How Selarti's records are created: IDs, times, threads and messages, with the keys of the examples of S2, S5, S6 and
 * S12. The seed and the requests that write share it.
 */

import { reportToWebhooks } from './webhooks';
import type { BubbleRecord, Message, MessageType, State, Task, Thread } from './state';

/** The next number of a fixed sequence, so that every seed and every run has the same digits. */
function nextNumber(state: State): number {
	state.randomSeed = (state.randomSeed * 48271) % 2147483647;
	return state.randomSeed;
}

export function digits(state: State, length: number): string {
	let row = '';
	while (row.length < length) row += String(nextNumber(state) % 1e8).padStart(8, '0');
	return row.slice(0, length);
}

/**
 * An ID of Bubble's form.
 *
 * @param at milliseconds
 */
export function newId(state: State, at: number): string {
	return `${at}x1${digits(state, 17)}`;
}

export function letters(state: State, length: number): string {
	const alphabet = 'abcdefghijklmnopqrstuvwxyz';
	return Array.from({ length }, () => alphabet[nextNumber(state) % 26]).join('');
}

/**
 * The time for a new record, always later than that of the others.
 *
 * @returns milliseconds
 */
export function now(state: State): number {
	state.latest = Math.max(state.clock(), state.latest + 1);
	return state.latest;
}

export function newRecord<Fields>(
	state: State,
	at: number,
	by: string,
	fields: Fields,
): BubbleRecord & Fields {
	return {
		_id: newId(state, at),
		'Created Date': at,
		'Modified Date': at,
		'Created By': by,
		...fields,
	};
}

/** @throws when there is no record with the ID */
export function findRecord<T extends BubbleRecord>(list: T[], id: string, what: string): T {
	const found = list.find((record) => record._id === id);
	if (!found) throw new Error(`there is no ${what} ${id}`);
	return found;
}

export interface NewThread {
	task: Task;
	at: number;
	title?: string;
	chatId?: string;
	externalId?: string;
}

export function addThread(
	state: State,
	{ task, at, title, chatId, externalId }: NewThread,
): Thread {
	const company = findRecord(state.companies, task.company, 'company');
	// The example of S12 is a thread of the API, those of S5 are visitors of a page: they differ in these keys.
	const origin =
		chatId === undefined
			? { title: title ?? 'Frame user', channel: task.channel }
			: { title: title ?? `API chat ${chatId}`, chat_id: chatId, contact: chatId };
	const thread: Thread = newRecord(
		state,
		at,
		chatId === undefined ? 'no_user' : company['Created By'],
		{
			ai_thread_id: `thread_${letters(state, 24)}`,
			task: task._id,
			company: task.company,
			...origin,
			...(externalId !== undefined && { external_id: externalId }),
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
		},
	);
	state.threads.push(thread);
	return thread;
}

export function addMessage(
	state: State,
	thread: Thread,
	{ at, text, type }: { at: number; text: string; type: MessageType },
): Message {
	const company = findRecord(state.companies, thread.company, 'company');
	const message = newRecord(state, at, type === 'user' ? 'no_user' : company['Created By'], {
		company: thread.company,
		text,
		thread: thread._id,
		message_type: type,
		task: thread.task,
		ai_message_id: `msg_${letters(state, 24)}`,
		// The document's example has only `failed`; the status of a message that was delivered is assumed.
		message_status: 'sent',
	});
	state.messages.push(message);
	thread.count_message += 1;
	thread.last_message_date = at;
	thread.last_message_text = text;
	thread['Modified Date'] = at;
	if (type === 'user') thread.user_replied = true;
	reportToWebhooks(state, thread, message, 'all_messages');
	return message;
}
