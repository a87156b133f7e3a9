/** A1 to A7: channels and the customers on them. */

import { channel, customer, failed, integer, ok, requiredText, route } from './protocol';
import { findChannel, findCustomer, isOf, nameOf, remove } from './find';
import type { Channel, ChannelArgs, CustomerArgs, State } from './state';

/** By the document's table for A2; A1 shows all of them but `none`. */
export const states = ['none', 'identifying', 'on_bot', 'on_chat', 'done'];

interface NumberArgs extends ChannelArgs {
	user: number;
}

interface MessageArgs extends NumberArgs {
	flow: number;
	message: string;
}

/** The owner of a WhatsApp number: a customer of the channel, a contact, or nobody. */
function ownerOf(state: State, args: NumberArgs) {
	const user = state.customers.find(isOf({ ...args, chan_user: `${args.user}@c.us` }));
	const contact = state.contacts.find(({ number }) => number === args.user);
	return { user, contact, name: user?.user_name ?? contact?.user_name };
}

function findWorking(state: State, args: ChannelArgs) {
	const result = findChannel(state, args);
	if ('refusal' in result || result.channel.status === 'UP') return result;
	return { refusal: failed(state, `Channel ${args.chan_type}/${args.chan_id} is down`) };
}

function statusOf(state: State, { type, id, status, seen }: Channel) {
	if (type === 'livechat') {
		return {
			status,
			clients: { count: state.attendants.length, chats: state.conversations.length },
			channel: { type },
		};
	}
	if (type === 'liveflow')
		return { status, clients: { count: state.botSessions.length }, channel: { type } };
	const count = state.customers.filter((user) => user.channel.id === id).length;
	return { status, seen, clients: { count }, channel: { type, id } };
}

export const routes = [
	route('A1', 'chan/show', {}, (_args, state) => ok(state, state.customers)),
	route<CustomerArgs & { new_state: string }>(
		'A2',
		'chan/state',
		{ ...customer, new_state: { ...requiredText, enum: states } },
		(args, state) => {
			const { found, refusal } = findCustomer(state, args, 'customers');
			if (refusal) return refusal;
			found.state = args.new_state;
			return ok(state, `State of channel ${nameOf(args)} changed to ${args.new_state}`);
		},
	),
	route<CustomerArgs>('A3', 'chan/rem', customer, (args, state) => {
		const { refusal } = findCustomer(state, args, 'customers');
		if (refusal) return refusal;
		remove(state, args, ['customers', 'botSessions', 'awaiting', 'conversations']);
		return ok(state, `BOT, Channel ${nameOf(args)} has been removed`);
	}),
	route<NumberArgs>('A4', 'chan/check', { ...channel, user: integer }, (args, state) => {
		const result = findWorking(state, args);
		if ('refusal' in result) return result.refusal;
		const { user, contact, name } = ownerOf(state, args);
		const status = user ? 'already' : contact ? 'valid' : 'invalid';
		// What `invalid` comes with is not documented; the same keys, empty, are assumed.
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
	route<ChannelArgs>('A5', 'chan/reload', channel, (args, state) => {
		const result = findChannel(state, args);
		if ('refusal' in result) return result.refusal;
		state.reloads.push({ ...args });
		return ok(state, `Reload command sent to ${args.chan_id}`);
	}),
	route<MessageArgs>(
		'A6',
		'chan/message',
		{ ...channel, user: integer, flow: integer, message: requiredText },
		(args, state) => {
			const result = findWorking(state, args);
			if ('refusal' in result) return result.refusal;
			const { user, contact, name } = ownerOf(state, args);
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
			state.channels.map((one) => statusOf(state, one)),
		),
	),
];
