import type { Operation } from '../../../shared/operations/types';
import { conversation } from '../../fields';
import { simplifyConversation } from '../../simplify';

/** N5: GET /conversations/{conversation_id}. */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get a conversation',
	description: 'Get a conversation: its model, its user on the platform, and what was said last',
	request: { method: 'GET', url: '/conversations/{conversation_id}' },
	fields: [conversation],
	output: { singular: 'conversation', simplify: simplifyConversation },
};
