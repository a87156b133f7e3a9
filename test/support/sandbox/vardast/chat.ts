/** V1 to V3: processes a message, reads messages and contacts. */

import { uuid } from '../invent';
import { datetime } from './seed';
import {
	byCreation,
	countRule,
	newestFirst,
	notUuid,
	ok,
	paged,
	refuse,
	textRule,
} from './responses';
import type { Route, SandboxRequest, SandboxResponse } from '../types';
import type { Channel, Contact, State } from './state';

/** The document's default. */
const defaultSize = 20;

function page({ query }: SandboxRequest, state: State, rows: unknown[]): SandboxResponse {
	// That a larger page is cut down, and not refused, is assumed.
	return paged(
		state,
		rows,
		Number(query.page ?? 1),
		Math.min(Number(query.size ?? defaultSize), state.maxSize),
	);
}

export function findPair(state: State, channelId: string, contactId: string) {
	const channel = state.channels.find(({ id }) => id === channelId);
	const contact = state.contacts.find(
		({ id, channel_id }) => id === contactId && channel_id === channelId,
	);
	return { channel, contact };
}

/**
 * Saves a message between a channel and a contact.
 *
 * @param options by default the contact sends it now
 * @returns the ID of the message
 */
export function saveMessage(
	state: State,
	channel: Channel,
	contact: Contact,
	{
		text,
		fromContact = true,
		at = Date.now(),
	}: { text: string; fromContact?: boolean; at?: number | string },
): string {
	const id = uuid(`made ${++state.made}`);
	(state.messages[contact.id] ??= []).push({
		id,
		text,
		platform: contact.platform,
		sender_id: fromContact ? contact.identifier : channel.identifier,
		receiver_id: fromContact ? channel.identifier : contact.identifier,
		is_output: !fromContact,
		ai_created: !fromContact,
		channel_id: channel.id,
		timestamp: datetime(at),
		is_in_thread: false,
	});
	contact.updated_at = datetime(at);
	return id;
}

/** The errors of V1 have the HTTP status 200. */
const failed = (error: string) => ok({ status: 'error', error });

interface ProcessBody {
	message: string;
	channel_id: string;
	contact_id: string;
	assistant_id?: string | null;
}

function process({ body }: SandboxRequest<ProcessBody>, state: State): SandboxResponse {
	const { channel, contact } = findPair(state, body.channel_id, body.contact_id);
	if (!channel) return failed(`there is no channel ${body.channel_id}`);
	if (!contact) return failed(`the channel has no contact ${body.contact_id}`);
	const wanted = body.assistant_id ?? channel.assistant;
	if (wanted === null) return failed('the channel has no assistant, and none was named');
	const assistant = state.assistants.find(({ id }) => id === wanted);
	if (!assistant) return failed(`there is no assistant ${wanted}`);

	const response = `${assistant.assistant_name}: «${body.message}» 🌷`;
	// Which of the two messages message_id identifies is not documented: the incoming one is assumed.
	const message_id = saveMessage(state, channel, contact, { text: body.message });
	saveMessage(state, channel, contact, { text: response, fromContact: false });
	state.usage.chat_credit -= 1;
	state.usage.total_chats += 1;
	return ok({ status: 'success', message_id, response });
}

export const routes: Array<Route<State>> = [
	{
		number: 'V1',
		method: 'POST',
		path: '/uaa/public/messenger/api/chat/public/process',
		body: {
			message: textRule,
			channel_id: textRule,
			contact_id: textRule,
			assistant_id: { type: 'string', mayBeNull: true },
		},
		handle: process,
	},
	{
		number: 'V2',
		method: 'GET',
		path: '/uaa/public/messenger/api/chat/{channel_id}/{contact_id}/',
		query: { page: countRule, size: countRule },
		handle(call, state) {
			const { channel_id, contact_id } = call.params;
			const { contact } = findPair(state, channel_id, contact_id);
			if (!contact)
				return refuse(404, `there is no contact ${contact_id} in a channel ${channel_id}`);
			return page(
				call,
				state,
				newestFirst(state.messages[contact.id] ?? [], ({ timestamp }) => timestamp),
			);
		},
	},
	{
		number: 'V3',
		method: 'GET',
		path: '/uaa/public/messenger/api/chat/contacts/',
		query: {
			page: countRule,
			size: countRule,
			channel_ids: {
				type: 'string',
				check: (value) => String(value).split(',').map(notUuid).find(Boolean),
			},
			// "TELEGRAM, INSTAGRAM, etc.": other platforms are possible, lower case is not.
			platform: {
				type: 'string',
				check: (value) =>
					/^[A-Z_]+$/.test(String(value)) ? undefined : 'platform is written in capitals',
			},
		},
		handle(call, state) {
			const { channel_ids, platform } = call.query;
			const channels = channel_ids?.split(',');
			const rows = state.contacts.filter(
				(contact) =>
					(!channels || channels.includes(contact.channel_id)) &&
					(!platform || contact.platform === platform),
			);
			return page(call, state, newestFirst(rows, byCreation));
		},
	},
];
