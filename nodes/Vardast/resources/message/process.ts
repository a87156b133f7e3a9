import { body } from '../../../shared/operations/requestBuilder';
import type { Operation } from '../../../shared/operations/types';
import { assistant, channel, contact } from '../../fields';

/** V1: POST chat/public/process. */
export const process: Operation = {
	name: 'Process',
	value: 'process',
	action: 'Process a message with an AI assistant',
	description: 'Have an AI assistant process a message of a contact, and get its response',
	request: { method: 'POST', url: '/messenger/api/chat/public/process' },
	orderedBy: ['channel_id', 'contact_id'],
	output: { chatText: 'response' },
	fields: [
		channel(body('channel_id')),
		contact(body('contact_id')),
		{
			displayName: 'Message',
			name: 'message',
			type: 'string',
			typeOptions: { rows: 3 },
			required: true,
			default: '',
			description: 'The text to process',
			sendIn: body('message'),
		},
	],
	optional: {
		displayName: 'Additional Fields',
		fields: [
			assistant(
				body('assistant_id'),
				"The assistant that responds. The channel's own one does if this is left out.",
				false,
			),
		],
	},
};
