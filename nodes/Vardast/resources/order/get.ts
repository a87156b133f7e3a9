import { path, query } from '../../../shared/operations/requestBuilder';
import type { Operation } from '../../../shared/operations/types';
import { channel, order } from '../../fields';
import { simplifyReport } from '../../simplify';

/** V10: GET report/channel/{channel_id}/orders with order_id. */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get an order',
	description: 'Get an order of a channel with its products and where to deliver them',
	request: { method: 'GET', url: '/report/channel/{channel_id}/orders' },
	fields: [channel(path('channel_id')), order(query('order_id'))],
	output: { envelopeKey: 'items', singular: 'order', simplify: simplifyReport },
};
