import type { IDataObject } from 'n8n-workflow';

import { digest } from '../../shared/util/digest';
import { foldText } from '../../shared/util/text';
import type { ParsedEvent } from '../../shared/webhook/types';
import { flagOf, idOf, textOf } from '../../shared/webhook/values';

/** The event's names for Selarti's own, by the field table of the vendor's documentation; `manager_id` is only in its example. */
const IDS: Readonly<Record<string, string>> = {
	messageId: 'message_id',
	threadId: 'thread_id',
	taskId: 'task_id',
	channelId: 'channel_id',
	companyId: 'company_id',
	managerId: 'manager_id',
};
const TEXTS: Readonly<Record<string, string>> = {
	messageText: 'message_text',
	messageType: 'message_type',
	externalChatId: 'external_chat_id',
	title: 'title',
	contacts: 'contacts',
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

/** A type in the form in which types are compared. */
const typeName = (whType: unknown) =>
	foldText(whType)
		.replace(/[^\p{L}\p{N}]+/gu, '_')
		.replace(/^_?(wh_)?|_$/g, '');

/**
 * The kind of an event.
 *
 * @param whType as it came
 * @returns `all_messages`, the thread's name for a tag, or "other"
 */
export function kindOf(whType: unknown): string {
	const name = typeName(whType);
	const kind = PANEL_NAMES.get(name) ?? name;
	return kind === ALL_MESSAGES || Object.values(FLAGS).includes(kind) ? kind : 'other';
}

/** The vendor's documentation shows URLs with `&` escaped as in HTML. */
const unescapeUrl = (text: string) => text.replace(/&(amp|#38|#x26);/gi, '&');

/** What is wrong with the type and the IDs, without which there is no event. */
function problemOf({ whType, threadId, messageId }: IDataObject, body: IDataObject) {
	if (whType === undefined) return 'wh_type must be a text.';
	if (threadId === undefined) return 'thread_id must be an ID.';
	const isMessage = kindOf(whType) === ALL_MESSAGES;
	const isRefused =
		messageId === undefined && (isMessage || foldText(textOf(body.message_id) ?? '') !== '');
	return isRefused ? 'message_id must be an ID.' : undefined;
}

/**
 * Reads the body of a webhook. What is empty is left out. Only the type and the IDs of the thread and the message must be
 * as documented; everything else is taken as well as it can be, for an event that is refused may never come again.
 *
 * @returns the event, or why it is none
 */
export function read(body: IDataObject): ParsedEvent {
	const values: Record<string, unknown> = { whType: idOf(body.wh_type) };
	for (const [name, wire] of Object.entries(IDS)) values[name] = idOf(body[wire]);
	for (const [name, wire] of Object.entries(TEXTS)) {
		const text = textOf(body[wire]);
		values[name] = text && wire.endsWith('_url') ? unescapeUrl(text) : text;
	}
	for (const [name, wire] of Object.entries(FLAGS)) values[name] = flagOf(body[wire]);
	const event = Object.fromEntries(
		Object.entries(values).filter(([, value]) => value !== undefined),
	) as IDataObject;
	const problem = problemOf(event, body);
	return problem ? { invalid: problem } : { event };
}

/**
 * Two deliveries are one event when they are of one type and about one message, or, without a message, of one type and
 * alike in all. Nobody confirms a type that is not documented: of a verified message those types are one.
 */
export function identity(event: IDataObject, isVerified: boolean): string[] {
	const { whType, messageId, threadId, ...rest } = event;
	const kind = kindOf(whType);
	const type = kind === 'other' && !isVerified ? typeName(whType) : kind;
	if (messageId !== undefined) return [type, String(messageId)];
	return [type, String(threadId), digest(rest)];
}
