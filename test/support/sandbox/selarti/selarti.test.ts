import { startSandbox } from '../server';
import { requestJson } from '../testClient';
import { selarti, known } from './';
import type { Sandbox } from '../server';
import type { SelartiState } from './';
import type { Ai, BubbleRecord, Message, Thread } from './state';

/** The parameters of a request; `token` replaces the one of the session. */
interface Options {
	query?: Record<string, string | number>;
	body?: Record<string, unknown>;
	token?: string;
}

/** A body of success. */
interface Success<Response> {
	status: string;
	response: Response;
}

/** A body of an error. */
interface Failure {
	statusCode: number;
	body: { status: string; message: string };
}

const workflows = '/api/1.1/wf';
let sandbox: Sandbox<SelartiState>;
let token = '';

async function request<Body = unknown>(
	method: string,
	path: string,
	{ query = {}, body, token: given = token }: Options = {},
) {
	const names = Object.entries(query).map(([name, value]): [string, string] => [
		name,
		String(value),
	]);
	const search = names.length > 0 ? `?${new URLSearchParams(names)}` : '';
	const url = sandbox.url + (path.startsWith('/') ? path : `${workflows}/${path}`) + search;
	return await requestJson<Body>(url, {
		method,
		headers: { authorization: `Bearer ${given}` },
		body,
	});
}

/** @returns the response of a request that must succeed */
async function get<Response>(path: string, query?: Options['query']): Promise<Response> {
	const { status, body } = await request<Success<Response>>('GET', path, { query });
	expect({ status, bodyStatus: body.status }).toEqual({ status: 200, bodyStatus: 'success' });
	return body.response;
}
const getThreads = async (query: Options['query']) =>
	(await get<{ thread: Thread[] }>('get_thread', query)).thread;
const getMessages = async (query: Options['query']) =>
	(await get<{ message: Message[] }>('get_message', query)).message;
const getAis = async (query: Options['query']) => (await get<{ ai: Ai[] }>('get_ai', query)).ai;

const post = async <Response = unknown>(path: string, body: Record<string, unknown>) =>
	await request<Success<Response>>('POST', path, { body });
const createThread = async (body: Record<string, unknown>) =>
	(await post<{ thread: Thread }>('create_thread', body)).body.response.thread;
const sendExternal = async (body: Record<string, unknown>) =>
	(await post<{ thread: Thread }>('send_message_external', body)).body.response.thread;
const logIn = async () =>
	(await post<{ token: string }>('auth', { key: known.key })).body.response.token;
const ids = (records: BubbleRecord[]) => records.map(({ _id }) => _id);

/** @returns the message of the error */
async function expectRefused(
	path: string,
	body: Record<string, unknown>,
	status: string = 'INVALID_DATA',
): Promise<string> {
	const response = await request<Failure>('POST', path, { body });
	expect(response).toMatchObject({ status: 400, body: { statusCode: 400, body: { status } } });
	return response.body.body.message;
}

beforeAll(async () => {
	sandbox = await startSandbox(selarti);
});
afterAll(() => sandbox.close());
beforeEach(async () => {
	sandbox.reset();
	token = await logIn();
});

