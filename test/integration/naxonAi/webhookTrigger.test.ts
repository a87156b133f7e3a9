import type { INodeParameters } from 'n8n-workflow';

import { callWebhook, serveWebhook } from '../../support/engine/webhook';
import { sample } from '../../support/fixtures/naxonAiWebhook';
import { keywordNotification, known } from '../../support/sandbox/naxonAi';
import { useVendor } from '../../support/useVendor';
import { naxonAi } from '../../support/vendors/naxonAi';
import { byId, fromList, notSet } from '../../support/vendors/parameters';
import { createRun, secrets } from '../../support/webhookRun';

const query = secrets;
const { sandbox, credentialData } = useVendor(naxonAi);

const trigger = (parameters: INodeParameters = {}) =>
	createRun({
		node: 'naxonAiTrigger',
		parameters,
		credentials: { naxonAiWebhookApi: secrets, naxonAiApi: credentialData() },
	});
/** The sample with changes of its payload. */
const bodyWith = (changes: object) => ({
	...sample,
	payload: { ...sample.payload, ...changes },
});
/** The item by which an event starts the workflow. */
const started = async (body: object, parameters?: INodeParameters) => {
	const { status, text, items } = await callWebhook(trigger(parameters), { body, query });
	expect([status, text]).toEqual([200, '']);
	return items?.[0];
};

/** The item for `sample`. */
const sampleItem = {
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

describe('the item of an event', () => {
	test('has the fields of the payload, with IDs as texts and times in ISO format', async () => {
		expect(await started(sample)).toEqual(sampleItem);
		expect(await started(sample, { includeRawBody: true })).toEqual({
			...sampleItem,
			rawBody: sample,
		});
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
	])('of %j has %j', async (change, expected) => {
		expect(await started(bodyWith(change))).toEqual(
			JSON.parse(JSON.stringify({ ...sampleItem, ...expected })),
		);
	});

	test('has no message where the event has none', async () => {
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
	])('is missing for %j: %i %s', async (body, status, text) => {
		expect(await callWebhook(trigger(), { body, query })).toEqual({
			status,
			text,
			items: undefined,
			hanging: false,
		});
	});

	test('is emitted once for each conversation, keyword and message', async () => {
		const run = trigger();
		const starts = async (changes: object) =>
			(await callWebhook(run, { body: bodyWith(changes), query })).items !== undefined;
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

describe('the filters', () => {
	test.each<[filters: INodeParameters, passes: boolean]>([
		[{ keywords: 'refund' }, true],
		[{ keywords: 'complaint, REFUND ' }, true],
		[{ keywords: 'complaint\nrefund' }, true],
		[{ keywords: 'complaint' }, false],
		[{ keywords: ' , ' }, true],
		[{ platform: 'Web' }, true],
		[{ platform: 'telegram, whatsapp' }, false],
		[{ model: fromList('3107') }, true],
		[{ model: { __rl: true, mode: 'id', value: 3107 } }, true],
		[{ model: fromList('3120') }, false],
		[{ model: notSet }, true],
		[{ keywords: 'refund', platform: 'web', model: byId('3107') }, true],
		[{ keywords: 'refund', platform: 'web', model: byId('3108') }, false],
	])('%j let an event pass: %s', async (filters, passes) => {
		expect((await started(sample, { filters })) !== undefined).toBe(passes);
	});

	test('refuse an event without the field', async () => {
		for (const filters of [{ platform: 'web' }, { model: '3107' }])
			expect(
				await started({ event: sample.event, payload: { id: 5, keyword: 'refund' } }, { filters }),
			).toBeUndefined();
	});
});

test('a message with a keyword starts the workflow once over HTTP', async () => {
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

test('the notification that the sandbox sends has the keys of the sample', () => {
	const { payload } = keywordNotification(sandbox.state, { keyword: 'refund' });
	expect(Object.keys(payload).sort()).toEqual(Object.keys(sample.payload).sort());
});
