import type { Operation } from '../../../shared/operations/types';
import { simplifyChannel } from '../../simplify';

/** V4: GET channel/. */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many channels',
	description: 'Get many channels of the account',
	request: { method: 'GET', url: '/messenger/api/channel/' },
	list: 'unpaged',
	output: { envelopeKey: 'items', simplify: simplifyChannel, secrets: ['access_token'] },
};
