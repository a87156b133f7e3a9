import { path } from '../../../shared/operations/requestBuilder';
import type { Operation } from '../../../shared/operations/types';
import { channel } from '../../fields';
import { byPageSize } from '../../pagination';
import { simplifyReport } from '../../simplify';

/** V9: GET report/channel/{channel_id}/contacts without id. */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many channel contacts',
	description: 'Get many contacts of a channel with phone number, address and what was ordered',
	request: { method: 'GET', url: '/report/channel/{channel_id}/contacts' },
	fields: [channel(path('channel_id'))],
	list: byPageSize,
	output: { envelopeKey: 'items', simplify: simplifyReport },
};
