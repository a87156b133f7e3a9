/**
 * Finds what a request names, or says in AnyCom's form that it is not there (which the document leaves open: 412 with
 * words is its only status for a request it understands but cannot do).
 */

import { failed } from './forms';
import type { Answer } from '../types';

export type Refused = { refusal: Answer };

export function findChannel(state: any, args: any): { channel: any } | Refused {
	const channel = state.channels.find(
		(one: any) => one.type === args.chan_type && one.id === args.chan_id,
	);
	return channel
		? { channel }
		: { refusal: failed(state, `Channel ${args.chan_type}/${args.chan_id} not found`) };
}

/** The name AnyCom gives a customer on a channel. */
export const nameOf = (args: any) => `${args.chan_type}/${args.chan_id}/${args.chan_user}`;

export function isOf(args: any): (entry: { channel: any }) => boolean {
	return ({ channel }) =>
		channel.type === args.chan_type &&
		channel.id === args.chan_id &&
		channel.user_id === args.chan_user;
}

/** @param list where the customer must be */
export function findCustomer(
	state: any,
	args: any,
	list: 'customers' | 'botSessions' | 'conversations',
): { found: any; refusal?: undefined } | (Refused & { found?: undefined }) {
	const there = findChannel(state, args);
	if ('refusal' in there) return there;
	const found = state[list].find(isOf(args));
	const what = { customers: 'session', botSessions: 'bot session', conversations: 'chat session' }[
		list
	];
	return found ? { found } : { refusal: failed(state, `${nameOf(args)} has no ${what}`) };
}

/**
 * @param chat_user with or without
 * @domain
 */
export function findAttendant(
	state: any,
	chat_user: string,
): { found: any; refusal?: undefined } | (Refused & { found?: undefined }) {
	const found = state.attendants.find((one: any) =>
		[one.chat_user, `${one.chat_user}@${state.domain}`].includes(chat_user),
	);
	return found ? { found } : { refusal: failed(state, `Attendant ${chat_user} is not online`) };
}

/** Takes a customer out of lists. */
export function remove(state: any, args: any, lists: string[]) {
	const isIt = isOf(args);
	for (const list of lists) state[list] = state[list].filter((entry: any) => !isIt(entry));
}
