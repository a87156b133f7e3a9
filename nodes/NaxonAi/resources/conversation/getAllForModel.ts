import type { Operation } from '../../../shared/operations/types';
import { conversationFilters, model } from '../../fields';
import { byPage } from '../../pagination';
import { simplifyConversation } from '../../simplify';

/** N3: GET /models/{model_id}/conversations. */
export const getAllForModel: Operation = {
	name: 'Get Many for a Model',
	value: 'getAllForModel',
	action: 'Get many conversations for a model',
	description: 'Get many conversations of one model',
	request: { method: 'GET', url: '/models/{model_id}/conversations' },
	fields: [model],
	optional: { displayName: 'Filters', fields: conversationFilters },
	list: byPage,
	output: { simplify: simplifyConversation },
};
