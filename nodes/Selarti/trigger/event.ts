import type { IDataObject } from 'n8n-workflow';

import { sha256Hex } from '../../shared/util/digest';
import type { ParsedEvent } from '../../shared/webhook/types';

/** The event's names for Selarti's own, by the field table of the vendor's documentation; `manager_id` is only in its example. */
const TEXTS: Readonly<Record<string, string>> = {
	whType: 'wh_type',
	messageId: 'message_id',
	messageText: 'message_text',
	messageType: 'message_type',
	threadId: 'thread_id',
	externalChatId: 'external_chat_id',
	title: 'title',
	contacts: 'contacts',
	taskId: 'task_id',
	channelId: 'channel_id',
	companyId: 'company_id',
	managerId: 'manager_id',
	panelUrl: 'panel_url',
	shareUrl: 'share_url',
};

/** The tags of a dialog, which come as "yes" and "no". */
export const FLAGS: Readonly<Record<string, string>> = {
	success: 'success',
	interest: 'interest',
	getContact: 'get_contact',
	operator: 'operator',
	isBot: 'is_bot',
	close: 'close',
};

/** What Trigger On lists beside "any" and "other": the type of all messages, and the tags under the names of the thread. */
export const ALL_MESSAGES = 'all_messages';

/** What the panel calls the tags, where that is not the thread's own name for them. Their `wh_type` is undocumented. */
const PANEL_NAMES = new Map([
	['contact_received', 'get_contact'],
	['closed', 'close'],
	['bot_detected', 'is_bot'],
]);

/**
 * The kind of an event.
 *
 * @param whType as it came
 * @returns `all_messages`, the thread's name for a tag, or "other"
 */
export function kindOf(whType: unknown): string {
	const name = String(whType)
		.toLowerCase()
		.replace(/[\s-]+/g, '_')
		.replace(/^wh_/, '');
	const kind = PANEL_NAMES.get(name) ?? name;
	return kind === ALL_MESSAGES || Object.values(FLAGS).includes(kind) ? kind : 'other';
}

/** No ID is longer: the API might reject a longer one with an error that looks like an outage. */
const MAX_ID_LENGTH = 200;

const isAbsent = (value: unknown) => value === undefined || value === null || value === '';

/** A text; a whole number is one too, as ids are that look like numbers. Anything else is undefined. */
function textOf(value: unknown): string | undefined {
	return typeof value === 'string' || Number.isSafeInteger(value) ? String(value) : undefined;
}

const FLAG_VALUES = new Map([
	['yes', true],
	['no', false],
]);

/** A flag, as "yes" or "no" or as a boolean. Anything else is undefined. */
function flagOf(value: unknown): boolean | undefined {
	if (typeof value === 'boolean') return value;
	return typeof value === 'string' ? FLAG_VALUES.get(value.trim().toLowerCase()) : undefined;
}

/** The vendor's documentation shows URLs with `&` escaped as in HTML. */
const unescapeUrl = (text: string) => text.replace(/&(amp|#38|#x26);/gi, '&');

/**
 * Reads the body of a webhook. What is empty is left out.
 *
 * @returns the event, or why it is none
 */
export function read(body: IDataObject): ParsedEvent {
	const event: IDataObject = {};
	for (const [name, wire] of Object.entries(TEXTS)) {
		if (isAbsent(body[wire])) continue;
		const text = textOf(body[wire]);
		if (text === undefined) return { invalid: `${wire} must be a text.` };
		if (/_(id|type)$/.test(wire) && text.length > MAX_ID_LENGTH)
			return { invalid: `${wire} is too long.` };
		event[name] = wire.endsWith('_url') ? unescapeUrl(text) : text;
	}
	for (const [name, wire] of Object.entries(FLAGS)) {
		if (isAbsent(body[wire])) continue;
		const flag = flagOf(body[wire]);
		if (flag === undefined) return { invalid: `${wire} must be "yes" or "no".` };
		event[name] = flag;
	}
	const needed = [
		'whType',
		'threadId',
		...(kindOf(event.whType) === ALL_MESSAGES ? ['messageId', 'messageType'] : []),
	];
	const missing = needed.find((name) => event[name] === undefined);
	return missing ? { invalid: `${TEXTS[missing]} is missing.` } : { event };
}

/** Two deliveries are one event when they are of one type and about one message, or, without a message, alike in all. */
export function identity(event: IDataObject): string[] {
	const { whType, messageId, threadId } = event;
	if (messageId !== undefined) return [String(whType), String(messageId)];
	const content = sha256Hex(JSON.stringify(event));
	return [String(whType), String(threadId), content];
}
