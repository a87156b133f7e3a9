import { startSandbox } from '../server';
import { requestJson } from '../testClient';
import { anyCom, known } from './';
import type { Sandbox } from '../server';
import type { AnyComState } from './';
import type { AwaitingChat, BotSession, Channel, Conversation, Customer } from './state';

/** A body of AnyCom. */
interface Body<Result> {
	status: number;
	result: Result;
}

type Args = Record<string, unknown>;

let sandbox: Sandbox<AnyComState>;
const credentials = { auth_key: known.key, auth_user: known.user };

const send = async <Result = string>(
	body: unknown,
	headers: Record<string, string> = credentials,
	method: string = 'POST',
) =>
	await requestJson<Body<Result>>(`${sandbox.url}/`, {
		method,
		headers: { ...headers, 'content-type': 'application/json' },
		body,
	});

/** @param command group and cmd, separated by a slash */
async function request<Result = string>(command: string, args: unknown = {}) {
	const [group, cmd] = command.split('/');
	return await send<Result>({ group, cmd, args });
}

/** @returns the result of a request that must succeed */
async function result<Result = string>(command: string, args?: Args): Promise<Result> {
	const { status, body } = await request<Result>(command, args);
	expect({ status, body }).toMatchObject({ status: 200, body: { status: 200 } });
	return body.result;
}

async function expectRefused(command: string, args: unknown, words: string) {
	const { status, body } = await request(command, args);
	expect({ status, body }).toEqual({
		status: 412,
		body: { status: 412, result: expect.stringMatching(/^Precondition Failed\. ./) },
	});
	expect(body.result).toContain(words);
	expect(sandbox.requests.at(-1)).toMatchObject({
		handled: false,
		refused: expect.stringContaining(words),
	});
}

