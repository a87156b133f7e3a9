import { callWebhook, serveWebhook } from '../../support/engine/webhook';
import { startSandbox } from '../../support/sandbox/server';
import { naxonAi, known, keywordNotification } from '../../support/sandbox/naxonAi';
import { sample } from '../../support/fixtures/naxonAiWebhook';
import type { Sandbox } from '../../support/sandbox/server';
import type { NaxonAiState } from '../../support/sandbox/naxonAi';

const secrets = { token: 'Lavender-harbour_1742' };
const query = secrets;

let sandbox: Sandbox<NaxonAiState>;
beforeAll(async () => {
	sandbox = await startSandbox(naxonAi);
});
afterAll(async () => await sandbox.close());
beforeEach(() => sandbox.reset());

let workflows = 0;
const trigger = (parameters?: any, more?: any): any => ({
	node: 'naxonAiTrigger',
	parameters: parameters ?? {},
	credentials: {
		naxonAiWebhookApi: secrets,
		naxonAiApi: { baseUrl: sandbox.url, apiToken: known.token, maxRetryTime: 0 },
	},
	server: { staticData: {}, id: `n${++workflows}` },
	...more,
});
/** @param change of the payload */
const bodyWith = (change: any) => ({
	...sample,
	payload: { ...(sample.payload as any), ...change },
});
const started = async (body: any, parameters?: any) => {
	const { status, text, items } = await callWebhook(trigger(parameters), { body, query });
	expect([status, text]).toEqual([200, '']);
	return items?.[0];
};

const clean = {
	event: 'keyword-notification',
	keyword: 'refund',
	conversationId: '61754',
	modelId: '3107',
	modelName: 'Harbour Bikes Web Chat',
	platform: 'web',
	platformUserId: 'v-52c1e0d7',
	mostRecentMessage: 'I would like a refund for my order, please.',
	mostRecentMessageSender: 'user',
	mostRecentMessageCreatedAt: '2025-03-24T03:15:30.000Z',
	mostRecentMessageId: '904871',
	mostRecentMessageSeq: '01JQ4M2V7C0000000000E9B4XT',
	createdAt: '2025-03-24T03:14:02.000Z',
	recentMessages: [
		{
			id: '904869',
			seq: '01JQ4M1J3Q0000000000E9B4XR',
			sender: 'user',
			message: 'Hello!',
			createdAt: '2025-03-24T03:14:02.000Z',
		},
		{
			id: '904870',
			seq: '01JQ4M1KQB0000000000E9B4XS',
			sender: 'bot',
			message: 'Hello, how can I help?',
			createdAt: '2025-03-24T03:14:04.000Z',
		},
		{
			id: '904871',
			seq: '01JQ4M2V7C0000000000E9B4XT',
			sender: 'user',
			message: 'I would like a refund for my order, please.',
			createdAt: '2025-03-24T03:15:30.000Z',
		},
	],
};

