import { runNode } from '../../support/engine';
import { callWebhook, serveWebhook } from '../../support/engine/webhook';
import { startSandbox } from '../../support/sandbox/server';
import { selarti, known } from '../../support/sandbox/selarti';
import { bodyOf } from '../../support/sandbox/selarti/webhooks';
import { sample } from '../../support/fixtures/selartiWebhook';
import type { Sandbox } from '../../support/sandbox/server';
import type { SelartiState } from '../../support/sandbox/selarti';

const secrets = { token: 'Lavender-harbour_1742' };
const query = secrets;

let sandbox: Sandbox<SelartiState>;
beforeAll(async () => {
	sandbox = await startSandbox(selarti);
});
afterAll(async () => await sandbox.close());
beforeEach(() => sandbox.reset());

let workflows = 0;
const trigger = (parameters?: any, more?: any): any => ({
	node: 'selartiTrigger',
	parameters: { triggerOn: ['any'], ...parameters },
	credentials: {
		selartiWebhookApi: secrets,
		selartiApi: {
			apiKey: known.key,
			baseUrl: sandbox.url,
			advancedBaseUrl: sandbox.url,
			maxRetryTime: 0,
		},
	},
	server: { staticData: {}, id: `s${++workflows}` },
	...more,
});
const call = async (body: any, parameters?: any) =>
	await callWebhook(trigger(parameters), { body, query });
const started = async (body: any, parameters?: any) => {
	const { status, text, items } = await call(body, parameters);
	expect([status, text]).toEqual([200, '']);
	return items?.[0];
};

const clean = {
	whType: 'all_messages',
	messageId: '1741091400123x481902337755012400',
	messageText: 'We are open until eight. Shall I book a time for you?',
	messageType: 'bot',
	threadId: '1741091399870x260417730519844100',
	externalChatId: '700500300',
	title: 'API chat 700500300',
	contacts: '700500300',
	taskId: '1741005000000x908812450036217600',
	channelId: '7c',
	companyId: '1741004400000x150209931780461250',
	managerId: '3d',
	panelUrl: 'https://selarti.com/panel?menu=chats&thread=1741091399870x260417730519844100',
	shareUrl: 'https://selarti.com/share?thread=1741091399870x260417730519844100',
	success: false,
	interest: true,
	getContact: false,
	operator: false,
	isBot: false,
	close: false,
};

describe('what an event becomes', () => {
	test('clean names, booleans, texts', async () => {
		expect(await started(sample)).toEqual(clean);
	});

	test('the body as it came beside it, if asked for', async () => {
		expect(await started({ ...sample, extra: [1] }, { includeRawBody: true })).toEqual({
			...clean,
			rawBody: { ...sample, extra: [1] },
		});
	});

	test.each([
		[{ interest: 'YES ' }, { interest: true }],
		[
			{ interest: true, close: false },
			{ interest: true, close: false },
		],
		[{ interest: 'No' }, { interest: false }],
		[
			{ interest: '', close: null, title: '', contacts: null },
			{ interest: undefined, close: undefined, title: undefined, contacts: undefined },
		],
		[
			{ external_chat_id: 700500300, contacts: 5 },
			{ externalChatId: '700500300', contacts: '5' },
		],
		[
			{ panel_url: 'https://a.example/?x=1&amp;y=2&#38;z=3&#x26;w=4&v' },
			{ panelUrl: 'https://a.example/?x=1&y=2&z=3&w=4&v' },
		],
		[{ message_text: 'Tom &amp; Jerry 👋' }, { messageText: 'Tom &amp; Jerry 👋' }],
		[
			{ wh_type: 'Something New', message_type: 'system' },
			{ whType: 'Something New', messageType: 'system' },
		],
	])('%j gives %j', async (change, expected) => {
		expect(await started({ ...sample, ...change })).toEqual(
			JSON.parse(JSON.stringify({ ...clean, ...expected })),
		);
	});

	test.each([
		[{ wh_type: undefined }, 'wh_type must be a text.'],
		[{ wh_type: '' }, 'wh_type must be a text.'],
		[{ wh_type: ['all_messages'] }, 'wh_type must be a text.'],
		[{ wh_type: true }, 'wh_type must be a text.'],
		[{ thread_id: null }, 'thread_id must be an ID.'],
		[{ thread_id: {} }, 'thread_id must be an ID.'],
		[{ thread_id: 'x'.repeat(201) }, 'thread_id must be an ID.'],
		[{ wh_type: 'x'.repeat(201) }, 'wh_type must be a text.'],
		[{ message_id: '' }, 'message_id must be an ID.'],
		[{ message_id: 1.5 }, 'message_id must be an ID.'],
	])('%j: 400 %s', async (change, text) => {
		expect(await call({ ...sample, ...change })).toEqual({
			status: 400,
			text,
			items: undefined,
			hanging: false,
		});
	});

	test('a tag needs no message', async () => {
		const event = { wh_type: 'interest', thread_id: 'a thread', interest: 'yes' };
		expect(await started(event)).toEqual({
			whType: 'interest',
			threadId: 'a thread',
			interest: true,
		});
	});

	test('without a message two events are one when they are alike in all', async () => {
		const run = trigger();
		const starts = async (body: any) =>
			(await callWebhook(run, { body, query })).items !== undefined;
		const event = { wh_type: 'interest', thread_id: 'a thread', interest: 'yes' };
		expect([
			await starts(event),
			await starts({ ...event }),
			await starts({ ...event, close: 'yes' }),
			await starts({ ...event, wh_type: 'close' }),
		]).toEqual([true, false, true, true]);
	});
});

