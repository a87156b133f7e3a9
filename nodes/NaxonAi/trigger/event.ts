import type { IDataObject } from 'n8n-workflow';

import { toJson } from '../../shared/operations/output';
import type { FieldSelector } from '../../shared/operations/types';
import { getPath, isObject } from '../../shared/util/objects';
import { sha256Hex } from '../../shared/util/digest';
import type { ParsedEvent } from '../../shared/webhook/types';
import { simplifyConversation } from '../simplify';

/** The one event that is documented. */
export const KEYWORD_NOTIFICATION = 'keyword-notification';

/** An ID as a text; undefined for what is none. */
export function idOf(value: unknown): string | undefined {
	return (typeof value === 'string' && value !== '') || Number.isSafeInteger(value)
		? String(value)
		: undefined;
}

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

const clean = (record: IDataObject, fields: Readonly<Record<string, FieldSelector>>): IDataObject =>
	toJson(record, { simplify: fields }, { simplify: true, secrets: true });

/** An event from the payload of a webhook, or from a conversation with the same keys. What is null is left out. */
export function eventOf(payload: IDataObject): IDataObject {
	const event = clean(payload, FIELDS);
	return Object.fromEntries(Object.entries(event).filter(([, value]) => value !== null));
}

const isMessage = (value: unknown) =>
	isObject(value) && ['string', 'undefined'].includes(typeof (value.message ?? undefined));

/** What is wrong with the types of a payload. */
function problemOf(payload: IDataObject): string | undefined {
	const {
		id,
		keyword,
		model_id,
		platform_user_id,
		most_recent_message: newest,
		recent_messages: recent,
	} = payload;
	const may = (value: unknown, fits: boolean) => value === undefined || value === null || fits;
	if (idOf(id) === undefined) return 'payload.id must be an ID.';
	if (typeof keyword !== 'string' || keyword.trim() === '')
		return 'payload.keyword must be a text.';
	for (const [name, value] of Object.entries({ model_id, platform_user_id })) {
		if (!may(value, value === '' || idOf(value) !== undefined))
			return `payload.${name} must be an ID.`;
	}
	for (const name of ['model_name', 'platform', 'created_at']) {
		if (!may(payload[name], typeof payload[name] === 'string'))
			return `payload.${name} must be a text.`;
	}
	if (!may(newest, isMessage(newest))) return 'payload.most_recent_message must be a message.';
	return may(recent, Array.isArray(recent) && recent.every(isMessage))
		? undefined
		: 'payload.recent_messages must be a list of messages.';
}

/** Opens the envelope of a webhook. @returns the event, or why it is none */
export function read(body: IDataObject): ParsedEvent {
	const { event, payload } = body;
	if (typeof event !== 'string' || event === '') return { invalid: 'event must be a text.' };
	if (event !== KEYWORD_NOTIFICATION)
		return { ignored: `Ignored: only ${KEYWORD_NOTIFICATION} is known here.` };
	if (!isObject(payload)) return { invalid: 'payload must be an object.' };
	const problem = problemOf(payload);
	return problem ? { invalid: problem } : { event: eventOf(payload) };
}

/** Two deliveries are one event when conversation, keyword and message are the same. */
export function identity(event: IDataObject): string[] {
	const { conversationId, keyword, mostRecentMessageSeq, mostRecentMessageId } = event;
	const named = mostRecentMessageSeq ?? mostRecentMessageId;
	const message = named ?? sha256Hex(JSON.stringify(event));
	return [conversationId, keyword, message].map(String);
}
