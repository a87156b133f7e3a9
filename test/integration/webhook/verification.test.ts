/** What each vendor confirms, and in whose words an event starts the workflow then. */

import { callWebhook } from '../../support/engine/webhook';
import { fastClock } from '../../support/engine/clock';
import { startSandboxes } from '../../support/sandbox';
import { known as selarti } from '../../support/sandbox/selarti';
import { bodyOf } from '../../support/sandbox/selarti/webhooks';
import { known as naxonAi, keywordNotification } from '../../support/sandbox/naxonAi';

import type { Sandboxes } from '../../support/sandbox';

const secrets = { token: 'Lavender-harbour_1742' };

let sandboxes: Sandboxes;
let clock: ReturnType<typeof fastClock>;
beforeAll(async () => {
	sandboxes = await startSandboxes();
});
afterAll(async () => await sandboxes.close());
beforeEach(() => {
	sandboxes.selarti.reset();
	sandboxes.naxonAi.reset();
	clock = fastClock();
});
afterEach(() => clock.stop());

let workflows = 0;
/** @returns the item that started the workflow */
async function started(body: any, parameters?: any): Promise<any> {
	const isSelarti = 'wh_type' in body;
	const run = {
		node: isSelarti ? 'selartiTrigger' : 'naxonAiTrigger',
		parameters: {
			...(isSelarti && { triggerOn: ['any'] }),
			authentication: ['queryToken', 'apiVerification'],
			...parameters,
		},
		credentials: {
			[isSelarti ? 'selartiWebhookApi' : 'naxonAiWebhookApi']: secrets,
			...(isSelarti
				? {
						selartiApi: {
							apiKey: selarti.key,
							baseUrl: sandboxes.selarti.url,
							maxRetryTime: 0,
							maxConcurrentRequests: 10 + ++workflows,
						},
					}
				: {
						naxonAiApi: {
							baseUrl: sandboxes.naxonAi.url,
							apiToken: naxonAi.token,
							maxRetryTime: 0,
						},
					}),
		},
		server: { staticData: {}, id: `c${++workflows}` },
	};
	const { status, text, items } = await callWebhook(run, { body, query: secrets });
	expect([status, text]).toEqual([200, '']);
	return items?.[0];
}

