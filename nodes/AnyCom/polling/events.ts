import type { IDataObject } from 'n8n-workflow';

import { detectChanges } from '../../shared/polling/changeDetection';
import type { PollEvent } from '../../shared/polling/trigger';
import { shortDigest } from '../../shared/util/digest';
import { simplifyCustomer } from '../simplify';
import { channelOf, fetchAwaiting, fetchChannels, fetchCustomers, keyOf, textAt } from './lists';
import { simplifyAwaiting, simplifyStatus } from './simplify';

/** Separates the parts of a saved state; no documented state of a customer has it. */
const SEPARATOR = ' ';

/** A digest of the session, by which a customer who came back differs from one who stayed; empty where there is none. */
const sessionOf = (customer: IDataObject | undefined) => {
	const session = textAt(customer ?? {}, 'session');
	return session === '' ? '' : shortDigest(session);
};

/** No documented state is longer. */
const MAX_STATE_LENGTH = 40;

/** A state as it is saved: a long one by its beginning and a digest. */
function savedState(state: string): string {
	const word = state.replaceAll(SEPARATOR, '_');
	return word.length <= MAX_STATE_LENGTH
		? word
		: `${word.slice(0, MAX_STATE_LENGTH)}…${shortDigest(state)}`;
}

const partsOf = (state: string) => state.split(SEPARATOR);

/** Whether two states differ. A session that is not known differs from none. */
function isChanged(before: string, now: string): boolean {
	const [oldState, oldSession] = partsOf(before);
	const [newState, newSession] = partsOf(now);
	return (
		oldState !== newState || (oldSession !== '' && newSession !== '' && oldSession !== newSession)
	);
}

/** Keeps the session from before where none is known now. */
const mergeState = (before: string | undefined, now: string) => {
	const [state, session] = partsOf(now);
	return [state, session || (before ? partsOf(before)[1] : '')].join(SEPARATOR);
};

/**
 * A19, with the session of each from A1. A customer waits anew in another session, for another group, or with another
 * subject, as AnyCom writes one when an attendant leaves. A customer in A1 but not in A19 waits no longer; one in neither
 * may be on a channel that is absent for a moment.
 */
export const customerWaiting: PollEvent = {
	name: 'Customer Waiting',
	value: 'customerWaiting',
	description: 'When a customer begins to wait for an attendant',
	...detectChanges({
		scope: (context) => [channelOf(context)],
		fetchSnapshot: async (context) => {
			const entries = await fetchAwaiting(context);
			const customers = await fetchCustomers(context);
			const customersByKey = new Map(customers.map((customer) => [keyOf(customer), customer]));
			const stateOf = (entry: IDataObject) =>
				[
					shortDigest(textAt(entry, 'chat.group.id'), textAt(entry, 'chat.subject')),
					sessionOf(customersByKey.get(keyOf(entry))),
				].join(SEPARATOR);
			const mayForget = (key: string) => customersByKey.has(key);
			const emitFirstSeen = () => true;
			return {
				entries,
				rules: { keyOf, stateOf, isChanged, mergeState, emitFirstSeen, mayForget },
			};
		},
		simplify: simplifyAwaiting,
	}),
};

/** A1. It lists nobody in state none, so a customer who was not listed before comes from it, and so does one in a new session. */
export const customerState: PollEvent = {
	name: 'Customer State Changed',
	value: 'customerState',
	description: 'When a customer comes, or gets into another state',
	...detectChanges({
		scope: (context) => [channelOf(context)],
		fetchSnapshot: async (context) => {
			const stateOf = (customer: IDataObject) =>
				[savedState(textAt(customer, 'state')), sessionOf(customer)].join(SEPARATOR);
			const rules = { keyOf, stateOf, isChanged, mergeState, emitFirstSeen: () => true };
			return { entries: await fetchCustomers(context), rules };
		},
		simplify: simplifyCustomer,
		extraFields: (customer, before) => {
			const [oldState = 'none'] = before === undefined ? [] : partsOf(before);
			return {
				previousState: oldState === savedState(textAt(customer, 'state')) ? 'none' : oldState,
			};
		},
	}),
};

const isUp = (channel: IDataObject) => textAt(channel, 'status').toUpperCase() === 'UP';

/** A7. A channel that is up when it is first listed has not come back. */
export const channelStatus: PollEvent = {
	name: 'Channel Status Changed',
	value: 'channelStatus',
	description: 'When a channel, the live chat or the bot goes down or comes back',
	...detectChanges({
		scope: (context) => [channelOf(context)],
		fetchSnapshot: async (context) => ({
			entries: await fetchChannels(context),
			rules: {
				keyOf,
				stateOf: (channel) => savedState(textAt(channel, 'status').toUpperCase()),
				isChanged: (before, now) => before !== now,
				emitFirstSeen: (channel) => !isUp(channel),
			},
		}),
		simplify: simplifyStatus,
		extraFields: (channel) => ({ event: isUp(channel) ? 'channelUp' : 'channelDown' }),
	}),
};
