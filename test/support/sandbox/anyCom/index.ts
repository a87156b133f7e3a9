/**
 * AnyCom as its document describes it: POST / with group, cmd and args for all requests. Where the document's tables of
 * arguments and its templates differ, this follows the tables.
 */

import { authenticate, refuse } from './protocol';
import { addAwaiting, addBotSession, addUser, known, seed } from './seed';
import { isOf, remove } from './find';
import * as bot from './bot';
import * as channels from './channels';
import * as chat from './chat';
import type { SandboxVendor } from '../types';
import type { Customer, State } from './state';

function setChannel(state: State, id: number, status: string) {
	const channel = state.channels.find((one) => one.id === id);
	if (!channel) throw new Error(`there is no channel ${id}`);
	channel.status = status;
}

interface CustomerOptions {
	number?: number;
	name?: string;
	chan_id?: number;
}

interface WaitingOptions extends CustomerOptions {
	group?: number;
	subject?: string;
}

interface StateOptions extends CustomerOptions {
	state: string;
}

/** A customer of a channel, who is added if there is none with the number. */
function customerOf(
	state: State,
	{ number = known.contactNumber, name = 'Visitante', chan_id = known.channel }: CustomerOptions,
): Customer {
	return (
		state.customers.find(isOf({ chan_type: 'whatsapp', chan_id, chan_user: `${number}@c.us` })) ??
		addUser(state, { number, name, chan_id, state: 'identifying' })
	);
}

export const anyCom: SandboxVendor<State> = {
	name: 'anyCom',
	routes: [...channels.routes, ...bot.routes, ...chat.routes],
	invalidStatus: 412,
	seed,
	authenticate,
	refuse,
	events: {
		/** A channel loses its connection: {id?}. */
		channelDown: (state, { id = known.channel }: { id?: number }) => setChannel(state, id, 'DOWN'),
		/** A channel is connected again: {id?}. */
		channelUp: (state, { id = known.downChannel }: { id?: number }) => setChannel(state, id, 'UP'),
		/** A customer waits for an attendant: {number?, name?, chan_id?, group?, subject?}. */
		customerWaiting: (state, { group: id = known.group, subject = '', ...who }: WaitingOptions) => {
			const user = customerOf(state, who);
			const group = state.groups.find((one) => one.id === id);
			if (!group) throw new Error(`there is no group ${id}`);
			remove(
				state,
				{ chan_type: 'whatsapp', chan_id: user.channel.id, chan_user: user.channel.user_id },
				['awaiting', 'conversations'],
			);
			addAwaiting(state, user, { group, subject });
		},
		/** A customer is added, or gets another state: {state, number?, name?, chan_id?}. */
		customerState: (state, { state: nextState, ...who }: StateOptions) => {
			const user = customerOf(state, who);
			if (nextState === 'on_bot' && user.state !== 'on_bot') addBotSession(state, user);
			user.state = nextState;
		},
		/** The parameters menu gives another key: {key}. */
		setKey: (state, { key }: { key: string }) => {
			state.key = key;
		},
	},
};

export { known };
export type { State as AnyComState } from './state';
