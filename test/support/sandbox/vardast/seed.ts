/**
 * An invented Vardast account: 4 channels, 6 assistants, 230 contacts, 150 orders on the first channel, a contact
 * with 90 messages and 40 days of usage. Lists are in the order of creation.
 */

import { hex, uuid } from '../invent';
import * as invented from './texts';
import type { Assistant, Channel, Contact, Message, ReportRow, State } from './state';

const apiKey = `vd_${hex('vardast key').slice(0, 40)}`;
const userId = uuid('vardast user');
const start = Date.UTC(2025, 4, 5, 6, 15, 0);
const minute = 60 * 1000;
const day = 24 * 60 * minute;

/** The document says "datetime" and shows none: ISO 8601 in UTC is assumed. */
export const datetime = (time: number | string) => new Date(time).toISOString();

const inTurn = <T>(list: readonly T[], index: number): T => list[index % list.length];

const channelId = (index: number) => uuid(`channel ${index}`);
const assistantId = (index: number) => uuid(`assistant ${index}`);
const contactId = (index: number) => uuid(`contact ${index}`);

function channels(): Channel[] {
	return invented.shops.map(({ name, platform, identifier, assistant }, index) => ({
		id: channelId(index),
		name,
		platform,
		user_id: userId,
		identifier,
		access_token: `at_${hex(`channel token ${index}`)}`,
		assistant: assistant === null ? null : assistantId(assistant),
		is_stopped: index === 2,
		reply_to_story: platform === 'INSTAGRAM',
		reply_to_comments: index === 0,
		account_id: String(40_771_200 + index * 311),
		created_at: datetime(start + index * day),
		updated_at: datetime(start + (index + 3) * day),
	}));
}

function assistants(): Assistant[] {
	return invented.assistants.map((assistant_name, index) => ({
		id: assistantId(index),
		assistant_name,
		model: index % 2 ? 'small-model' : 'large-model',
		api_key: `ak_${hex(`assistant key ${index}`)}`,
		kb_id: index % 3 ? uuid(`knowledge ${index}`) : null,
		functions: index % 2 ? ['save_order', 'search_goods'] : null,
		user_id: userId,
		created_at: datetime(start + index * 2 * day),
		updated_at: datetime(start + index * 2 * day + 90 * minute),
	}));
}

function contacts(allChannels: Channel[]): Contact[] {
	const channelOfEach = invented.shops.flatMap((shop, index) =>
		Array.from({ length: shop.contacts }, () => allChannels[index]),
	);
	return channelOfEach.map((channel, index) => ({
		id: contactId(index),
		name: inTurn(invented.people, index),
		username: `user_${hex(`username ${index}`).slice(0, 8)}`,
		identifier: String(590_113_000 + index * 17),
		platform: channel.platform,
		channel_id: channel.id,
		is_stopped: index % 20 === 19,
		created_at: datetime(start + 10 * day + index * 190 * minute),
		updated_at: datetime(start + 45 * day + index * minute),
	}));
}

function messages(contact: Contact, channel: Channel, index: number, count: number): Message[] {
	return Array.from({ length: count }, (_, position) => {
		const isOutput = position % 2 === 1;
		return {
			id: uuid(`message ${index} ${position}`),
			text: inTurn(isOutput ? invented.answers : invented.questions, index + (position >> 1)),
			platform: contact.platform,
			sender_id: isOutput ? channel.identifier : contact.identifier,
			receiver_id: isOutput ? contact.identifier : channel.identifier,
			is_output: isOutput,
			ai_created: isOutput && position % 4 === 1,
			channel_id: channel.id,
			timestamp: datetime(Date.parse(contact.created_at) + position * 7 * minute),
			is_in_thread: position % 10 === 9,
		};
	});
}

/**
 * A row of V9 or V10, which have the same form. What the document calls optional is null in some rows and absent in
 * others.
 *
 * @param at milliseconds since the epoch
 */
