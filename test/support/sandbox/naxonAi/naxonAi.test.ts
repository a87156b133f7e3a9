import { startSandbox } from '../server';
import { naxonAi, known, keywordNotification } from './';
import type { Sandbox } from '../server';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox(naxonAi);
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

async function ask(path: string, init: RequestInit = {}) {
	const headers = { authorization: `Bearer ${known.token}`, ...init.headers };
	const response = await fetch(sandbox.url + path, { ...init, headers });
	return { status: response.status, body: (await response.json()) as any };
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
const aList = (row: any, size: number, total: number, page: number = 1) => ({
	data: Array(Math.max(0, Math.min(size, total - (page - 1) * size))).fill(row),
	page,
	rows_per_page: size,
	total_pages: Math.ceil(total / size),
	total_rows: total,
});

const documented: Array<[string, string, any]> = [
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
		expect(await ask(path)).toEqual({ status: 200, body });
		expect(sandbox.asked(number)).toHaveLength(1);
	},
);

test('every number of the inventory has its row', () => {
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
	expect(await ask(path)).toEqual({ status, body: { error } });
});

test.each([
	'2025-05-05T05:05:05+07:00',
	'2025-05-05T05:05:05Z',
	'2025-05-05',
	'2025-02-30T05:05:05+0700',
	'2025-05-05T25:05:05+0700',
	'2025-05-05T05:05:05.000+0700',
])('the time %s is refused', async (value) => {
	const { status, body } = await ask(`/models?until=${encodeURIComponent(value)}`);
	expect([status, body.error]).toEqual([400, expect.stringContaining('a time must have the form')]);
});

test('a plus sign that is not encoded is a space, and refused', async () => {
	expect((await ask('/models?since=2025-05-05T05:05:05+0700')).status).toBe(400);
	expect((await ask('/models?since=2025-05-05T05:05:05%2B0700')).status).toBe(200);
});

test('other methods and bodies are refused', async () => {
	expect((await ask('/models', { method: 'POST' })).status).toBe(405);
	expect((await ask('/models', { method: 'DELETE' })).body).toEqual({
		error: 'no document has DELETE /models',
	});
});

test('the token is asked for, by default as a bearer token', async () => {
	const missing = await fetch(`${sandbox.url}/models`);
	expect([missing.status, await missing.json()]).toEqual([
		401,
		{ error: 'an API token is needed' },
	]);
	expect(await ask('/models', { headers: { authorization: 'Bearer wrong' } })).toEqual({
		status: 401,
		body: { error: 'this API token is not known' },
	});
	expect((await ask('/models', { headers: { authorization: known.token } })).status).toBe(401);
});

test('the token can be wanted bare in another header', async () => {
	sandbox.state.tokenHeader = 'X-Api-Token';
	expect((await ask('/models')).status).toBe(401);
	expect(
		(await ask('/models', { headers: { 'x-api-token': `Bearer ${known.token}` } })).status,
	).toBe(401);
	expect((await ask('/models', { headers: { 'x-api-token': known.token } })).status).toBe(200);
});

async function everyRow(path: string, size: number) {
	const rows = [];
	for (let page = 1, pages = 1; page <= pages; page++) {
		const { body } = await ask(
			`${path}${path.includes('?') ? '&' : '?'}page=${page}&per_page=${size}`,
		);
		pages = body.total_pages;
		rows.push(...body.data);
	}
	return rows;
}

test('pages are cut from one list, newest first, without gaps or repeats', async () => {
	const rows = await everyRow('/conversations', 17);
	expect(new Set(rows.map(({ id }) => id)).size).toBe(known.conversations);
	expect(rows[0].id).toBe(known.newestConversation);
	expect(rows.at(-1).id).toBe(known.revivedConversation);
	const times = rows.map((row) => row.created_at);
	expect(times).toEqual(times.toSorted().toReversed());
	expect((await ask('/conversations?page=14')).body.data).toEqual([]);
});

test('the messages of a conversation come in the order of seq', async () => {
	const rows = await everyRow(`/conversations/${long}/messages`, 60);
	expect(rows).toHaveLength(known.longConversationMessages);
	const order = rows.map(({ seq }) => seq);
	expect(order).toEqual(order.toSorted());
	const { body } = await ask(`/conversations/${long}`);
	expect(body.recent_messages).toEqual(rows.slice(-5));
	expect(body.most_recent_message).toEqual(rows.at(-1));
});

test('a page larger than the cap is cut down', async () => {
	expect((await ask('/conversations?per_page=500')).body).toMatchObject({
		rows_per_page: 100,
		total_pages: 2,
	});
	sandbox.state.maxPerPage = 20;
	const { body } = await ask('/conversations?per_page=100');
	expect([body.rows_per_page, body.data.length, body.total_pages]).toEqual([20, 20, 7]);
});

test('since and until include their own second, and sort chooses the time they mean', async () => {
	const { body: conversation } = await ask(`/conversations/${known.revivedConversation}`);
	const only = async (sort: 'created_at' | 'updated_at') => {
		const at = encodeURIComponent(conversation[sort]);
		return (await ask(`/conversations?sort=${sort}&since=${at}&until=${at}`)).body.data.map(
			({ id }: any) => id,
		);
	};
	expect(await only('created_at')).toEqual([known.revivedConversation]);
	expect(await only('updated_at')).toEqual([known.revivedConversation]);
	expect((await ask('/conversations?sort=updated_at&per_page=1')).body.data[0].id).toBe(
		known.revivedConversation,
	);
	expect(
		(await everyRow(`/models/${model}/conversations`, 100)).every((row) => row.model_id === model),
	).toBe(true);
	expect(await everyRow(`/models/${model}/conversations`, 7)).toHaveLength(
		known.model.conversations,
	);
});

test('what happens at the vendor is there to be read, and gone after a reset', async () => {
	sandbox.happen('newConversation', {
		platform: 'telegram',
		platformUserId: '5500',
		message: 'Selamat pagi',
	});
	const { body } = await ask('/conversations?per_page=1');
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

	sandbox.happen('newMessage', {
		conversationId: long,
		sender: 'bot',
		message: 'Sudah siap',
		at: '2025-12-24T18:00:00+07:00',
	});
	expect((await ask(`/conversations/${long}`)).body).toMatchObject({
		updated_at: '2025-12-24T18:00:00+0700',
		most_recent_message: {
			message: 'Sudah siap',
			sender: 'bot',
			created_at: '2025-12-24T18:00:00+0700',
		},
	});
	expect((await ask(`/conversations/${long}/messages?per_page=1`)).body.total_rows).toBe(
		known.longConversationMessages + 1,
	);
	expect(() => sandbox.happen('newMessage', { conversationId: 1 })).toThrow(
		'there is no conversation 1',
	);
	expect(() => sandbox.happen('newConversation', { modelId: 1 })).toThrow('there is no model 1');

	sandbox.reset();
	expect((await ask('/conversations')).body.total_rows).toBe(known.conversations);
});

test('a keyword notification has the documented form', () => {
	const { updated_at: _no, ...shared } = aConversation;
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
