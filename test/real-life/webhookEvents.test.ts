/** What callers and vendors do to a webhook trigger. Nothing that is true is lost, and nothing that is forged starts it. */

import { callWebhook, callWebhookAndGo } from '../support/engine/webhook';
import type { WebhookRun } from '../support/engine/webhook';
import { fastClock } from '../support/engine/clock';
import { sample as naxonAiSample } from '../support/fixtures/naxonAiWebhook';
import { sample as selartiSample } from '../support/fixtures/selartiWebhook';
import { known, selarti } from '../support/sandbox/selarti';
import type { SelartiState } from '../support/sandbox/selarti';
import { bodyOf } from '../support/sandbox/selarti/webhooks';
import { startSandbox } from '../support/sandbox/server';
import type { Sandbox } from '../support/sandbox/server';
import { identity as naxonAiIdentity } from '../../nodes/NaxonAi/trigger/event';

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
	])('of Naxon AI %j starts the workflow', async (change, item) => {
		const payload = { ...(naxonAiSample.payload as object), ...change };
		expect(await receive({ payload }, naxonAiSample)).toMatchObject({ items: [item] });
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

test('one keyword in other words is one event', () => {
	const names = ['refund', ' REFUND ', 'ｒｅｆｕｎｄ', 're\u200cfund'].map((keyword) =>
		naxonAiIdentity({ conversationId: '1', keyword, mostRecentMessageSeq: 's' }).join(),
	);
	expect(new Set(names).size).toBe(1);
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

	test('one message in many spellings of its type starts the workflow once', async () => {
		const run = trigger();
		const spellings = [
			'all_messages',
			'ALL_MESSAGES',
			' All Messages ',
			'all-messages',
			'wh_all_messages',
			'All\u200bMessages_',
			'ａｌｌ_messages',
			'all messages!',
		];
		const started = [];
		for (const wh_type of spellings)
			started.push((await callWebhook(run, event(0, { wh_type }))).items?.length ?? 0);
		expect(started.filter((count) => count > 0).length).toBeLessThanOrEqual(2);
		expect(started[0]).toBe(1);
		expect(started.slice(1, 5)).toEqual([0, 0, 0, 0]);
		expect(
			(Object.values(run.server?.staticData ?? {})[0] as { seen: string[] }).seen.length,
		).toBeLessThan(3);
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
			trigger({ verificationTimeout: 1 }, 'wrong', server),
			event(1),
		);
		expect((await callWebhook(trigger({}, known.key, server), event(0))).items).toMatchObject([
			{ verified: true },
		]);
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

	test('no event waits longer than the limit', async () => {
		sandbox.injectFault({ kind: 'refuse', status: 500, on: ['S5', 'S6'], times: 100_000 });
		const begun = clock.now();
		const run = trigger({ onVerificationTimeout: 'emitUnverified', verificationTimeout: 2 });
		expect((await callWebhook(run, event(0))).items).toMatchObject([{ verified: false }]);
		expect(clock.now() - begun).toBeLessThan(125_000);
	});
});