beforeAll(async () => {
	sandbox = await startSandbox(anyCom);
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

const channel = { chan_type: 'whatsapp', chan_id: known.channel };
const who = (chan_user: string) => ({ ...channel, chan_user });
const { onBot, inConversation, contactNumber } = known;
const invite = {
	...channel,
	chan_user: known.doneNumber,
	chat_group: 21,
	chat_subj: 'Boleto',
	chat_greet: 'Olá!',
	customer_ft: 'M',
	customer_fk: 77,
	session_fk: 78,
};

/** The document's example of each operation, with invented values. */
const examples: Array<[number: string, command: string, args: Args, result: unknown]> = [
	['A1', 'chan/show', {}, expect.any(Array)],
	[
		'A2',
		'chan/state',
		{ ...who(onBot), new_state: 'on_chat' },
		`State of channel whatsapp/31/${onBot} changed to on_chat`,
	],
	['A3', 'chan/rem', who(onBot), `BOT, Channel whatsapp/31/${onBot} has been removed`],
	[
		'A4',
		'chan/check',
		{ ...channel, user: known.onBotNumber },
		[
			{
				status: 'already',
				contact: expect.any(Object),
				channel: { user_id: onBot, type: 'whatsapp', user: String(known.onBotNumber) },
			},
		],
	],
	['A5', 'chan/reload', channel, 'Reload command sent to 31'],
	[
		'A6',
		'chan/message',
		{ ...channel, user: known.onBotNumber, flow: 1, message: 'Oi' },
		`Sent message to whatsapp/31/${onBot}/Padaria São João and flow set to 1`,
	],
	['A7', 'status/', {}, expect.any(Array)],
	['A8', 'bot/show', {}, expect.any(Array)],
	[
		'A9',
		'bot/flow',
		{ ...who(onBot), flow: 2, item: 1 },
		`Next flow of channel whatsapp/31/${onBot} set to 2/1`,
	],
	['A10', 'bot/reload', { target: 'all' }, 'Reload all command sent to LiveFlow'],
	['A11', 'bot/rem', who(onBot), `BOT of Channel whatsapp/31/${onBot} has been removed`],
	[
		'A12',
		'bot/validate',
		{ target: 'service', id: 201 },
		'LiveFlow BOT service 201-(Boas-vindas) sucessfully compiled',
	],
	['A13', 'chat/connect', { ...who(onBot), chat_user: 'bruno@demo' }, 'Chat connected Successful'],
	[
		'A14',
		'chat/close',
		who(inConversation),
		`LiveChat conversation of whatsapp/31/${inConversation} with larissa has been closed`,
	],
	[
		'A15',
		'chat/drop',
		who(inConversation),
		`LiveChat conversation of whatsapp/31/${inConversation} with larissa has been dropped`,
	],
	// chat_user is empty in the document's example: an empty argument is not sent.
	['A16', 'chat/invite', invite, 'Chat invited Successful'],
	['A17', 'chat/rem', { chat_user: 'larissa' }, 'LiveChat User larissa has been removed'],
	['A18', 'chat/show', { target: 'user' }, expect.any(Array)],
	['A19', 'chat/show', { target: 'awaiting' }, expect.any(Array)],
	['A20', 'chat/show', { target: 'conversation' }, expect.any(Array)],
];

describe('documented operations', () => {
	test('the routes are the rows of the inventory', () => {
		const numbers = anyCom.routes.map((route) => route.number);
		expect(new Set(numbers)).toEqual(new Set(examples.map(([number]) => number)));
		expect(numbers).toHaveLength(20);
	});

	test.each(examples)('%s: %s responds as documented', async (number, command, args, expected) => {
		expect(await result(command, args)).toEqual(expected);
		expect(sandbox.requests.at(-1)).toMatchObject({ number, handled: true });
	});

	test('A10 has an ID for a service and a function only', async () => {
		expect(await result('bot/reload', { target: 'service', id: 201 })).toContain('service 201');
		expect(await result('bot/reload', { target: 'function', id: 301 })).toContain('function 301');
		expect(await result('bot/reload', { target: 'macro' })).toContain('macro');
		await expectRefused('bot/reload', { target: 'service' }, 'id is required');
		await expectRefused('bot/reload', { target: 'global', id: 201 }, 'id must not be sent');
		await expectRefused('bot/reload', { target: 'function', id: 201 }, 'no function 201');
	});
});

describe('authentication', () => {
	const command = { group: 'chat', cmd: 'show', args: { target: 'user' } };
	test('the credential is in headers, or in the body for proxies that drop them', async () => {
		expect((await send(command, { ...credentials, auth_user: known.otherUser })).status).toBe(200);
		expect((await send({ Authentication: credentials, Request: command }, {})).status).toBe(200);
		sandbox.state.dropsHeaders = true;
		expect((await send(command)).status).toBe(400);
		expect((await send({ Authentication: credentials, Request: command })).status).toBe(200);
	});

	test('a missing credential is a 400, a wrong one a 401', async () => {
		const missing = { status: 400, result: 'Missing authentication key!' };
		expect(await send(command, {})).toMatchObject({ status: 400, body: missing });
		expect((await send(command, { auth_key: known.key })).body).toEqual(missing);
		expect((await send({ Authentication: null, Request: command }, {})).body).toEqual(missing);
		expect(
			(await send({ Authentication: { ...credentials, more: 1 }, Request: command }, {})).body,
		).toEqual(missing);
		expect(await send(command, { ...credentials, auth_user: 'nobody' })).toMatchObject({
			status: 401,
			body: { status: 401 },
		});
		await sandbox.happen('setKey', { key: 'another' });
		expect((await send(command)).body.result).toBe(
			'Unauthorized! The authentication key does not exist or is not active.',
		);
	});
});

const invalid: Array<[what: string, command: string, args: unknown, words: string]> = [
	['an argument of a command without arguments', 'chan/show', { limit: 5 }, 'limit'],
	['an unknown argument', 'chan/reload', { ...channel, force: true }, 'force'],
	['a missing argument', 'chan/reload', { chan_type: 'whatsapp' }, 'chan_id'],
	['a number sent as text', 'chan/reload', { chan_type: 'whatsapp', chan_id: '31' }, 'chan_id'],
	['a text sent as number', 'chan/rem', { ...channel, chan_user: known.onBotNumber }, 'chan_user'],
	[
		'a phone sent as text',
		'chan/message',
		{ ...channel, user: String(known.onBotNumber), flow: 1, message: 'Oi' },
		'user',
	],
	[
		'a fraction',
		'chan/message',
		{ ...channel, user: known.onBotNumber, flow: 1.5, message: 'Oi' },
		'flow',
	],
	[
		'an empty text',
		'chan/message',
		{ ...channel, user: known.onBotNumber, flow: 1, message: '' },
		'message',
	],
	['an invite of a full user name', 'chat/invite', who(onBot), 'chan_user'],
	['an empty optional argument', 'chat/invite', { ...invite, chat_user: '' }, 'chat_user'],
	['a state outside the enum', 'chan/state', { ...who(onBot), new_state: 'away' }, 'new_state'],
	['another type of channel', 'chan/reload', { chan_type: 'telegram', chan_id: 31 }, 'chan_type'],
	['a target outside the enum', 'chat/show', { target: 'group' }, 'target'],
	['no target', 'chat/show', {}, 'target'],
	['a target A12 does not take', 'bot/validate', { target: 'macro', id: 201 }, 'target'],
	['args that are no object', 'chan/show', [], 'args'],
	[
		'an unknown channel',
		'chan/reload',
		{ ...channel, chan_id: known.unknownChannel },
		'whatsapp/99',
	],
	['an unknown customer', 'chan/rem', who(known.unknownCustomer), known.unknownCustomer],
	[
		'a customer of another channel',
		'bot/rem',
		{ ...who(onBot), chan_id: known.downChannel },
		'bot session',
	],
	['an unknown attendant', 'chat/rem', { chat_user: 'ninguém' }, 'ninguém'],
	['an unknown group', 'chat/invite', { ...invite, chat_group: 5 }, 'group 5'],
	['an invite of a stranger', 'chat/invite', { ...invite, chan_user: known.noWhatsApp }, 'session'],
	[
		'a number without WhatsApp',
		'chan/message',
		{ ...channel, user: known.noWhatsApp, flow: 1, message: 'Oi' },
		'not a valid number',
	],
	[
		'a channel that is down',
		'chan/message',
		{ ...channel, chan_id: known.downChannel, user: contactNumber, flow: 1, message: 'Oi' },
		'down',
	],
];

describe('validation', () => {
	test.each(invalid)('%s is refused', (_what, command, args, words) =>
		expectRefused(command, args, words),
	);

	test.each(examples)(
		'%s refuses another type and another argument: %s',
		async (_number, command, args) => {
			for (const key of [...Object.keys(args), 'title']) {
				const wrong = { ...args, [key]: typeof args[key] === 'string' ? 5 : '5' };
				expect([key, (await request(command, wrong)).status]).toEqual([key, 412]);
			}
		},
	);

	test('a body without args, with more keys and with an unknown command is refused', async () => {
		expect((await send({ group: 'chan', cmd: 'show' })).body.result).toContain('args is required');
		expect((await send({ group: 'chan', cmd: 'show', args: {}, page: 1 })).body.result).toContain(
			'page',
		);
		const unknown = { status: 404, body: { status: 404, result: 'Invalid method.' } };
		for (const command of ['chan/list', 'status/show', 'chat/', 'desk/show'])
			expect(await request(command)).toMatchObject(unknown);
		expect(await send(undefined)).toMatchObject(unknown);
		expect(await send(undefined, credentials, 'GET')).toMatchObject(unknown);
		expect(
			await send({
				Authentication: credentials,
				Request: { group: 'chan', cmd: 'show', args: {} },
				more: 1,
			}),
		).toMatchObject(unknown);
	});

	test('the HTTP status is 200 for every status in the body when the vendor answers so', async () => {
		sandbox.state.httpStatusAlways200 = true;
		expect(await request('chan/list')).toMatchObject({ status: 200, body: { status: 404 } });
		expect(await request('chan/rem', who('?'))).toMatchObject({
			status: 200,
			body: { status: 412 },
		});
		expect(sandbox.requests.at(-1)).toMatchObject({ handled: false, status: 200 });
		expect(await send({ group: 'chan', cmd: 'show', args: {} }, {})).toMatchObject({
			status: 200,
			body: { status: 400 },
		});
		sandbox.injectFault({ kind: 'refuse', status: 503, body: 'later' });
		expect(await request('chan/show')).toMatchObject({
			status: 503,
			body: { status: 503, result: 'later' },
		});
	});
});

describe('writes', () => {
	const customer = async (user: string, id: number = 31) =>
		(await result<Customer[]>('chan/show')).find(
			({ channel: { user_id, id: channelId } }) => user_id === user && channelId === id,
		);
	const findAwaiting = async (user: string) =>
		(await result<AwaitingChat[]>('chat/show', { target: 'awaiting' })).find(
			(chat) => chat.channel.user_id === user,
		);
	const findConversation = async (user: string) =>
		(await result<Conversation[]>('chat/show', { target: 'conversation' })).find(
			(chat) => chat.channel.user_id === user,
		);
	const firstSession = async () => (await result<BotSession[]>('bot/show'))[0];

	test('states, flows and sessions of a customer are saved', async () => {
		expect(await result('chan/show')).toHaveLength(known.customers);
		await result('chan/state', { ...who(onBot), new_state: 'none' });
		expect([(await customer(onBot))?.state, (await customer(onBot, 32))?.state]).toEqual([
			'none',
			'identifying',
		]);
		await result('bot/flow', { ...who(onBot), flow: 8, item: 4 });
		expect((await firstSession()).next).toMatchObject({ flow: 8, item: 4 });
		await result('bot/rem', who(onBot));
		await expectRefused('bot/rem', who(onBot), 'bot session');
		await result('chan/rem', who(onBot));
		expect([await customer(onBot), typeof (await customer(onBot, 32))]).toEqual([
			undefined,
			'object',
		]);
	});

	test('messages are sent in order, and numbers are checked', async () => {
		await result('chan/message', { ...channel, user: contactNumber, flow: 0, message: 'Привет' });
		await result('chan/message', { ...channel, user: known.onBotNumber, flow: 9, message: 'Olá' });
		expect(sandbox.state.sent).toEqual([
			{ order: 1, chan_id: 31, user: contactNumber, flow: 0, message: 'Привет' },
			{ order: 2, chan_id: 31, user: known.onBotNumber, flow: 9, message: 'Olá' },
		]);
		expect((await firstSession()).next.flow).toBe(9);
		expect(await result('chan/check', { ...channel, user: contactNumber })).toMatchObject([
			{ status: 'valid' },
		]);
		expect(await result('chan/check', { ...channel, user: known.noWhatsApp })).toMatchObject([
			{ status: 'invalid' },
		]);
	});

	test('a customer is invited, connected, and waits again when the attendant is removed', async () => {
		await result('chat/invite', { ...invite, chat_user: 'larissa' });
		expect(await findAwaiting(known.done)).toMatchObject({
			chat: { greeting: 'Olá!', subject: 'Boleto', group: { id: 21, name: 'Atendimento' } },
		});
		expect(await customer(known.done)).toMatchObject({
			state: 'on_chat',
			chat: { invited: true, user: 'larissa' },
		});
		await result('chat/connect', { ...who(known.done), chat_user: 'bruno' });
		expect([
			await findAwaiting(known.done),
			(await findConversation(known.done))?.chat_user_name,
		]).toEqual([undefined, 'Bruno']);
		await result('chat/rem', { chat_user: 'bruno' });
		expect((await findAwaiting(known.done))?.chat.subject).toContain('Bruno');
		expect((await customer(known.done))?.chat.user).toBe('');
		expect(await result('chat/show', { target: 'user' })).toHaveLength(known.attendants.length - 1);
		await result('chat/close', who(inConversation));
		expect((await customer(inConversation))?.state).toBe('done');
		await expectRefused('chat/drop', who(inConversation), 'chat session');
	});

	test('an empty list is a 204, in the HTTP status or in the body', async () => {
		sandbox.state.awaiting = [];
		expect(await request('chat/show', { target: 'awaiting' })).toEqual({
			status: 204,
			text: '',
			body: undefined,
		});
		sandbox.state.emptyAs204 = false;
		expect(await request('chat/show', { target: 'awaiting' })).toMatchObject({
			status: 200,
			body: { status: 204, result: '' },
		});
	});

	test('events change what is read', async () => {
		const status = async () => (await result<Channel[]>('status/')).map((one) => one.status);
		expect(await status()).toEqual(['UP', 'DOWN', 'UP', 'UP']);
		await sandbox.happen('channelDown');
		await sandbox.happen('channelUp');
		expect(await status()).toEqual(['DOWN', 'UP', 'UP', 'UP']);
		await sandbox.happen('customerState', { state: 'on_bot' });
		expect(await customer(`${contactNumber}@c.us`)).toMatchObject({
			state: 'on_bot',
			user_name: 'Visitante',
		});
		await sandbox.happen('customerWaiting', { subject: 'Вопрос' });
		expect(await findAwaiting(`${contactNumber}@c.us`)).toMatchObject({
			chat: { subject: 'Вопрос' },
		});
		expect(() => sandbox.happen('channelDown', { id: 1 })).toThrow('no channel 1');
	});
});
