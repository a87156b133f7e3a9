import type { IDataObject, INodeProperties, IWebhookFunctions } from 'n8n-workflow';

import { resourceLocator } from '../../shared/operations/fields';
import { foldText } from '../../shared/util/text';
import { readFilters, withoutLocation } from '../../shared/webhook/filters';
import { company, task } from '../fields';
import { ALL_MESSAGES, kindOf } from './event';

/** Messages that a bridge passes on to the messenger. What the user wrote comes from there (vendor documentation). */
const RELAYED = ['bot', 'operator'];

export const triggerOn: INodeProperties = {
	displayName: 'Trigger On',
	name: 'triggerOn',
	type: 'multiOptions',
	noDataExpression: true,
	options: [
		{
			name: 'All Messages',
			value: ALL_MESSAGES,
			description: 'A message of the bot, an operator or the user',
		},
		{
			name: 'Any',
			value: 'any',
			description: 'Whatever type the webhook has, also one that is not listed here',
		},
		{
			name: 'Bot Detected',
			value: 'is_bot',
			description: 'The dialog turned out to be with a bot',
		},
		{ name: 'Closed', value: 'close', description: 'The dialog was closed' },
		{
			name: 'Contact Received',
			value: 'get_contact',
			description: 'The user gave a contact, e.g. a phone number',
		},
		{ name: 'Interest', value: 'interest', description: 'The user showed interest' },
		{ name: 'Operator', value: 'operator', description: 'The dialog was handed to an operator' },
		{ name: 'Other Type', value: 'other', description: 'A type that is not listed here' },
		{ name: 'Success', value: 'success', description: 'The dialog was successful' },
	],
	required: true,
	default: [ALL_MESSAGES],
	description: 'The webhook types that start the workflow. Others are answered, and start nothing.',
};

export const filters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	options: withoutLocation([
		resourceLocator({
			displayName: 'Channel',
			name: 'channel',
			searchMethod: 'searchChannels',
			description:
				'The channel that the dialog is in. Webhooks may name it by a short ID such as 7c: then enter that one.',
			example: '7c',
			required: false,
		}),
		company(undefined, false),
		{
			displayName: 'Message Type',
			name: 'messageType',
			type: 'multiOptions',
			options: [
				{ name: 'Bot', value: 'bot', description: 'Written by the AI' },
				{
					name: 'Messages to Relay to the Messenger',
					value: 'relay',
					description: 'Of the bot and of operators: what a bridge passes on',
				},
				{ name: 'Operator', value: 'operator', description: 'Written by a person of the company' },
				{ name: 'User', value: 'user', description: 'Written by the customer' },
			],
			default: ['relay'],
			description: 'Who the message comes from',
		},
		task(undefined, false),
	]),
};

/** Whether an event has a type and all the properties that the user chose. */
export function filter(context: IWebhookFunctions) {
	const types = [context.getNodeParameter('triggerOn', [])].flat() as string[];
	const chosen = readFilters(context.getNodeParameter('filters', {}) as IDataObject);
	const senders = chosen.list('messageType').flatMap((type) => (type === 'relay' ? RELAYED : type));
	const ids = ['channel', 'company', 'task'].map((name) => ({
		id: chosen.id(name),
		key: `${name}Id`,
	}));
	return (event: IDataObject): boolean =>
		(types.includes('any') || types.includes(kindOf(event.whType))) &&
		(senders.length === 0 || senders.includes(foldText(event.messageType ?? ''))) &&
		ids.every(({ id, key }) => id === undefined || event[key] === id);
}
