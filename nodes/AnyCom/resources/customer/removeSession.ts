import type { Operation } from '../../../shared/operations/types';
import { channel, customer } from '../../fields';
import { command, WHATSAPP } from '../../vendor';

/** A3: chan/rem. */
export const removeSession: Operation = {
	name: 'Remove Session',
	value: 'removeSession',
	action: 'Remove the session of a customer',
	description: 'Remove the active session of a customer from a channel',
	request: command('chan', 'rem', WHATSAPP),
	orderedBy: ['args.chan_id', 'args.chan_user'],
	fields: [channel, customer],
};
