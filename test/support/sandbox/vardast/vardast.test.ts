import { startSandbox } from '../server';
import { requestJson } from '../testClient';
import { vardast, known } from './';
import type { Sandbox } from '../server';
import type { VardastState } from './';

let sandbox: Sandbox<VardastState>;
beforeAll(async () => {
	sandbox = await startSandbox(vardast);
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

/**
 * @param path below the base, with its query
 * @param body makes it a POST
 */
async function request(path: string, body?: unknown, headers: Record<string, string> = {}) {
	const { status, body: received } = await requestJson(`${sandbox.url}/uaa/public${path}`, {
		method: body === undefined ? 'GET' : 'POST',
		headers: { 'x-api-key': known.apiKey, ...headers },
		body,
	});
	return { status, body: received };
}

const process = '/messenger/api/chat/public/process';
const messages = `/messenger/api/chat/${known.channel.id}/${known.contact.id}/`;
const contacts = '/messenger/api/chat/contacts/';
const channels = '/messenger/api/channel/';
const assistants = '/messenger/api/assistants/';
const prompts = '/messenger/api/prompts/';
const reported = `/report/channel/${known.channel.id}/contacts`;
const orders = `/report/channel/${known.channel.id}/orders`;
const activity = '/payment/get-usage-activity/';

const message = { message: 'سلام 🌼', channel_id: known.channel.id, contact_id: known.contact.id };
const assistant = { assistant_name: 'دستیار شب', model: 'tiny-model', api_key: 'ak_invented' };
const prompt = {
	assistant_id: known.assistant.id,
	text: 'کوتاه بنویس',
	prompt_json: { tone: 'warm' },
	created_by: 'نگار',
};

const uuid = expect.stringMatching(
	/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
);
const datetime = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/);
const day = expect.stringMatching(/^\d{4}-\d\d-\d\d$/);
const text = expect.any(String);
const flag = expect.any(Boolean);
const number = expect.any(Number);
/** One of Jest's asymmetric matchers, e.g. `expect.any(String)`. */
interface Matcher {
	asymmetricMatch: (value: unknown) => boolean;
}
const orNull = (form: Matcher) => ({
	asymmetricMatch: (value: unknown) => value === null || form.asymmetricMatch(value),
});
const optional = (form: Matcher) => ({
	asymmetricMatch: (value: unknown) =>
		value === undefined || value === null || form.asymmetricMatch(value),
});

const aMessage = {
	id: uuid,
	text,
	platform: text,
	sender_id: text,
	receiver_id: text,
	is_output: flag,
	ai_created: flag,
	channel_id: uuid,
	timestamp: datetime,
	is_in_thread: flag,
};
const aContact = {
	id: uuid,
	name: text,
	username: text,
	identifier: text,
	platform: text,
	channel_id: uuid,
	is_stopped: flag,
	created_at: datetime,
	updated_at: datetime,
};
const aChannel = {
	...{
		id: uuid,
		name: text,
		platform: expect.stringMatching(/^(INSTAGRAM|TELEGRAM|BALE)$/),
		user_id: text,
		identifier: text,
		access_token: text,
	},
	...{
		assistant: orNull(text),
		is_stopped: flag,
		reply_to_story: flag,
		reply_to_comments: flag,
		account_id: text,
		created_at: datetime,
		updated_at: datetime,
	},
};
const anAssistant = {
	id: uuid,
	assistant_name: text,
	model: text,
	api_key: text,
	kb_id: orNull(uuid),
	functions: orNull(expect.arrayOf(text)),
	user_id: uuid,
	created_at: datetime,
	updated_at: datetime,
};
const aMadePrompt = { prompt_id: uuid, created_at: datetime, updated_at: datetime, user_id: uuid };
const aPrompt = {
	...aMadePrompt,
	assistant_id: uuid,
	text,
	prompt_json: expect.any(Object),
	language: expect.stringMatching(/^(FA|EN)$/),
	created_by: text,
};
const aReportRow = {
	...{
		id: uuid,
		contact_id: uuid,
		channel_id: uuid,
		full_name: text,
		phone_number: text,
		detailed_address: text,
		postal_code: optional(text),
		username: optional(text),
	},
	...{ platform: optional(text), comment: optional(text), created_at: optional(datetime) },
	order_list: expect.arrayOf(expect.objectContaining({ product_name: text, quantity: number })),
};
const anActivity = {
	id: uuid,
	user_id: uuid,
	date: day,
	new_contacts: number,
	message_requests: number,
};
const aSum = { date: day, total_new_contacts: number, total_message_requests: number };
const aUsage = {
	...{
		user_id: uuid,
		mode: text,
		active_features: expect.any(Object),
		chat_credit: number,
		all_chat_credit: number,
		total_chats: number,
	},
	...{
		contact_credit: number,
		total_contacts: number,
		is_allowed: flag,
		next_due_date: datetime,
		time_credit: datetime,
	},
};
const aPage = (row: unknown, total: number, page: number, size: number) => ({
	items: Array(Math.max(0, Math.min(size, total - (page - 1) * size))).fill(row),
	...{ total, page, size, pages: Math.ceil(total / size) },
});
const wrapped = (response: unknown) => ({ status: 'success', response });

const documented: Array<[number: string, path: string, body: unknown, response: unknown]> = [
	['V1', process, message, { status: 'success', message_id: uuid, response: text }],
	[
		'V1',
		process,
		{ ...message, assistant_id: known.newestAssistant },
		{ status: 'success', message_id: uuid, response: text },
	],
	[
		'V1',
		process,
		{ ...message, assistant_id: null },
		{ status: 'success', message_id: uuid, response: text },
	],
	['V2', messages, undefined, aPage(aMessage, known.contact.messages, 1, 20)],
	['V2', `${messages}?page=2&size=50`, undefined, aPage(aMessage, known.contact.messages, 2, 50)],
	['V3', contacts, undefined, aPage(aContact, known.contacts, 1, 20)],
	[
		'V3',
		`${contacts}?page=1&size=30&channel_ids=${known.smallChannel.id},${known.channel.id}&platform=BALE`,
		undefined,
		aPage(aContact, 40, 1, 30),
	],
	['V4', channels, undefined, { items: Array(4).fill(aChannel) }],
	['V5', assistants, undefined, { items: Array(6).fill(anAssistant) }],
	['V6', assistants, assistant, { ...anAssistant, ...assistant, kb_id: null, functions: null }],
	[
		'V6',
		assistants,
		{ ...assistant, kb_id: known.unknownId, functions: ['save_order'] },
		{ ...anAssistant, kb_id: known.unknownId, functions: ['save_order'] },
	],
	['V6', assistants, { ...assistant, kb_id: null, functions: null }, anAssistant],
	['V7', prompts, prompt, aMadePrompt],
	['V7', prompts, { ...prompt, language: 'FA' }, aMadePrompt],
	['V8', prompts + known.prompt, undefined, { ...aPrompt, prompt_id: known.prompt }],
	['V9', reported, undefined, aPage(aReportRow, known.channel.contacts, 1, 20)],
	[
		'V9',
		`${reported}?id=${known.reportContact}&page=1&page_size=100`,
		undefined,
		aPage({ ...aReportRow, id: known.reportContact }, 1, 1, 100),
	],
	[
		'V10',
		`${orders}?page=2&page_size=100`,
		undefined,
		aPage(aReportRow, known.channel.orders, 2, 100),
	],
	[
		'V10',
		`${orders}?order_id=${known.order}`,
		undefined,
		aPage({ ...aReportRow, id: known.order }, 1, 1, 20),
	],
	['V11', '/payment/get-usage-info/', undefined, wrapped(aUsage)],
	[
		'V12',
		`${activity}?feature=id&activity_id=${known.activity.id}`,
		undefined,
		wrapped({ ...anActivity, ...known.activity }),
	],
	[
		'V12',
		`${activity}?feature=date&date=${known.lastActivity.date}T00:00:00%2B03:30`,
		undefined,
		wrapped({ ...anActivity, ...known.lastActivity }),
	],
	['V12', `${activity}?feature=mode&mode=daily`, undefined, wrapped(Array(40).fill(aSum))],
	[
		'V12',
		`${activity}?feature=period&start_date=${known.activity.date}&end_date=${known.activity.date}`,
		undefined,
		wrapped([{ ...aSum, date: known.activity.date }]),
	],
];

test.each(documented)(
	'%s: %s is accepted and answered as documented',
	async (number, path, body, response) => {
		expect(await request(path, body)).toEqual({ status: 200, body: response });
		expect(sandbox.requestsTo(number)).toHaveLength(1);
	},
);

test('the routes are the rows of the inventory, each with or without a final slash', () => {
	const rows = vardast.routes.map(
		(route) => `${route.number} ${route.method} ${route.path.replace('/uaa/public', '')}`,
	);
	expect([...new Set(rows)]).toEqual([
		'V1 POST /messenger/api/chat/public/process',
		'V2 GET /messenger/api/chat/{channel_id}/{contact_id}/',
		'V3 GET /messenger/api/chat/contacts/',
		'V4 GET /messenger/api/channel/',
		'V5 GET /messenger/api/assistants/',
		'V6 POST /messenger/api/assistants/',
		'V7 POST /messenger/api/prompts/',
		'V8 GET /messenger/api/prompts/{prompt_id}',
		'V9 GET /report/channel/{channel_id}/contacts',
		'V10 GET /report/channel/{channel_id}/orders',
		'V11 GET /payment/get-usage-info/',
		'V12 GET /payment/get-usage-activity/',
	]);
	expect(new Set(documented.map(([inventoryNumber]) => inventoryNumber)).size).toBe(12);
});

test.each(documented)(
	'%s: %s is not found with another final slash',
	async (inventoryNumber, path, body) => {
		const [bare, query] = path.split('?');
		const other = bare.endsWith('/') ? bare.slice(0, -1) : `${bare}/`;
		// With a final slash the path of V1 has the form of that of V2, which has no POST.
		expect(await request(query ? `${other}?${query}` : other, body)).toEqual({
			status: inventoryNumber === 'V1' ? 405 : 404,
			body: { detail: expect.stringContaining('no document has') },
		});
	},
);

const invalid: Array<[what: string, path: string, body: unknown, loc: string[], message: string]> =
	[
		[
			'an unknown key',
			process,
			{ ...message, extra: 1 },
			['body', 'extra'],
			'the body has no parameter extra',
		],
		[
			'a missing key',
			process,
			{ ...message, message: undefined },
			['body', 'message'],
			'message is required',
		],
		[
			'an empty text',
			process,
			{ ...message, message: '' },
			['body', 'message'],
			'message must not be empty',
		],
		[
			'a wrong type',
			process,
			{ ...message, message: 7 },
			['body', 'message'],
			'message must be of type string',
		],
		[
			'null where it is not documented',
			process,
			{ ...message, message: null },
			['body', 'message'],
			'message must be of type string',
		],
		[
			'an empty assistant',
			process,
			{ ...message, assistant_id: '' },
			['body', 'assistant_id'],
			'assistant_id must not be empty',
		],
		['a body that is a list', process, [message], ['body'], 'the body must be a JSON object'],
		['page 0', `${messages}?page=0`, undefined, ['query', 'page'], 'page must be at least 1'],
		['size 0', `${contacts}?size=0`, undefined, ['query', 'size'], 'size must be at least 1'],
		[
			'a size that is no integer',
			`${contacts}?size=ten`,
			undefined,
			['query', 'size'],
			'size must be of type integer',
		],
		[
			"the report's page_size in a chat",
			`${contacts}?page_size=10`,
			undefined,
			['query', 'page_size'],
			'the query has no parameter page_size',
		],
		[
			"the chat's size in a report",
			`${orders}?size=10`,
			undefined,
			['query', 'size'],
			'the query has no parameter size',
		],
		[
			'an empty entry of a list',
			`${contacts}?channel_ids=${known.channel.id},`,
			undefined,
			['query', 'channel_ids'],
			' is not a UUID',
		],
		[
			'channel_ids twice',
			`${contacts}?channel_ids=a&channel_ids=b`,
			undefined,
			['query', 'channel_ids'],
			'the query gives channel_ids twice',
		],
		[
			'a platform in small letters',
			`${contacts}?platform=telegram`,
			undefined,
			['query', 'platform'],
			'platform is written in capitals',
		],
		[
			'an empty platform',
			`${contacts}?platform=`,
			undefined,
			['query', 'platform'],
			'platform must not be empty',
		],
		[
			'paging where it is not documented',
			`${channels}?page=1`,
			undefined,
			['query', 'page'],
			'the query has no parameter page',
		],
		[
			'an assistant without a key',
			assistants,
			{ ...assistant, api_key: undefined },
			['body', 'api_key'],
			'api_key is required',
		],
		[
			'a kb_id that is no UUID',
			assistants,
			{ ...assistant, kb_id: 'kb-1' },
			['body', 'kb_id'],
			'kb-1 is not a UUID',
		],
		[
			'functions as a text',
			assistants,
			{ ...assistant, functions: 'a' },
			['body', 'functions'],
			'functions must be of type array',
		],
		[
			'a function that is no text',
			assistants,
			{ ...assistant, functions: ['a', 1] },
			['body', 'functions'],
			'an entry of functions must be of type string',
		],
		[
			'prompt_json as a text',
			prompts,
			{ ...prompt, prompt_json: '{}' },
			['body', 'prompt_json'],
			'prompt_json must be of type object',
		],
		[
			'a prompt without prompt_json',
			prompts,
			{ ...prompt, prompt_json: undefined },
			['body', 'prompt_json'],
			'prompt_json is required',
		],
		[
			'a prompt without an author',
			prompts,
			{ ...prompt, created_by: undefined },
			['body', 'created_by'],
			'created_by is required',
		],
		[
			'a language that is not in the enum',
			prompts,
			{ ...prompt, language: 'fa' },
			['body', 'language'],
			'language must be one of FA, EN',
		],
		[
			'an assistant_id that is no UUID',
			prompts,
			{ ...prompt, assistant_id: '12' },
			['body', 'assistant_id'],
			'12 is not a UUID',
		],
		[
			'page_size 101',
			`${reported}?page_size=101`,
			undefined,
			['query', 'page_size'],
			'page_size must be at most 100',
		],
		['an id that is no UUID', `${reported}?id=1`, undefined, ['query', 'id'], '1 is not a UUID'],
		[
			'order_id among the contacts',
			`${reported}?order_id=${known.order}`,
			undefined,
			['query', 'order_id'],
			'the query has no parameter order_id',
		],
		['no feature', activity, undefined, ['query', 'feature'], 'feature is required'],
		[
			'an unknown feature',
			`${activity}?feature=week`,
			undefined,
			['query', 'feature'],
			'feature must be one of id, date, mode, period',
		],
		[
			'a feature without its parameter',
			`${activity}?feature=id`,
			undefined,
			['query', 'activity_id'],
			'activity_id is required',
		],
		[
			'half a period',
			`${activity}?feature=period&start_date=2025-07-04`,
			undefined,
			['query', 'end_date'],
			'end_date is required',
		],
		[
			'an activity_id that is no UUID',
			`${activity}?feature=id&activity_id=5`,
			undefined,
			['query', 'activity_id'],
			'5 is not a UUID',
		],
		[
			'an empty mode',
			`${activity}?feature=mode&mode=`,
			undefined,
			['query', 'mode'],
			'mode must not be empty',
		],
		[
			'a date without a time',
			`${activity}?feature=date&date=2025-07-04`,
			undefined,
			['query', 'date'],
			'date is a datetime, e.g. 2025-07-08T00:00:00Z',
		],
		[
			'a day that does not exist',
			`${activity}?feature=period&start_date=2025-13-04&end_date=2025-12-31`,
			undefined,
			['query', 'start_date'],
			'there is no day 2025-13-04',
		],
	];

test.each(invalid)('%s is refused', async (_what, path, body, loc, msg) => {
	expect(await request(path, body)).toEqual({
		status: 422,
		body: { detail: [{ loc, msg, type: 'value_error' }] },
	});
	expect(sandbox.requests[0]).toMatchObject({ handled: false, refused: msg });
});

/** The parameters of each feature of V12. */
const features: Record<string, Record<string, string>> = {
	id: { activity_id: known.activity.id },
	date: { date: `${known.activity.date}T00:00:00Z` },
	mode: { mode: 'daily' },
	period: { start_date: known.activity.date, end_date: known.lastActivity.date },
};
const parametersOfOthers = Object.entries(features).flatMap(([feature, own]) =>
	Object.values(features)
		.flatMap((parameters) => Object.entries(parameters))
		.filter(([name]) => !Object.hasOwn(own, name))
		.map(([name, value]) => ({
			feature,
			name,
			query: String(new URLSearchParams({ feature, ...own, [name]: value })),
		})),
);

test.each(parametersOfOthers)(
	'V12: feature $feature refuses $name',
	async ({ feature, name, query }) => {
		expect(await request(`${activity}?${query}`)).toMatchObject({
			status: 422,
			body: { detail: [{ loc: ['query', name] }] },
		});
		expect(
			(await request(`${activity}?${new URLSearchParams({ feature, ...features[feature] })}`))
				.status,
		).toBe(200);
	},
);

test.each([
	['a channel', `/messenger/api/chat/${known.unknownId}/${known.contact.id}/`, undefined],
	[
		'a contact of another channel',
		`/messenger/api/chat/${known.smallChannel.id}/${known.contact.id}/`,
		undefined,
	],
	['a prompt', prompts + known.unknownId, undefined],
	["a prompt's assistant", prompts, { ...prompt, assistant_id: known.unknownId }],
	["a report's channel", `/report/channel/${known.unknownId}/orders`, undefined],
	['an activity', `${activity}?feature=id&activity_id=${known.unknownId}`, undefined],
	["a day's activity", `${activity}?feature=date&date=2020-01-01T00:00:00Z`, undefined],
])('%s that does not exist is a 404', async (_what, path, body) => {
	expect(await request(path, body)).toEqual({
		status: 404,
		body: { detail: expect.stringMatching(/^there is no /) },
	});
});

test('other methods, other base paths and malformed JSON are refused', async () => {
	expect((await request(channels, {})).status).toBe(405);
	expect((await fetch(`${sandbox.url}${channels}`)).status).toBe(404);
	const malformed = await fetch(`${sandbox.url}/uaa/public${process}`, {
		method: 'POST',
		body: '{',
		headers: { 'x-api-key': known.apiKey },
	});
	expect([malformed.status, await malformed.json()]).toEqual([
		400,
		{ detail: 'the body is not JSON' },
	]);
	const plainText = { 'content-type': 'text/plain' };
	expect((await request(process, message, plainText)).body).toMatchObject({
		detail: [{ msg: 'the body must be application/json' }],
	});
});

test('a key that is wrong or in another header than X-API-Key is refused', async () => {
	expect(await request(channels, undefined, { 'x-api-key': 'wrong' })).toEqual({
		status: 401,
		body: { detail: 'This API key opens no account' },
	});
	const bearer = await fetch(`${sandbox.url}/uaa/public${channels}`, {
		headers: { authorization: `Bearer ${known.apiKey}` },
	});
	expect([bearer.status, await bearer.json()]).toEqual([
		401,
		{ detail: 'The header X-API-Key is missing' },
	]);
});
