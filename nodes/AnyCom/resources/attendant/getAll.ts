import type { Operation } from '../../../shared/operations/types';
import { simplifyAttendant } from '../../simplify';
import { command } from '../../vendor';

/** A18: chat/show user. */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many attendants',
	description: 'Get many chat attendants who are online now',
	request: command('chat', 'show', { target: 'user' }),
	isRead: true,
	list: 'unpaged',
	output: { simplify: simplifyAttendant },
};
