/** Vardast's document as rows: what each request looks like and what it answers. */

import { vardast, known } from '../../support/sandbox/vardast';
import { byId } from '../../support/vendors/parameters';
import * as shown from './answers';
import type { Row, Contract } from '../../support/contract/describeContract';

const BASE = '/uaa/public';
const { id: channelId } = known.channel;
const { id: contactId } = known.contact;
const { id: smallId } = known.smallChannel;
const inChannel = { channel: byId(channelId) };
const channelInPath = { channel: { in: 'path' as const, name: 'channel_id' } };
const pair = { ...inChannel, contact: byId(contactId) };

const said = 'سلام! 👋 "3 < 5"\n& بیشتر';
const prompt = { text: 'کوتاه بنویس ✍️\n"no more"', createdBy: 'نگار' };
const promptJson = { tone: 'گرم', rules: ['یک', 'two'], deep: { on: false, level: 0 } };

/** What V12 sends by another feature than an ID. */
const byFeature = (feature: string, set: object, query: Record<string, string>) => ({
	set: { feature, ...set },
	query: { feature, ...query },
	without: ['activity_id'],
});
const period = (startDate: string, start_date: string) =>
	byFeature('period', { startDate, endDate: '2025-08-01' }, { start_date, end_date: '2025-08-01' });

