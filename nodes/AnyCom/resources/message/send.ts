import { body } from '../../../shared/operations/requestBuilder';
import type { Operation } from '../../../shared/operations/types';
import { channel, customerNumber, flow } from '../../fields';
import { command, WHATSAPP } from '../../vendor';

/** A6: chan/message. The customer is identified by phone number. */
export const send: Operation = {
	name: 'Send',
	value: 'send',
	action: 'Send a message',
	description: 'Send a WhatsApp message to a customer, and set the flow that an answer starts',
	request: command('chan', 'message', WHATSAPP),
	orderedBy: ['args.chan_id', 'args.user'],
	fields: [
		channel,
		customerNumber('user'),
		flow('The number of the flow to execute if the customer responds'),
		{
			displayName: 'Message',
			name: 'message',
			type: 'string',
			typeOptions: { rows: 3 },
			required: true,
			default: '',
			description: 'The text to send',
			sendIn: body('args.message'),
		},
	],
};
