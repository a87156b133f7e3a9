'use strict';

/**
 * Vardast, from its document (inventory V1 to V12). Which paths end in a slash is part of the document: with a
 * slash too many or too few there is no such path.
 */

const { uuid } = require('./invent.js');
const { seed, known, datetime, reportRow } = require('./vardast/seed.js');
const { refuse } = require('./vardast/answers.js');
const chat = require('./vardast/chat.js');
const setup = require('./vardast/setup.js');
const report = require('./vardast/report.js');

/**
 * @typedef {import('./server.js').Vendor} Vendor
 * @typedef {import('./vardast/seed.js').State} State
 */

/** @param {any[]} rows @param {string} wanted @param {string} what @returns {any} */
function find(rows, wanted, what) {
	const row = rows.find(({ id }) => id === wanted);
	if (!row) throw new Error(`there is no ${what} ${wanted}`);
	return row;
}

/** @type {Vendor} */
const vardast = {
	name: 'vardast',
	invalidStatus: 422,
	seed,
	refuse,
	routes: [...chat.routes, ...setup.routes, ...report.routes],

	authenticate({ headers }, state) {
		const given = headers['x-api-key'];
		if (given === state.apiKey) return undefined;
		return refuse(
			401,
			given === undefined ? 'The header X-API-Key is missing' : 'This API key opens no account',
		);
	},

	events: {
		/**
		 * A contact orders something, now or at `at`; `row` replaces parts of the order's row.
		 * @param {State} state @param {{contactId?: string, at?: number|string, row?: any}} options
		 */
		newOrder(state, { contactId = known.contact.id, at = Date.now(), row = {} }) {
			const contact = find(state.contacts, contactId, 'contact');
			const order = reportRow(
				uuid(`made ${++state.made}`),
				contact,
				state.orders.length + 1,
				new Date(at).getTime(),
			);
			state.orders.push({ ...order, ...row });
		},

		/**
		 * Somebody writes to a channel for the first time, now or at `at`.
		 * @param {State} state
		 * @param {{channelId?: string, name?: string, username?: string, at?: number|string}} options
		 */
		newContact(
			state,
			{
				channelId = known.channel.id,
				name = 'کیمیا تازه‌وارد ✨',
				username = 'kimia_new',
				at = Date.now(),
			},
		) {
			const channel = find(state.channels, channelId, 'channel');
			const index = state.contacts.length;
			const contact = {
				id: uuid(`made ${++state.made}`),
				name,
				username,
				identifier: String(690_000_000 + index),
				platform: channel.platform,
				channel_id: channel.id,
				is_stopped: false,
				created_at: datetime(at),
				updated_at: datetime(at),
			};
			state.contacts.push(contact);
			const row = reportRow(uuid(`made ${++state.made}`), contact, index, new Date(at).getTime());
			state.reportContacts.push({ ...row, order_list: [] });
			state.usage.total_contacts += 1;
			chat.saveMessage(state, channel, contact, { text: 'سلام 👋', at });
		},

		/**
		 * A message is exchanged with a contact, written by the contact unless told, now or at `at`.
		 * @param {State} state
		 * @param {{contactId?: string, text?: string, fromContact?: boolean, at?: number|string}} options
		 */
		newMessage(state, { contactId = known.contact.id, text = 'هنوز باز هستید؟', fromContact, at }) {
			const contact = find(state.contacts, contactId, 'contact');
			const channel = find(state.channels, contact.channel_id, 'channel');
			chat.saveMessage(state, channel, contact, { text, fromContact, at });
		},
	},
};

module.exports = { vardast, known };