describe('what an event becomes', () => {
	test('the envelope opened, ids as texts, times in ISO', async () => {
		expect(await started(sample)).toEqual(clean);
		expect(await started(sample, { includeRawBody: true })).toEqual({ ...clean, rawBody: sample });
	});

	test.each([
		[{ id: '61754', model_id: '3107', platform_user_id: 42 }, { platformUserId: '42' }],
		[
			{ model_name: null, platform: null, recent_messages: null },
			{ modelName: undefined, platform: undefined, recentMessages: undefined },
		],
		[
			{ created_at: 'yesterday', recent_messages: [] },
			{ createdAt: 'yesterday', recentMessages: [] },
		],
		[{ recent_messages: [{ message: null }] }, { recentMessages: [{ message: null }] }],
		[
			{ keyword: ' Money back ', model_id: '' },
			{ keyword: ' Money back ', modelId: undefined },
		],
	])('%j gives %j', async (change, expected) => {
		expect(await started(bodyWith(change))).toEqual(
			JSON.parse(JSON.stringify({ ...clean, ...expected })),
		);
	});

	test('without a message', async () => {
		const payload = { id: 5, keyword: 'refund' };
		expect(await started({ event: sample.event, payload })).toEqual({
			event: 'keyword-notification',
			keyword: 'refund',
			conversationId: '5',
		});
		expect(
			await started({ event: sample.event, payload: { ...payload, most_recent_message: null } }),
		).toMatchObject({ conversationId: '5' });
	});

	test.each([
		[{ ...sample, event: undefined }, 400, 'event must be a text.'],
		[{ ...sample, event: true }, 400, 'event must be a text.'],
		[
			{ ...sample, event: 'conversation-closed' },
			200,
			'Ignored: only keyword-notification is known here.',
		],
		[{ event: 'keyword-notification ', payload: 5 }, 400, 'payload must be an object.'],
		[{ event: sample.event }, 400, 'payload must be an object.'],
		[{ event: sample.event, payload: [] }, 400, 'payload must be an object.'],
		[bodyWith({ id: undefined }), 400, 'payload.id must be an ID.'],
		[bodyWith({ id: '' }), 400, 'payload.id must be an ID.'],
		[bodyWith({ id: {} }), 400, 'payload.id must be an ID.'],
	])('%j: %i %s', async (body, status, text) => {
		expect(await callWebhook(trigger(), { body, query })).toEqual({
			status,
			text,
			items: undefined,
			hanging: false,
		});
	});

	test('conversation, keyword and message make an event', async () => {
		const run = trigger();
		const starts = async (change: any) =>
			(await callWebhook(run, { body: bodyWith(change), query })).items !== undefined;
		const bare = { most_recent_message: null };
		expect([
			await starts({}),
			await starts({ platform: 'telegram', recent_messages: [] }),
			await starts({ id: 61755 }),
			await starts({ keyword: 'order' }),
			await starts({ most_recent_message: { id: 904872 } }),
			await starts({ most_recent_message: { id: 904872, sender: 'bot' } }),
			await starts(bare),
			await starts(bare),
			await starts({ ...bare, platform: 'telegram' }),
		]).toEqual([true, false, true, true, true, false, true, false, true]);
	});
});

describe('filters', () => {
	test.each([
		[{ keywords: 'refund' }, true],
		[{ keywords: 'complaint, REFUND ' }, true],
		[{ keywords: 'complaint\nrefund' }, true],
		[{ keywords: 'complaint' }, false],
		[{ keywords: ' , ' }, true],
		[{ platform: 'Web' }, true],
		[{ platform: 'telegram, whatsapp' }, false],
		[{ model: { __rl: true, mode: 'list', value: '3107' } }, true],
		[{ model: { __rl: true, mode: 'id', value: 3107 } }, true],
		[{ model: { __rl: true, mode: 'list', value: '3120' } }, false],
		[{ model: { __rl: true, mode: 'list', value: '' } }, true],
		[
			{ keywords: 'refund', platform: 'web', model: { __rl: true, mode: 'id', value: '3107' } },
			true,
		],
		[
			{ keywords: 'refund', platform: 'web', model: { __rl: true, mode: 'id', value: '3108' } },
			false,
		],
	])('%j: %s', async (filters, passes) => {
		expect((await started(sample, { filters })) !== undefined).toBe(passes);
	});

	test('what an event does not have passes no filter', async () => {
		for (const filters of [{ platform: 'web' }, { model: '3107' }])
			expect(
				await started({ event: sample.event, payload: { id: 5, keyword: 'refund' } }, { filters }),
			).toBeUndefined();
	});
});

test('over the wire: somebody uses a keyword, and the workflow starts once', async () => {
	const served = await serveWebhook(trigger());
	await sandbox.happen('setWebhook', {
		url: `${served.url}?token=${secrets.token}`,
		keywords: ['refund', 'complaint'],
	});
	await sandbox.happen('newMessage', { message: 'Hello!' });
	await sandbox.happen('newMessage', {
		message: 'A REFUND, please',
		conversationId: known.longConversation,
	});
	await sandbox.happen('newMessage', { message: 'No refund for you', sender: 'bot' });
	await sandbox.webhookSender.again(sandbox.state);
	expect(sandbox.webhookSender.deliveries.map(({ status, text }) => [status, text])).toEqual([
		[200, ''],
		[200, ''],
	]);
	expect(served.outcomes.flatMap((outcome) => outcome.items ?? [])).toEqual([
		expect.objectContaining({
			keyword: 'refund',
			conversationId: String(known.longConversation),
			mostRecentMessage: 'A REFUND, please',
			mostRecentMessageSender: 'user',
		}),
	]);
	await served.close();
});

test("the sandbox's own notification has the keys of the sample", () => {
	const { payload } = keywordNotification(sandbox.state, { keyword: 'refund' });
	expect(Object.keys(payload).sort()).toEqual(Object.keys(sample.payload as any).sort());
});