const rows: Row[] = [
	{
		number: 'V1',
		resource: 'message',
		operation: 'process',
		text: 'message',
		required: { ...pair, message: said },
		wire: {
			method: 'POST',
			path: `${BASE}/messenger/api/chat/public/process`,
			body: { message: said, channel_id: channelId, contact_id: contactId },
		},
		options: [
			{
				set: { 'additionalFields.assistant': byId(known.newestAssistant) },
				body: { assistant_id: known.newestAssistant },
			},
		],
		zeroes: [{ set: { message: '={{ 0 }}' }, body: { message: '0' } }],
		ids: {
			channel: { in: 'body', name: 'channel_id' },
			contact: { in: 'body', name: 'contact_id' },
			'additionalFields.assistant': { in: 'body', name: 'assistant_id' },
		},
		answer: { status: 'success', message_id: shown.message.id, response: 'سلام! بله 🌷' },
		items: [
			{
				status: 'success',
				message_id: shown.message.id,
				response: 'سلام! بله 🌷',
				text: 'سلام! بله 🌷',
			},
		],
	},
	{
		number: 'V2',
		resource: 'message',
		operation: 'getAll',
		required: pair,
		wire: {
			method: 'GET',
			path: `${BASE}/messenger/api/chat/${channelId}/${contactId}/`,
			query: { page: '1', size: '50' },
		},
		ids: { ...channelInPath, contact: { in: 'path', name: 'contact_id' } },
		answer: shown.page([shown.message]),
		items: [shown.message],
	},
	{
		number: 'V3',
		resource: 'contact',
		operation: 'getAll',
		// Without one of its filters there would be more pages than one.
		required: { limit: 4 },
		wire: {
			method: 'GET',
			path: `${BASE}/messenger/api/chat/contacts/`,
			query: { page: '1', size: '4' },
		},
		options: [
			{ set: { 'filters.channelIds': smallId }, query: { channel_ids: smallId } },
			{ set: { 'filters.platform': 'TELEGRAM' }, query: { platform: 'TELEGRAM' } },
		],
		forms: [
			...[
				` ${channelId},\n${smallId},, `,
				`={{ ["${channelId}", "${smallId}"] }}`,
				JSON.stringify([channelId, smallId]),
			].map((channelIds) => ({
				set: { 'filters.channelIds': channelIds },
				query: { channel_ids: `${channelId},${smallId}` },
			})),
			{ set: { 'filters.platform': 'BALE' }, query: { platform: 'BALE' } },
			{ set: { 'filters.platform': 'INSTAGRAM' }, query: { platform: 'INSTAGRAM' } },
			{ set: { 'filters.platform': '={{ "RUBIKA" }}' }, query: { platform: 'RUBIKA' } },
		],
		answer: shown.page([shown.contact]),
		items: [shown.contact],
	},
	{
		number: 'V4',
		resource: 'channel',
		operation: 'getAll',
		required: {},
		wire: { method: 'GET', path: `${BASE}/messenger/api/channel/` },
		answer: { items: [shown.channel] },
		items: [shown.simpleChannel],
		raw: [shown.rawChannel],
	},
	{
		number: 'V5',
		resource: 'assistant',
		operation: 'getAll',
		required: {},
		wire: { method: 'GET', path: `${BASE}/messenger/api/assistants/` },
		answer: { items: [shown.assistant, { ...shown.assistant, functions: null }] },
		items: [shown.shownAssistant, { ...shown.shownAssistant, functions: null }],
	},
	{
		number: 'V6',
		resource: 'assistant',
		operation: 'create',
		required: { assistantName: 'دستیار شب 🌙', model: 'tiny-model', apiKey: 'ak_invented' },
		wire: {
			method: 'POST',
			path: `${BASE}/messenger/api/assistants/`,
			body: { assistant_name: 'دستیار شب 🌙', model: 'tiny-model', api_key: 'ak_invented' },
		},
		options: [
			{ set: { 'additionalFields.functions': 'save_order' }, body: { functions: ['save_order'] } },
			{ set: { 'additionalFields.kbId': known.unknownId }, body: { kb_id: known.unknownId } },
		],
		forms: [
			'save_order, find',
			'save_order\nfind\n',
			'={{ ["save_order", "find"] }}',
			'["save_order","find"]',
		].map((functions) => ({
			set: { 'additionalFields.functions': functions },
			body: { functions: ['save_order', 'find'] },
		})),
		ids: { 'additionalFields.kbId': { in: 'body', name: 'kb_id' } },
		answer: shown.assistant,
		items: [shown.shownAssistant],
	},
	{
		number: 'V7',
		resource: 'prompt',
		operation: 'create',
		required: {
			assistant: byId(known.assistant.id),
			...prompt,
			promptJson: JSON.stringify(promptJson),
		},
		wire: {
			method: 'POST',
			path: `${BASE}/messenger/api/prompts/`,
			body: {
				assistant_id: known.assistant.id,
				text: prompt.text,
				prompt_json: promptJson,
				created_by: prompt.createdBy,
			},
		},
		options: [{ set: { 'additionalFields.language': 'FA' }, body: { language: 'FA' } }],
		forms: [
			{ set: { 'additionalFields.language': 'EN' }, body: { language: 'EN' } },
			{
				set: {
					promptJson:
						"={{ ({ tone: 'گرم', rules: ['یک', 'two'], deep: { on: false, level: 0 } }) }}",
				},
			},
			{
				set: {
					promptJson:
						'={ "tone": "{{ "گرم" }}", "rules": ["یک", "two"], "deep": { "on": false, "level": 0 } }',
				},
			},
		],
		ids: { assistant: { in: 'body', name: 'assistant_id' } },
		answer: shown.madePrompt,
		items: [shown.madePrompt],
	},
	{
		number: 'V8',
		resource: 'prompt',
		operation: 'get',
		required: { promptId: known.prompt },
		wire: { method: 'GET', path: `${BASE}/messenger/api/prompts/${known.prompt}` },
		ids: { promptId: { in: 'path', name: 'prompt_id' } },
		answer: shown.prompt,
		items: [shown.prompt],
	},
	{
		number: 'V9',
		resource: 'channelContact',
		operation: 'get',
		required: { ...inChannel, channelContact: byId(known.reportContact) },
		wire: {
			method: 'GET',
			path: `${BASE}/report/channel/${channelId}/contacts`,
			query: { id: known.reportContact },
		},
		ids: { ...channelInPath, channelContact: { in: 'query', name: 'id' } },
		answer: shown.page([shown.row]),
		items: [shown.simpleRow],
		raw: [shown.row],
	},
	{
		number: 'V9',
		resource: 'channelContact',
		operation: 'getAll',
		required: { ...inChannel, limit: 7 },
		wire: {
			method: 'GET',
			path: `${BASE}/report/channel/${channelId}/contacts`,
			query: { page: '1', page_size: '7' },
		},
		ids: channelInPath,
		answer: shown.page([shown.row, shown.bareRow]),
		items: [shown.simpleRow, shown.simpleBareRow],
		raw: [shown.row, shown.bareRow],
	},
	{
		number: 'V10',
		resource: 'order',
		operation: 'get',
		required: { ...inChannel, order: byId(known.order) },
		wire: {
			method: 'GET',
			path: `${BASE}/report/channel/${channelId}/orders`,
			query: { order_id: known.order },
		},
		ids: { ...channelInPath, order: { in: 'query', name: 'order_id' } },
		answer: shown.page([shown.row]),
		items: [shown.simpleRow],
		raw: [shown.row],
	},
	{
		number: 'V10',
		resource: 'order',
		operation: 'getAll',
		required: inChannel,
		wire: {
			method: 'GET',
			path: `${BASE}/report/channel/${channelId}/orders`,
			query: { page: '1', page_size: '50' },
		},
		ids: channelInPath,
		answer: shown.page([shown.bareRow, shown.row]),
		items: [shown.simpleBareRow, shown.simpleRow],
		raw: [shown.bareRow, shown.row],
	},
	{
		number: 'V11',
		resource: 'usage',
		operation: 'getInfo',
		required: {},
		wire: { method: 'GET', path: `${BASE}/payment/get-usage-info/` },
		answer: { status: 'success', response: shown.usage },
		items: [shown.simpleUsage],
		raw: [shown.usage],
	},
	{
		number: 'V12',
		resource: 'usage',
		operation: 'getActivity',
		required: { feature: 'id', activityId: known.activity.id },
		wire: {
			method: 'GET',
			path: `${BASE}/payment/get-usage-activity/`,
			query: { feature: 'id', activity_id: known.activity.id },
		},
		options: [
			byFeature('date', { date: '2025-07-10T00:00:00Z' }, { date: '2025-07-10T00:00:00+00:00' }),
			byFeature('mode', { mode: 'daily' }, { mode: 'daily' }),
			period('2025-07-10', '2025-07-10'),
		],
		// The workflow's time zone here is five hours ahead of UTC.
		forms: [
			...[
				['2025-07-10', '2025-07-10T00:00:00+05:00'],
				['2025-07-10T09:30:00', '2025-07-10T09:30:00+05:00'],
				['2025-07-10T09:30:00.250+03:30', '2025-07-10T09:30:00+03:30'],
				['20250710T093000Z', '2025-07-10T09:30:00+00:00'],
				['2025-W28-4', '2025-07-10T00:00:00+05:00'],
				[
					'={{ DateTime.fromISO("2025-07-10T09:30:00Z", {setZone: true}) }}',
					'2025-07-10T09:30:00+00:00',
				],
			].map(([written, date]) =>
				byFeature('={{ "date" }}', { date: written }, { feature: 'date', date }),
			),
			period('2025-07-10T00:00:00', '2025-07-10'),
			period('2025-07-10T23:30:00-08:00', '2025-07-10'),
			period('20250710', '2025-07-10'),
			period('={{ DateTime.fromISO("2025-07-10T09:30:00Z", {setZone: true}) }}', '2025-07-10'),
			byFeature('mode', { mode: '={{ 7 }}' }, { mode: '7' }),
		],
		ids: { activityId: { in: 'query', name: 'activity_id' } },
		answer: { status: 'success', response: shown.activity },
		items: [shown.activity],
	},
];

export const contract: Contract = {
	node: 'vardast',
	credential: 'vardastApi',
	vendor: vardast,
	numbers: Array.from({ length: 12 }, (_, index) => `V${index + 1}`),
	credentials: (url) => ({ apiKey: known.apiKey, baseUrl: `${url}${BASE}/` }),
	authenticated: (headers) => headers['x-api-key'] === known.apiKey,
	rows,
};
