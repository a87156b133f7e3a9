import { resourceLocator } from '../../../shared/operations/fields';
import { body } from '../../../shared/operations/requestBuilder';
import { toInteger } from '../../../shared/operations/serializers';
import type { Operation } from '../../../shared/operations/types';
import { attendant, channel, customerNumber } from '../../fields';
import { command, WHATSAPP } from '../../vendor';

/**
 * A16: chat/invite. The vendor's documentation calls all arguments mandatory, yet leaves `chat_user` empty in its example;
 * what names the channel and the customer is required here, the rest is sent if it is set. `chan_user` is a number here.
 */
export const invite: Operation = {
	name: 'Invite',
	value: 'invite',
	action: 'Invite attendants to a chat',
	description: 'Invite an attendant or a chat group to talk to a customer',
	request: command('chat', 'invite', WHATSAPP),
	orderedBy: ['args.chan_id', 'args.chan_user'],
	fields: [channel, customerNumber('chan_user')],
	optional: {
		displayName: 'Additional Fields',
		fields: [
			{
				...attendant(false),
				description: 'The username of the chat attendant, who is preferred to the chat group',
			},
			resourceLocator({
				displayName: 'Chat Group',
				name: 'chatGroup',
				searchMethod: 'searchChatGroups',
				description: 'The group of attendants. The list has the groups that are in use now.',
				example: '14',
				sendIn: body('args.chat_group', toInteger),
				required: false,
			}),
			{
				displayName: 'ERP Customer Number',
				name: 'erpCustomerNumber',
				type: 'string',
				default: '',
				placeholder: 'e.g. 1234',
				description: 'The number of the customer in the ERP, not the phone number',
				sendIn: body('args.customer_fk', toInteger),
			},
			{
				displayName: 'ERP Customer Type',
				name: 'erpCustomerType',
				type: 'string',
				default: '',
				placeholder: 'e.g. M',
				description: 'The type of the customer in the ERP',
				sendIn: body('args.customer_ft'),
			},
			{
				displayName: 'ERP Ticket Number',
				name: 'erpTicketNumber',
				type: 'string',
				default: '',
				placeholder: 'e.g. 1000',
				description: 'The number of the ticket in the ERP',
				sendIn: body('args.session_fk', toInteger),
			},
			{
				displayName: 'Greeting',
				name: 'greeting',
				type: 'string',
				typeOptions: { rows: 3 },
				default: '',
				description: 'The message that the customer gets when an attendant accepts the invite',
				sendIn: body('args.chat_greet'),
			},
			{
				displayName: 'Subject',
				name: 'subject',
				type: 'string',
				default: '',
				description: 'What the chat is about, for the attendant',
				sendIn: body('args.chat_subj'),
			},
		],
	},
};
