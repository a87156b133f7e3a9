/** Which events each vendor confirms, and that a confirmed event has the values of the vendor and not of the caller. */

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { steppedClock } from '../../support/engine/clock';
import { callWebhook } from '../../support/engine/webhook';
import { keywordNotification, known as naxonAiKnown } from '../../support/sandbox/naxonAi';
import { known as selartiKnown } from '../../support/sandbox/selarti';
import type { Tag, Thread } from '../../support/sandbox/selarti/state';
import { bodyOf, lastMessage } from '../../support/sandbox/selarti/webhooks';
import { useVendor } from '../../support/useVendor';
import { naxonAi } from '../../support/vendors/naxonAi';
import { byId } from '../../support/vendors/parameters';
import { selarti } from '../../support/vendors/selarti';
import { createRun, secrets } from '../../support/webhookRun';

const clients = { selarti: useVendor(selarti), naxonAi: useVendor(naxonAi) };

/** The timeout of the requests by which the node verifies an event, in milliseconds; its other waits are shorter. */
const REQUEST_TIMEOUT = 10_000;

let clock: ReturnType<typeof steppedClock>;
beforeEach(() => {
	clock = steppedClock(REQUEST_TIMEOUT);
});
afterEach(() => clock.stop());

/** The first record that matches, which the sandbox must have. */
function find<Entry>(entries: Entry[], matches: (entry: Entry) => boolean): Entry {
	const found = entries.find(matches);
	if (!found) throw new Error('the sandbox has no such record');
	return found;
}

let accounts = 0;

/**
 * The item by which an event starts the workflow of a trigger that verifies events.
 *
 * @param parameters other fields of the trigger
 */
async function started(
	vendor: 'selarti' | 'naxonAi',
	body: object,
	parameters?: INodeParameters,
): Promise<IDataObject | undefined> {
	accounts += 1;
	// The node keeps the session token of an account: each call has an account of its own.
	const account = vendor === 'selarti' ? { maxConcurrentRequests: 10 + accounts } : {};
	const run = createRun({
		node: `${vendor}Trigger`,
		parameters: {
			...(vendor === 'selarti' && { triggerOn: ['any'] }),
			authentication: ['queryToken', 'apiVerification'],
			...parameters,
		},
		credentials: {
			[`${vendor}WebhookApi`]: secrets,
			[`${vendor}Api`]: clients[vendor].credentialData(account),
		},
	});
	const { status, text, items } = await callWebhook(run, { body, query: secrets });
	expect([status, text]).toEqual([200, '']);
	return items?.[0];
}

