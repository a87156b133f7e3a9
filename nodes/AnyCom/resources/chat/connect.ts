import type { Operation } from '../../../shared/operations/types';
import { attendant, channel, customer } from '../../fields';
import { command, WHATSAPP } from '../../vendor';

/** A13: chat/connect. */
export const connect: Operation = {
	name: 'Connect',
	value: 'connect',
	action: 'Connect a customer with an attendant',
	description: 'Connect a customer directly with a chat attendant, without an invite',
	request: command('chat', 'connect', WHATSAPP),
	orderedBy: ['args.chan_id', 'args.chan_user'],
	fields: [channel, customer, attendant()],
};
