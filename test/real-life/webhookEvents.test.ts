/** What callers and vendors do to a webhook trigger. Nothing that is true is lost, and nothing that is forged starts it. */

import type { IDataObject } from 'n8n-workflow';

import { callWebhook, callWebhookAndGo } from '../support/engine/webhook';
import type { WebhookRun } from '../support/engine/webhook';
import { fastClock, steppedClock } from '../support/engine/clock';
import { sample as naxonAiSample } from '../support/fixtures/naxonAiWebhook';
import { sample as selartiSample } from '../support/fixtures/selartiWebhook';
import { known, selarti } from '../support/sandbox/selarti';
import type { SelartiState } from '../support/sandbox/selarti';
import { bodyOf } from '../support/sandbox/selarti/webhooks';
import { startSandbox } from '../support/sandbox/server';
import type { Sandbox } from '../support/sandbox/server';
import { webhooks as selartiWebhooks } from '../../nodes/Selarti/trigger';
import { handleWebhook, manualWebhookMethods } from '../../nodes/shared/webhook/trigger';
import { createWebhookContext } from '../support/fixtures/webhookContext';
import type { FakeTrigger } from '../support/fixtures/webhookContext';

const secrets = { token: 'Lavender-harbour_1742' };
let workflows = 0;
const serverOf = () => ({ staticData: {}, id: `real life ${(workflows += 1)}` });

describe('an event with odd values', () => {
	const receive = async (change: object, sample: object = selartiSample) =>
		await callWebhook(
			{
				node: 'wh_type' in sample ? 'selartiTrigger' : 'naxonAiTrigger',
				parameters: {
					...('wh_type' in sample && { triggerOn: ['any'] }),
					authentication: ['none'],
				},
				credentials: {},
				server: serverOf(),
			} as unknown as WebhookRun,
			{ body: { ...sample, ...change } },
		);

	test.each([
		[{ contacts: ['+1', '+2'] }, { contacts: '+1, +2' }],
		[{ success: 'true' }, { success: true }],
		[{ success: 'да' }, { success: true }],
		[{ success: 1 }, { success: true }],
		[{ interest: 'нет' }, { interest: false }],
		[{ message_text: 12.5 }, { messageText: '12.5' }],
		[{ message_text: { a: 1 } }, { messageText: '{"a":1}' }],
		[{ title: null }, {}],
		[{ message_type: undefined }, {}],
		[{ task_id: {} }, {}],
		[{ message_id: ' 1741x1\u200b\n' }, { messageId: '1741x1' }],
	])('%j starts the workflow', async (change, item) => {
		expect(await receive(change)).toMatchObject({ status: 200, items: [item] });
	});

	test.each([
		[{ keyword: 5 }, { keyword: '5' }],
		[{ keyword: undefined }, {}],
		[{ model_id: true, platform: {} }, { conversationId: '61754' }],
		[{ most_recent_message: 'Hello' }, { mostRecentMessage: 'Hello' }],
		[{ recent_messages: {} }, { conversationId: '61754' }],
		[{ created_at: 5, model_name: ['A', 'B'] }, { conversationId: '61754' }],
	])('of Naxon AI %j starts the workflow', async (change, item) => {
		const payload = { ...(naxonAiSample.payload as object), ...change };
		expect(await receive({ payload }, naxonAiSample)).toMatchObject({ items: [item] });
	});

	test('a payload that is JSON in a text starts the workflow', async () => {
		const payload = JSON.stringify(naxonAiSample.payload);
		expect(await receive({ payload }, naxonAiSample)).toMatchObject({
			items: [{ conversationId: '61754' }],
		});
	});

	test.each([
		[{ wh_type: true }, 'wh_type must be a text.'],
		[{ thread_id: [] }, 'thread_id must be an ID.'],
		[{ message_id: 1.5 }, 'message_id must be an ID.'],
		[{ message_id: 'x'.repeat(201) }, 'message_id must be an ID.'],
	])('%j is refused, as no type or ID', async (change, text) => {
		expect(await receive(change)).toMatchObject({ status: 400, text, items: undefined });
	});

	test('IDs of 64 bits keep their digits', async () => {
		const ids = ['7615917337495251230', '7615917337495251231'];
		for (const id of ids) {
			const text = JSON.stringify(naxonAiSample).replace('61754', id);
			const { items } = await callWebhook(
				{
					node: 'naxonAiTrigger',
					parameters: { authentication: ['none'] },
					credentials: {},
					server: serverOf(),
				} as unknown as WebhookRun,
				{ body: text },
			);
			expect(items).toMatchObject([{ conversationId: id }]);
		}
	});
});

