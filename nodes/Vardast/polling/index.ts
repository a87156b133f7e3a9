import type { INodeProperties } from 'n8n-workflow';

import { optionalLocator, simplify } from '../../shared/operations/fields';
import { forEvents } from '../../shared/polling/parameters';
import { triggerOnField } from '../../shared/polling/trigger';
import { channel, contact } from '../fields';
import { newContact, newOrder } from './entries';
import { newMessage } from './newMessage';

export const events = [newContact, newMessage, newOrder];

const anyChannel = optionalLocator(
	channel(),
	'All channels',
	'Only contacts of this channel. Leave empty for all channels.',
);
const anyContact = optionalLocator(
	contact(),
	'All contacts',
	'Only messages exchanged with this contact. Leave empty for all contacts of the channel.',
);

export const properties: INodeProperties[] = [
	triggerOnField(events),
	{
		displayName:
			'Vardast lists the messages of one contact at a time. For a whole channel, each poll reads the contacts and then the messages of some of them: at once of those who are new or whose entry has changed, and of the others in turn.',
		name: 'messagesNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { triggerOn: ['newMessage'] } },
	},
	forEvents(channel(), 'newMessage', 'newOrder'),
	forEvents(anyChannel, 'newContact'),
	forEvents(anyContact, 'newMessage'),
	{
		displayName: 'Sender',
		name: 'sender',
		type: 'options',
		options: [
			{ name: 'Anyone', value: 'anyone', description: 'Messages in both directions' },
			{ name: 'Channel', value: 'channel', description: 'What the assistant or the shop wrote' },
			{ name: 'Contact', value: 'contact', description: 'What the contact wrote' },
		],
		default: 'contact',
		description:
			'Whose messages start the workflow. A workflow that answers would start itself with Anyone.',
		displayOptions: { show: { triggerOn: ['newMessage'] } },
	},
	{
		displayName: 'Max Contacts per Poll',
		name: 'maxContactsPerPoll',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 25,
		description:
			"How many contacts' messages a poll of a whole channel reads at most, with one request each. The more, the sooner a message is noticed.",
		displayOptions: { show: { triggerOn: ['newMessage'] } },
	},
	forEvents(simplify, 'newOrder'),
];
