import type { Operation } from '../../../shared/operations/types';
import { channel, customer } from '../../fields';
import { command, WHATSAPP } from '../../vendor';

/** A14: chat/close. */
export const close: Operation = {
	name: 'Close',
	value: 'close',
	action: 'Close a chat session',
	description: 'Close the chat session of a customer',
	request: command('chat', 'close', WHATSAPP),
	orderedBy: ['args.chan_id', 'args.chan_user'],
	fields: [channel, customer],
};
