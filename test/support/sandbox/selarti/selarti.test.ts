import { startSandbox } from '../server';
import { selarti, known } from './';
import type { Sandbox } from '../server';

export type Options = { query?: Record<string, any>; body?: any; token?: string };

const wf = '/api/1.1/wf';
let sandbox: Sandbox;
let token = '';

async function ask(
	method: string,
	path: string,
	{ query, body, token: given = token }: Options = {},
): Promise<{ status: number; body: any; text: string }> {
	const search = query ? `?${new URLSearchParams(query)}` : '';
	const response = await fetch(
		sandbox.url + (path.startsWith('/') ? path : `${wf}/${path}`) + search,
		{
			method,
			headers: {
				authorization: `Bearer ${given}`,
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
			},
			body: body === undefined ? undefined : JSON.stringify(body),
		},
	);
	const text = await response.text();
	return { status: response.status, text, body: text === '' ? undefined : JSON.parse(text) };
}

/** @returns the response of a request that must succeed */
async function get(path: string, query?: Record<string, any>): Promise<any> {
	const { status, body } = await ask('GET', path, { query });
	expect({ status, says: body.status }).toEqual({ status: 200, says: 'success' });
	return body.response;
}
const post = (path: string, body: any) => ask('POST', path, { body });
const ids = (things: any[]) => things.map((thing) => thing._id);
const logIn = async () => (await post('auth', { key: known.key })).body.response.token;
async function expectRefused(path: string, body: any, status: string = 'INVALID_DATA') {
	const answer = await post(path, body);
	expect(answer).toMatchObject({ status: 400, body: { statusCode: 400, body: { status } } });
	return answer.body.body.message;
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
/** The document's example of each row, with invented values. */
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

describe('what the documents have', () => {
	test('every row of the inventory, once', () => {
		const rows = Array.from({ length: 19 }, (_, index) => `S${index}`);
		expect(selarti.routes.map((route) => route.number)).toEqual(rows);
		expect(selarti.seed()).toEqual({ ...selarti.seed(), clock: expect.any(Function) });
	});
	test.each(examples)('%s: %s %s', async (number, method, path, options, keys) => {
		const { status, body } = await ask(method, path, options);
		expect({ status, body }).toMatchObject({ status: 200, body: { status: 'success' } });
		expect(Object.keys(body.response)).toEqual(keys);
		expect(sandbox.requests.at(-1)).toMatchObject({ number, handled: true });
	});
	test('S14: the advanced address answers in its own form', async () => {
		const body = {
			target: '@gul_demo',
			first_name: 'Gul',
			last_name: 'Olimova',
			context: 'текст',
			external_id: '77',
			start_message: '{oi|olá}',
		};
		expect(await ask('POST', '/v1/add_target', { query: { task_id: task }, body })).toMatchObject({
			status: 200,
			body: { success: true, target_id: 51001 },
		});
		expect(sandbox.state.targets).toEqual([{ target_id: 51001, task, ...body }]);
	});
	test('S8 to S10: a Telegram log-in, with a code and a password', async () => {
		const phone = known.phoneWithPassword;
		const login = (await post('userLogin', { company, phone_number: phone })).body.response.token;
		expect(login).toMatch(new RegExp(`^${phone}:[a-z]+$`));
		const [at, password] = [{ company, token: login, phone }, known.telegramPassword];
		await expectRefused('authPassword', { ...at, password });
		await expectRefused('authcode', { ...at, code: 1 });
		await expectRefused('authcode', { ...at, code: String(known.telegramCode) }, 'MISSING_DATA');
		await expectRefused('authcode', { ...at, token: `${phone}:zzz`, code: known.telegramCode });
		expect(await post('authcode', { ...at, code: known.telegramCode })).toMatchObject({
			status: 200,
		});
		await expectRefused('authPassword', { ...at, password: 'nein' });
		expect(await post('authPassword', { ...at, password })).toMatchObject({ status: 200 });
	});
});

describe('authentication', () => {
	test('a token is needed, must be live, and stands in the refusal; a wrong key is refused', async () => {
		sandbox.happen('expireTokens');
		const translation = `Invalid or expired token: ${token}`;
		expect(await ask('GET', 'get_company')).toMatchObject({
			status: 401,
			body: { error_class: 'Unauthorized', message: null, translation },
		});
		expect((await fetch(`${sandbox.url}/v1/add_target`, { method: 'POST' })).status).toBe(401);
		expect((await fetch(`${sandbox.url}${wf}/get_gpt_version`)).status).toBe(200);
		sandbox.happen('setKey', { key: 'another' });
		expect(await post('auth', { key: known.key })).toMatchObject({
			status: 401,
			body: { error_class: 'Unauthorized' },
		});
		expect(sandbox.state.logIns).toBe(1);
	});
	test('log-ins live side by side, unless the vendor allows one session', async () => {
		const second = await logIn();
		expect(second).toMatch(/^bus\|\d+x\d+\|\d+x\d+$/);
		expect((await ask('GET', 'get_company')).status).toBe(200);
		sandbox.state.oneSession = true;
		await logIn();
		expect((await ask('GET', 'get_company', { token: second })).status).toBe(401);
		expect(sandbox.asked('S0')).toHaveLength(3);
	});
});

const strict: Array<[string, string, string, Options, string]> = [
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

describe('strictness', () => {
	test.each(strict)('%s is refused by name', async (_what, method, path, options, parameter) => {
		const answer = await ask(method, path, options);
		expect(answer).toMatchObject({
			status: 400,
			body: { statusCode: 400, body: { status: 'MISSING_DATA' } },
		});
		expect(answer.body.body.message).toContain(
			`Missing parameter for workflow ${path}: parameter ${parameter} `,
		);
		expect(sandbox.requests.at(-1)).toMatchObject({
			handled: false,
			refused: expect.stringContaining(parameter),
		});
	});
	test.each(examples.filter(([, , , { body }]) => body))(
		'%s takes no other type and no other key',
		async (_number, method, path, { body }) => {
			for (const key of [...Object.keys(body), 'title']) {
				const wrong = { ...body, [key]: typeof body[key] === 'string' ? 5 : 'yes' };
				expect([key, (await ask(method, path, { body: wrong })).status]).toEqual([key, 400]);
			}
		},
	);
	test.each([
		'2026-02-11',
		'2026-02-11T08:30:00Z',
		'2026-02-11T08:30:00+03:00',
		1770798600,
		'1770798600',
	])('S13 takes the time %p', async (start_date) => {
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
	test('unknown paths, methods and ids', async () => {
		expect((await ask('GET', 'get_user')).status).toBe(404);
		expect((await post('get_ai', {})).status).toBe(405);
		expect(
			await ask('GET', 'get_channel', { query: { company_id: known.unknownId } }),
		).toMatchObject({ status: 404, body: { statusCode: 404 } });
		expect(
			(await ask('GET', 'get_message', { query: { thread_id: known.unknownId } })).status,
		).toBe(404);
		expect(await get('get_thread', { task_id: known.unknownId })).toEqual({ thread: [] });
		expect(await get('get_ai', { company_id: company, ai_id: known.unknownId })).toEqual({
			ai: [],
		});
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
	test('what belongs to a company', async () => {
		expect(ids((await get('get_company')).company)).toEqual(known.companies);
		expect(ids((await get('get_task', { company_id: company })).task)).toEqual(known.tasks);
		expect(ids((await get('get_channel', { company_id: company })).channel)).toEqual(
			known.channels,
		);
		expect(ids((await get('get_ai', { company_id: company })).ai)).toEqual(known.ais);
	});
	test('paging by limit and offset, 20 when not said, newest first, a cap when the vendor has one', async () => {
		const walked = [];
		for (let offset = 0; offset < 80; offset += 20)
			walked.push(...(await get('get_thread', { task_id: task, offset })).thread);
		expect(ids(walked)).toEqual(known.threads);
		const all = (await get('get_message', { thread_id: known.threadWithManyMessages, limit: 500 }))
			.message;
		expect(all).toHaveLength(known.manyMessages);
		expect(all[0].text).toMatch(/^130\. /);
		sandbox.state.maxLimit = 100;
		expect(
			(
				await get('get_message', {
					thread_id: known.threadWithManyMessages,
					limit: 500,
					offset: 10,
				})
			).message,
		).toEqual(all.slice(10, 110));
	});
	test('filters combine, and start_date takes only what is newer', async () => {
		expect((await get('get_thread', { limit: 500 })).thread).toHaveLength(known.allThreads);
		expect((await get('get_thread', { external_id: known.externalId })).thread).toHaveLength(2);
		expect(
			(await get('get_thread', { external_id: known.externalId, task_id: task })).thread,
		).toHaveLength(1);
		expect(
			(await get('get_thread', { thread_id: known.otherThread, task_id: task })).thread,
		).toEqual([]);
		const [newest, older] = (await get('get_message', { thread_id: thread })).message;
		expect(
			ids(
				(await get('get_message', { thread_id: thread, start_date: older['Created Date'] }))
					.message,
			),
		).toEqual([newest._id]);
		expect(
			await get('get_message', {
				thread_id: thread,
				start_date: older['Created Date'],
				message_id: older._id,
			}),
		).toEqual({ message: [] });
	});
});

describe('what was done stays done', () => {
	test('a message sent is the newest listed, and its thread counts it', async () => {
		await post('send_message', { thread, message: 'Até já 👋', message_type: 'operator' });
		expect((await get('get_message', { thread_id: thread, limit: 1 })).message[0]).toMatchObject({
			text: 'Até já 👋',
			message_type: 'operator',
			thread,
			task,
			company,
		});
		const [{ count_message, last_message_text }] = (await get('get_thread', { thread_id: thread }))
			.thread;
		expect({ count_message, last_message_text }).toEqual({
			count_message: 4,
			last_message_text: 'Até já 👋',
		});
	});
	test('a chat gets one thread per task, whether it is created or written to first', async () => {
		const chat = { task_id: task, chat_id: 'a/b?1' };
		const made = (await post('create_thread', chat)).body.response.thread;
		expect(made).toMatchObject({
			title: 'API chat a/b?1',
			chat_id: 'a/b?1',
			task,
			company,
			close: false,
			count_message: 0,
		});
		expect(
			(await post('send_message_external', { ...chat, message })).body.response.thread._id,
		).toBe(made._id);
		expect((await get('get_message', { thread_id: made._id })).message).toMatchObject([
			{ text: message, message_type: 'user' },
		]);
		const other = (
			await post('send_message_external', { ...chat, task_id: known.apiTask, message })
		).body.response.thread;
		expect(other._id).not.toBe(made._id);
		expect(ids((await get('get_thread', { task_id: task, limit: 1 })).thread)).toEqual([made._id]);
		const two = [
			await post('create_thread', { task_id: task }),
			await post('create_thread', { task_id: task }),
		];
		expect(new Set(two.map(({ body }) => body.response.thread._id)).size).toBe(2);
	});
	test('a message to several threads goes out now or later, and to none when one is unknown', async () => {
		const body = { thread_list: known.threads.slice(0, 2), message, message_type: 'bot' };
		await expectRefused('send_message_list', {
			...body,
			thread_list: [known.threads[0], known.unknownId],
		});
		await expectRefused('send_message_list', { ...body, thread_list: [] }, 'MISSING_DATA');
		await post('send_message_list', { ...body, start_date: '2099-01-01' });
		expect(sandbox.state.scheduled).toMatchObject([{ message, at: Date.UTC(2099, 0, 1) }]);
		expect((await get('get_message', { thread_id: known.threads[0] })).message).toHaveLength(3);
		await post('send_message_list', body);
		for (const thread_id of body.thread_list)
			expect((await get('get_message', { thread_id })).message[0].text).toBe(message);
	});
	test('tags, an AI and targets', async () => {
		await post('update_tag', { thread, interest: true, operator: false });
		expect((await get('get_thread', { thread_id: thread })).thread[0]).toMatchObject({
			interest: true,
			operator: false,
			date_interest: expect.any(Number),
		});
		const settings = {
			company_id: company,
			name: 'Нигора',
			start_message: 'Salom',
			version: 'v',
			work_option: 'incoming',
			instruction: '-',
		};
		const { ai } = (await post('create_ai', settings)).body.response;
		expect((await get('get_ai', { company_id: company, ai_id: ai._id })).ai).toMatchObject([
			{ name: 'Нигора', 'work option': 'incoming' },
		]);
		await post('add_target', { task, target: '111\n222' });
		expect(sandbox.state.targets).toMatchObject([
			{ task, target: '111' },
			{ task, target: '222' },
		]);
		sandbox.state.terse = true;
		expect((await post('create_ai', settings)).body.response).toEqual({});
		expect((await post('create_thread', { task_id: task })).body.response).toEqual({});
	});
	test('what happens at the vendor is seen, and a reset forgets it all', async () => {
		sandbox.happen('newThread', { title: 'Ravshan', externalId: 'e-1', text: 'Salom' });
		const [fresh] = (await get('get_thread', { external_id: 'e-1' })).thread;
		sandbox.happen('newMessage', { thread: fresh._id, text: 'Ещё тут?' });
		expect((await get('get_message', { thread_id: fresh._id })).message).toMatchObject([
			{ text: 'Ещё тут?' },
			{ text: 'Salom' },
		]);
		sandbox.reset();
		expect(sandbox.state.threads).toHaveLength(known.allThreads);
	});
});