test('one keyword in other words is one event', async () => {
	const run = {
		node: 'naxonAiTrigger',
		parameters: { authentication: ['none'] },
		credentials: {},
		server: serverOf(),
	} as unknown as WebhookRun;
	const counts = [];
	for (const keyword of [
		'refund',
		'REFUND',
		' Refund ',
		'ｒｅｆｕｎｄ',
		're\u200bfund',
		'refund\n',
		'refunds',
	]) {
		const payload = { ...(naxonAiSample.payload as object), keyword };
		counts.push((await callWebhook(run, { body: { ...naxonAiSample, payload } })).items?.length);
	}
	expect(counts).toEqual([1, ...Array.from({ length: 5 }), 1]);
});

test('a tag that an event says is gone can be set again', async () => {
	const run = {
		node: 'selartiTrigger',
		parameters: { triggerOn: ['close'], authentication: ['none'] },
		credentials: {},
		server: serverOf(),
	} as unknown as WebhookRun;
	const close = { ...selartiSample, wh_type: 'close', close: 'yes' };
	const counts = [];
	for (const body of [
		close,
		close,
		{ ...selartiSample, wh_type: 'operator', close: 'no', thread_id: 'another' },
		close,
		// This one starts nothing, for the trigger does not wait for it.
		{ ...selartiSample, wh_type: 'operator', close: 'no' },
		close,
		close,
	])
		counts.push((await callWebhook(run, { body })).items?.length ?? 0);
	expect(counts).toEqual([1, 0, 0, 0, 0, 1, 0]);
});

describe('n8n\u2019s log', () => {
	const logOf = async (fake: Parameters<typeof createWebhookContext>[0]) => {
		const { context, log } = createWebhookContext(fake);
		await handleWebhook(context, selartiWebhooks);
		return log;
	};
	const open = { authentication: ['none'], triggerOn: ['any'] };

	test.each([
		[{}, 'wh_type must be a text.'],
		[{ ...selartiSample, thread_id: 1.5 }, 'thread_id must be an ID.'],
		[{ ...selartiSample, message_id: 'x'.repeat(201) }, 'message_id must be an ID.'],
	])('says which node refused an event, and why: %j', async (body, reason) => {
		expect(await logOf({ parameters: open, body })).toEqual([
			`warn The trigger: a request was refused with HTTP 400, and started nothing. ${reason}`,
		]);
	});

	test('says nothing of strangers', async () => {
		const parameters = { ...open, authentication: ['queryToken'] };
		const credentials = { selartiWebhookApi: secrets };
		expect(await logOf({ parameters, credentials, body: {} })).toEqual([]);
	});

	test.each<[string, IDataObject, Record<string, IDataObject>]>([
		['a token that is too short', {}, { selartiWebhookApi: { token: 'short' } }],
		['no credential', {}, {}],
		['no authentication', { authentication: [] }, {}],
		['an address that is none', { authentication: ['ipAllowlist'], allowedIps: 'x' }, {}],
		['no credential to verify with', { authentication: ['apiVerification'] }, {}],
	])('names a trigger that has %s first', async (_what, parameters, credentials) => {
		const { context } = createWebhookContext({
			parameters: { authentication: ['queryToken'], ...parameters },
			credentials: credentials as FakeTrigger['credentials'],
		});
		await expect(
			manualWebhookMethods(selartiWebhooks).checkExists.call(context),
		).rejects.toMatchObject({ message: expect.stringMatching(/^The trigger: /) });
	});
});

