import type { Operation } from '../../../shared/operations/types';
import { since, until } from '../../fields';
import { byPage } from '../../pagination';

/** N1: GET /models. */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many models',
	description: 'Get many models of the account, with their names and IDs',
	request: { method: 'GET', url: '/models' },
	optional: {
		displayName: 'Filters',
		fields: [
			since('Only models created at this time or later'),
			until('Only models created at this time or earlier'),
		],
	},
	list: byPage,
};