describe('a Selarti event', () => {
	const { sandbox } = clients.selarti;
	const state = () => sandbox.state;
	const threadOf = (id: string = selartiKnown.thread) =>
		find(state().threads, (thread) => thread._id === id);
	const messageOf = (thread: Thread) => {
		const message = lastMessage(state(), thread);
		if (!message) throw new Error('the thread has no message');
		return message;
	};
	/** A genuine event about the last message of a thread, with changes. */
	const event = (changes?: object, thread = threadOf()) => ({
		...bodyOf(state(), thread, messageOf(thread), 'all_messages'),
		...changes,
	});
	const start = async (body: object, parameters?: INodeParameters) =>
		await started('selarti', body, parameters);

	test('has the values of the vendor, and nothing that only the caller sent', async () => {
		const thread = threadOf();
		thread.interest = true;
		const message = messageOf(thread);
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
		expect(await start(event(forged))).toEqual({
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
		expect(sandbox.requests.map(({ number, query }) => [number, query])).toEqual([
			['S0', {}],
			['S5', { thread_id: thread._id, limit: '1' }],
			['S6', { thread_id: thread._id, message_id: message._id, limit: '1' }],
		]);
	});

	test('names the chat by either of its two IDs', async () => {
		const own = find(state().threads, ({ chat_id }) => chat_id === selartiKnown.chatId);
		expect(await start(event({}, own))).toMatchObject({
			externalChatId: selartiKnown.chatId,
			contacts: selartiKnown.chatId,
		});
		expect(await start(event({}, threadOf(selartiKnown.threadWithOwnExternalId)))).toMatchObject({
			externalChatId: selartiKnown.ownExternalId,
		});
	});

	test.each([
		['an unknown message', () => ({ message_id: selartiKnown.unknownId })],
		['an unknown thread', () => ({ thread_id: selartiKnown.unknownId })],
		['a message of another thread', () => ({ message_id: state().messages.at(-1)?._id })],
		['a message with the ID of another thread', () => ({ thread_id: selartiKnown.otherThread })],
		['a tag that is not set', () => ({ wh_type: 'success', success: 'yes' })],
		['a tag that is not set, without a message', () => ({ wh_type: 'close', message_id: '' })],
	])('starts nothing when the vendor does not confirm %s three times', async (_what, change) => {
		expect(await start(event(change()))).toBeUndefined();
		expect(sandbox.requestsTo('S5').filter(({ handled }) => handled)).toHaveLength(3);
	});

	test.each<Tag>(['success', 'interest', 'get_contact', 'close', 'operator', 'is_bot'])(
		'is confirmed when its thread has the tag %s',
		async (tag) => {
			threadOf()[tag] = true;
			expect(await start(event({ wh_type: tag, [tag]: 'no' }))).toMatchObject({
				whType: tag,
				verified: true,
			});
			expect(await start(event({ wh_type: tag, message_id: '', message_text: '' }))).toEqual(
				expect.not.objectContaining({ messageText: expect.anything() }),
			);
		},
	);

	test('is not confirmed by other entries of a list that the vendor did not filter', async () => {
		const message = find(state().messages, ({ thread }) => thread === selartiKnown.thread);
		sandbox.injectFault({
			kind: 'rewrite',
			on: 'S6',
			body: {
				status: 'success',
				response: {
					message: [message, { ...message, _id: selartiKnown.unknownId, thread: 'another' }],
				},
			},
		});
		expect(await start(event({ message_id: selartiKnown.unknownId }))).toBeUndefined();
		expect(await start(event({ message_id: message._id }))).toMatchObject({
			messageId: message._id,
		});
	});

	test('must pass the filters with the values of the vendor too, which has no short ID of a channel', async () => {
		expect(
			await start(event({ message_type: 'operator' }), {
				filters: { messageType: ['operator'] },
			}),
		).toBeUndefined();
		expect(
			await start(event({ task_id: 'another' }), { filters: { task: byId('another') } }),
		).toBeUndefined();
		expect(
			await start(event(), {
				filters: { task: byId(threadOf().task), company: byId(threadOf().company) },
			}),
		).toMatchObject({ verified: true });
		expect(await start(event(), { filters: { channel: byId(event().channel_id) } })).toMatchObject({
			verified: true,
			channel: threadOf().channel,
		});
	});

	test('that the trigger does not wait for is not read back', async () => {
		expect(await start(event(), { triggerOn: ['close'] })).toBeUndefined();
		expect(sandbox.requests).toEqual([]);
	});

	test('has the raw body as the caller sent it', async () => {
		const body = event({ message_text: 'Pay here' });
		const item = await start(body, { includeRawBody: true });
		expect([item?.rawBody, item?.messageText]).toEqual([body, messageOf(threadOf()).text]);
	});
});

describe('a Naxon AI event', () => {
	const { sandbox } = clients.naxonAi;
	const state = () => sandbox.state;
	const start = async (body: object, parameters?: INodeParameters) =>
		await started('naxonAi', body, parameters);
	/** A genuine event, with changes of its payload. */
	const event = (
		changes?: object,
		keyword: string = 'sunday',
		conversationId: number = naxonAiKnown.longConversation,
	) => {
		const body = keywordNotification(state(), { conversationId, keyword });
		return { ...body, payload: { ...body.payload, ...changes } };
	};
	const say = (message: string) =>
		sandbox.happen('newMessage', { conversationId: naxonAiKnown.longConversation, message });

	test('has the values of the vendor, and nothing that only the caller sent', async () => {
		await say('Are you open on SUNDAY?');
		const { id: modelId, name } = find(
			state().models,
			(model) => model.id === event().payload.model_id,
		);
		const question = event().payload.most_recent_message;
		const { seq, id } = { seq: question?.seq, id: question?.id };
		const forged = {
			platform: 'telegram',
			platform_user_id: 'boss',
			model_id: 1,
			model_name: 'x',
			created_at: 'x',
			recent_messages: [],
			most_recent_message: { seq, id, message: 'Pay here', sender: 'bot' },
		};
		expect(await start(event(forged))).toEqual({
			event: 'keyword-notification',
			keyword: 'sunday',
			conversationId: String(naxonAiKnown.longConversation),
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
		expect(sandbox.requests.map(({ number }) => number)).toEqual(['N5']);
	});

	test('is confirmed by a message that is not among the recent ones any more', async () => {
		await say('A refund, please');
		const body = event({}, 'refund');
		for (let count = 0; count < 6; count += 1) await say('And another thing');
		expect(await start(body)).toMatchObject({
			mostRecentMessage: 'A refund, please',
			verified: true,
		});
		expect(sandbox.requests.map(({ number }) => number)).toEqual(['N5', 'N6', 'N6', 'N6', 'N6']);
	});

	test('is confirmed after the bot has answered', async () => {
		await say('A refund, please');
		await sandbox.happen('newMessage', {
			conversationId: naxonAiKnown.longConversation,
			message: 'Of course.',
			sender: 'bot',
		});
		expect(await start(event({}, 'refund'))).toMatchObject({
			mostRecentMessage: 'Of course.',
			verified: true,
		});
	});

	test('without a message is confirmed by the newest message with the keyword', async () => {
		await say('A refund, please');
		expect(await start(event({ most_recent_message: null }, 'refund'))).toMatchObject({
			mostRecentMessage: 'A refund, please',
			verified: true,
		});
	});

	test('is confirmed by messages in any order, some without a text', async () => {
		const message = (seq: string, text: string | null) => ({ id: Number(seq), seq, message: text });
		const recent = [
			message('2', 'A refund, please'),
			message('3', null),
			message('1', 'A refund?'),
		];
		sandbox.injectFault({
			kind: 'answer',
			on: 'N5',
			body: { id: naxonAiKnown.longConversation, recent_messages: recent },
		});
		expect(await start(event({ most_recent_message: null }, 'refund'))).toMatchObject({
			mostRecentMessage: 'A refund, please',
			verified: true,
		});
	});

	test.each([
		['a keyword that nobody used', () => event({}, 'lottery')],
		['a keyword from long ago', () => event({}, 'ancient')],
		['no keyword', () => event({ keyword: undefined })],
		['a blank keyword', () => event({ keyword: ' \u200b' })],
		['an unknown conversation', () => event({ id: naxonAiKnown.unknownId })],
		[
			'a message of another conversation',
			() => event({ most_recent_message: { seq: '01JQ4M2V7C0000000000E9B4XT' } }),
		],
		[
			'a message whose two IDs do not belong together',
			() => event({ most_recent_message: { ...event().payload.most_recent_message, id: 1 } }),
		],
	])('starts nothing when it has %s', async (_what, body) => {
		const conversation = find(
			state().conversations,
			({ id }) => id === naxonAiKnown.longConversation,
		);
		conversation.messages[3].message = 'That is ancient history';
		expect(await start(body())).toBeUndefined();
	});

	test.each([`${naxonAiKnown.longConversation}/messages`, '../models', '61?x=1', '-5', '6 1'])(
		'starts nothing when its ID is %j, and no request has that path',
		async (id) => {
			expect(await start(event({ id }))).toBeUndefined();
			expect(sandbox.requests).toEqual([]);
		},
	);

	test('must pass the filters with the values of the vendor too', async () => {
		await say('A refund, please');
		expect(
			await start(event({ platform: 'signal' }, 'refund'), { filters: { platform: 'signal' } }),
		).toBeUndefined();
		expect(
			await start(event({}, 'refund'), { filters: { platform: event().payload.platform } }),
		).toMatchObject({ verified: true });
	});

	test('is not looked up in a page that repeats the one before it', async () => {
		sandbox.injectFault({
			kind: 'answer',
			on: 'N6',
			body: { data: [{ id: 1, seq: '0', message: 'x' }], page: 1 },
		});
		expect(await start(event({}, 'lottery'))).toBeUndefined();
		expect(sandbox.requestsTo('N6')).toHaveLength(6);
	});
});
