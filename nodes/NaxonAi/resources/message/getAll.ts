import type { Operation } from '../../../shared/operations/types';
import { conversation } from '../../fields';
import { byPage } from '../../pagination';

/** N6: GET /conversations/{conversation_id}/messages. */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many messages',
	description: 'Get many messages of a conversation, from the user and the AI',
	request: { method: 'GET', url: '/conversations/{conversation_id}/messages' },
	fields: [conversation],
	list: byPage,
};
