import type { IDataObject } from 'n8n-workflow';

import { detectChanges } from '../../shared/polling/changeDetection';
import { shortDigest } from '../../shared/util/digest';
import type { PollEvent } from '../../shared/polling/trigger';
import { simplifyCustomer } from '../simplify';
import { awaiting, channelOf, channels, customers, keyOf, text } from './lists';
import { simplifyAwaiting, simplifyStatus } from './simplify';

/** Stands between the parts of a state; no state of the document has it. */
const SEPARATOR = ' ';

/** A digest of the session, by which a customer who came back is told from one who stayed; empty where there is none. */
const sessionOf = (customer: IDataObject | undefined) => {
	const session = text(customer ?? {}, 'session');
	return session === '' ? '' : shortDigest(session);
};

const parts = (state: string) => state.split(SEPARATOR);

/** Whether two states differ. A session that is not known differs from none. */
function isChanged(before: string, now: string): boolean {
	const [[was, wasIn], [is, isIn]] = [parts(before), parts(now)];
	return was !== is || (wasIn !== '' && isIn !== '' && wasIn !== isIn);
}

/** Keeps the session from before where none is known now. */
const mergeState = (before: string | undefined, now: string) => {
	const [is, isIn] = parts(now);
	return [is, isIn || (before ? parts(before)[1] : '')].join(SEPARATOR);
};

/**
 * A19, with the session of each from A1. Somebody waits anew in another session, for another group, or with another
 * subject, as AnyCom writes one when an attendant leaves. Who is in A1 but not in A19 waits no longer; who is in neither
 * may be on a channel that is away for a moment.
 */
export const customerWaiting: PollEvent = {
	name: 'Customer Waiting',
	value: 'customerWaiting',
	description: 'When a customer begins to wait for an attendant',
	...detectChanges({
		scope: (context) => [channelOf(context)],
		fetchSnapshot: async (context) => {
			const things = await awaiting(context);
			const present = new Map(
				(await customers(context)).map((customer) => [keyOf(customer), customer]),
			);
			const stateOf = (thing: IDataObject) =>
				[
					shortDigest(text(thing, 'chat.group.id'), text(thing, 'chat.subject')),
					sessionOf(present.get(keyOf(thing))),
				].join(SEPARATOR);
			return {
				things,
				rules: {
					keyOf,
					stateOf,
					isChanged,
					mergeState,
					emitFirstSeen: () => true,
					mayForget: (key) => present.has(key),
				},
			};
		},
		simplify: simplifyAwaiting,
	}),
};

/** A1. It lists nobody in state none, so who was not there before comes from it; and so does who is in a new session. */
export const customerState: PollEvent = {
	name: 'Customer State Changed',
	value: 'customerState',
	description: 'When a customer comes, or gets into another state',
	...detectChanges({
		scope: (context) => [channelOf(context)],
		fetchSnapshot: async (context) => ({
			things: await customers(context),
			rules: {
				keyOf,
				stateOf: (customer) =>
					[text(customer, 'state').replaceAll(SEPARATOR, '_'), sessionOf(customer)].join(SEPARATOR),
				isChanged,
				mergeState,
				emitFirstSeen: () => true,
			},
		}),
		simplify: simplifyCustomer,
		extraFields: (customer, before) => {
			const [was = 'none'] = before === undefined ? [] : parts(before);
			return { previousState: was === text(customer, 'state') ? 'none' : was };
		},
	}),
};

const isUp = (channel: IDataObject) => text(channel, 'status').toUpperCase() === 'UP';

/** A7. A channel that is up when it is first seen has not come back. */
export const channelStatus: PollEvent = {
	name: 'Channel Status Changed',
	value: 'channelStatus',
	description: 'When a channel, the live chat or the bot goes down or comes back',
	...detectChanges({
		scope: (context) => [channelOf(context)],
		fetchSnapshot: async (context) => ({
			things: await channels(context),
			rules: {
				keyOf,
				stateOf: (channel) => text(channel, 'status').toUpperCase(),
				isChanged: (before, now) => before !== now,
				emitFirstSeen: (channel) => !isUp(channel),
			},
		}),
		simplify: simplifyStatus,
		extraFields: (channel) => ({ event: isUp(channel) ? 'channelUp' : 'channelDown' }),
	}),
};
