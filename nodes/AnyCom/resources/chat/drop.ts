import type { Operation } from '../../../shared/operations/types';
import { channel, customer } from '../../fields';
import { command, WHATSAPP } from '../../vendor';

/** A15: chat/drop. */
export const drop: Operation = {
	name: 'Drop',
	value: 'drop',
	action: 'Drop a chat session',
	description: 'Drop the chat session of a customer',
	request: command('chat', 'drop', WHATSAPP),
	orderedBy: ['args.chan_id', 'args.chan_user'],
	fields: [channel, customer],
};
