/** An invented Naxon AI account: 12 models, 130 conversations, one of them with 250 messages. */

import { hex, ulid } from '../invent';
import type { Conversation, Message, State } from './state';

const token = `nx_${hex('naxon token').slice(0, 40)}`;
const firstDay = Date.UTC(2025, 1, 2, 1, 30, 0);
const minute = 60 * 1000;
const day = 24 * 60 * minute;

const names = [
	'Harbour Bikes Web Chat',
	'Kopi Senja Orders',
	'Lotus Dental Reception',
	'Nusa Travel Desk',
	'Pelangi Flowers',
	'Orchard Books Help',
	'Tani Fresh Support',
	'Blue Lantern Hotel',
	'Rumah Kayu Furniture',
	'Sunda Yoga Studio',
	'Mekar Tailors',
	'Not Yet Launched',
];
const questions = [
	'Are you open on Sunday?',
	'Masih ada stok warna biru?',
	'How much is delivery to Bandung? 🚲',
	'Can I change my booking?',
];
const answers = [
	'Yes, from nine to five.',
	'Masih ada, kak. Mau pesan berapa?',
	'Delivery is free this week 🎉',
	'Of course. Which day suits you?',
];

const modelId = (index: number) => 3107 + index * 13;
const conversationId = (index: number) => 61040 + index * 7;

const platforms: Record<string, (index: number) => string> = {
	web: (index) => `v-${hex(`visitor ${index}`).slice(0, 12)}`,
	telegram: (index) => String(718200415 + index * 977),
	whatsapp: (index) => `62811${5550100 + index}`,
};

/** A third of the conversations belong to the first model, none to the last one. */
function modelOf(index: number) {
	return index % 3 === 0 ? 0 : 1 + (index % (names.length - 2));
}

/** Adds a message at the end of a conversation. */
export function addMessage(
	state: State,
	conversation: Conversation,
	{ sender = 'user', message, at }: { sender?: Message['sender']; message: string; at: number },
) {
	const id = state.nextMessage++;
	const createdAt = Math.floor(at / 1000) * 1000;
	conversation.messages.push({ id, seq: ulid(at, id), sender, message, createdAt });
	conversation.updatedAt = Math.max(conversation.updatedAt, createdAt);
}

/** Starts a conversation without messages. */
export function addConversation(
	state: State,
	{
		modelId: model,
		platform,
		platformUserId,
		at,
	}: { modelId: number; platform: string; platformUserId: string; at: number },
): Conversation {
	const createdAt = Math.floor(at / 1000) * 1000;
	const id = state.nextConversation;
	state.nextConversation += 7;
	const conversation: Conversation = {
		id,
		modelId: model,
		platform,
		platformUserId,
		createdAt,
		updatedAt: createdAt,
		messages: [],
	};
	state.conversations.push(conversation);
	return conversation;
}

export function seed(): State {
	const state: State = {
		token,
		tokenHeader: undefined,
		maxPerPage: 100,
		models: names.map((name, index) => ({
			id: modelId(index),
			name,
			createdAt: firstDay + index * 3 * day,
		})),
		conversations: [],
		webhooks: [],
		outbox: [],
		nextConversation: conversationId(0),
		nextMessage: 904_113,
	};
	const kinds = Object.keys(platforms);
	for (let index = 0; index < 130; index++) {
		const platform = kinds[index % kinds.length];
		const at = firstDay + 40 * day + index * 11 * 60 * minute;
		const conversation = addConversation(state, {
			modelId: modelId(modelOf(index)),
			platform,
			platformUserId: platforms[platform](index),
			at,
		});
		const count = index === 5 ? 250 : 1 + (index % 9);
		for (let position = 0; position < count; position++) {
			const fromUser = position % 2 === 0;
			const texts = fromUser ? questions : answers;
			addMessage(state, conversation, {
				sender: fromUser ? 'user' : 'bot',
				message: texts[(index + (position >> 1)) % texts.length],
				at: at + position * minute,
			});
		}
	}
	// An old conversation with a new message: the last by its creation, the first by its update.
	addMessage(state, state.conversations[0], {
		message: 'Hello again 👋',
		at: firstDay + 200 * day,
	});
	return state;
}

/** What tests and users without an account have to know of the seed. */
export const known = {
	token,
	model: { id: modelId(0), name: names[0], conversations: 44 },
	emptyModel: { id: modelId(names.length - 1), name: names[names.length - 1] },
	models: names.length,
	conversations: 130,
	/** The oldest conversation, and the one that was changed last. */
	revivedConversation: conversationId(0),
	/** The conversation with 250 messages. */
	longConversation: conversationId(5),
	longConversationMessages: 250,
	newestConversation: conversationId(129),
	unknownId: 999_999_999,
};
