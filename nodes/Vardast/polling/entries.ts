import { newEntries } from '../../shared/polling/newEntries';
import type { PollEvent } from '../../shared/polling/trigger';
import { simplifyReport } from '../simplify';
import { anyChannelOf, channelOf, contacts, MAX_REMEMBERED, orders } from './lists';

/** V10, which lists the orders of one channel. */
export const newOrder: PollEvent = {
	name: 'New Order',
	value: 'newOrder',
	description: 'When a contact has ordered something in a channel',
	...newEntries({
		scope: (context) => [channelOf(context)],
		list: (context) => orders(context, channelOf(context)),
		maxRemembered: MAX_REMEMBERED,
		simplify: simplifyReport,
	}),
};

/** V3, which lists everyone who ever wrote. */
export const newContact: PollEvent = {
	name: 'New Contact',
	value: 'newContact',
	description: 'When somebody has written to a channel for the first time',
	...newEntries({
		scope: (context) => [anyChannelOf(context)],
		list: (context) => contacts(context, anyChannelOf(context)),
		maxRemembered: MAX_REMEMBERED,
	}),
};
