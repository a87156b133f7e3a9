import { path } from '../../../shared/operations/requestBuilder';
import type { Operation } from '../../../shared/operations/types';
import { channel } from '../../fields';
import { byPageSize } from '../../pagination';
import { simplifyReport } from '../../simplify';

/** V10: GET report/channel/{channel_id}/orders without order_id. */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many orders',
	description: 'Get many orders of a channel with their products and where to deliver them',
	request: { method: 'GET', url: '/report/channel/{channel_id}/orders' },
	fields: [channel(path('channel_id'))],
	list: byPageSize,
	output: { envelopeKey: 'items', simplify: simplifyReport },
};
