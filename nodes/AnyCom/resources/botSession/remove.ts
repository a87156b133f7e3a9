import type { Operation } from '../../../shared/operations/types';
import { channel, customer } from '../../fields';
import { command, WHATSAPP } from '../../vendor';

/** A11: bot/rem. */
export const remove: Operation = {
	name: 'Remove',
	value: 'remove',
	action: 'Remove a bot session',
	description: 'Remove the session that a customer has with the bot',
	request: command('bot', 'rem', WHATSAPP),
	orderedBy: ['args.chan_id', 'args.chan_user'],
	fields: [channel, customer],
};
