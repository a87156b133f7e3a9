'use strict';

/**
 * Finds what a request names, or says in AnyCom's form that it is not there (which the document leaves open: 412 with
 * words is its only status for a request it understands but cannot do).
 */

const { failed } = require('./forms');

/** @typedef {import('../server').Answer} Answer */
/** @typedef {{refusal: Answer}} Refused */

/** @param {any} state @param {any} args @returns {{channel: any}|Refused} */
function findChannel(state, args) {
	const channel = state.channels.find(
		(/** @type {any} */ one) => one.type === args.chan_type && one.id === args.chan_id,
	);
	return channel
		? { channel }
		: { refusal: failed(state, `Channel ${args.chan_type}/${args.chan_id} not found`) };
}

/** The name AnyCom gives a customer on a channel. @param {any} args */
const nameOf = (args) => `${args.chan_type}/${args.chan_id}/${args.chan_user}`;

/** @param {any} args @returns {(entry: {channel: any}) => boolean} */
function isOf(args) {
	return ({ channel }) =>
		channel.type === args.chan_type &&
		channel.id === args.chan_id &&
		channel.user_id === args.chan_user;
}

/**
 * @param {any} state @param {any} args
 * @param {'customers'|'botSessions'|'conversations'} list where the customer must be
 * @returns {{found: any, refusal?: undefined}|(Refused & {found?: undefined})}
 */
function findCustomer(state, args, list) {
	const there = findChannel(state, args);
	if ('refusal' in there) return there;
	const found = state[list].find(isOf(args));
	const what = { customers: 'session', botSessions: 'bot session', conversations: 'chat session' }[
		list
	];
	return found ? { found } : { refusal: failed(state, `${nameOf(args)} has no ${what}`) };
}

/** @param {any} state @param {string} chat_user with or without @domain @returns {{found: any, refusal?: undefined}|(Refused & {found?: undefined})} */
function findAttendant(state, chat_user) {
	const found = state.attendants.find((/** @type {any} */ one) =>
		[one.chat_user, `${one.chat_user}@${state.domain}`].includes(chat_user),
	);
	return found ? { found } : { refusal: failed(state, `Attendant ${chat_user} is not online`) };
}

/** Takes a customer out of lists. @param {any} state @param {any} args @param {string[]} lists */
function remove(state, args, lists) {
	const isIt = isOf(args);
	for (const list of lists)
		state[list] = state[list].filter((/** @type {any} */ entry) => !isIt(entry));
}

module.exports = { findAttendant, findChannel, findCustomer, isOf, nameOf, remove };
