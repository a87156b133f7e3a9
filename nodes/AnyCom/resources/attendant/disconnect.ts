import type { Operation } from '../../../shared/operations/types';
import { attendant } from '../../fields';
import { command } from '../../vendor';

/** A17: chat/rem. */
export const disconnect: Operation = {
	name: 'Disconnect',
	value: 'disconnect',
	action: 'Disconnect an attendant',
	description: 'Disconnect an attendant from the chat',
	request: command('chat', 'rem'),
	fields: [attendant()],
};
