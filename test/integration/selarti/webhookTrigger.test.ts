import type { IDataObject } from 'n8n-workflow';

import { callWebhook, serveWebhook } from '../../support/engine/webhook';
import type { WebhookRun } from '../../support/engine/webhook';
import { sample } from '../../support/fixtures/selartiWebhook';
import { known } from '../../support/sandbox/selarti';
import { bodyOf } from '../../support/sandbox/selarti/webhooks';
import { useVendor } from '../../support/useVendor';
import { byId, fromList, notSet } from '../../support/vendors/parameters';
import { selarti } from '../../support/vendors/selarti';
import { createRun, secrets } from '../../support/webhookRun';

const query = secrets;
const { sandbox, credentialData, run: runAction } = useVendor(selarti);

/** A trigger that starts on every event. */
const trigger = (parameters?: Record<string, unknown>, more?: Partial<WebhookRun>) =>
	createRun({
		node: 'selartiTrigger',
		parameters: { triggerOn: ['any'], ...parameters },
		credentials: { selartiWebhookApi: secrets, selartiApi: credentialData() },
		...more,
	});
const call = async (body: object, parameters?: Record<string, unknown>) =>
	await callWebhook(trigger(parameters), { body, query });
/** The item by which an event starts the workflow. */
const started = async (body: object, parameters?: Record<string, unknown>) => {
	const { status, text, items } = await call(body, parameters);
	expect([status, text]).toEqual([200, '']);
	return items?.[0];
};

