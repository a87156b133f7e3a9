'use strict';

/** What AnyCom's rows are put together from. */

const { known } = require('../../sandbox/anycom');

const id = (/** @type {any} */ value) => ({ __rl: true, mode: 'id', value: String(value) });

/** The one address. @param {string} group @param {string} cmd @param {any} [args] */
const post = (group, cmd, args = {}) => ({ method: 'POST', path: '/', body: { group, cmd, args } });

/** A list, as it comes when there is something in it. @param {any[]} entries @param {any[]} [simple] */
const list = (entries, simple) => ({
	answer: { status: 200, result: entries },
	items: simple ?? entries,
	...(simple && { raw: entries }),
});

/** A request that answers one text. @param {string} message */
const says = (message) => ({
	answer: { status: 200, result: message },
	items: [{ success: true, message }],
});

const onChannel = { channel: id(known.channel) };
const channelArgs = { chan_type: 'whatsapp', chan_id: known.channel };
const channelId = { in: /** @type {const} */ ('number'), name: 'args.chan_id' };
const userId = { in: /** @type {const} */ ('body'), name: 'args.chan_user' };
const attendantId = { in: /** @type {const} */ ('body'), name: 'args.chat_user' };
const number = (/** @type {string} */ name) => ({
	in: /** @type {const} */ ('number'),
	name: `args.${name}`,
});

/** A customer who is on the bot, or in a conversation, as most requests want one. @param {string} user */
const customer = (user) => ({ ...onChannel, customer: id(user) });
/** @param {string} chan_user */
const customerArgs = (chan_user) => ({ ...channelArgs, chan_user });
const customerIds = { channel: channelId, customer: userId };

/** The ways to write a phone number, and the full username that Get Many gives. @param {number} digits @param {string} name */
const numberForms = (digits, name) => {
	const text = String(digits);
	const [country, area, first, last] = [
		text.slice(0, 2),
		text.slice(2, 4),
		text.slice(4, 8),
		text.slice(8),
	];
	return [
		`+${text}`,
		`+${country} (${area}) ${first}-${last}`,
		`${country} ${area}.${first}.${last}`,
		`${text}@c.us`,
		`={{ ${text} }}`,
	].map((value) => ({
		set: { customerNumber: id(value) },
		body: { args: { [name]: digits } },
	}));
};

module.exports = {
	attendantId,
	channelArgs,
	channelId,
	customer,
	customerArgs,
	customerIds,
	id,
	list,
	number,
	numberForms,
	onChannel,
	post,
	says,
};
