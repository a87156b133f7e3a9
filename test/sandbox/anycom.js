'use strict';

/**
 * AnyCom as its document describes it: one address, POST / with group, cmd and args. Where the document's tables of
 * arguments and its templates differ, the tables count.
 */

const { authenticate, refuse } = require('./anycom/forms');
const { addAwaiting, addBotSession, addUser, known, seed } = require('./anycom/seed');
const { isOf, remove } = require('./anycom/find');
const bot = require('./anycom/bot');
const channels = require('./anycom/channels');
const chat = require('./anycom/chat');

/** @typedef {import('./server').Vendor} Vendor */

/** @param {any} state @param {number} id @param {string} status */
function setChannel(state, id, status) {
	const channel = state.channels.find((/** @type {any} */ one) => one.id === id);
	if (!channel) throw new Error(`there is no channel ${id}`);
	channel.status = status;
}

/** A customer of a channel, who comes now if not there yet. @param {any} state @param {any} options */
function customerOf(
	state,
	{ number = known.contactNumber, name = 'Visitante', chan_id = known.channel },
) {
	return (
		state.customers.find(isOf({ chan_type: 'whatsapp', chan_id, chan_user: `${number}@c.us` })) ??
		addUser(state, { number, name, chan_id, state: 'identifying' })
	);
}

/** @type {Vendor} */
const anycom = {
	name: 'anycom',
	routes: [...channels.routes, ...bot.routes, ...chat.routes],
	invalidStatus: 412,
	seed,
	authenticate,
	refuse,
	events: {
		/** A channel loses its connection: {id?}. */
		channelDown: (state, { id = known.channel }) => setChannel(state, id, 'DOWN'),
		/** A channel is connected again: {id?}. */
		channelUp: (state, { id = known.downChannel }) => setChannel(state, id, 'UP'),
		/** A customer waits for an attendant: {number?, name?, chan_id?, group?, subject?}. */
		customerWaiting: (state, { group = known.group, subject = '', ...who }) => {
			const user = customerOf(state, who);
			remove(
				state,
				{ chan_type: 'whatsapp', chan_id: user.channel.id, chan_user: user.channel.user_id },
				['awaiting', 'conversations'],
			);
			addAwaiting(state, user, {
				group: state.groups.find((/** @type {any} */ one) => one.id === group),
				subject,
			});
		},
		/** A customer comes, or gets into another state: {state, number?, name?, chan_id?}. */
		customerState: (state, { state: becomes, ...who }) => {
			const user = customerOf(state, who);
			if (becomes === 'on_bot' && user.state !== 'on_bot') addBotSession(state, user);
			user.state = becomes;
		},
		/** The parameters menu gives another key: {key}. */
		setKey: (state, { key }) => {
			state.key = key;
		},
	},
};

module.exports = { anycom, known };