const { company, task, thread } = known;
const message = 'Проба';
/** The document's example of each operation, with invented values. */
const examples: Array<[string, string, string, Options, string[]]> = [
	['S0', 'POST', 'auth', { body: { key: known.key } }, ['token', 'user_id', 'expires']],
	['S1', 'GET', 'get_gpt_version', {}, ['gpt-version']],
	['S2', 'GET', 'get_ai', { query: { company_id: company, ai_id: known.ai } }, ['ai']],
	['S3', 'GET', 'get_task', { query: { company_id: company, task_id: task } }, ['task']],
	['S4', 'GET', 'get_company', { query: { company_id: company } }, ['company']],
	[
		'S5',
		'GET',
		'get_thread',
		{ query: { external_id: known.externalId, limit: 20, offset: 0 } },
		['thread'],
	],
	[
		'S6',
		'GET',
		'get_message',
		{ query: { thread_id: thread, limit: 20, offset: 0, start_date: 1729580592000 } },
		['message'],
	],
	['S7', 'GET', 'get_channel', { query: { company_id: company } }, ['channel']],
	['S8', 'POST', 'userLogin', { body: { company, phone_number: known.phone } }, ['token']],
	['S11', 'POST', 'send_message', { body: { thread, message, message_type: 'bot' } }, []],
	[
		'S12',
		'POST',
		'send_message_external',
		{ body: { task_id: task, chat_id: '4711', message, message_type: 'bot' } },
		['thread'],
	],
	[
		'S13',
		'POST',
		'send_message_list',
		{
			body: {
				thread_list: [thread],
				start_date: '2026-02-11T08:30:00+03:00',
				message,
				message_type: 'bot',
			},
		},
		[],
	],
	['S15', 'POST', 'add_target', { body: { task, target: '111\n@gul\n333' } }, []],
	[
		'S16',
		'POST',
		'create_ai',
		{
			body: {
				company_id: company,
				name: 'Ирис',
				start_message: 'Olá',
				version: 'Orion-3',
				work_option: 'incoming',
				instruction: 'Будь кратка',
			},
		},
		['ai'],
	],
	['S17', 'POST', 'create_thread', { body: { task_id: task, chat_id: '1' } }, ['thread']],
	[
		'S18',
		'POST',
		'update_tag',
		{
			body: {
				thread,
				success: true,
				interest: true,
				get_contact: true,
				operator: true,
				is_bot: true,
				close: true,
			},
		},
		[],
	],
];

describe('documented operations', () => {
	test('the routes are the rows of the inventory', () => {
		const rows = Array.from({ length: 19 }, (_, index) => `S${index}`);
		expect(selarti.routes.map((route) => route.number)).toEqual(rows);
		expect(selarti.seed()).toEqual({ ...selarti.seed(), clock: expect.any(Function) });
	});

	test.each(examples)(
		'%s: %s %s responds with the documented keys',
		async (number, method, path, options, keys) => {
			const { status, body } = await request<Success<object>>(method, path, options);
			expect({ status, body }).toMatchObject({ status: 200, body: { status: 'success' } });
			expect(Object.keys(body.response)).toEqual(keys);
			expect(sandbox.requests.at(-1)).toMatchObject({ number, handled: true });
		},
	);

	test('S14 responds in the form of the advanced address', async () => {
		const body = {
			target: '@gul_demo',
			first_name: 'Gul',
			last_name: 'Olimova',
			context: 'текст',
			external_id: '77',
			start_message: '{oi|olá}',
		};
		expect(
			await request('POST', '/v1/add_target', { query: { task_id: task }, body }),
		).toMatchObject({
			status: 200,
			body: { success: true, target_id: 51001 },
		});
		expect(sandbox.state.targets).toEqual([{ target_id: 51001, task, ...body }]);
	});

	test('S8 to S10 log in to Telegram with a code and a password', async () => {
		const phone = known.phoneWithPassword;
		const userLogin = { company, phone_number: phone };
		const { token: login } = (await post<{ token: string }>('userLogin', userLogin)).body.response;
		expect(login).toMatch(new RegExp(`^${phone}:[a-z]+$`));
		const step = { company, token: login, phone };
		const password = known.telegramPassword;
		await expectRefused('authPassword', { ...step, password });
		await expectRefused('authcode', { ...step, code: 1 });
		await expectRefused('authcode', { ...step, code: String(known.telegramCode) }, 'MISSING_DATA');
		await expectRefused('authcode', { ...step, token: `${phone}:zzz`, code: known.telegramCode });
		expect(await post('authcode', { ...step, code: known.telegramCode })).toMatchObject({
			status: 200,
		});
		await expectRefused('authPassword', { ...step, password: 'nein' });
		expect(await post('authPassword', { ...step, password })).toMatchObject({ status: 200 });
	});
});

