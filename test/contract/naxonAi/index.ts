/** Naxon AI's document as rows: what each request looks like and what it answers. */

import { naxonAi, known } from '../../support/sandbox/naxonAi';
import { byId } from '../../support/vendors/parameters';
import type { Part, Row, Contract } from '../../support/contract/describeContract';

const page = { page: '1', per_page: '50' };

const model = { id: 8841, name: 'Invented Shop Web Chat', created_at: '2025-06-07T08:09:10+0700' };
const message = {
	id: 50071,
	seq: '01JZ0M4B3TQ8Y6W2R9X5KD7HCN',
	sender: 'user',
	message: 'Apakah masih buka? 🙂',
	created_at: '2025-06-08T21:22:23+0700',
};
const conversation = {
	id: 77120,
	model_id: 8841,
	model_name: 'Invented Shop Web Chat',
	created_at: '2025-06-08T01:02:03+0700',
	updated_at: '2025-06-08T21:22:23+0700',
	most_recent_message: message,
	recent_messages: [message],
	platform: 'web',
	platform_user_id: 'v-5512',
};
const simpleConversation = {
	id: 77120,
	modelId: 8841,
	modelName: 'Invented Shop Web Chat',
	platform: 'web',
	platformUserId: 'v-5512',
	mostRecentMessage: 'Apakah masih buka? 🙂',
	mostRecentMessageSender: 'user',
	mostRecentMessageCreatedAt: '2025-06-08T14:22:23.000Z',
	createdAt: '2025-06-07T18:02:03.000Z',
	updatedAt: '2025-06-08T14:22:23.000Z',
};
const list = (...data: object[]) => ({
	data,
	page: 1,
	rows_per_page: 50,
	total_pages: 1,
	total_rows: data.length,
});

/**
 * Each form a date can be written in, with the one that the document shows; the workflow is five hours ahead of UTC.
 */
const dates = [
	['2025-05-05T05:05:05+0700', '2025-05-05T05:05:05+0700'],
	['2025-05-05T05:05:05+07:00', '2025-05-05T05:05:05+0700'],
	['2025-05-05T05:05:05Z', '2025-05-05T05:05:05+0000'],
	['2025-05-05T05:05:05.678-03:30', '2025-05-05T05:05:05-0330'],
	['2025-05-05T05:05:05', '2025-05-05T05:05:05+0500'],
	['2025-05-05', '2025-05-05T00:00:00+0500'],
	['20250505', '2025-05-05T00:00:00+0500'],
	['1746396305', '2025-05-05T03:05:05+0500'],
	['1746396305000', '2025-05-05T03:05:05+0500'],
	['={{ DateTime.fromMillis(1746396305000) }}', '2025-05-05T03:05:05+0500'],
	['={{ new Date(1746396305000) }}', '2025-05-05T03:05:05+0500'],
];
const period: Part[] = [
	{
		set: { 'filters.since': '2025-05-05T05:05:05+07:00' },
		query: { since: '2025-05-05T05:05:05+0700' },
	},
	{
		set: { 'filters.until': '2025-05-05T05:05:05+07:00' },
		query: { until: '2025-05-05T05:05:05+0700' },
	},
];
const periods = ['since', 'until'].flatMap((name) =>
	dates.map(([written, sent]) => ({
		set: { [`filters.${name}`]: written },
		query: { [name]: sent },
	})),
);
const sorts = ['created_at', 'updated_at'].map((sort) => ({
	set: { 'filters.sort': sort },
	query: { sort },
}));

const rows: Row[] = [
	{
		number: 'N1',
		resource: 'model',
		operation: 'getAll',
		required: {},
		wire: { method: 'GET', path: '/models', query: page },
		options: period,
		forms: periods,
		list: { total: known.models, most: 100 },
		answer: list(model, { ...model, id: 8842 }),
		items: [model, { ...model, id: 8842 }],
	},
	{
		number: 'N2',
		resource: 'model',
		operation: 'get',
		required: { model: byId(known.model.id) },
		wire: { method: 'GET', path: `/models/${known.model.id}` },
		ids: { model: { in: 'path', name: 'model_id' } },
		answer: model,
		items: [model],
	},
	{
		number: 'N3',
		resource: 'conversation',
		operation: 'getAllForModel',
		required: { model: byId(known.model.id) },
		wire: { method: 'GET', path: `/models/${known.model.id}/conversations`, query: page },
		options: [...period, sorts[1]],
		forms: [...periods, ...sorts],
		ids: { model: { in: 'path', name: 'model_id' } },
		list: { total: known.model.conversations, most: 100 },
		answer: list(conversation),
		items: [simpleConversation],
		raw: [conversation],
	},
	{
		number: 'N4',
		resource: 'conversation',
		operation: 'getAll',
		required: {},
		wire: { method: 'GET', path: '/conversations', query: page },
		options: [...period, sorts[1]],
		forms: [...periods, ...sorts],
		list: { total: known.conversations, most: 100 },
		answer: list(conversation, { ...conversation, id: 77121 }),
		items: [simpleConversation, { ...simpleConversation, id: 77121 }],
		raw: [conversation, { ...conversation, id: 77121 }],
	},
	{
		number: 'N5',
		resource: 'conversation',
		operation: 'get',
		required: { conversation: byId(known.longConversation) },
		wire: { method: 'GET', path: `/conversations/${known.longConversation}` },
		ids: { conversation: { in: 'path', name: 'conversation_id' } },
		answer: conversation,
		items: [simpleConversation],
		raw: [conversation],
	},
	{
		number: 'N6',
		resource: 'message',
		operation: 'getAll',
		required: { conversation: byId(known.longConversation) },
		wire: { method: 'GET', path: `/conversations/${known.longConversation}/messages`, query: page },
		ids: { conversation: { in: 'path', name: 'conversation_id' } },
		list: { total: known.longConversationMessages, most: 100 },
		answer: list(message, { ...message, id: 50072, sender: 'bot' }),
		items: [message, { ...message, id: 50072, sender: 'bot' }],
	},
];

export const contract: Contract = {
	node: 'naxonAi',
	credential: 'naxonAiApi',
	vendor: naxonAi,
	numbers: Array.from({ length: 6 }, (_, index) => `N${index + 1}`),
	credentials: (url) => ({ apiToken: known.token, baseUrl: `${url}/`, sendAs: 'bearer' }),
	authenticated: ({ authorization }) => authorization === `Bearer ${known.token}`,
	rows,
};
