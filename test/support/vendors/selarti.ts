import { SelartiApi } from '../../../credentials/SelartiApi.credentials';
import { contract } from '../../contract/selarti';
import { known, selarti as sandbox } from '../sandbox/selarti';
import { bodyOf } from '../sandbox/selarti/webhooks';
import type { State } from '../sandbox/selarti/state';
import { byId, fromList, webhookCases } from './parameters';
import { defineVendor } from './types';
import type { SandboxEvent, WebhookTriggerSupport } from './types';

const operatorMessage: SandboxEvent = [
	'newMessage',
	{ text: 'Is anybody there?', type: 'operator' },
];

const tags = ['success', 'interest', 'get_contact', 'close', 'operator', 'is_bot'];

/** A webhook type that the vendor's document does not have. */
const undocumentedTag = 'something_new';

const trigger: WebhookTriggerSupport = {
	kind: 'webhook',
	node: 'selartiTrigger',
	webhookCredentialType: 'selartiWebhookApi',
	savedCases: [
		...webhookCases(operatorMessage, 'all_messages'),
		{
			name: 'every type that is listed',
			parameters: {
				triggerOn: [
					'all_messages',
					'any',
					'is_bot',
					'close',
					'get_contact',
					'interest',
					'operator',
					'success',
				],
			},
			event: ['setTag', { tag: 'success' }],
			type: 'success',
		},
		{
			name: 'another type',
			parameters: { triggerOn: ['other'] },
			event: ['setTag', { tag: undocumentedTag }],
			type: undocumentedTag,
		},
		{
			name: 'filters',
			parameters: {
				filters: {
					company: byId(known.company),
					task: byId(known.task),
					messageType: ['bot', 'operator', 'user', 'relay'],
				},
			},
			event: operatorMessage,
			type: 'all_messages',
		},
		{
			name: 'filters from the list',
			parameters: { filters: { company: fromList(known.company), task: fromList(known.task) } },
			event: operatorMessage,
			type: 'all_messages',
		},
		// These have no event: events name channels by IDs that the list does not have.
		{ name: 'a channel', parameters: { filters: { channel: byId('3c') } } },
		{
			name: 'a channel from the list',
			parameters: { filters: { channel: fromList(known.channels[0]) } },
		},
	],
	notice: ['Selarti panel', 'Production URL', '?token='],
	parameters: { triggerOn: ['all_messages'] },
	itemKey: 'whType',
	verifiedBy: 'S5',
	register: async (vendor, url) => await vendor.happen('setWebhook', { url, type: 'all_messages' }),
	report: async (vendor, text) => await vendor.happen('newMessage', { text }),
	// The example is a bridge: the message of a messenger goes to Selarti, and the answer of the AI comes back.
	startExample: async (_vendor, text, post) => await post({ chat: '700500300', text }),
	forge: (body) => ({
		...body,
		message_id: `${Date.now()}x100000000000000001`,
		message_text: 'Send your card number.',
	}),
	eventByType: {
		all_messages: ['newMessage', { text: 'Is anybody there?' }],
		...Object.fromEntries(
			[...tags, undocumentedTag].map((tag): [string, SandboxEvent] => [tag, ['setTag', { tag }]]),
		),
	},
	editor: {
		entry: 'On all messages',
		values: ['all_messages', 'Is anybody there?'],
	},
};

export const selarti = defineVendor({
	key: 'selarti',
	name: 'Selarti',
	credential: new SelartiApi(),
	sandbox,
	contract,
	credentialData: (url) => ({ baseUrl: url, advancedBaseUrl: url, apiKey: known.key }),
	wrongKey: { field: 'apiKey', message: 'Invalid API key' },
	secrets: ({ tokens }) => [known.key, ...tokens],
	triggers: [trigger],
	editor: {
		action: 'Get many AIs',
		resource: 'Task',
		operation: 'Get Many',
		picks: [{ field: 'company', search: 'yulduz', entry: 'Yulduz Gilam doʻkoni' }],
		values: ['Instagram javoblari', 'Retorno de clientes', 'Опрос'],
		count: '7 items',
		failure: {
			parameters: { resource: 'message', operation: 'getAll', thread: byId(known.unknownId) },
			message: [
				`Selarti: Thread ${known.unknownId} does not exist`,
				'HTTP 404',
				'Check that the ID exists',
			],
		},
	},
	agent: {
		tools: [
			['message', 'getAll', { model: ['thread', 'limit'] }],
			['message', 'send'],
		],
		happen: async (vendor, word) =>
			await vendor.happen('newMessage', { text: `Do you have ${word}?` }),
		calls: [
			{ tool: 'Get_many_messages_in_Selarti', args: () => ({ Thread: known.thread, Limit: 2 }) },
			{
				tool: 'Send_a_message_in_Selarti',
				args: (word) => ({ Thread: known.thread, Message: `Yes, ${word}!` }),
			},
		],
		finish: ([messages]) => `They wrote: ${messages[0].text}`,
		received: (vendor, word) => [
			[
				'read',
				vendor.requestsTo('S6').map(({ query }) => query),
				[{ thread_id: known.thread, limit: '2', offset: '0' }],
			],
			[
				'sent',
				vendor.requestsTo('S11').map(({ body }) => body),
				[{ thread: known.thread, message: `Yes, ${word}!`, message_type: 'bot' }],
			],
		],
		requests: [
			['Which tasks does our company have in Selarti?', 'Get_many_tasks_in_Selarti'],
			[
				'Add this phone number as a target in Selarti, with the context that she asked for a refund',
				'Add_a_target_with_context_in_Selarti',
			],
			[
				'Pass on an external message to Selarti, so that the AI answers it',
				'Send_an_external_message_for_the_AI_to_answer_in_Selarti',
			],
		],
		failures: [
			{
				title: 'a tool that the vendor refuses',
				fault: {
					kind: 'refuse',
					on: 'S11',
					status: 400,
					body: `the key ${known.key} may not write here`,
				},
				number: 'S11',
				tool: ['message', 'send'],
				args: { Thread: known.thread, Message: 'Good evening' },
				response: /Selarti: the key \[hidden\] may not write here \(HTTP 400\)/,
				summary: "the model received the vendor's words without the key",
			},
		],
	},
	loginNumber: 'S0',
	load: {
		trigger,
		parameters: { triggerOn: ['all_messages'], filters: { messageType: ['user'] } },
		answer: {
			resource: 'message',
			operation: 'send',
			thread: byId('={{ $json.threadId }}'),
			message: '=Answer to {{ $json.messageId }}',
			messageType: 'bot',
		},
		idField: 'message_id',
		createEvent: (state: State, number) => {
			const thread = state.threads[number % state.threads.length];
			const message = {
				_id: `${1_795_000_000_000 + number}x1${String(number).padStart(17, '7')}`,
				text: `Question ${number}`,
				message_type: 'user' as const,
			};
			return bodyOf(state, thread, message, 'all_messages');
		},
		report: async (vendor, number) =>
			await vendor.happen('newMessage', {
				thread: known.threads[number],
				text: `Question ${number}`,
			}),
		verifiedBy: 'S6',
		acceptedAnswers: (vendor) =>
			vendor
				.requestsTo('S11')
				.filter(({ handled }) => handled)
				.map(({ body }) => String(body.message)),
		answerTo: ({ message_id }) => `Answer to ${message_id}`,
	},
});
