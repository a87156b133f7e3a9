import type { Operation } from '../../../shared/operations/types';
import { command } from '../../vendor';

/** A19: chat/show awaiting. */
export const getAllAwaiting: Operation = {
	name: 'Get Many Awaiting',
	value: 'getAllAwaiting',
	action: 'Get many customers awaiting an attendant',
	description: 'Get many customers who wait for an attendant now',
	request: command('chat', 'show', { target: 'awaiting' }),
	isRead: true,
	list: 'unpaged',
};
