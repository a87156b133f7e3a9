import { body } from '../../../shared/operations/requestBuilder';
import { toId } from '../../../shared/operations/serializers';
import type { Operation } from '../../../shared/operations/types';
import { message, task } from '../../fields';
import { simplifyThread } from '../../simplify';
import { WORKFLOWS } from '../../vendor';

/** S12: POST send_message_external. The dialog is found, or made, by the chat's own ID. */
export const sendExternal: Operation = {
	name: 'Send External',
	value: 'sendExternal',
	action: 'Send an external message for the AI to answer',
	description: 'Pass on a message from another messenger, so that the AI answers it',
	request: { method: 'POST', url: `${WORKFLOWS}/send_message_external` },
	orderedBy: ['task_id', 'chat_id'],
	fields: [
		task(body('task_id')),
		{
			displayName: 'Chat ID',
			name: 'chatId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 123456789',
			description:
				'The unique ID of the chat in your own system. Messages with the same ID are one dialog.',
			sendIn: body('chat_id', toId),
		},
		message,
	],
	optional: {
		displayName: 'Additional Fields',
		fields: [
			{
				displayName: 'Message Type',
				name: 'messageType',
				type: 'options',
				options: [
					{ name: 'Bot', value: 'bot', description: 'As if the AI had written it' },
					{
						name: 'Operator',
						value: 'operator',
						description: 'As if a person of the company had written it',
					},
					{ name: 'User', value: 'user', description: 'Written by the customer, the AI answers' },
				],
				default: 'user',
				description: 'Who the message comes from',
				sendIn: body('message_type'),
			},
		],
	},
	output: { envelopeKey: 'thread', simplify: simplifyThread },
};
