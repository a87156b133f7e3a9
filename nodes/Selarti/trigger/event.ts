import type { IDataObject } from 'n8n-workflow';

import { digest } from '../../shared/util/digest';
import { foldText } from '../../shared/util/text';
import type { ParsedEvent } from '../../shared/webhook/types';
import { flagOf, idOf, isNothing, textOf } from '../../shared/webhook/values';

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

/** A type in the form in which types are compared: its letters and digits alone. */
const typeName = (whType: unknown) => foldText(whType).replace(/[^\p{L}\p{N}]/gu, '');

/** The kinds of events by their types. The panel calls some tags otherwise than the thread; no document has their `wh_type`. */
const KINDS = new Map([
	...[ALL_MESSAGES, ...Object.values(FLAGS)].map((kind) => [typeName(kind), kind] as const),
	['contactreceived', 'get_contact'],
	['closed', 'close'],
	['botdetected', 'is_bot'],
]);

/**
 * The kind of an event.
 *
 * @param whType as it came
 * @returns `all_messages`, the thread's name for a tag, or "other"
 */
export function kindOf(whType: unknown): string {
	const name = typeName(whType);
	return KINDS.get(name) ?? KINDS.get(name.replace(/^wh/, '')) ?? 'other';
}

/** The vendor's documentation shows URLs with `&` escaped as in HTML. */
const unescapeUrl = (text: string) => text.replace(/&(amp|#38|#x26);/gi, '&');

/** Whether a kind of event says that a dialog got a tag. */
export const isTag = (kind: string): boolean => kind !== ALL_MESSAGES && kind !== 'other';

/** What is wrong with the type and the IDs, without which there is no event. */
function problemOf({ whType, threadId, messageId }: IDataObject, body: IDataObject) {
	if (whType === undefined) return 'wh_type must be a text.';
	if (threadId === undefined) return 'thread_id must be an ID.';
	const isMessage = kindOf(whType) === ALL_MESSAGES;
	const isRefused = messageId === undefined && (isMessage || !isNothing(body.message_id));
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
 * alike in all. A tag that is set again is another event, where Selarti says when it was set. Nobody confirms a type that is
 * not documented: of a verified message those types are one.
 */
export function identity(event: IDataObject, isVerified: boolean): string[] {
	const { whType, messageId, threadId, tagDate, ...rest } = event;
	const kind = kindOf(whType);
	const type = kind === 'other' && !isVerified ? typeName(whType) : kind;
	if (!isTag(kind) && messageId !== undefined) return [type, String(messageId)];
	if (tagDate !== undefined) return [type, String(threadId), String(messageId), String(tagDate)];
	return [type, String(threadId), String(messageId ?? digest(rest))];
}

/**
 * The first values of the identities of a thread's tag events, for the tags that it does not have. A message's own event
 * says nothing of that: it may arrive after the event of a tag that the message led to.
 */
export const endedSubjects = (event: IDataObject): string[][] =>
	Object.entries(FLAGS)
		.filter(([name]) => isTag(kindOf(event.whType)) && event[name] === false)
		.map(([, wire]) => [wire, String(event.threadId)]);
