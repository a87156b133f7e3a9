/**
 * AnyCom as its document describes it: one address, POST / with group, cmd and args. Where the document's tables of
 * arguments and its templates differ, the tables count.
 */

import { authenticate, refuse } from './forms';
import { addAwaiting, addBotSession, addUser, known, seed } from './seed';
import { isOf, remove } from './find';
import * as bot from './bot';
import * as channels from './channels';
import * as chat from './chat';
import type { SandboxVendor } from '../types';

function setChannel(state: any, id: number, status: string) {
	const channel = state.channels.find((one: any) => one.id === id);
	if (!channel) throw new Error(`there is no channel ${id}`);
	channel.status = status;
}

/** A customer of a channel, who comes now if not there yet. */
function customerOf(
	state: any,
	{ number = known.contactNumber, name = 'Visitante', chan_id = known.channel }: any,
) {
	return (
		state.customers.find(isOf({ chan_type: 'whatsapp', chan_id, chan_user: `${number}@c.us` })) ??
		addUser(state, { number, name, chan_id, state: 'identifying' })
	);
}

export const anyCom: SandboxVendor = {
	name: 'anyCom',
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
				group: state.groups.find((one: any) => one.id === group),
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

export { known };
