import { path } from '../../../shared/operations/requestBuilder';
import type { Operation } from '../../../shared/operations/types';
import { channel, contact } from '../../fields';
import { bySize } from '../../pagination';

/** V2: GET chat/{channel_id}/{contact_id}/. */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many messages',
	description: 'Get many messages between a channel and a contact',
	request: { method: 'GET', url: '/messenger/api/chat/{channel_id}/{contact_id}/' },
	fields: [channel(path('channel_id')), contact(path('contact_id'))],
	list: bySize,
	output: { envelopeKey: 'items' },
};
