'use strict';

/** A13 to A20: the desk, where attendants talk to customers. */

const { channel, customer, failed, integer, neededText, ok, route } = require('./forms');
const { findAttendant, findChannel, findCustomer, isOf, nameOf, remove } = require('./find');
const { addAwaiting, addConversation, addUser, noChat } = require('./seed');

/** @typedef {import('../server').Rule} Rule */
/** @typedef {import('../server').Route} Route */

/** @type {Rule} */
const text = { type: 'string' };
/** @type {Rule} */
const number = { type: 'integer' };
const nobody = { id: 0, name: '' };

/**
 * A14 and A15 differ in a word, and in what becomes of the customer.
 * @param {string} row @param {string} cmd @param {string} done @param {string} becomes @returns {Route}
 */
function endOfChat(row, cmd, done, becomes) {
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

/**
 * A18 to A20 are one command with three targets.
 * @param {string} row @param {string} target @param {(state: any) => any[]} list
 * @param {(args: any) => boolean} [when] @returns {Route}
 */
function show(row, target, list, when = (args) => args?.target === target) {
	return route(
		row,
		'chat/show',
		{ target: { ...neededText, enum: [target] } },
		(_args, state) => ok(state, list(state)),
		{ when },
	);
}

const routes = [
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
			const group = state.groups.find((/** @type {any} */ one) => one.id === args.chat_group);
			if (args.chat_group !== undefined && !group)
				return failed(state, `Chat group ${args.chat_group} not found`);
			const attendant =
				args.chat_user === undefined ? undefined : findAttendant(state, args.chat_user);
			if (attendant?.refusal) return attendant.refusal;
			const contact = state.contacts.find(
				(/** @type {any} */ one) => one.number === args.chan_user,
			);
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
		state.attendants = state.attendants.filter((/** @type {any} */ one) => one !== found);
		const left = state.conversations.filter(
			(/** @type {any} */ one) => one.chat_user === found.chat_user,
		);
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
			state.attendants.map((/** @type {any} */ one) => ({
				...one,
				clients: {
					count: state.conversations.filter(
						(/** @type {any} */ chat) => chat.chat_user === one.chat_user,
					).length,
				},
			})),
		() => true,
	),
];

module.exports = { routes };
