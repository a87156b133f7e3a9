import { path, query } from '../../../shared/operations/requestBuilder';
import type { Operation } from '../../../shared/operations/types';
import { channel, channelContact } from '../../fields';
import { simplifyReport } from '../../simplify';

/** V9: GET report/channel/{channel_id}/contacts with id. */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get a channel contact',
	description: 'Get a contact of a channel with phone number, address and what was ordered',
	request: { method: 'GET', url: '/report/channel/{channel_id}/contacts' },
	fields: [channel(path('channel_id')), channelContact(query('id'))],
	output: { envelopeKey: 'items', singular: 'channel contact', simplify: simplifyReport },
};