describe('authentication', () => {
	test('an expired token, which the error repeats, and a wrong key are refused', async () => {
		await sandbox.happen('expireTokens');
		const translation = `Invalid or expired token: ${token}`;
		expect(await request('GET', 'get_company')).toMatchObject({
			status: 401,
			body: { error_class: 'Unauthorized', message: null, translation },
		});
		expect((await fetch(`${sandbox.url}/v1/add_target`, { method: 'POST' })).status).toBe(401);
		expect((await fetch(`${sandbox.url}${workflows}/get_gpt_version`)).status).toBe(200);
		await sandbox.happen('setKey', { key: 'another' });
		expect(await post('auth', { key: known.key })).toMatchObject({
			status: 401,
			body: { error_class: 'Unauthorized' },
		});
		expect(sandbox.state.logIns).toBe(1);
	});

	test('a log-in ends the former sessions only when the vendor allows one session', async () => {
		const second = await logIn();
		expect(second).toMatch(/^bus\|\d+x\d+\|\d+x\d+$/);
		expect((await request('GET', 'get_company')).status).toBe(200);
		sandbox.state.oneSession = true;
		await logIn();
		expect((await request('GET', 'get_company', { token: second })).status).toBe(401);
		expect(sandbox.requestsTo('S0')).toHaveLength(3);
	});
});

const invalid: Array<[string, string, string, Options, string]> = [
	['an unknown parameter', 'GET', 'get_task', { query: { company_id: company, page: 1 } }, 'page'],
	['a missing parameter', 'GET', 'get_task', {}, 'company_id'],
	['a limit that is no number', 'GET', 'get_thread', { query: { limit: 'many' } }, 'limit'],
	['an empty filter', 'GET', 'get_thread', { query: { task_id: '' } }, 'task_id'],
	[
		'a time in seconds',
		'GET',
		'get_message',
		{ query: { thread_id: thread, start_date: 1741468800 } },
		'start_date',
	],
	[
		'an empty text',
		'POST',
		'send_message',
		{ body: { thread, message: '', message_type: 'bot' } },
		'message',
	],
	['null', 'POST', 'create_thread', { body: { task_id: task, chat_id: null } }, 'chat_id'],
	[
		'a value outside the enum',
		'POST',
		'send_message',
		{ body: { thread, message, message_type: 'user' } },
		'message_type',
	],
	[
		'a list of numbers',
		'POST',
		'send_message_list',
		{ body: { thread_list: [1], message, message_type: 'bot' } },
		'thread_list',
	],
	['an empty line', 'POST', 'add_target', { body: { task, target: '1\n\n2' } }, 'target'],
];

