/** The records of Selarti, with the keys of the documents' examples. */

import type { WebhookCall } from '../webhooks';

/** What every record of Bubble, the platform under Selarti, has. Times are milliseconds. */
export interface BubbleRecord {
	_id: string;
	'Created Date': number;
	'Modified Date': number;
	'Created By': string;
}

export interface Company extends BubbleRecord {
	name: string;
}

export interface Ai extends BubbleRecord {
	company: string;
	name: string;
	start_message: string;
	'work option': string;
	instruction_history: string[];
	version: string;
	reasoning_effort?: string;
	top_p?: number;
	functions?: string[];
	verbosity?: string;
	temperature?: number;
}

export interface Task extends BubbleRecord {
	company: string;
	name: string;
	ai: string;
	channel: string;
	type: string;
}

export interface Channel extends BubbleRecord {
	company: string;
	name: string;
	type: string;
}

/** The tags of a thread that a webhook reports. */
export type Tag = 'success' | 'interest' | 'get_contact' | 'operator' | 'is_bot' | 'close';

export interface Thread extends BubbleRecord, Record<Tag, boolean> {
	ai_thread_id: string;
	task: string;
	company: string;
	title: string;
	channel?: string;
	chat_id?: string;
	contact?: string;
	external_id?: string;
	count_message: number;
	user_replied: boolean;
	wh_get_contact: boolean;
	wh_interest: boolean;
	wh_success: boolean;
	last_message_date?: number;
	last_message_text?: string;
	date_success?: number;
	date_interest?: number;
	date_contact?: number;
	date_close?: number;
}

export type MessageType = 'bot' | 'operator' | 'user';

export interface Message extends BubbleRecord {
	company: string;
	text: string;
	thread: string;
	message_type: MessageType;
	task: string;
	ai_message_id: string;
	message_status: string;
}

/** A person that S14 or S15 added to a task. */
export interface Target {
	target_id: number;
	task: string;
	target: string;
	first_name?: string;
	last_name?: string;
	context?: string;
	external_id?: string;
	start_message?: string;
}

/** The body of S13. */
export interface MessageList {
	thread_list: string[];
	start_date?: string | number;
	message: string;
	message_type: 'bot' | 'operator';
}

/** A Telegram log-in in progress. */
export interface TelegramLogin {
	company: string;
	phone: string;
	/** What it waits for. */
	step: 'code' | 'password' | 'nothing more';
}

export interface State {
	/** The last pseudo-random number. */
	randomSeed: number;
	key: string;
	/** The valid session tokens. */
	tokens: Set<string>;
	logIns: number;
	/** Whether a new log-in ends the former sessions. */
	oneSession: boolean;
	/** Whether the response of S16 and S17, which the document does not show, is empty. */
	terse: boolean;
	/** The maximum page size of S5 and S6; undefined for none. */
	maxLimit: number | undefined;
	clock: () => number;
	/** The time of the newest record. */
	latest: number;
	versions: string[];
	companies: Company[];
	ais: Ai[];
	tasks: Task[];
	channels: Channel[];
	threads: Thread[];
	messages: Message[];
	targets: Target[];
	nextTarget: number;
	/** The integrations of type "Another". The AI answers only while there is one, because nobody else would notice. */
	webhooks: Array<{ url: string; type: string }>;
	/** The webhook calls that are still to be sent. */
	outbox: WebhookCall[];
	/** What S13 will send later. */
	scheduled: Array<MessageList & { at: number }>;
	/** By the token of S8. */
	telegram: Record<string, TelegramLogin>;
	telegramCode: number;
	/** The Telegram accounts that need a password after the code, by phone number. */
	telegramPasswords: Record<string, string>;
}
