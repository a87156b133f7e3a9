import type { Operation } from '../../../shared/operations/types';

/** V5: GET assistants/. */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many assistants',
	description: 'Get many assistants of the account, the newest first',
	request: { method: 'GET', url: '/messenger/api/assistants/' },
	list: 'unpaged',
	output: { envelopeKey: 'items', secrets: ['api_key'] },
};