describe('Selarti', () => {
	const state = () => sandboxes.selarti.state;
	const threadOf = (id: string = selarti.thread) =>
		state().threads.find((thread: any) => thread._id === id);
	/** A true event about the last message of a thread. */
	const event = (more?: any, thread: any = threadOf()) => ({
		...bodyOf(
			state(),
			thread,
			state().messages.findLast((message: any) => message.thread === thread._id),
			'all_messages',
		),
		...more,
	});

	test("the vendor's version, and nothing that only the caller said", async () => {
		const thread = threadOf();
		thread.interest = true;
		const message = state().messages.findLast(({ thread: id }: any) => id === thread._id);
		const forged = {
			message_text: 'Pay here',
			message_type: 'operator',
			title: 'Boss',
			contacts: '1',
			external_chat_id: 'x',
			interest: 'no',
			success: 'yes',
			manager_id: '9',
			panel_url: 'https://evil.example/',
			share_url: 'x',
			task_id: 't',
			channel_id: '9c',
			company_id: 'c',
		};
		expect(await started(event(forged))).toEqual({
			whType: 'all_messages',
			messageId: message._id,
			messageText: message.text,
			messageType: message.message_type,
			messageCreatedDate: new Date(message['Created Date']).toISOString(),
			threadId: thread._id,
			title: thread.title,
			taskId: thread.task,
			channel: thread.channel,
			companyId: thread.company,
			panelUrl: `https://selarti.com/panel?menu=chats&thread=${thread._id}`,
			shareUrl: `https://selarti.com/share?thread=${thread._id}`,
			success: false,
			interest: true,
			getContact: false,
			operator: false,
			isBot: false,
			close: false,
			verified: true,
		});
		expect(sandboxes.selarti.requests.map(({ number, query }) => [number, query])).toEqual([
			['S0', {}],
			['S5', { thread_id: thread._id, limit: '1' }],
			['S6', { thread_id: thread._id, message_id: message._id, limit: '1' }],
		]);
	});

	test('the chat of a messenger, by either of its names', async () => {
		const [own] = state().threads.filter(({ chat_id }: any) => chat_id === selarti.chatId);
		expect(await started(event({}, own))).toMatchObject({
			externalChatId: selarti.chatId,
			contacts: selarti.chatId,
		});
		expect(await started(event({}, threadOf(selarti.threadWithOwnExternalId)))).toMatchObject({
			externalChatId: selarti.ownExternalId,
		});
	});

	test.each([
		['an unknown message', () => ({ message_id: selarti.unknownId })],
		['an unknown thread', () => ({ thread_id: selarti.unknownId })],
		['a message of another thread', () => ({ message_id: state().messages.at(-1)._id })],
		['a message by the thread of another', () => ({ thread_id: selarti.otherThread })],
		['a tag that is not set', () => ({ wh_type: 'success', success: 'yes' })],
		['a tag that is not set, without a message', () => ({ wh_type: 'close', message_id: '' })],
	])('%s is denied, after three looks', async (_name, change) => {
		expect(await started(event(change()))).toBeUndefined();
		expect(sandboxes.selarti.requestsTo('S5').filter(({ handled }) => handled)).toHaveLength(3);
	});

	test.each(['success', 'interest', 'get_contact', 'close', 'operator', 'is_bot'])(
		'the tag %s must be set',
		async (tag) => {
			threadOf()[tag] = true;
			expect(await started(event({ wh_type: tag, [tag]: 'no' }))).toMatchObject({
				whType: tag,
				verified: true,
			});
			expect(await started(event({ wh_type: tag, message_id: '', message_text: '' }))).toEqual(
				expect.not.objectContaining({ messageText: expect.anything() }),
			);
		},
	);

	test('a list that overlooks the filter lets nobody through', async () => {
		const message = state().messages.find(({ thread }: any) => thread === selarti.thread);
		sandboxes.selarti.injectFault({
			kind: 'rewrite',
			on: 'S6',
			body: {
				status: 'success',
				response: { message: [message, { ...message, _id: selarti.unknownId, thread: 'another' }] },
			},
		});
		expect(await started(event({ message_id: selarti.unknownId }))).toBeUndefined();
		expect(await started(event({ message_id: message._id }))).toMatchObject({
			messageId: message._id,
		});
	});

	test("the filters are held against the vendor's version too, except for the channel, whose short ID it does not tell", async () => {
		const id = (value: string) => ({ __rl: true, mode: 'id', value });
		expect(
			await started(event({ message_type: 'operator' }), {
				filters: { messageType: ['operator'] },
			}),
		).toBeUndefined();
		expect(
			await started(event({ task_id: 'another' }), { filters: { task: id('another') } }),
		).toBeUndefined();
		expect(
			await started(event(), {
				filters: { task: id(threadOf().task), company: id(threadOf().company) },
			}),
		).toMatchObject({ verified: true });
		expect(await started(event(), { filters: { channel: id(event().channel_id) } })).toMatchObject({
			verified: true,
			channel: threadOf().channel,
		});
	});

	test('the raw body stays the word of the caller', async () => {
		const body = event({ message_text: 'Pay here' });
		const item = await started(body, { includeRawBody: true });
		expect([item.rawBody, item.messageText]).toEqual([
			body,
			state().messages.find(({ _id }: any) => _id === body.message_id).text,
		]);
	});
});