export function reportRow(id: string, contact: Contact, index: number, at: number): ReportRow {
	return {
		id,
		contact_id: contact.id,
		channel_id: contact.channel_id,
		full_name: contact.name,
		phone_number: `0912${String(5_550_000 + index)}`,
		detailed_address: inTurn(invented.addresses, index),
		...(index % 4 ? { postal_code: String(1_430_000_000 + index * 29) } : {}),
		username: index % 5 ? contact.username : null,
		...(index % 6 ? { platform: contact.platform } : {}),
		comment: index % 3 ? null : inTurn(invented.comments, index),
		order_list: [
			{ product_name: inTurn(invented.goods, index), quantity: 1 + (index % 4), variants: 'سفید' },
			...(index % 2 ? [{ product_name: inTurn(invented.goods, index + 2), quantity: 1 }] : []),
		],
		// Only the oldest row has no date, so that the order of the dates is that of the rows.
		...(index === 0 ? {} : { created_at: datetime(at) }),
	};
}

export function seed(): State {
	const allChannels = channels();
	const allContacts = contacts(allChannels);
	const channelOf = (contact: Contact) =>
		allChannels.find(({ id }) => id === contact.channel_id) ?? allChannels[0];
	const orders = invented.shops.flatMap((shop, index) => {
		const buyers = allContacts.filter(({ channel_id }) => channel_id === channelId(index));
		return Array.from({ length: shop.orders }, (_, position) =>
			reportRow(
				uuid(`order ${index} ${position}`),
				inTurn(buyers, position * 7),
				position,
				start + 60 * day + position * 130 * minute,
			),
		);
	});
	return {
		apiKey,
		userId,
		maxSize: 100,
		bareArrays: false,
		terse: false,
		made: 0,
		channels: allChannels,
		assistants: assistants(),
		contacts: allContacts,
		messages: Object.fromEntries(
			allContacts.map((contact, index) => [
				contact.id,
				messages(contact, channelOf(contact), index, index === 3 ? 90 : 1 + (index % 4)),
			]),
		),
		prompts: ['FA', 'EN', 'FA'].map((language, index) => ({
			prompt_id: uuid(`prompt ${index}`),
			assistant_id: assistantId(index),
			text: inTurn(invented.answers, index),
			prompt_json: { tone: 'گرم', rules: ['مؤدب باش', 'کوتاه بنویس'], version: index + 1 },
			language,
			created_by: inTurn(invented.people, index),
			created_at: datetime(start + index * day),
			updated_at: datetime(start + index * day),
			user_id: userId,
		})),
		reportContacts: allContacts.map((contact, index) =>
			reportRow(uuid(`report ${index}`), contact, index, Date.parse(contact.created_at)),
		),
		orders,
		usage: {
			user_id: userId,
			mode: 'monthly',
			active_features: { story_reply: true, comment_reply: true, voice: false },
			chat_credit: 1740,
			all_chat_credit: 5000,
			total_chats: 3260,
			contact_credit: 770,
			total_contacts: allContacts.length,
			is_allowed: true,
			next_due_date: datetime(start + 120 * day),
			time_credit: datetime(start + 123 * day),
		},
		activities: Array.from({ length: 40 }, (_, index) => ({
			id: uuid(`activity ${index}`),
			user_id: userId,
			date: datetime(start + (60 + index) * day).slice(0, 10),
			new_contacts: (index * 3) % 11,
			message_requests: 20 + ((index * 17) % 83),
		})),
	};
}

/** What tests and users without an account have to know of the seed. */
export const known = {
	apiKey,
	userId,
	/** The channel with 150 orders and 120 contacts. */
	channel: { id: channelId(0), name: invented.shops[0].name, contacts: 120, orders: 150 },
	smallChannel: {
		id: channelId(2),
		name: invented.shops[2].name,
		contact: contactId(180),
		contacts: 40,
		orders: 4,
	},
	/** The only channel that has no assistant of its own. */
	channelWithoutAssistant: { id: channelId(3), contact: contactId(229) },
	contacts: 230,
	/** The contact with 90 messages; it belongs to `channel`. */
	contact: { id: contactId(3), messages: 90 },
	newestContact: contactId(229),
	assistant: { id: assistantId(0), name: invented.assistants[0] },
	newestAssistant: assistantId(5),
	prompt: uuid('prompt 0'),
	order: uuid('order 0 149'),
	reportContact: uuid('report 0'),
	activity: { id: uuid('activity 0'), date: datetime(start + 60 * day).slice(0, 10) },
	lastActivity: { id: uuid('activity 39'), date: datetime(start + 99 * day).slice(0, 10) },
	unknownId: uuid('nothing'),
	/** Every text of the seed that nodes must not show by default. */
	secrets: [
		...channels().map(({ access_token }) => access_token),
		...assistants().map(({ api_key }) => api_key),
	],
};
