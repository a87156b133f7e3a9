import type { IDataObject } from 'n8n-workflow';

import { toJson } from '../../shared/operations/output';
import type { FieldSelector } from '../../shared/operations/types';
import { getPath, isObject } from '../../shared/util/objects';
import { digest } from '../../shared/util/digest';
import { tryParseJson } from '../../shared/util/json';
import { foldText } from '../../shared/util/text';
import type { ParsedEvent } from '../../shared/webhook/types';
import { idOf, textOf } from '../../shared/webhook/values';
import { simplifyConversation } from '../simplify';

/** The one event that is documented. */
export const KEYWORD_NOTIFICATION = 'keyword-notification';

/** The fields of an event under the names that the conversation has elsewhere in n8n. */
const { id: _id, updatedAt: _updatedAt, ...ofConversation } = simplifyConversation;
const FIELDS: Readonly<Record<string, FieldSelector>> = {
	event: () => KEYWORD_NOTIFICATION,
	keyword: 'keyword',
	conversationId: ({ id }) => idOf(id),
	...ofConversation,
	modelId: ({ model_id }) => idOf(model_id),
	platformUserId: ({ platform_user_id }) => idOf(platform_user_id),
	mostRecentMessageId: (payload) => idOf(getPath(payload, 'most_recent_message.id')),
	mostRecentMessageSeq: (payload) => idOf(getPath(payload, 'most_recent_message.seq')),
	recentMessages: ({ recent_messages: list }) =>
		(list as IDataObject[] | undefined | null)?.map((message) => clean(message, MESSAGE)),
};

/** The fields of a message. */
const MESSAGE: Readonly<Record<string, FieldSelector>> = {
	id: ({ id }) => idOf(id),
	seq: ({ seq }) => idOf(seq),
	sender: 'sender',
	message: 'message',
	createdAt: ofConversation.createdAt,
};

/** A type in the form in which types are compared. */
const lettersOf = (type: string) => foldText(type).replace(/[^\p{L}\p{N}]/gu, '');

const clean = (record: IDataObject, fields: Readonly<Record<string, FieldSelector>>): IDataObject =>
	toJson(record, { simplify: fields }, { simplify: true, secrets: true });

/** An event from the payload of a webhook, or from a conversation with the same keys. What is null is left out. */
export function eventOf(payload: IDataObject): IDataObject {
	const event = clean(payload, FIELDS);
	return Object.fromEntries(Object.entries(event).filter(([, value]) => value !== null));
}

/** The parts of a payload as they are documented, as well as they can be made of what came. */
function tidyPayload(payload: IDataObject): IDataObject {
	const { most_recent_message: newest, recent_messages: recent } = payload;
	const texts = ['keyword', 'model_name', 'platform', 'created_at', 'updated_at'].map((name) => [
		name,
		textOf(payload[name]),
	]);
	const toMessage = (value: unknown): IDataObject => {
		const message = isObject(value) ? value : { message: value };
		return { ...message, message: textOf(message.message) ?? message.message } as IDataObject;
	};
	return {
		...payload,
		...Object.fromEntries(texts),
		most_recent_message: textOf(newest) === undefined ? undefined : toMessage(newest),
		recent_messages: Array.isArray(recent) ? recent.map(toMessage) : undefined,
	};
}

/**
 * Opens the envelope of a webhook. Only the type and the IDs must be as documented: an event that is refused may never come
 * again.
 *
 * @returns the event, or why it is none
 */
export function read(body: IDataObject): ParsedEvent {
	// Some platforms put one JSON into another.
	const payload = typeof body.payload === 'string' ? tryParseJson(body.payload) : body.payload;
	const type = idOf(body.event);
	if (type === undefined) return { invalid: 'event must be a text.' };
	if (lettersOf(type) !== lettersOf(KEYWORD_NOTIFICATION))
		return { ignored: `Ignored: only ${KEYWORD_NOTIFICATION} is known here.` };
	if (!isObject(payload)) return { invalid: 'payload must be an object.' };
	if (idOf(payload.id) === undefined) return { invalid: 'payload.id must be an ID.' };
	return { event: eventOf(tidyPayload(payload)) };
}

/** Two deliveries are one event when conversation, keyword and message are the same. */
export function identity(event: IDataObject): string[] {
	const { conversationId, keyword, mostRecentMessageSeq, mostRecentMessageId, ...rest } = event;
	const message = mostRecentMessageSeq ?? mostRecentMessageId ?? digest(rest);
	return [String(conversationId), foldText(keyword ?? ''), String(message)];
}
