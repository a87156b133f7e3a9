import { AnyComApi } from '../../../credentials/AnyComApi.credentials';
import { contract } from '../../contract/anyCom';
import { anyCom as sandbox, known } from '../sandbox/anyCom';
import { byId, fromList, notSet } from './parameters';
import { defineVendor } from './types';
import type { PollingTriggerSupport } from './types';

/** A customer that the sandbox does not have at first. */
const newNumber = 550090007001;

const trigger: PollingTriggerSupport = {
	kind: 'polling',
	node: 'anyComTrigger',
	name: 'AnyCom',
	savedCases: [
		{ name: 'channel status', parameters: {} },
		{
			name: 'customer state',
			parameters: { triggerOn: 'customerState', channel: byId(known.channel) },
		},
		{
			name: 'customer waiting',
			parameters: {
				triggerOn: 'customerWaiting',
				channel: fromList(known.channel),
				simplify: false,
			},
		},
	],
	events: [
		{
			title: 'poll for customers who wait',
			event: 'customerWaiting',
			parameters: { triggerOn: 'customerWaiting', channel: notSet },
			happen: async (vendor) =>
				await vendor.happen('customerWaiting', { number: known.onBotNumber }),
		},
		{
			title: 'poll for states of customers',
			event: 'customerState',
			parameters: { triggerOn: 'customerState', channel: notSet },
			happen: async (vendor) =>
				await vendor.happen('customerState', { number: known.doneNumber, state: 'on_bot' }),
		},
		{
			title: 'poll for channels that go down',
			event: 'channelDown',
			parameters: { triggerOn: 'channelStatus', channel: notSet },
			happen: async (vendor) => await vendor.happen('channelDown'),
		},
	],
	downtime: {
		event: 'customerWaiting',
		happen: async (vendor) => await vendor.happen('customerWaiting', { number: known.doneNumber }),
	},
	lists: { searchChannels: { count: 2 } },
	editor: { entry: 'On customer waiting', values: ['customerWaiting', 'Dúvida sobre o boleto'] },
};

export const anyCom = defineVendor({
	key: 'anyCom',
	name: 'AnyCom',
	credential: new AnyComApi(),
	sandbox,
	contract,
	credentialData: (url) => ({ baseUrl: `${url}/`, authKey: known.key, authUser: known.user }),
	wrongKey: {
		field: 'authKey',
		message: 'The authentication key does not exist or is not active. Check Auth Key',
	},
	secrets: () => [known.key],
	triggers: [trigger],
	editor: {
		action: 'Get many channels',
		resource: 'Channel',
		operation: 'Check Number',
		picks: [
			{ field: 'channel', search: 'up', entry: `whatsapp ${known.channel} (UP)` },
			{ field: 'customerNumber', search: 'márcia', entry: 'Márcia Conceição' },
		],
		values: ['Márcia Conceição'],
		count: '1 item',
		failure: {
			parameters: {
				resource: 'chat',
				operation: 'close',
				channel: byId(known.channel),
				customer: byId(known.unknownCustomer),
			},
			message: [
				'AnyCom: Precondition Failed',
				`${known.unknownCustomer} has no chat session`,
				'HTTP 412',
			],
		},
	},
	agent: {
		tools: [
			['customer', 'getAll', { model: [], fixed: { returnAll: true } }],
			['message', 'send'],
		],
		happen: async (vendor, word) =>
			await vendor.happen('customerState', { state: 'on_bot', number: newNumber, name: word }),
		calls: [
			{ tool: 'Get_many_customers_in_AnyCom', args: () => ({}) },
			{
				tool: 'Send_a_message_in_AnyCom',
				// A model repeats what a tool returned: the full username where a number is wanted.
				args: (word, [customers]) => ({
					Channel: String(known.channel),
					Customer_Number: (JSON.parse(customers) as Array<{ name: string; userId: string }>).find(
						({ name }) => name === word,
					)?.userId,
					Flow: String(known.flow),
					Message: `Hello ${word}`,
				}),
			},
		],
		finish: ([customers], word) => `Wrote to ${customers.find(({ name }) => name === word)?.name}`,
		received: (vendor, word) => [
			[
				'read',
				vendor.requestsTo('A1').map(({ body }) => body),
				[{ group: 'chan', cmd: 'show', args: {} }],
			],
			[
				'sent',
				vendor.requestsTo<{ args: object }>('A6').map(({ body }) => body.args),
				[
					{
						chan_type: 'whatsapp',
						chan_id: known.channel,
						user: newNumber,
						flow: known.flow,
						message: `Hello ${word}`,
					},
				],
			],
		],
		requests: [
			['Send a WhatsApp message to a customer of ours through AnyCom', 'Send_a_message_in_AnyCom'],
			[
				'Hand the customer over: connect her with the attendant Larissa in AnyCom',
				'Connect_a_customer_with_an_attendant_in_AnyCom',
			],
			[
				'Who is awaiting an attendant in AnyCom?',
				'Get_many_customers_awaiting_an_attendant_in_AnyCom',
			],
		],
		failures: [],
	},
});
