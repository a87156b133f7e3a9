import type { Operation } from '../../../shared/operations/types';
import { command } from '../../vendor';

/** A7: status. */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many channels',
	description: 'Get many channels with their status, the live chat and the bot included',
	request: command('status', ''),
	isRead: true,
	list: 'unpaged',
};