/** The item for `sample`. */
const sampleItem = {
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

describe('the item of an event', () => {
	test('has names in camel case, booleans and texts', async () => {
		expect(await started(sample)).toEqual(sampleItem);
	});

	test('has the raw body too under Include Raw Body', async () => {
		expect(await started({ ...sample, extra: [1] }, { includeRawBody: true })).toEqual({
			...sampleItem,
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
	])('of %j has %j', async (change, expected) => {
		expect(await started({ ...sample, ...change })).toEqual(
			JSON.parse(JSON.stringify({ ...sampleItem, ...expected })),
		);
	});

	test.each([
		[{ wh_type: undefined }, 'wh_type must be a text.'],
		[{ wh_type: '' }, 'wh_type must be a text.'],
		[{ wh_type: ['all_messages', 'close'] }, 'wh_type must be a text.'],
		[{ wh_type: true }, 'wh_type must be a text.'],
		[{ thread_id: null }, 'thread_id must be an ID.'],
		[{ thread_id: {} }, 'thread_id must be an ID.'],
		[{ thread_id: 'x'.repeat(201) }, 'thread_id must be an ID.'],
		[{ wh_type: 'x'.repeat(201) }, 'wh_type must be a text.'],
		[{ message_id: '' }, 'message_id must be an ID.'],
		[{ message_id: 1.5 }, 'message_id must be an ID.'],
	])('is missing for %j: 400 %s', async (change, text) => {
		expect(await call({ ...sample, ...change })).toEqual({
			status: 400,
			text,
			items: undefined,
			hanging: false,
		});
	});

	test('has no message where the event reports a tag without one', async () => {
		const event = { wh_type: 'interest', thread_id: 'a thread', interest: 'yes' };
		expect(await started(event)).toEqual({
			whType: 'interest',
			threadId: 'a thread',
			interest: true,
		});
	});

	test('is emitted once for events without a message that are the same', async () => {
		const run = trigger();
		const starts = async (body: object) =>
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
	const options = [
		'all_messages',
		'close',
		'get_contact',
		'interest',
		'is_bot',
		'operator',
		'other',
		'success',
	];

	test.each(types)('starts on %s under the option %s', async (type, option) => {
		for (const chosen of options) {
			const event = await started({ ...sample, wh_type: type }, { triggerOn: [chosen] });
			expect([chosen, event?.whType]).toEqual([chosen, chosen === option ? type : undefined]);
		}
		expect(await started({ ...sample, wh_type: type }, { triggerOn: ['any'] })).toMatchObject({
			whType: type,
		});
		expect(await started({ ...sample, wh_type: type }, { triggerOn: options })).toMatchObject({
			whType: type,
		});
		expect(await started({ ...sample, wh_type: type }, { triggerOn: [] })).toBeUndefined();
	});

	test('is all messages for a new trigger', async () => {
		expect(await started(sample, { triggerOn: undefined })).toEqual(sampleItem);
		expect(
			await started({ ...sample, wh_type: 'close' }, { triggerOn: undefined }),
		).toBeUndefined();
	});
});

describe('the filters', () => {
	test.each([
		[{ messageType: ['relay'] }, 'bot', true],
		[{ messageType: ['relay'] }, 'operator', true],
		[{ messageType: ['relay'] }, 'user', false],
		[{ messageType: ['relay', 'user'] }, 'user', true],
		[{ messageType: ['user'] }, 'bot', false],
		[{ messageType: ['operator'] }, 'operator', true],
		[{ messageType: [] }, 'user', true],
		[{ task: fromList(sampleItem.taskId) }, 'bot', true],
		[{ task: byId(` ${sampleItem.taskId} `) }, 'bot', true],
		[{ task: fromList('1741005000000x1') }, 'bot', false],
		[{ task: notSet }, 'bot', true],
		[{ channel: byId('7c') }, 'bot', true],
		[{ channel: byId('8c') }, 'bot', false],
		[
			{
				company: fromList(sampleItem.companyId),
				task: fromList(sampleItem.taskId),
				channel: byId('7c'),
				messageType: ['bot'],
			},
			'bot',
			true,
		],
		[{ company: fromList('x'), task: fromList(sampleItem.taskId) }, 'bot', false],
	])('%j let an event of a %s pass: %s', async (filters, message_type, passes) => {
		expect((await started({ ...sample, message_type }, { filters })) !== undefined).toBe(passes);
	});

	test('refuse an event without the field', async () => {
		const event = { wh_type: 'interest', thread_id: 'a thread' };
		for (const filters of [{ messageType: ['bot'] }, { task: fromList('a task') }])
			expect(await started(event, { filters })).toBeUndefined();
	});

	test('let an event pass that was refused by other filters before', async () => {
		const run = trigger({ filters: { messageType: ['user'] } });
		expect((await callWebhook(run, { body: sample, query })).items).toBeUndefined();
		expect(
			(await callWebhook({ ...run, parameters: { triggerOn: ['any'] } }, { body: sample, query }))
				.items,
		).toHaveLength(1);
	});
});

describe('a test in the editor', () => {
	test('takes an event as often as it is sent', async () => {
		const run = trigger({}, { mode: 'manual' });
		for (const _time of [1, 2])
			expect(await callWebhook(run, { body: { ...sample, title: 'Anna' }, query })).toMatchObject({
				status: 200,
				items: [{ ...sampleItem, title: 'Anna' }],
			});
		expect(run.server.staticData).toEqual({});
	});
});

test('a message that is sent by S12 comes back with the answer of the AI by webhook, each once', async () => {
	const served = await serveWebhook(
		trigger({ triggerOn: ['all_messages'], filters: { messageType: ['relay'] } }),
	);
	await sandbox.happen('setWebhook', { url: `${served.url}?token=${secrets.token}` });
	const { error, items } = await runAction({
		resource: 'message',
		operation: 'sendExternal',
		task: byId(known.apiTask),
		chatId: '4711',
		message: 'Salom!',
	});
	expect([error, items[0].json.chatId]).toEqual([undefined, '4711']);
	await sandbox.webhookSender.pending;
	await sandbox.webhookSender.again(sandbox.state);
	expect(
		sandbox.webhookSender.deliveries.map(({ status, text, body }) => [
			status,
			text,
			(body as IDataObject).message_type,
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

test("the body that the sandbox sends has the keys of the document's example", () => {
	const [thread] = sandbox.state.threads;
	expect(
		Object.keys(bodyOf(sandbox.state, thread, sandbox.state.messages[0], 'all_messages')).sort(),
	).toEqual(Object.keys(sample).sort());
});