describe('with verification', () => {
	let sandbox: Sandbox<SelartiState>;
	let clock: ReturnType<typeof fastClock>;
	beforeAll(async () => {
		sandbox = await startSandbox(selarti);
	});
	afterAll(async () => await sandbox.close());
	beforeEach(() => {
		sandbox.reset();
		clock = fastClock();
	});
	afterEach(() => clock.stop());

	const trigger = (parameters: object = {}, apiKey = known.key, server = serverOf()) =>
		({
			node: 'selartiTrigger',
			parameters: {
				triggerOn: ['any'],
				authentication: ['queryToken', 'apiVerification'],
				...parameters,
			},
			credentials: {
				selartiWebhookApi: secrets,
				selartiApi: {
					apiKey,
					baseUrl: sandbox.url,
					maxRetryTime: 0,
					maxConcurrentRequests: 200 + workflows,
				},
			},
			server,
		}) as unknown as WebhookRun;
	const event = (n: number, change: object = {}) => {
		const { threads, messages } = sandbox.state;
		const thread = threads.find(({ _id }) => _id === known.threadWithManyMessages);
		if (!thread) throw new Error('the sandbox has no such thread');
		const own = messages.filter((message) => message.thread === thread._id);
		return {
			query: secrets,
			body: { ...bodyOf(sandbox.state, thread, own[n], 'all_messages'), ...change },
		};
	};

	/** How many items start the workflow when these events come one after the other. */
	const countStarts = async (run: WebhookRun, bodies: object[]) => {
		const counts = [];
		for (const body of bodies)
			counts.push((await callWebhook(run, { query: secrets, body })).items?.length ?? 0);
		return counts;
	};
	/** The places that a trigger's memory of past events takes. */
	const placesOf = ({ server }: WebhookRun) =>
		Object.values(server?.staticData ?? {}).flatMap((data) => (data as IDataObject).seen).length;

	test('one message in 70 spellings of its type starts the workflow once', async () => {
		const capitals = Array.from({ length: 60 }, (_, number) =>
			[...'all_messages'].map((letter, index) =>
				(number >> (index % 6)) & 1 ? letter.toUpperCase() : letter,
			),
		);
		const spellings = [
			...capitals.map((letters) => letters.join('')),
			' All Messages ',
			'all-messages',
			'allMessages',
			'wh_all_messages',
			'WH All Messages',
			'whAllMessages',
			'All\u200bMessages_',
			'ａｌｌ_messages',
			'all messages!',
			'all.messages',
		];
		const run = trigger();
		const counts = await countStarts(
			run,
			spellings.map((wh_type) => event(0, { wh_type }).body),
		);
		expect(counts).toEqual([1, ...spellings.slice(1).map(() => 0)]);
		expect(placesOf(run)).toBe(1);
	});

	test('one message under 20 types that nobody documented starts the workflow once', async () => {
		const bodies = Array.from({ length: 20 }, (_, n) => event(0, { wh_type: `type ${n}` }).body);
		expect((await countStarts(trigger(), bodies)).filter(Boolean)).toEqual([1]);
	});

	test('20 events take 20 places in the memory of past events', async () => {
		const run = trigger();
		const bodies = Array.from({ length: 20 }, (_, n) => event(n).body);
		expect((await countStarts(run, [...bodies, ...bodies])).filter(Boolean)).toHaveLength(20);
		expect(placesOf(run)).toBe(20);
	});

	test('a dialog that is closed, opened and closed again starts the workflow twice', async () => {
		const thread = sandbox.state.threads.find(({ _id }) => _id === known.threadWithManyMessages);
		if (!thread) throw new Error('the sandbox has no such thread');
		const run = trigger({ triggerOn: ['close'] });
		const close = (at: number) => {
			Object.assign(thread, { close: true, date_close: at });
			return { ...event(0, { wh_type: 'close' }).body, close: 'yes' };
		};
		expect(await countStarts(run, [close(1_790_000_000_000)])).toEqual([1]);
		expect(await countStarts(run, [close(1_790_000_000_000)])).toEqual([0]);
		thread.close = false;
		const again = close(1_790_000_600_000);
		expect(await countStarts(run, [again, again])).toEqual([1, 0]);
	});

	test('an event leaves as soon as it is confirmed, while a forged one waits', async () => {
		sandbox.injectFault({ kind: 'refuse', status: 500, on: 'S5', times: 1_000 });
		const run = trigger({ verificationTimeout: 60 });
		const forged = await callWebhookAndGo(run, event(1, { thread_id: known.unknownId }));
		await new Promise((resolve) => setTimeout(resolve, 3_000));
		sandbox.faults.length = 0;
		const begun = clock.now();
		const { items } = await callWebhook(run, event(0));
		expect(items).toMatchObject([{ verified: true }]);
		expect(clock.now() - begun).toBeLessThan(20_000);
		expect((await forged.done).items).toBeUndefined();
	});

	test('an event is checked with the credential of its own call', async () => {
		const server = serverOf();
		const wrong = await callWebhookAndGo(
			trigger({ verificationTimeout: 5 }, 'wrong', server),
			event(1),
		);
		// It is tried once, while the other one waits.
		const corrected = trigger({ verificationTimeout: 0 }, known.key, server);
		expect((await callWebhook(corrected, event(0))).items).toMatchObject([{ verified: true }]);
		expect((await wrong.done).items).toBeUndefined();
	});

	test('a forged event with the name of a true one does not hold it back', async () => {
		const run = trigger();
		const forged = await callWebhookAndGo(run, event(0, { thread_id: known.otherThread }));
		expect((await callWebhook(run, event(0))).items).toMatchObject([{ verified: true }]);
		expect((await forged.done).items).toBeUndefined();
	});

	test('an event that the account may not see is denied, and never starts unverified', async () => {
		sandbox.injectFault({ kind: 'refuse', status: 403, on: 'S5', times: 1_000 });
		const run = trigger({ onVerificationTimeout: 'emitUnverified' });
		expect((await callWebhook(run, event(0))).items).toBeUndefined();
	});

	test('an event that nobody could confirm starts nothing unless the user wants it', async () => {
		sandbox.injectFault({ kind: 'refuse', status: 500, on: ['S5', 'S6'], times: 100_000 });
		const run = trigger({ verificationTimeout: 1 });
		expect(await callWebhook(run, event(0))).toMatchObject({ status: 200, items: undefined });
		expect(placesOf(run)).toBe(0);
	});

	test('an event that started unconfirmed starts again, confirmed, when it comes once more', async () => {
		sandbox.injectFault({ kind: 'refuse', status: 500, on: ['S5', 'S6'], times: 100_000 });
		const run = trigger({ onVerificationTimeout: 'emitUnverified', verificationTimeout: 1 });
		expect((await callWebhook(run, event(0))).items).toMatchObject([{ verified: false }]);
		expect((await callWebhook(run, event(0))).items).toBeUndefined();
		sandbox.faults.length = 0;
		expect((await callWebhook(run, event(0))).items).toMatchObject([{ verified: true }]);
		expect((await callWebhook(run, event(0))).items).toBeUndefined();
	});

	test('no event waits longer than the limit', async () => {
		clock.stop();
		const stepped = steppedClock(10_000);
		sandbox.injectFault({ kind: 'refuse', status: 500, on: ['S5', 'S6'], times: 100_000 });
		const begun = performance.now();
		const run = trigger({ onVerificationTimeout: 'emitUnverified', verificationTimeout: 2 });
		const { items } = await callWebhook(run, event(0));
		const seconds = (performance.now() - begun) / 1_000;
		stepped.stop();
		expect(items).toMatchObject([{ verified: false }]);
		expect([seconds >= 120, seconds < 125]).toEqual([true, true]);
	});
});