describe('validation', () => {
	test.each(invalid)(
		'%s is refused by the name of the parameter',
		async (_what, method, path, options, parameter) => {
			const response = await request<Failure>(method, path, options);
			expect(response).toMatchObject({
				status: 400,
				body: { statusCode: 400, body: { status: 'MISSING_DATA' } },
			});
			expect(response.body.body.message).toContain(
				`Missing parameter for workflow ${path}: parameter ${parameter} `,
			);
			expect(sandbox.requests.at(-1)).toMatchObject({
				handled: false,
				refused: expect.stringContaining(parameter),
			});
		},
	);

	test.each(examples.filter(([, , , { body }]) => body))(
		'%s refuses another type and another key',
		async (_number, method, path, { body = {} }) => {
			for (const key of [...Object.keys(body), 'title']) {
				const wrong = { ...body, [key]: typeof body[key] === 'string' ? 5 : 'yes' };
				expect([key, (await request(method, path, { body: wrong })).status]).toEqual([key, 400]);
			}
		},
	);

	test.each([
		'2026-02-11',
		'2026-02-11T08:30:00Z',
		'2026-02-11T08:30:00+03:00',
		1770798600,
		'1770798600',
	])('S13 accepts the time %p', async (start_date) => {
		expect(
			(
				await post('send_message_list', {
					thread_list: [thread],
					start_date,
					message,
					message_type: 'bot',
				})
			).status,
		).toBe(200);
	});

	test.each(['2026-02-11T08:30:00', 'tomorrow', 1770798600000, true, '11.02.2026'])(
		'S13 refuses the time %p',
		(start_date) =>
			expectRefused(
				'send_message_list',
				{ thread_list: [thread], start_date, message, message_type: 'bot' },
				'MISSING_DATA',
			),
	);

	test('unknown paths, methods and IDs are refused', async () => {
		expect((await request('GET', 'get_user')).status).toBe(404);
		expect((await post('get_ai', {})).status).toBe(405);
		expect(
			await request('GET', 'get_channel', { query: { company_id: known.unknownId } }),
		).toMatchObject({ status: 404, body: { statusCode: 404 } });
		expect(
			(await request('GET', 'get_message', { query: { thread_id: known.unknownId } })).status,
		).toBe(404);
		expect(await getThreads({ task_id: known.unknownId })).toEqual([]);
		expect(await getAis({ company_id: company, ai_id: known.unknownId })).toEqual([]);
		expect(await get('get_company', { company_id: known.unknownId })).toEqual({ company: [] });
		expect(
			await expectRefused('send_message', {
				thread: known.unknownId,
				message,
				message_type: 'bot',
			}),
		).toContain(known.unknownId);
		await expectRefused('send_message_external', {
			task_id: known.unknownId,
			chat_id: '1',
			message,
		});
	});
});

describe('lists', () => {
	test('the records of a company are listed', async () => {
		const query = { company_id: company };
		expect(ids((await get<{ company: BubbleRecord[] }>('get_company')).company)).toEqual(
			known.companies,
		);
		expect(ids((await get<{ task: BubbleRecord[] }>('get_task', query)).task)).toEqual(known.tasks);
		expect(ids((await get<{ channel: BubbleRecord[] }>('get_channel', query)).channel)).toEqual(
			known.channels,
		);
		expect(ids(await getAis(query))).toEqual(known.ais);
	});

	test('a list has pages by limit and offset, 20 by default, newest first, up to the maximum', async () => {
		const pages: Thread[] = [];
		for (let offset = 0; offset < 80; offset += 20)
			pages.push(...(await getThreads({ task_id: task, offset })));
		expect(ids(pages)).toEqual(known.threads);
		const query = { thread_id: known.threadWithManyMessages, limit: 500 };
		const all = await getMessages(query);
		expect(all).toHaveLength(known.manyMessages);
		expect(all[0].text).toMatch(/^130\. /);
		sandbox.state.maxLimit = 100;
		expect(await getMessages({ ...query, offset: 10 })).toEqual(all.slice(10, 110));
	});

	test('filters combine, and start_date includes only what is newer', async () => {
		expect(await getThreads({ limit: 500 })).toHaveLength(known.allThreads);
		expect(await getThreads({ external_id: known.externalId })).toHaveLength(2);
		expect(await getThreads({ external_id: known.externalId, task_id: task })).toHaveLength(1);
		expect(await getThreads({ thread_id: known.otherThread, task_id: task })).toEqual([]);
		const [newest, older] = await getMessages({ thread_id: thread });
		const since = { thread_id: thread, start_date: older['Created Date'] };
		expect(ids(await getMessages(since))).toEqual([newest._id]);
		expect(await getMessages({ ...since, message_id: older._id })).toEqual([]);
	});
});

