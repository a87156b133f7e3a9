/**
 * Vardast, from its document (inventory V1 to V12). The final slash of a path is part of the document: with one too
 * many or too few the path does not exist.
 */

import { uuid } from '../invent';
import { seed, known, datetime, reportRow } from './seed';
import { refuse } from './responses';
import * as chat from './chat';
import * as setup from './setup';
import * as report from './report';
import type { SandboxVendor } from '../types';
import type { ReportRow, State } from './state';

/** @throws when no row has the ID */
function find<T extends { id: string }>(rows: T[], wanted: string, what: string): T {
	const row = rows.find(({ id }) => id === wanted);
	if (!row) throw new Error(`there is no ${what} ${wanted}`);
	return row;
}

export const vardast: SandboxVendor<State> = {
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
		/** A contact orders something, now or at `at`; `row` replaces fields of the row of the order. */
		newOrder(
			state,
			{
				contactId = known.contact.id,
				at = Date.now(),
				row = {},
			}: { contactId?: string; at?: number | string; row?: Partial<ReportRow> },
		) {
			const contact = find(state.contacts, contactId, 'contact');
			const order = reportRow(
				uuid(`made ${++state.made}`),
				contact,
				state.orders.length + 1,
				new Date(at).getTime(),
			);
			state.orders.push({ ...order, ...row });
		},

		/** Somebody writes to a channel for the first time, now or at `at`. */
		newContact(
			state,
			{
				channelId = known.channel.id,
				name = 'کیمیا تازه‌وارد ✨',
				username = 'kimia_new',
				at = Date.now(),
			}: { channelId?: string; name?: string; username?: string; at?: number | string },
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

		/** A message is exchanged with a contact, now or at `at`; by default the contact sends it. */
		newMessage(
			state,
			{
				contactId = known.contact.id,
				text = 'هنوز باز هستید؟',
				fromContact,
				at,
			}: { contactId?: string; text?: string; fromContact?: boolean; at?: number | string },
		) {
			const contact = find(state.contacts, contactId, 'contact');
			const channel = find(state.channels, contact.channel_id, 'channel');
			chat.saveMessage(state, channel, contact, { text, fromContact, at });
		},
	},
};

export { known };
export type { State as VardastState } from './state';
