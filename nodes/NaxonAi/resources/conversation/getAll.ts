import type { Operation } from '../../../shared/operations/types';
import { conversationFilters } from '../../fields';
import { byPage } from '../../pagination';
import { simplifyConversation } from '../../simplify';

/** N4: GET /conversations. */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many conversations',
	description: 'Get many conversations of the whole account',
	request: { method: 'GET', url: '/conversations' },
	optional: { displayName: 'Filters', fields: conversationFilters },
	list: byPage,
	output: { simplify: simplifyConversation },
};
