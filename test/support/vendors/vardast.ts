import { VardastApi } from '../../../credentials/VardastApi.credentials';
import { contract } from '../../contract/vardast';
import { known, vardast as sandbox } from '../sandbox/vardast';
import { byId, fromList, notSet } from './parameters';
import { defineVendor } from './types';
import type { PollingTriggerSupport } from './types';

const trigger: PollingTriggerSupport = {
	kind: 'polling',
	node: 'vardastTrigger',
	name: 'Vardast',
	savedCases: [
		{ name: 'new contacts', parameters: { triggerOn: 'newContact' } },
		{
			name: 'new contacts of a channel',
			parameters: { triggerOn: 'newContact', channel: fromList(known.channel.id) },
		},
		{
			name: 'new messages',
			parameters: {
				triggerOn: 'newMessage',
				channel: byId(known.channel.id),
				sender: 'anyone',
				maxContactsPerPoll: 5,
			},
		},
		{
			name: 'new messages of a contact',
			parameters: {
				triggerOn: 'newMessage',
				channel: byId(known.channel.id),
				contact: byId(known.contact.id),
				sender: 'channel',
			},
		},
		{
			name: 'new messages of one from the list',
			parameters: {
				triggerOn: 'newMessage',
				channel: fromList(known.channel.id),
				contact: fromList(known.contact.id),
			},
		},
		{
			name: 'new orders',
			parameters: { triggerOn: 'newOrder', channel: byId(known.channel.id), simplify: false },
		},
	],
	events: [
		{
			title: 'poll for new orders',
			event: 'newOrder',
			parameters: { triggerOn: 'newOrder', channel: byId(known.channel.id) },
			happen: async (vendor) => await vendor.happen('newOrder'),
		},
		{
			title: 'poll for new contacts',
			event: 'newContact',
			parameters: { triggerOn: 'newContact', channel: notSet },
			happen: async (vendor) => await vendor.happen('newContact'),
		},
		{
			title: 'poll for new messages of a channel',
			event: 'newMessage',
			parameters: {
				triggerOn: 'newMessage',
				channel: byId(known.smallChannel.id),
				contact: notSet,
			},
			happen: async (vendor) =>
				await vendor.happen('newMessage', { contactId: known.smallChannel.contact }),
		},
	],
	downtime: {
		event: 'newOrder',
		happen: async (vendor) => await vendor.happen('newOrder', { row: { full_name: 'Laleh' } }),
	},
	lists: {
		searchChannels: { count: 4 },
		searchContacts: { parameters: { channel: byId(known.smallChannel.id) }, count: 40 },
	},
	editor: { entry: 'On new contact', values: ['newContact', 'سامر الخوري'] },
};

export const vardast = defineVendor({
	key: 'vardast',
	name: 'Vardast',
	credential: new VardastApi(),
	sandbox,
	contract,
	credentialData: (url) => ({ baseUrl: `${url}/uaa/public`, apiKey: known.apiKey }),
	wrongKey: { field: 'apiKey', message: 'Vardast does not know this API key. Copy it again' },
	secrets: () => [known.apiKey, ...known.secrets],
	triggers: [trigger],
	editor: {
		action: 'Get many channels',
		resource: 'Order',
		operation: 'Get Many',
		picks: [{ field: 'channel', search: 'نرگس', entry: known.channel.name }],
		values: ['نگار فرهمند', 'باقة ياسمين'],
		count: '50 items',
		failure: {
			parameters: { resource: 'order', operation: 'getAll', channel: byId(known.unknownId) },
			message: [`Vardast: there is no channel ${known.unknownId}`, 'HTTP 404'],
		},
	},
	agent: {
		tools: [
			['order', 'getAll', { model: ['channel', 'limit'] }],
			['message', 'process'],
		],
		happen: async (vendor, word) => await vendor.happen('newOrder', { row: { full_name: word } }),
		calls: [
			{
				tool: 'Get_many_orders_in_Vardast',
				args: () => ({ Channel: known.channel.id, Limit: 100 }),
			},
			{
				tool: 'Process_a_message_with_an_AI_assistant_in_Vardast',
				args: (word, [orders]) => ({
					Channel: known.channel.id,
					Contact: (JSON.parse(orders) as Array<{ fullName: string; contactId: string }>).find(
						({ fullName }) => fullName === word,
					)?.contactId,
					Message: `Where is the order of ${word}?`,
				}),
			},
		],
		finish: (answers) => `The assistant said: ${answers[1][0].response}`,
		received: (vendor, word) => [
			[
				'read',
				vendor.requestsTo('V10').map(({ path }) => path.split('/').at(-2)),
				[known.channel.id],
			],
			[
				'sent',
				vendor.requestsTo('V1').map(({ body }) => body),
				[
					{
						channel_id: known.channel.id,
						contact_id: known.contact.id,
						message: `Where is the order of ${word}?`,
					},
				],
			],
		],
		requests: [
			['List the orders of our Vardast channel', 'Get_many_orders_in_Vardast'],
			[
				'Let Vardast process a message of this contact and tell me the response',
				'Process_a_message_with_an_AI_assistant_in_Vardast',
			],
			[
				'How much credit is left in our Vardast plan?',
				'Get_the_plan_and_the_credit_left_in_Vardast',
			],
		],
		failures: [
			{
				title: 'a tool whose response is lost',
				fault: { kind: 'cutAfter', on: 'V1' },
				number: 'V1',
				tool: ['message', 'process'],
				args: {
					Channel: known.channel.id,
					Contact: known.contact.id,
					Message: 'Good evening',
				},
				response: /may or may not have been carried out/,
				summary: 'the model received that it may have been carried out',
			},
		],
	},
});
