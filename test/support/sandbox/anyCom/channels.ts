/** A1 to A7: channels and the customers on them. */

import { channel, customer, failed, integer, neededText, ok, route } from './forms';
import { findChannel, findCustomer, isOf, nameOf, remove } from './find';
import type { Rule } from '../types';

/** By the document's table for A2; A1 shows all of them but none. */
export const states = ['none', 'identifying', 'on_bot', 'on_chat', 'done'];

/** Who has a WhatsApp number: a customer of that channel, a contact, or nobody. */
function whoHas(state: any, args: any) {
	const user = state.customers.find(isOf({ ...args, chan_user: `${args.user}@c.us` }));
	const contact = state.contacts.find((one: any) => one.number === args.user);
	return { user, contact, name: user?.user_name ?? contact?.user_name };
}

function findWorking(state: any, args: any) {
	const there = findChannel(state, args);
	if ('refusal' in there || there.channel.status === 'UP') return there;
	return { refusal: failed(state, `Channel ${args.chan_type}/${args.chan_id} is down`) };
}

/** @param one a channel */
function statusOf(state: any, one: any) {
	const { type, id } = one;
	if (type === 'livechat') {
		return {
			status: one.status,
			clients: { count: state.attendants.length, chats: state.conversations.length },
			channel: { type },
		};
	}
	if (type === 'liveflow')
		return { status: one.status, clients: { count: state.botSessions.length }, channel: { type } };
	const count = state.customers.filter((user: any) => user.channel.id === id).length;
	return { status: one.status, seen: one.seen, clients: { count }, channel: { type, id } };
}

export const routes = [
	route('A1', 'chan/show', {}, (_args, state) => ok(state, state.customers)),
	route(
		'A2',
		'chan/state',
		{ ...customer, new_state: { ...neededText, enum: states } },
		(args, state) => {
			const { found, refusal } = findCustomer(state, args, 'customers');
			if (refusal) return refusal;
			found.state = args.new_state;
			return ok(state, `State of channel ${nameOf(args)} changed to ${args.new_state}`);
		},
	),
	route('A3', 'chan/rem', customer, (args, state) => {
		const { refusal } = findCustomer(state, args, 'customers');
		if (refusal) return refusal;
		remove(state, args, ['customers', 'botSessions', 'awaiting', 'conversations']);
		return ok(state, `BOT, Channel ${nameOf(args)} has been removed`);
	}),
	route('A4', 'chan/check', { ...channel, user: integer }, (args, state) => {
		const there = findWorking(state, args);
		if ('refusal' in there) return there.refusal;
		const { user, contact, name } = whoHas(state, args);
		const status = user ? 'already' : contact ? 'valid' : 'invalid';
		// What stands beside `invalid` is not documented; the same keys, empty.
		return ok(state, [
			{
				status,
				contact: { isBusiness: contact?.isBusiness ?? false, user_name: name ?? '' },
				channel: {
					user_id: status === 'invalid' ? '' : `${args.user}@c.us`,
					type: args.chan_type,
					user: status === 'invalid' ? '' : String(args.user),
				},
			},
		]);
	}),
	route('A5', 'chan/reload', channel, (args, state) => {
		const there = findChannel(state, args);
		if ('refusal' in there) return there.refusal;
		state.reloads.push({ ...args });
		return ok(state, `Reload command sent to ${args.chan_id}`);
	}),
	route(
		'A6',
		'chan/message',
		{ ...channel, user: integer, flow: integer, message: neededText },
		(args, state) => {
			const there = findWorking(state, args);
			if ('refusal' in there) return there.refusal;
			const { user, contact, name } = whoHas(state, args);
			if (!user && !contact) return failed(state, `${args.user} is not a valid number`);
			const { chan_id, user: to, flow, message } = args;
			state.sent.push({ order: state.sent.length + 1, chan_id, user: to, flow, message });
			const chan_user = `${to}@c.us`;
			if (user)
				Object.assign(user.send, {
					count: user.send.count + 1,
					last: String(Math.floor(state.clock() / 1000)),
					last_elapsed: '0:00:00',
				});
			const session = state.botSessions.find(isOf({ ...args, chan_user }));
			if (session) session.next.flow = flow;
			return ok(
				state,
				`Sent message to ${nameOf({ ...args, chan_user })}/${name} and flow set to ${flow}`,
			);
		},
	),
	route('A7', 'status/', {}, (_args, state) =>
		ok(
			state,
			state.channels.map((one: any) => statusOf(state, one)),
		),
	),
];
