import { startSandbox } from '../server';
import { requestJson } from '../testClient';
import { naxonAi, known, keywordNotification } from './';
import type { Sandbox } from '../server';
import type { JsonRequest } from '../testClient';
import type { NaxonAiState } from './';

interface MessageRow {
	id: number;
	seq: string;
	created_at: string;
}

interface ConversationRow {
	id: number;
	model_id: number;
	created_at: string;
	updated_at: string;
	most_recent_message: MessageRow;
	recent_messages: MessageRow[];
}

interface List<Row> {
	data: Row[];
	page: number;
	rows_per_page: number;
	total_pages: number;
	total_rows: number;
}

type Conversations = List<ConversationRow>;

let sandbox: Sandbox<NaxonAiState>;
beforeAll(async () => {
	sandbox = await startSandbox(naxonAi);
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

async function request<Body = unknown>(path: string, options: JsonRequest = {}) {
	const headers = { authorization: `Bearer ${known.token}`, ...options.headers };
	const { status, body } = await requestJson<Body>(sandbox.url + path, { ...options, headers });
	return { status, body };
}

const model = known.model.id;
const long = known.longConversation;
const noon = encodeURIComponent('2025-03-20T12:00:00+0700');
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0700$/;

const aMessage = {
	id: expect.any(Number),
	seq: expect.stringMatching(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/),
	sender: expect.stringMatching(/^(user|bot)$/),
	message: expect.any(String),
	created_at: expect.stringMatching(time),
};
const aModel = {
	id: expect.any(Number),
	name: expect.any(String),
	created_at: expect.stringMatching(time),
};
const aConversation = {
	id: expect.any(Number),
	model_id: expect.any(Number),
	model_name: expect.any(String),
	created_at: expect.stringMatching(time),
	updated_at: expect.stringMatching(time),
	most_recent_message: aMessage,
	recent_messages: expect.arrayOf(aMessage),
	platform: expect.stringMatching(/^(web|telegram|whatsapp)$/),
	platform_user_id: expect.any(String),
};
const aList = (row: unknown, size: number, total: number, page: number = 1) => ({
	data: Array(Math.max(0, Math.min(size, total - (page - 1) * size))).fill(row),
	page,
	rows_per_page: size,
	total_pages: Math.ceil(total / size),
	total_rows: total,
});

const documented: Array<[number: string, path: string, body: unknown]> = [
	[
		'N1',
		`/models?page=3&per_page=2&since=${encodeURIComponent('2025-02-20T12:00:00+0700')}&until=${noon}`,
		aList(aModel, 2, 5, 3),
	],
	['N1', '/models', aList(aModel, 10, known.models)],
	['N2', `/models/${model}`, { ...aModel, ...{ id: model, name: known.model.name } }],
	[
		'N3',
		`/models/${model}/conversations?page=1&per_page=10&until=${noon}&sort=created_at`,
		aList(aConversation, 10, 5),
	],
	['N3', `/models/${known.emptyModel.id}/conversations`, aList(aConversation, 10, 0)],
	[
		'N4',
		`/conversations?page=1&per_page=100&until=${noon}&sort=updated_at`,
		aList(aConversation, 100, 13),
	],
	['N4', '/conversations?page=13', aList(aConversation, 10, known.conversations, 13)],
	['N5', `/conversations/${long}`, { ...aConversation, id: long }],
	[
		'N6',
		`/conversations/${long}/messages?page=1&per_page=25`,
		aList(aMessage, 25, known.longConversationMessages),
	],
];

test.each(documented)(
	'%s: %s is accepted and answered as documented',
	async (number, path, body) => {
		expect(await request(path)).toEqual({ status: 200, body });
		expect(sandbox.requestsTo(number)).toHaveLength(1);
	},
);

test('the routes are the rows of the inventory', () => {
	expect(naxonAi.routes.map(({ number, method, path }) => `${number} ${method} ${path}`)).toEqual([
		'N1 GET /models',
		'N2 GET /models/{model_id}',
		'N3 GET /models/{model_id}/conversations',
		'N4 GET /conversations',
		'N5 GET /conversations/{conversation_id}',
		'N6 GET /conversations/{conversation_id}/messages',
	]);
	expect(new Set(documented.map(([number]) => number)).size).toBe(6);
});

test.each([
	['an unknown parameter', '/models?limit=5', 400, 'the query has no parameter limit'],
	[
		'sort where it is not documented',
		'/models?sort=created_at',
		400,
		'the query has no parameter sort',
	],
	[
		'a window where it is not documented',
		`/conversations/${long}/messages?since=${noon}`,
		400,
		'the query has no parameter since',
	],
	[
		'any parameter on a single row',
		`/models/${model}?page=1`,
		400,
		'the query has no parameter page',
	],
	['a wrong type', '/models?page=one', 400, 'page must be of type integer'],
	['a fraction', '/models?per_page=1.5', 400, 'per_page must be of type integer'],
	['an empty text', '/models?page=', 400, 'page must be of type integer'],
	['an empty time', '/models?since=', 400, 'since must not be empty'],
	['page 0', '/models?page=0', 400, 'page must be at least 1'],
	['per_page 0', '/models?per_page=0', 400, 'per_page must be at least 1'],
	['more than an int32', '/models?page=2147483648', 400, 'page must be at most 2147483647'],
	[
		'a sort that is not in the enum',
		'/conversations?sort=id',
		400,
		'sort must be one of created_at, updated_at',
	],
	['a parameter given twice', '/models?page=1&page=2', 400, 'the query gives page twice'],
	['an id that is no integer', '/models/abc', 400, 'model_id must be an integer, not abc'],
	[
		'an id with more behind it',
		`/conversations/${long}%2Fmessages`,
		400,
		`conversation_id must be an integer, not ${long}/messages`,
	],
	[
		'an unknown id',
		`/conversations/${known.unknownId}`,
		404,
		`there is nothing with the conversation_id ${known.unknownId}`,
	],
	[
		'an unknown model',
		`/models/${known.unknownId}/conversations`,
		404,
		`there is nothing with the model_id ${known.unknownId}`,
	],
	['a trailing slash', '/models/', 404, 'no document has GET /models/'],
	['a prefix', '/v1/models', 404, 'no document has GET /v1/models'],
])('%s is refused', async (_what, path, status, error) => {
	expect(await request(path)).toEqual({ status, body: { error } });
});

test.each([
	'2025-05-05T05:05:05+07:00',
	'2025-05-05T05:05:05Z',
	'2025-05-05',
	'2025-02-30T05:05:05+0700',
	'2025-05-05T25:05:05+0700',
	'2025-05-05T05:05:05.000+0700',
])('the time %s is refused', async (value) => {
	const { status, body } = await request<{ error: string }>(
		`/models?until=${encodeURIComponent(value)}`,
	);
	expect([status, body.error]).toEqual([400, expect.stringContaining('a time must have the form')]);
});

test('a time with an unencoded plus sign, which is a space, is refused', async () => {
	expect((await request('/models?since=2025-05-05T05:05:05+0700')).status).toBe(400);
	expect((await request('/models?since=2025-05-05T05:05:05%2B0700')).status).toBe(200);
});

test('other methods and bodies are refused', async () => {
	expect((await request('/models', { method: 'POST' })).status).toBe(405);
	expect((await request('/models', { method: 'DELETE' })).body).toEqual({
		error: 'no document has DELETE /models',
	});
});

test('a missing or wrong token is refused, and the token is a bearer token by default', async () => {
	const missing = await fetch(`${sandbox.url}/models`);
	expect([missing.status, await missing.json()]).toEqual([
		401,
		{ error: 'an API token is needed' },
	]);
	expect(await request('/models', { headers: { authorization: 'Bearer wrong' } })).toEqual({
		status: 401,
		body: { error: 'this API token is not known' },
	});
	expect((await request('/models', { headers: { authorization: known.token } })).status).toBe(401);
});

test('the token is alone in another header when the vendor has one', async () => {
	sandbox.state.tokenHeader = 'X-Api-Token';
	expect((await request('/models')).status).toBe(401);
	expect(
		(await request('/models', { headers: { 'x-api-token': `Bearer ${known.token}` } })).status,
	).toBe(401);
	expect((await request('/models', { headers: { 'x-api-token': known.token } })).status).toBe(200);
});

async function readPages<Row>(path: string, size: number): Promise<Row[]> {
	const rows: Row[] = [];
	for (let page = 1, pages = 1; page <= pages; page++) {
		const { body } = await request<List<Row>>(
			`${path}${path.includes('?') ? '&' : '?'}page=${page}&per_page=${size}`,
		);
		pages = body.total_pages;
		rows.push(...body.data);
	}
	return rows;
}

test('the pages of a list have every row once, newest first', async () => {
	const rows = await readPages<ConversationRow>('/conversations', 17);
	expect(new Set(rows.map(({ id }) => id)).size).toBe(known.conversations);
	expect(rows[0].id).toBe(known.newestConversation);
	expect(rows.at(-1)?.id).toBe(known.revivedConversation);
	const times = rows.map((row) => row.created_at);
	expect(times).toEqual(times.toSorted().toReversed());
	expect((await request<Conversations>('/conversations?page=14')).body.data).toEqual([]);
});

test('the messages of a conversation are in the order of seq', async () => {
	const rows = await readPages<MessageRow>(`/conversations/${long}/messages`, 60);
	expect(rows).toHaveLength(known.longConversationMessages);
	const order = rows.map(({ seq }) => seq);
	expect(order).toEqual(order.toSorted());
	const { body } = await request<ConversationRow>(`/conversations/${long}`);
	expect(body.recent_messages).toEqual(rows.slice(-5));
	expect(body.most_recent_message).toEqual(rows.at(-1));
});

test('a page larger than the maximum is cut down', async () => {
	expect((await request('/conversations?per_page=500')).body).toMatchObject({
		rows_per_page: 100,
		total_pages: 2,
	});
	sandbox.state.maxPerPage = 20;
	const { body } = await request<Conversations>('/conversations?per_page=100');
	expect([body.rows_per_page, body.data.length, body.total_pages]).toEqual([20, 20, 7]);
});

test('since and until include their own second of the time that sort names', async () => {
	const { body: conversation } = await request<ConversationRow>(
		`/conversations/${known.revivedConversation}`,
	);
	const only = async (sort: 'created_at' | 'updated_at') => {
		const at = encodeURIComponent(conversation[sort]);
		const path = `/conversations?sort=${sort}&since=${at}&until=${at}`;
		return (await request<Conversations>(path)).body.data.map(({ id }) => id);
	};
	expect(await only('created_at')).toEqual([known.revivedConversation]);
	expect(await only('updated_at')).toEqual([known.revivedConversation]);
	expect((await request('/conversations?sort=updated_at&per_page=1')).body).toMatchObject({
		data: [{ id: known.revivedConversation }],
	});
	const ofModel = await readPages<ConversationRow>(`/models/${model}/conversations`, 100);
	expect(ofModel.every((row) => row.model_id === model)).toBe(true);
	expect(await readPages(`/models/${model}/conversations`, 7)).toHaveLength(
		known.model.conversations,
	);
});

test('events change what is read, and a reset undoes them', async () => {
	await sandbox.happen('newConversation', {
		platform: 'telegram',
		platformUserId: '5500',
		message: 'Selamat pagi',
	});
	const { body } = await request('/conversations?per_page=1');
	expect(body).toMatchObject({
		total_rows: known.conversations + 1,
		data: [
			{
				platform: 'telegram',
				platform_user_id: '5500',
				most_recent_message: { message: 'Selamat pagi', sender: 'user' },
			},
		],
	});

	await sandbox.happen('newMessage', {
		conversationId: long,
		sender: 'bot',
		message: 'Sudah siap',
		at: '2025-12-24T18:00:00+07:00',
	});
	expect((await request(`/conversations/${long}`)).body).toMatchObject({
		updated_at: '2025-12-24T18:00:00+0700',
		most_recent_message: {
			message: 'Sudah siap',
			sender: 'bot',
			created_at: '2025-12-24T18:00:00+0700',
		},
	});
	expect((await request(`/conversations/${long}/messages?per_page=1`)).body).toMatchObject({
		total_rows: known.longConversationMessages + 1,
	});
	expect(() => sandbox.happen('newMessage', { conversationId: 1 })).toThrow(
		'there is no conversation 1',
	);
	expect(() => sandbox.happen('newConversation', { modelId: 1 })).toThrow('there is no model 1');

	sandbox.reset();
	expect((await request('/conversations')).body).toMatchObject({ total_rows: known.conversations });
});

test('a keyword notification has the documented form', () => {
	const { updated_at: _, ...shared } = aConversation;
	const notification = keywordNotification(sandbox.state, {
		conversationId: long,
		keyword: 'refund',
	});
	expect(notification).toEqual({
		event: 'keyword-notification',
		payload: { ...shared, id: long, keyword: 'refund' },
	});
	expect(notification.payload.recent_messages).toHaveLength(5);
});
