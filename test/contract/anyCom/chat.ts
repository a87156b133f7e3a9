/** A13 to A20: the desk, where attendants talk to customers. */

import { known } from '../../support/sandbox/anyCom';
import { byId } from '../../support/vendors/parameters';
import { attendant, simpleAttendant, talker } from './answers';
import {
	attendantId,
	channelArgs,
	channelId,
	customer,
	customerArgs,
	customerIds,
	list,
	number,
	numberForms,
	onChannel,
	post,
	says,
} from './parts';
import type { Row } from '../../support/contract/describeContract';

const { inConversation, onBot } = known;

export const rows: Row[] = [
	{
		number: 'A13',
		resource: 'chat',
		operation: 'connect',
		required: { ...customer(onBot), attendant: byId('bruno@demo') },
		wire: post('chat', 'connect', { ...customerArgs(onBot), chat_user: 'bruno@demo' }),
		ids: { ...customerIds, attendant: attendantId },
		...says('Chat connected Successful'),
	},
	{
		number: 'A14',
		resource: 'chat',
		operation: 'close',
		required: customer(inConversation),
		wire: post('chat', 'close', customerArgs(inConversation)),
		ids: customerIds,
		...says(`LiveChat conversation of whatsapp/31/${inConversation} with larissa has been closed`),
	},
	{
		number: 'A15',
		resource: 'chat',
		operation: 'drop',
		required: customer(inConversation),
		wire: post('chat', 'drop', customerArgs(inConversation)),
		ids: customerIds,
		...says(
			`LiveChat conversation of whatsapp/31/${inConversation} with larissa@demo has been dropped`,
		),
	},
	{
		number: 'A16',
		resource: 'chat',
		operation: 'invite',
		required: { ...onChannel, customerNumber: byId(known.doneNumber) },
		wire: post('chat', 'invite', { ...channelArgs, chan_user: known.doneNumber }),
		options: [
			{
				set: { 'additionalFields.attendant': byId('larissa') },
				body: { args: { chat_user: 'larissa' } },
			},
			{
				set: { 'additionalFields.chatGroup': byId(known.group) },
				body: { args: { chat_group: known.group } },
			},
			{
				set: { 'additionalFields.erpCustomerNumber': '4321' },
				body: { args: { customer_fk: 4321 } },
			},
			{ set: { 'additionalFields.erpCustomerType': 'M' }, body: { args: { customer_ft: 'M' } } },
			{ set: { 'additionalFields.erpTicketNumber': '2000' }, body: { args: { session_fk: 2000 } } },
			{
				set: { 'additionalFields.greeting': 'Bom dia!' },
				body: { args: { chat_greet: 'Bom dia!' } },
			},
			{
				set: { 'additionalFields.subject': 'Dúvida sobre o boleto' },
				body: { args: { chat_subj: 'Dúvida sobre o boleto' } },
			},
		],
		zeroes: [
			{
				set: { 'additionalFields.chatGroup': byId('={{ 0 }}') },
				body: { args: { chat_group: 0 } },
			},
			{
				set: { 'additionalFields.erpCustomerNumber': '={{ 0 }}' },
				body: { args: { customer_fk: 0 } },
			},
			{ set: { 'additionalFields.erpTicketNumber': '0' }, body: { args: { session_fk: 0 } } },
		],
		forms: numberForms(known.doneNumber, 'chan_user'),
		ids: {
			channel: channelId,
			customerNumber: number('chan_user'),
			'additionalFields.attendant': attendantId,
			'additionalFields.chatGroup': number('chat_group'),
			'additionalFields.erpCustomerNumber': number('customer_fk'),
			'additionalFields.erpTicketNumber': number('session_fk'),
		},
		...says('Chat invited Successful'),
	},
	{
		number: 'A17',
		resource: 'attendant',
		operation: 'disconnect',
		required: { attendant: byId('larissa') },
		wire: post('chat', 'rem', { chat_user: 'larissa' }),
		ids: { attendant: attendantId },
		...says('LiveChat User larissa has been removed'),
	},
	{
		number: 'A18',
		resource: 'attendant',
		operation: 'getAll',
		required: {},
		wire: post('chat', 'show', { target: 'user' }),
		...list([attendant], [simpleAttendant]),
	},
	{
		number: 'A19',
		resource: 'chat',
		operation: 'getAllAwaiting',
		required: {},
		wire: post('chat', 'show', { target: 'awaiting' }),
		...list([
			{
				chat: {
					call: 'invited',
					group: { id: 23, name: 'Сервис' },
					greeting: '',
					subject: 'Retomada',
				},
				channel: talker,
			},
		]),
	},
	{
		number: 'A20',
		resource: 'chat',
		operation: 'getAllConversations',
		required: {},
		wire: post('chat', 'show', { target: 'conversation' }),
		...list([
			{
				chat_user: 'nadejda',
				chat_user_name: 'Надежда',
				chat_group: { id: 0, name: '' },
				channel: talker,
			},
		]),
	},
];
