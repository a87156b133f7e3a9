/** A13 to A20: the desk, where attendants talk to customers. */

import { channel, customer, failed, integer, neededText, ok, route } from './forms';
import { findAttendant, findChannel, findCustomer, isOf, nameOf, remove } from './find';
import { addAwaiting, addConversation, addUser, noChat } from './seed';
import type { Rule, Route } from '../types';

const text: Rule = { type: 'string' };
const number: Rule = { type: 'integer' };
const nobody = { id: 0, name: '' };

/** A14 and A15 differ in a word, and in what becomes of the customer. */
function endOfChat(row: string, cmd: string, done: string, becomes: string): Route {
	return route(row, `chat/${cmd}`, customer, (args, state) => {
		const { found, refusal } = findCustomer(state, args, 'conversations');
		if (refusal) return refusal;
		remove(state, args, ['conversations']);
		const user = state.customers.find(isOf(args));
		if (user) Object.assign(user, { state: becomes, chat: noChat() });
		return ok(
			state,
			`LiveChat conversation of ${nameOf(args)} with ${found.chat_user} has been ${done}`,
		);
	});
}

/** A18 to A20 are one command with three targets. */
function show(
	row: string,
	target: string,
	list: (state: any) => any[],
	when: (args: any) => boolean = (args) => args?.target === target,
): Route {
	return route(
		row,
		'chat/show',
		{ target: { ...neededText, enum: [target] } },
		(_args, state) => ok(state, list(state)),
		{ when },
	);
}

export const routes = [
	route('A13', 'chat/connect', { ...customer, chat_user: neededText }, (args, state) => {
		const { found: user, refusal } = findCustomer(state, args, 'customers');
		if (refusal) return refusal;
		const { found: attendant, refusal: absent } = findAttendant(state, args.chat_user);
		if (absent) return absent;
		remove(state, args, ['awaiting', 'conversations', 'botSessions']);
		addConversation(state, user, attendant, nobody);
		return ok(state, 'Chat connected Successful');
	}),
	endOfChat('A14', 'close', 'closed', 'done'),
	endOfChat('A15', 'drop', 'dropped', 'none'),
	route(
		'A16',
		'chat/invite',
		{
			...channel,
			chan_user: integer,
			// The document calls all of them mandatory, and leaves chat_user empty in its own example.
			chat_group: number,
			chat_user: text,
			chat_subj: text,
			chat_greet: text,
			customer_ft: text,
			customer_fk: number,
			session_fk: number,
		},
		(args, state) => {
			const there = findChannel(state, args);
			if ('refusal' in there) return there.refusal;
			const group = state.groups.find((one: any) => one.id === args.chat_group);
			if (args.chat_group !== undefined && !group)
				return failed(state, `Chat group ${args.chat_group} not found`);
			const attendant =
				args.chat_user === undefined ? undefined : findAttendant(state, args.chat_user);
			if (attendant?.refusal) return attendant.refusal;
			const contact = state.contacts.find((one: any) => one.number === args.chan_user);
			const who = { ...args, chan_user: `${args.chan_user}@c.us` };
			const user =
				state.customers.find(isOf(who)) ??
				(contact &&
					addUser(state, {
						number: contact.number,
						name: contact.user_name,
						state: 'on_chat',
						chan_id: args.chan_id,
					}));
			if (!user) return failed(state, `${nameOf(who)} has no session`);
			state.invites.push({ ...args });
			remove(state, who, ['awaiting', 'conversations', 'botSessions']);
			addAwaiting(state, user, {
				group: group ?? nobody,
				greeting: args.chat_greet,
				subject: args.chat_subj,
				wanted: attendant?.found.chat_user,
			});
			return ok(state, 'Chat invited Successful');
		},
	),
	route('A17', 'chat/rem', { chat_user: neededText }, (args, state) => {
		const { found, refusal } = findAttendant(state, args.chat_user);
		if (refusal) return refusal;
		state.attendants = state.attendants.filter((one: any) => one !== found);
		const left = state.conversations.filter((one: any) => one.chat_user === found.chat_user);
		// A20's customers of somebody who leaves wait again: the document's example of A19 shows such a one.
		for (const { channel: at, chat_group } of left) {
			const who = { chan_type: at.type, chan_id: at.id, chan_user: at.user_id };
			remove(state, who, ['conversations']);
			const user = state.customers.find(isOf(who));
			addAwaiting(state, user, {
				group: chat_group,
				subject: `Retomada após a saída de ${found.chat_user_name}`,
			});
		}
		return ok(state, `LiveChat User ${args.chat_user} has been removed`);
	}),
	show('A19', 'awaiting', (state) => state.awaiting),
	show('A20', 'conversation', (state) => state.conversations),
	// Last and without a condition of its own, so that a target nobody documents is refused by its value.
	show(
		'A18',
		'user',
		(state) =>
			state.attendants.map((one: any) => ({
				...one,
				clients: {
					count: state.conversations.filter((chat: any) => chat.chat_user === one.chat_user).length,
				},
			})),
		() => true,
	),
];
