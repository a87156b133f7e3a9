/** A13 to A20: the chats of attendants with customers. */

import { isObject } from '../validation';
import { channel, customer, failed, integer, ok, requiredText, route } from './protocol';
import { findAttendant, findChannel, findCustomer, isOf, nameOf, remove } from './find';
import { addAwaiting, addConversation, addUser, noChat } from './seed';
import type { ParameterRule, Route } from '../types';
import type { CustomerArgs, InviteArgs, State } from './state';

const text: ParameterRule = { type: 'string' };
const number: ParameterRule = { type: 'integer' };
const noGroup = { id: 0, name: '' };

/** A14 and A15 differ in their message and in the next state of the customer. */
function endChat(row: string, cmd: string, done: string, nextState: string): Route<State> {
	return route<CustomerArgs>(row, `chat/${cmd}`, customer, (args, state) => {
		const { found, refusal } = findCustomer(state, args, 'conversations');
		if (refusal) return refusal;
		remove(state, args, ['conversations']);
		const user = state.customers.find(isOf(args));
		if (user) Object.assign(user, { state: nextState, chat: noChat() });
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
	list: (state: State) => unknown[],
	when: (args: unknown) => boolean = (args) => isObject(args) && args.target === target,
): Route<State> {
	return route(
		row,
		'chat/show',
		{ target: { ...requiredText, enum: [target] } },
		(_args, state) => ok(state, list(state)),
		{ when },
	);
}

export const routes = [
	route<CustomerArgs & { chat_user: string }>(
		'A13',
		'chat/connect',
		{ ...customer, chat_user: requiredText },
		(args, state) => {
			const { found: user, refusal } = findCustomer(state, args, 'customers');
			if (refusal) return refusal;
			const { found: attendant, refusal: absent } = findAttendant(state, args.chat_user);
			if (absent) return absent;
			remove(state, args, ['awaiting', 'conversations', 'botSessions']);
			addConversation(state, user, attendant, noGroup);
			return ok(state, 'Chat connected Successful');
		},
	),
	endChat('A14', 'close', 'closed', 'done'),
	endChat('A15', 'drop', 'dropped', 'none'),
	route<InviteArgs>(
		'A16',
		'chat/invite',
		{
			...channel,
			chan_user: integer,
			// The document says that all of them are mandatory, but chat_user is empty in its example.
			chat_group: number,
			chat_user: text,
			chat_subj: text,
			chat_greet: text,
			customer_ft: text,
			customer_fk: number,
			session_fk: number,
		},
		(args, state) => {
			const result = findChannel(state, args);
			if ('refusal' in result) return result.refusal;
			const group = state.groups.find(({ id }) => id === args.chat_group);
			if (args.chat_group !== undefined && !group)
				return failed(state, `Chat group ${args.chat_group} not found`);
			const attendant =
				args.chat_user === undefined ? undefined : findAttendant(state, args.chat_user);
			if (attendant?.refusal) return attendant.refusal;
			const contact = state.contacts.find((one) => one.number === args.chan_user);
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
				group: group ?? noGroup,
				greeting: args.chat_greet,
				subject: args.chat_subj,
				wanted: attendant?.found?.chat_user,
			});
			return ok(state, 'Chat invited Successful');
		},
	),
	route<{ chat_user: string }>('A17', 'chat/rem', { chat_user: requiredText }, (args, state) => {
		const { found, refusal } = findAttendant(state, args.chat_user);
		if (refusal) return refusal;
		state.attendants = state.attendants.filter((one) => one !== found);
		const left = state.conversations.filter((one) => one.chat_user === found.chat_user);
		// The customers of an attendant who is removed wait again: the document's example of A19 shows one.
		for (const { channel: at, chat_group } of left) {
			const who = { chan_type: at.type, chan_id: at.id, chan_user: at.user_id };
			remove(state, who, ['conversations']);
			const user = state.customers.find(isOf(who));
			if (!user) continue;
			addAwaiting(state, user, {
				group: chat_group,
				subject: `Retomada após a saída de ${found.chat_user_name}`,
			});
		}
		return ok(state, `LiveChat User ${args.chat_user} has been removed`);
	}),
	show('A19', 'awaiting', (state) => state.awaiting),
	show('A20', 'conversation', (state) => state.conversations),
	// The last one and without a condition, so that an undocumented target is refused as an invalid value.
	show(
		'A18',
		'user',
		(state) =>
			state.attendants.map((one) => ({
				...one,
				clients: {
					count: state.conversations.filter((chat) => chat.chat_user === one.chat_user).length,
				},
			})),
		() => true,
	),
];