describe('writes', () => {
	test('a sent message is the newest one, and its thread counts it', async () => {
		const text = 'Até já 👋';
		await post('send_message', { thread, message: text, message_type: 'operator' });
		expect(await getMessages({ thread_id: thread, limit: 1 })).toMatchObject([
			{ text, message_type: 'operator', thread, task, company },
		]);
		expect(await getThreads({ thread_id: thread })).toMatchObject([
			{ count_message: 4, last_message_text: text },
		]);
	});

	test('a chat has one thread per task, whether it is created or written to first', async () => {
		const chat = { task_id: task, chat_id: 'a/b?1' };
		const created = await createThread(chat);
		expect(created).toMatchObject({
			...{ title: 'API chat a/b?1', chat_id: 'a/b?1', task, company },
			...{ close: false, count_message: 0 },
		});
		expect((await sendExternal({ ...chat, message }))._id).toBe(created._id);
		expect(await getMessages({ thread_id: created._id })).toMatchObject([
			{ text: message, message_type: 'user' },
		]);
		const other = await sendExternal({ ...chat, task_id: known.apiTask, message });
		expect(other._id).not.toBe(created._id);
		expect(ids(await getThreads({ task_id: task, limit: 1 }))).toEqual([created._id]);
		const withoutChat = [
			await createThread({ task_id: task }),
			await createThread({ task_id: task }),
		];
		expect(new Set(ids(withoutChat)).size).toBe(2);
	});

	test('a message to several threads is sent now or later, and to none when one is unknown', async () => {
		const [first] = known.threads;
		const body = { thread_list: known.threads.slice(0, 2), message, message_type: 'bot' };
		await expectRefused('send_message_list', { ...body, thread_list: [first, known.unknownId] });
		await expectRefused('send_message_list', { ...body, thread_list: [] }, 'MISSING_DATA');
		await post('send_message_list', { ...body, start_date: '2099-01-01' });
		expect(sandbox.state.scheduled).toMatchObject([{ message, at: Date.UTC(2099, 0, 1) }]);
		expect(await getMessages({ thread_id: first })).toHaveLength(3);
		await post('send_message_list', body);
		for (const thread_id of body.thread_list)
			expect((await getMessages({ thread_id }))[0].text).toBe(message);
	});

	test('tags, an AI and targets are saved', async () => {
		await post('update_tag', { thread, interest: true, operator: false });
		expect(await getThreads({ thread_id: thread })).toMatchObject([
			{ interest: true, operator: false, date_interest: expect.any(Number) },
		]);
		const settings = {
			...{ company_id: company, name: 'Нигора', start_message: 'Salom', version: 'v' },
			...{ work_option: 'incoming', instruction: '-' },
		};
		const { ai } = (await post<{ ai: Ai }>('create_ai', settings)).body.response;
		expect(await getAis({ company_id: company, ai_id: ai._id })).toMatchObject([
			{ name: 'Нигора', 'work option': 'incoming' },
		]);
		await post('add_target', { task, target: '111\n222' });
		expect(sandbox.state.targets).toMatchObject([
			{ task, target: '111' },
			{ task, target: '222' },
		]);
	});

	test('the response to a new AI or thread is empty in the terse state', async () => {
		sandbox.state.terse = true;
		const settings = {
			...{ company_id: company, name: 'Нигора', start_message: 'Salom', version: 'v' },
			...{ work_option: 'incoming', instruction: '-' },
		};
		expect((await post('create_ai', settings)).body.response).toEqual({});
		expect((await post('create_thread', { task_id: task })).body.response).toEqual({});
	});

	test('events change what is read, and a reset undoes them', async () => {
		await sandbox.happen('newThread', { title: 'Ravshan', externalId: 'e-1', text: 'Salom' });
		const [added] = await getThreads({ external_id: 'e-1' });
		await sandbox.happen('newMessage', { thread: added._id, text: 'Ещё тут?' });
		expect(await getMessages({ thread_id: added._id })).toMatchObject([
			{ text: 'Ещё тут?' },
			{ text: 'Salom' },
		]);
		sandbox.reset();
		expect(sandbox.state.threads).toHaveLength(known.allThreads);
	});
});
