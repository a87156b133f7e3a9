/**
 * Finds what a request names, or refuses the request. The document does not say how; 412 with a message is its only
 * status for a valid request that cannot be done.
 */

import { failed } from './protocol';
import type { SandboxResponse } from '../types';
import type {
	Attendant,
	Channel,
	ChannelArgs,
	CustomerArgs,
	CustomerList,
	CustomerRecord,
	State,
} from './state';

type Refused = { refusal: SandboxResponse };

/** What was found, or the refusal. */
export type Found<T> = { found: T; refusal?: undefined } | (Refused & { found?: undefined });

export function findChannel(state: State, args: ChannelArgs): { channel: Channel } | Refused {
	const channel = state.channels.find(
		({ type, id }) => type === args.chan_type && id === args.chan_id,
	);
	return channel
		? { channel }
		: { refusal: failed(state, `Channel ${args.chan_type}/${args.chan_id} not found`) };
}

/** The name of a customer on a channel in AnyCom's messages. */
export const nameOf = (args: CustomerArgs) => `${args.chan_type}/${args.chan_id}/${args.chan_user}`;

/** Whether a record belongs to the customer. */
export function isOf(args: CustomerArgs): (record: CustomerRecord) => boolean {
	return ({ channel }) =>
		channel.type === args.chan_type &&
		channel.id === args.chan_id &&
		channel.user_id === args.chan_user;
}

/** The names of the records in AnyCom's messages. */
const recordNames = {
	customers: 'session',
	botSessions: 'bot session',
	conversations: 'chat session',
};

/** Finds the record of a customer in a list. */
export function findCustomer<List extends keyof typeof recordNames>(
	state: State,
	args: CustomerArgs,
	list: List,
): Found<State[List][number]> {
	const there = findChannel(state, args);
	if ('refusal' in there) return there;
	const records: Array<State[List][number]> = state[list];
	const found = records.find(isOf(args));
	return found
		? { found }
		: { refusal: failed(state, `${nameOf(args)} has no ${recordNames[list]}`) };
}

/** @param chat_user the name of the attendant, with or without the domain */
export function findAttendant(state: State, chat_user: string): Found<Attendant> {
	const found = state.attendants.find((attendant) =>
		[attendant.chat_user, `${attendant.chat_user}@${state.domain}`].includes(chat_user),
	);
	return found ? { found } : { refusal: failed(state, `Attendant ${chat_user} is not online`) };
}

/** Removes the records of a customer from lists. */
export function remove(state: State, args: CustomerArgs, lists: CustomerList[]) {
	const isCustomer = isOf(args);
	const without = <T extends CustomerRecord>(records: T[]) =>
		records.filter((record) => !isCustomer(record));
	if (lists.includes('customers')) state.customers = without(state.customers);
	if (lists.includes('botSessions')) state.botSessions = without(state.botSessions);
	if (lists.includes('awaiting')) state.awaiting = without(state.awaiting);
	if (lists.includes('conversations')) state.conversations = without(state.conversations);
}
