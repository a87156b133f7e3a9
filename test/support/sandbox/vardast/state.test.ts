/** What the Vardast sandbox keeps, how it pages, and which of its settings change its answers. */

import { startSandbox } from '../server';
import { vardast, known } from './';
import type { Sandbox } from '../server';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox(vardast);
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

/**
 * @param body makes it a POST
 * @returns the answer's body
 */
async function ask(path: string, body?: any): Promise<any> {
	const response = await fetch(`${sandbox.url}/uaa/public${path}`, {
		method: body === undefined ? 'GET' : 'POST',
		headers: { 'x-api-key': known.apiKey, 'content-type': 'application/json' },
		body: body === undefined ? undefined : JSON.stringify(body),
	});
	expect(response.status).toBe(200);
	return await response.json();
}

const process = '/messenger/api/chat/public/process';
const messages = `/messenger/api/chat/${known.channel.id}/${known.contact.id}/`;
const contacts = '/messenger/api/chat/contacts/';
const assistants = '/messenger/api/assistants/';
const prompts = '/messenger/api/prompts/';
const orders = `/report/channel/${known.channel.id}/orders`;
const activity = '/payment/get-usage-activity/';
const said = {
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

async function everyRow(path: string, sizeName: string, size: number) {
	const rows = [];
	for (let page = 1, pages = 1; page <= pages; page++) {
		const answer = await ask(`${path}?page=${page}&${sizeName}=${size}`);
		pages = answer.pages;
		rows.push(...answer.items);
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
])(
	'%s: pages are cut from one list, newest first, without gaps or repeats',
	async (_number, path, sizeName, key, total) => {
		const rows = await everyRow(path, sizeName, 17);
		expect(new Set(rows.map(({ id }) => id)).size).toBe(total);
		const times = rows.map((row) => row[key] ?? '');
		expect(times).toEqual(times.toSorted().toReversed());
		expect((await ask(`${path}?page=99`)).items).toEqual([]);
	},
);

test('a processed message and its answer are saved, and use up credit', async () => {
	const before = (await ask('/payment/get-usage-info/')).response;
	const { message_id, response } = await ask(process, said);
	const { items, total } = await ask(`${messages}?size=2`);
	expect(total).toBe(known.contact.messages + 2);
	expect(items).toMatchObject([
		{ text: response, is_output: true, ai_created: true },
		{
			id: message_id,
			text: said.message,
			is_output: false,
			ai_created: false,
			channel_id: known.channel.id,
		},
	]);
	expect(items[0].sender_id).toBe(items[1].receiver_id);
	expect(response).toContain(known.assistant.name);
	const after = (await ask('/payment/get-usage-info/')).response;
	expect([after.chat_credit - before.chat_credit, after.total_chats - before.total_chats]).toEqual([
		-1, 1,
	]);

	sandbox.reset();
	expect((await ask(messages)).total).toBe(known.contact.messages);
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
])('an unknown %s is an error under HTTP 200, and saves nothing', async (_what, change) => {
	expect(await ask(process, { ...said, ...change })).toEqual({
		status: 'error',
		error: expect.stringMatching(/ no /),
	});
	expect((await ask(messages)).total).toBe(known.contact.messages);
});

test('contacts can be narrowed to channels and to a platform', async () => {
	const total = async (query: string) => (await ask(`${contacts}?${query}`)).total;
	expect(await total(`channel_ids=${known.smallChannel.id}`)).toBe(known.smallChannel.contacts);
	expect(await total(`channel_ids=${known.smallChannel.id},${known.channel.id}`)).toBe(160);
	expect(await total(`channel_ids=${known.unknownId}`)).toBe(0);
	expect(await total('platform=TELEGRAM')).toBe(70);
	expect(await total('platform=RUBIKA')).toBe(0);
	expect(await total(`channel_ids=${known.channel.id}&platform=BALE`)).toBe(0);
});

test('what is created can be read', async () => {
	const made = await ask(assistants, {
		assistant_name: 'شب‌کار',
		model: 'tiny',
		api_key: 'ak_invented',
		functions: [],
	});
	expect((await ask(assistants)).items.map(({ id }: any) => id)).toEqual([
		made.id,
		known.newestAssistant,
		...Array(5).fill(expect.any(String)),
	]);
	const { prompt_id, ...rest } = await ask(prompts, { ...prompt, assistant_id: made.id });
	expect(await ask(prompts + prompt_id)).toEqual({
		prompt_id,
		language: 'EN',
		...prompt,
		assistant_id: made.id,
		...rest,
	});
	const other = await ask(prompts, { ...prompt, language: 'FA' });
	expect(other.prompt_id).not.toBe(prompt_id);
	expect((await ask(prompts + other.prompt_id)).language).toBe('FA');
});

test('a row that is not there is an empty list, one of another channel too', async () => {
	const none = { items: [], total: 0, page: 1, size: 20, pages: 0 };
	expect(await ask(`${orders}?order_id=${known.unknownId}`)).toEqual(none);
	expect(
		await ask(`/report/channel/${known.smallChannel.id}/orders?order_id=${known.order}`),
	).toEqual(none);
});

test('a period includes its first and its last day', async () => {
	const { response } = await ask(
		`${activity}?feature=period&start_date=2025-07-10&end_date=2025-07-12`,
	);
	expect(response.map(({ date }: any) => date)).toEqual(['2025-07-12', '2025-07-11', '2025-07-10']);
	expect(
		(await ask(`${activity}?feature=period&start_date=2025-07-12&end_date=2025-07-10`)).response,
	).toEqual([]);
});

test('settings: bare arrays, a smaller cap, an answer without content', async () => {
	sandbox.state.maxSize = 30;
	expect(await ask(`${contacts}?size=100`)).toMatchObject({ size: 30, pages: 8 });
	sandbox.state.bareArrays = true;
	for (const [path, length] of [
		[messages, 20],
		[`${contacts}?page=8&size=30`, 20],
		['/messenger/api/channel/', 4],
		[assistants, 6],
		[`${orders}?page=2&page_size=100`, 50],
	] as Array<[string, number]>) {
		expect(await ask(path)).toEqual(
			Array(length).fill(expect.objectContaining({ id: expect.any(String) })),
		);
	}
	sandbox.state.terse = true;
	expect(await ask(assistants, { assistant_name: 'x', model: 'y', api_key: 'z' })).toEqual({});
	expect(await ask(assistants)).toHaveLength(7);
});

test('the secrets are known, each stands in an answer', async () => {
	const answers = JSON.stringify([await ask('/messenger/api/channel/'), await ask(assistants)]);
	expect(known.secrets).toHaveLength(10);
	for (const secret of known.secrets) expect(answers).toContain(secret);
});

test('what happens at the vendor is there to be read', async () => {
	sandbox.happen('newOrder', { row: { full_name: 'آزاده نو' } });
	expect(await ask(`${orders}?page_size=1`)).toMatchObject({
		total: known.channel.orders + 1,
		items: [{ full_name: 'آزاده نو' }],
	});

	sandbox.happen('newContact', {
		channelId: known.smallChannel.id,
		name: 'سينا 🌙',
		at: '2025-12-24T10:00:00Z',
	});
	const { items, total } = await ask(`${contacts}?size=1`);
	expect(total).toBe(known.contacts + 1);
	expect(items).toMatchObject([
		{ name: 'سينا 🌙', platform: 'BALE', created_at: '2025-12-24T10:00:00.000Z' },
	]);
	expect((await ask(`/messenger/api/chat/${known.smallChannel.id}/${items[0].id}/`)).total).toBe(1);
	const row = (await ask(`/report/channel/${known.smallChannel.id}/contacts?page_size=1`)).items[0];
	expect(row).toMatchObject({ contact_id: items[0].id, full_name: 'سينا 🌙', order_list: [] });

	sandbox.happen('newMessage', { text: 'هنوز هستید؟' });
	sandbox.happen('newMessage', { text: 'بله', fromContact: false });
	expect((await ask(`${messages}?size=2`)).items).toMatchObject([
		{ text: 'بله', is_output: true },
		{ text: 'هنوز هستید؟', is_output: false },
	]);
	expect(() => sandbox.happen('newOrder', { contactId: known.unknownId })).toThrow(
		'there is no contact',
	);
});

test('a failed validation that was told to happen has the documented form too', async () => {
	sandbox.misbehave({ kind: 'refuse', status: 422, body: 'the shop is closed', times: 1 });
	const response = await fetch(`${sandbox.url}/uaa/public/messenger/api/channel/`);
	expect(await response.json()).toEqual({
		detail: [{ loc: ['body'], msg: 'the shop is closed', type: 'value_error' }],
	});
});
