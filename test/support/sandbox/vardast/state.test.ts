/** What the Vardast sandbox saves, its pages, and the settings that change its responses. */

import { startSandbox } from '../server';
import { requestJson } from '../testClient';
import { vardast, known } from './';
import type { Sandbox } from '../server';
import type { VardastState } from './';
import type { Activity, Assistant, Message, Prompt, Usage } from './state';

interface Page<Row> {
	items: Row[];
	total: number;
	page: number;
	size: number;
	pages: number;
}

interface Wrapped<Response> {
	status: string;
	response: Response;
}

/** A row of a list with pages. */
interface Row {
	id: string;
	created_at?: string;
	timestamp?: string;
}

let sandbox: Sandbox<VardastState>;
beforeAll(async () => {
	sandbox = await startSandbox(vardast);
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

/**
 * @param body makes it a POST
 * @returns the body of a response that must succeed
 */
async function request<Body = unknown>(path: string, body?: unknown): Promise<Body> {
	const response = await requestJson<Body>(`${sandbox.url}/uaa/public${path}`, {
		method: body === undefined ? 'GET' : 'POST',
		headers: { 'x-api-key': known.apiKey },
		body,
	});
	expect(response.status).toBe(200);
	return response.body;
}

const process = '/messenger/api/chat/public/process';
const messages = `/messenger/api/chat/${known.channel.id}/${known.contact.id}/`;
const contacts = '/messenger/api/chat/contacts/';
const assistants = '/messenger/api/assistants/';
const prompts = '/messenger/api/prompts/';
const orders = `/report/channel/${known.channel.id}/orders`;
const activity = '/payment/get-usage-activity/';
const message = {
	message: 'باز هستید؟ 🌼',
	channel_id: known.channel.id,
	contact_id: known.contact.id,
};
const prompt = {
	assistant_id: known.assistant.id,
	text: 'کوتاه بنویس',
	prompt_json: { tone: 'warm' },
	created_by: 'نگار',
};

/** @returns the fields that the response has */
const createPrompt = async (body: unknown) =>
	await request<Pick<Prompt, 'prompt_id' | 'created_at' | 'updated_at' | 'user_id'>>(prompts, body);

async function readPages(path: string, sizeName: string, size: number): Promise<Row[]> {
	const rows: Row[] = [];
	for (let page = 1, pages = 1; page <= pages; page++) {
		const body = await request<Page<Row>>(`${path}?page=${page}&${sizeName}=${size}`);
		pages = body.pages;
		rows.push(...body.items);
	}
	return rows;
}

test.each([
	['V2', messages, 'size', 'timestamp', known.contact.messages],
	['V3', contacts, 'size', 'created_at', known.contacts],
	[
		'V9',
		`/report/channel/${known.channel.id}/contacts`,
		'page_size',
		'created_at',
		known.channel.contacts,
	],
	['V10', orders, 'page_size', 'created_at', known.channel.orders],
] as const)(
	'%s: the pages of a list have every row once, newest first',
	async (_number, path, sizeName, key, total) => {
		const rows = await readPages(path, sizeName, 17);
		expect(new Set(rows.map(({ id }) => id)).size).toBe(total);
		const times = rows.map((row) => row[key] ?? '');
		expect(times).toEqual(times.toSorted().toReversed());
		expect(await request(`${path}?page=99`)).toMatchObject({ items: [] });
	},
);

test('a processed message and its answer are saved, and reduce the credit', async () => {
	const before = (await request<Wrapped<Usage>>('/payment/get-usage-info/')).response;
	const { message_id, response } = await request<{ message_id: string; response: string }>(
		process,
		message,
	);
	const { items, total } = await request<Page<Message>>(`${messages}?size=2`);
	expect(total).toBe(known.contact.messages + 2);
	expect(items).toMatchObject([
		{ text: response, is_output: true, ai_created: true },
		{
			id: message_id,
			text: message.message,
			is_output: false,
			ai_created: false,
			channel_id: known.channel.id,
		},
	]);
	expect(items[0].sender_id).toBe(items[1].receiver_id);
	expect(response).toContain(known.assistant.name);
	const after = (await request<Wrapped<Usage>>('/payment/get-usage-info/')).response;
	expect([after.chat_credit - before.chat_credit, after.total_chats - before.total_chats]).toEqual([
		-1, 1,
	]);

	sandbox.reset();
	expect(await request(messages)).toMatchObject({ total: known.contact.messages });
});

test.each([
	['channel', { channel_id: known.unknownId }],
	['channel without the form of an id', { channel_id: 'shop' }],
	['contact', { contact_id: known.unknownId }],
	['contact of another channel', { channel_id: known.smallChannel.id }],
	['assistant', { assistant_id: known.unknownId }],
	[
		'assistant at the channel',
		{
			channel_id: known.channelWithoutAssistant.id,
			contact_id: known.channelWithoutAssistant.contact,
		},
	],
])(
	'an unknown %s gives an error with HTTP status 200, and saves nothing',
	async (_what, change) => {
		expect(await request(process, { ...message, ...change })).toEqual({
			status: 'error',
			error: expect.stringMatching(/ no /),
		});
		expect(await request(messages)).toMatchObject({ total: known.contact.messages });
	},
);

test('contacts are filtered by channels and by platform', async () => {
	const total = async (query: string) => (await request<Page<Row>>(`${contacts}?${query}`)).total;
	expect(await total(`channel_ids=${known.smallChannel.id}`)).toBe(known.smallChannel.contacts);
	expect(await total(`channel_ids=${known.smallChannel.id},${known.channel.id}`)).toBe(160);
	expect(await total(`channel_ids=${known.unknownId}`)).toBe(0);
	expect(await total('platform=TELEGRAM')).toBe(70);
	expect(await total('platform=RUBIKA')).toBe(0);
	expect(await total(`channel_ids=${known.channel.id}&platform=BALE`)).toBe(0);
});

test('a created assistant and a created prompt are read', async () => {
	const assistant = await request<Assistant>(assistants, {
		assistant_name: 'شب‌کار',
		model: 'tiny',
		api_key: 'ak_invented',
		functions: [],
	});
	const { items } = await request<Page<Assistant>>(assistants);
	expect(items.map(({ id }) => id)).toEqual([
		assistant.id,
		known.newestAssistant,
		...Array(5).fill(expect.any(String)),
	]);
	const created = await createPrompt({ ...prompt, assistant_id: assistant.id });
	expect(await request(prompts + created.prompt_id)).toEqual({
		language: 'EN',
		...prompt,
		...created,
		assistant_id: assistant.id,
	});
	const other = await createPrompt({ ...prompt, language: 'FA' });
	expect(other.prompt_id).not.toBe(created.prompt_id);
	expect(await request(prompts + other.prompt_id)).toMatchObject({ language: 'FA' });
});

test('the ID of an unknown row or of a row of another channel gives an empty list', async () => {
	const none = { items: [], total: 0, page: 1, size: 20, pages: 0 };
	expect(await request(`${orders}?order_id=${known.unknownId}`)).toEqual(none);
	expect(
		await request(`/report/channel/${known.smallChannel.id}/orders?order_id=${known.order}`),
	).toEqual(none);
});

test('a period includes its first and its last day', async () => {
	const { response } = await request<Wrapped<Activity[]>>(
		`${activity}?feature=period&start_date=2025-07-10&end_date=2025-07-12`,
	);
	expect(response.map(({ date }) => date)).toEqual(['2025-07-12', '2025-07-11', '2025-07-10']);
	expect(
		await request(`${activity}?feature=period&start_date=2025-07-12&end_date=2025-07-10`),
	).toMatchObject({ response: [] });
});

test('settings of the state give arrays without an envelope, smaller pages and an empty response', async () => {
	sandbox.state.maxSize = 30;
	expect(await request(`${contacts}?size=100`)).toMatchObject({ size: 30, pages: 8 });
	sandbox.state.bareArrays = true;
	for (const [path, length] of [
		[messages, 20],
		[`${contacts}?page=8&size=30`, 20],
		['/messenger/api/channel/', 4],
		[assistants, 6],
		[`${orders}?page=2&page_size=100`, 50],
	] as Array<[string, number]>) {
		expect(await request(path)).toEqual(
			Array(length).fill(expect.objectContaining({ id: expect.any(String) })),
		);
	}
	sandbox.state.terse = true;
	expect(await request(assistants, { assistant_name: 'x', model: 'y', api_key: 'z' })).toEqual({});
	expect(await request(assistants)).toHaveLength(7);
});

test('every known secret is in a response', async () => {
	const answers = JSON.stringify([
		await request('/messenger/api/channel/'),
		await request(assistants),
	]);
	expect(known.secrets).toHaveLength(10);
	for (const secret of known.secrets) expect(answers).toContain(secret);
});

test('events change what is read', async () => {
	await sandbox.happen('newOrder', { row: { full_name: 'آزاده نو' } });
	expect(await request(`${orders}?page_size=1`)).toMatchObject({
		total: known.channel.orders + 1,
		items: [{ full_name: 'آزاده نو' }],
	});

	await sandbox.happen('newContact', {
		channelId: known.smallChannel.id,
		name: 'سينا 🌙',
		at: '2025-12-24T10:00:00Z',
	});
	const { items, total } = await request<Page<Row>>(`${contacts}?size=1`);
	expect(total).toBe(known.contacts + 1);
	expect(items).toMatchObject([
		{ name: 'سينا 🌙', platform: 'BALE', created_at: '2025-12-24T10:00:00.000Z' },
	]);
	expect(
		await request(`/messenger/api/chat/${known.smallChannel.id}/${items[0].id}/`),
	).toMatchObject({ total: 1 });
	expect(
		await request(`/report/channel/${known.smallChannel.id}/contacts?page_size=1`),
	).toMatchObject({
		items: [{ contact_id: items[0].id, full_name: 'سينا 🌙', order_list: [] }],
	});

	await sandbox.happen('newMessage', { text: 'هنوز هستید؟' });
	await sandbox.happen('newMessage', { text: 'بله', fromContact: false });
	expect(await request(`${messages}?size=2`)).toMatchObject({
		items: [
			{ text: 'بله', is_output: true },
			{ text: 'هنوز هستید؟', is_output: false },
		],
	});
	expect(() => sandbox.happen('newOrder', { contactId: known.unknownId })).toThrow(
		'there is no contact',
	);
});

test('an injected validation error has the documented form', async () => {
	sandbox.injectFault({ kind: 'refuse', status: 422, body: 'the shop is closed', times: 1 });
	const response = await fetch(`${sandbox.url}/uaa/public/messenger/api/channel/`);
	expect(await response.json()).toEqual({
		detail: [{ loc: ['body'], msg: 'the shop is closed', type: 'value_error' }],
	});
});