describe('Trigger On', () => {
	const types = [
		['all_messages', 'all_messages'],
		['success', 'success'],
		['get_contact', 'get_contact'],
		['Contact received', 'get_contact'],
		['interest', 'interest'],
		['wh_interest', 'interest'],
		['close', 'close'],
		['CLOSED', 'close'],
		['operator', 'operator'],
		['is_bot', 'is_bot'],
		['bot-detected', 'is_bot'],
		['payment_made', 'other'],
		['any', 'other'],
		['other', 'other'],
		['toString', 'other'],
	] as const;
	const kinds = [
		'all_messages',
		'close',
		'get_contact',
		'interest',
		'is_bot',
		'operator',
		'other',
		'success',
	];

	test.each(types)('%s is %s', async (type, kind) => {
		for (const chosen of kinds) {
			const event = await started({ ...sample, wh_type: type }, { triggerOn: [chosen] });
			expect([chosen, event?.whType]).toEqual([chosen, chosen === kind ? type : undefined]);
		}
		expect(await started({ ...sample, wh_type: type }, { triggerOn: ['any'] })).toMatchObject({
			whType: type,
		});
		expect(await started({ ...sample, wh_type: type }, { triggerOn: kinds })).toMatchObject({
			whType: type,
		});
		expect(await started({ ...sample, wh_type: type }, { triggerOn: [] })).toBeUndefined();
	});

	test('all messages is what a new trigger has', async () => {
		expect(await started(sample, { triggerOn: undefined })).toEqual(clean);
		expect(
			await started({ ...sample, wh_type: 'close' }, { triggerOn: undefined }),
		).toBeUndefined();
	});
});

describe('filters', () => {
	const picked = (value: string, mode: string = 'list') => ({ __rl: true, mode, value });
	test.each([
		[{ messageType: ['relay'] }, 'bot', true],
		[{ messageType: ['relay'] }, 'operator', true],
		[{ messageType: ['relay'] }, 'user', false],
		[{ messageType: ['relay', 'user'] }, 'user', true],
		[{ messageType: ['user'] }, 'bot', false],
		[{ messageType: ['operator'] }, 'operator', true],
		[{ messageType: [] }, 'user', true],
		[{ task: picked(clean.taskId) }, 'bot', true],
		[{ task: picked(` ${clean.taskId} `, 'id') }, 'bot', true],
		[{ task: picked('1741005000000x1') }, 'bot', false],
		[{ task: picked('') }, 'bot', true],
		[{ channel: picked('7c', 'id') }, 'bot', true],
		[{ channel: picked('8c', 'id') }, 'bot', false],
		[
			{
				company: picked(clean.companyId),
				task: picked(clean.taskId),
				channel: picked('7c', 'id'),
				messageType: ['bot'],
			},
			'bot',
			true,
		],
		[{ company: picked('x'), task: picked(clean.taskId) }, 'bot', false],
	])('%j lets one of a %s pass: %s', async (filters, message_type, passes) => {
		expect((await started({ ...sample, message_type }, { filters })) !== undefined).toBe(passes);
	});

	test('what an event does not have passes no filter', async () => {
		const event = { wh_type: 'interest', thread_id: 'a thread' };
		for (const filters of [{ messageType: ['bot'] }, { task: picked('a task') }])
			expect(await started(event, { filters })).toBeUndefined();
	});

	test('what is filtered out may pass another time', async () => {
		const run = trigger({ filters: { messageType: ['user'] } });
		expect((await callWebhook(run, { body: sample, query })).items).toBeUndefined();
		expect(
			(await callWebhook({ ...run, parameters: { triggerOn: ['any'] } }, { body: sample, query }))
				.items,
		).toHaveLength(1);
	});
});

describe('in the editor', () => {
	test('a test listen takes the event, as often as it is sent', async () => {
		const run = trigger({}, { mode: 'manual' });
		for (const _time of [1, 2])
			expect(await callWebhook(run, { body: { ...sample, title: 'Anna' }, query })).toMatchObject({
				status: 200,
				items: [{ ...clean, title: 'Anna' }],
			});
		expect(run.server.staticData).toEqual({});
	});
});

test('the whole bridge: in by S12, the AI answers, out by webhook, each message once', async () => {
	const served = await serveWebhook(
		trigger({ triggerOn: ['all_messages'], filters: { messageType: ['relay'] } }),
	);
	await sandbox.happen('setWebhook', { url: `${served.url}?token=${secrets.token}` });
	const { error, items } = await runNode({
		...trigger(),
		node: 'selarti',
		parameters: {
			resource: 'message',
			operation: 'sendExternal',
			task: { __rl: true, mode: 'id', value: known.apiTask },
			chatId: '4711',
			message: 'Salom!',
		},
	});
	expect([error, items[0].json.chatId]).toEqual([undefined, '4711']);
	await sandbox.webhookSender.pending;
	await sandbox.webhookSender.again(sandbox.state);
	expect(
		sandbox.webhookSender.deliveries.map(({ status, text, body }) => [
			status,
			text,
			body.message_type,
		]),
	).toEqual([
		[200, '', 'user'],
		[200, '', 'bot'],
		[200, '', 'bot'],
	]);
	const relayed = served.outcomes.flatMap((outcome) => outcome.items ?? []);
	expect(relayed).toEqual([
		expect.objectContaining({
			externalChatId: '4711',
			messageText: 'AI: Salom!',
			messageType: 'bot',
			panelUrl: expect.stringContaining('menu=chats&thread='),
		}),
	]);
	await served.close();
});

test("the sandbox's own body has the keys of the document's example", () => {
	const [thread] = sandbox.state.threads;
	expect(
		Object.keys(bodyOf(sandbox.state, thread, sandbox.state.messages[0], 'all_messages')).sort(),
	).toEqual(Object.keys(sample).sort());
});
