import type { Operation } from '../../../shared/operations/types';
import { command } from '../../vendor';

/** A20: chat/show conversation. */
export const getAllConversations: Operation = {
	name: 'Get Many Conversations',
	value: 'getAllConversations',
	action: 'Get many customers talking to an attendant',
	description: 'Get many customers who talk to an attendant now',
	request: command('chat', 'show', { target: 'conversation' }),
	isRead: true,
	list: 'unpaged',
};
