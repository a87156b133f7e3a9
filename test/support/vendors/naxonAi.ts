import { NaxonAiApi } from '../../../credentials/NaxonAiApi.credentials';
import { contract } from '../../contract/naxonAi';
import { known, naxonAi as sandbox } from '../sandbox/naxonAi';
import { byId, fromList, notSet, webhookCases } from './parameters';
import { defineVendor } from './types';
import type { PollingTriggerSupport, SandboxEvent, WebhookTriggerSupport } from './types';

const newConversation: SandboxEvent = ['newConversation', { message: 'A refund?' }];

const webhookTrigger: WebhookTriggerSupport = {
	kind: 'webhook',
	node: 'naxonAiTrigger',
	webhookCredentialType: 'naxonAiWebhookApi',
	savedCases: [
		...webhookCases(['newMessage', { message: 'A refund, please' }]),
		{
			name: 'filters',
			parameters: { filters: { keywords: 'refund, complaint', platform: 'web' } },
			event: newConversation,
		},
		{
			name: 'a model',
			parameters: { filters: { model: byId(known.model.id) } },
			event: newConversation,
		},
		{
			name: 'a model from the list',
			parameters: { filters: { model: fromList(known.model.id) } },
			event: newConversation,
		},
	],
	notice: ['Naxon AI dashboard', 'Production URL', '?token='],
	parameters: {},
	itemKey: 'keyword',
	verifiedBy: 'N5',
	register: async (vendor, url) => await vendor.happen('setWebhook', { url, keywords: ['refund'] }),
	report: async (vendor, text) =>
		await vendor.happen('newMessage', { message: `${text}: a refund, please` }),
	startExample: async (vendor, text) =>
		await vendor.happen('newMessage', { message: `${text}: a refund, please` }),
	forge: ({ event, payload }) => ({
		event,
		payload: { ...(payload as object), keyword: 'complaint', platform_user_id: 'somebody' },
	}),
	eventByType: {},
	editor: {
		entry: 'On keyword notification',
		values: ['refund', 'Is anybody there?: a refund, please'],
	},
};

const pollingTrigger: PollingTriggerSupport = {
	kind: 'polling',
	node: 'naxonAiPollingTrigger',
	name: 'Naxon AI Polling',
	savedCases: [
		{ name: 'new conversations', parameters: { triggerOn: 'newConversation' } },
		{
			name: 'updated conversations',
			parameters: {
				triggerOn: 'updatedConversation',
				model: byId(known.model.id),
				simplify: false,
			},
		},
		{
			name: 'those of a model from the list',
			parameters: { triggerOn: 'updatedConversation', model: fromList(known.model.id) },
		},
	],
	events: [
		{
			title: 'poll for new or updated conversations',
			event: 'updatedConversation',
			parameters: { triggerOn: 'updatedConversation', model: notSet },
			happen: async (vendor) => await vendor.happen('newMessage'),
		},
	],
	downtime: {
		event: 'updatedConversation',
		happen: async (vendor) => await vendor.happen('newMessage', { message: 'Still there?' }),
	},
	lists: { searchModels: { count: 12 } },
	editor: {
		entry: 'On new or updated conversation',
		values: ['updatedConversation', 'Hello again 👋'],
	},
};

export const naxonAi = defineVendor({
	key: 'naxonAi',
	name: 'Naxon AI',
	credential: new NaxonAiApi(),
	sandbox,
	contract,
	credentialData: (url) => ({ baseUrl: url, apiToken: known.token }),
	wrongKey: { field: 'apiToken', message: 'Naxon AI does not accept this token: check it' },
	secrets: () => [known.token],
	triggers: [webhookTrigger, pollingTrigger],
	editor: {
		action: 'Get many models',
		resource: 'Conversation',
		operation: 'Get Many for a Model',
		picks: [{ field: 'model', search: 'harbour', entry: known.model.name }],
		values: ['61943', 'Harbour Bikes Web Chat'],
		count: `${known.model.conversations} items`,
		failure: {
			parameters: {
				resource: 'conversation',
				operation: 'get',
				conversation: byId(known.unknownId),
			},
			message: [
				`Naxon AI: there is nothing with the conversation_id ${known.unknownId}`,
				'HTTP 404',
			],
		},
	},
	agent: {
		// The documents of Naxon AI have no operation that writes.
		tools: [
			['conversation', 'get'],
			['message', 'getAll'],
		],
		happen: async (vendor, word) =>
			await vendor.happen('newMessage', {
				conversationId: known.newestConversation,
				message: `About ${word}`,
			}),
		calls: [
			{
				tool: 'Get_a_conversation_in_Naxon_AI',
				args: () => ({ Conversation: String(known.newestConversation) }),
			},
			{
				tool: 'Get_many_messages_in_Naxon_AI',
				args: (_word, [conversation]) => ({
					Conversation: String((JSON.parse(conversation) as Array<{ id: number }>)[0].id),
				}),
			},
		],
		finish: ([[conversation], messages], word) =>
			`${conversation.modelName}: ${messages.find(({ message }) => String(message).includes(word))?.message ?? 'nothing'}`,
		received: (vendor) => [
			[
				'read',
				vendor.requestsTo('N5').map(({ path }) => path),
				[`/conversations/${known.newestConversation}`],
			],
			[
				'read',
				[...new Set(vendor.requestsTo('N6').map(({ path }) => path))],
				[`/conversations/${known.newestConversation}/messages`],
			],
		],
		requests: [
			['Show the messages of conversation 12 in Naxon AI', 'Get_many_messages_in_Naxon_AI'],
			[
				'Which conversations did model 7 have in Naxon AI?',
				'Get_many_conversations_for_a_model_in_Naxon_AI',
			],
		],
		failures: [],
		streaming: {
			tool: ['model', 'get'],
			args: { Model: String(known.model.id) },
			finish: ([model]) => `It is ${model.name}`,
			message: `It is ${known.model.name}`,
		},
	},
});