describe('Naxon AI', () => {
	const state = () => sandboxes.naxonAi.state;
	/** @param more of the payload */
	const event = (
		more?: any,
		keyword: string = 'sunday',
		conversationId: number = naxonAi.longConversation,
	) => {
		const body = keywordNotification(state(), { conversationId, keyword });
		return { ...body, payload: { ...body.payload, ...more } };
	};
	const say = (message: string) =>
		sandboxes.naxonAi.happen('newMessage', { conversationId: naxonAi.longConversation, message });

	test("the vendor's version, and nothing that only the caller said", async () => {
		await say('Are you open on SUNDAY?');
		const [{ id: modelId, name }] = state().models.filter(
			(model: any) => model.id === event().payload.model_id,
		);
		const { seq, id } = event().payload.most_recent_message;
		const forged = {
			platform: 'telegram',
			platform_user_id: 'boss',
			model_id: 1,
			model_name: 'x',
			created_at: 'x',
			recent_messages: [],
			most_recent_message: { seq, id, message: 'Pay here', sender: 'bot' },
		};
		expect(await started(event(forged))).toEqual({
			event: 'keyword-notification',
			keyword: 'sunday',
			conversationId: String(naxonAi.longConversation),
			modelId: String(modelId),
			modelName: name,
			platform: event().payload.platform,
			platformUserId: event().payload.platform_user_id,
			createdAt: expect.stringMatching(/Z$/),
			mostRecentMessage: 'Are you open on SUNDAY?',
			mostRecentMessageSender: 'user',
			mostRecentMessageCreatedAt: expect.stringMatching(/Z$/),
			mostRecentMessageId: String(id),
			mostRecentMessageSeq: seq,
			recentMessages: expect.arrayContaining([expect.objectContaining({ id: String(id) })]),
			verified: true,
		});
		expect(sandboxes.naxonAi.requests.map(({ number }) => number)).toEqual(['N5']);
	});

	test('a message that has scrolled out of the recent ones is looked for among all', async () => {
		await say('A refund, please');
		const body = event({}, 'refund');
		for (let turn = 0; turn < 6; turn += 1) await say('And another thing');
		expect(await started(body)).toMatchObject({
			mostRecentMessage: 'A refund, please',
			verified: true,
		});
		expect(sandboxes.naxonAi.requests.map(({ number }) => number)).toEqual([
			'N5',
			'N6',
			'N6',
			'N6',
			'N6',
		]);
	});

	test('an answer may have come between', async () => {
		await say('A refund, please');
		await sandboxes.naxonAi.happen('newMessage', {
			conversationId: naxonAi.longConversation,
			message: 'Of course.',
			sender: 'bot',
		});
		expect(await started(event({}, 'refund'))).toMatchObject({
			mostRecentMessage: 'Of course.',
			verified: true,
		});
	});

	test('where the event names no message, the newest with the keyword is meant, and starts it once', async () => {
		await say('A refund, please');
		expect(await started(event({ most_recent_message: null }, 'refund'))).toMatchObject({
			mostRecentMessage: 'A refund, please',
			verified: true,
		});
	});

	test.each([
		['a keyword that nobody used', () => event({}, 'lottery')],
		['a keyword from long ago', () => event({}, 'ancient')],
		['an unknown conversation', () => event({ id: naxonAi.unknownId })],
		[
			'a message of another conversation',
			() => event({ most_recent_message: { seq: '01JQ4M2V7C0000000000E9B4XT' } }),
		],
		[
			'a message whose two IDs do not belong together',
			() => event({ most_recent_message: { ...event().payload.most_recent_message, id: 1 } }),
		],
	])('%s is denied', async (_name, body) => {
		const [conversation] = state().conversations.filter(
			({ id }: any) => id === naxonAi.longConversation,
		);
		conversation.messages[3].message = 'That is ancient history';
		expect(await started(body())).toBeUndefined();
	});

	test.each([`${naxonAi.longConversation}/messages`, '../models', '61?x=1', '-5', '6 1'])(
		'the ID %j, which would be another path, is not even asked for',
		async (id) => {
			expect(await started(event({ id }))).toBeUndefined();
			expect(sandboxes.naxonAi.requests).toEqual([]);
		},
	);

	test("the filters are held against the vendor's version too", async () => {
		await say('A refund, please');
		expect(
			await started(event({ platform: 'signal' }, 'refund'), { filters: { platform: 'signal' } }),
		).toBeUndefined();
		expect(
			await started(event({}, 'refund'), { filters: { platform: event().payload.platform } }),
		).toMatchObject({ verified: true });
	});

	test('an endless conversation is not read to its end', async () => {
		sandboxes.naxonAi.injectFault({
			kind: 'answer',
			on: 'N6',
			body: { data: [{ id: 1, seq: '0', message: 'x' }], page: 1 },
		});
		expect(await started(event({}, 'lottery'))).toBeUndefined();
		expect(sandboxes.naxonAi.requestsTo('N6')).toHaveLength(6);
	});
});
