import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { createListReader } from '../../shared/polling/listReader';
import type { Listing } from '../../shared/polling/listReader';
import { getIdParameter } from '../../shared/polling/parameters';
import { byPageSize, bySize } from '../pagination';
import { vardast } from '../vendor';

/** How many entries of a list are remembered: about 10 kB. */
export const MAX_REMEMBERED = 500;

const get = (url: string, qs: IDataObject = {}) => ({ method: 'GET' as const, url, qs });

/** The ID of the selected channel, which V2 and V10 require. */
export const channelOf = (context: IPollFunctions) =>
	getIdParameter(context, { name: 'channel', displayName: 'Channel', required: true });

/** The ID of the selected channel; empty for all channels. */
export const anyChannelOf = (context: IPollFunctions) =>
	getIdParameter(context, { name: 'channel', displayName: 'Channel' });

/** V10: the orders of a channel. The vendor's documentation calls their `created_at` optional. */
export const orders = (context: IPollFunctions, channel: string): Listing =>
	createListReader(context, vardast, {
		request: get(`/report/channel/${encodeURIComponent(channel)}/orders`),
		pagination: byPageSize,
		envelopeKey: 'items',
		time: 'created_at',
	});

/** V3: the contacts of a channel, or of all channels. */
export const contacts = (context: IPollFunctions, channel: string): Listing =>
	createListReader(context, vardast, {
		request: get('/messenger/api/chat/contacts/', channel === '' ? {} : { channel_ids: channel }),
		pagination: bySize,
		envelopeKey: 'items',
		time: 'created_at',
	});

/** V2: the messages between a channel and a contact. */
export const messages = (context: IPollFunctions, channel: string, contact: string): Listing =>
	createListReader(context, vardast, {
		request: get(
			`/messenger/api/chat/${encodeURIComponent(channel)}/${encodeURIComponent(contact)}/`,
		),
		pagination: bySize,
		envelopeKey: 'items',
		time: 'timestamp',
	});
