/**
 * What an agent is asked for each vendor: one thing to read and one to write, with values that were never there before.
 */

import { randomBytes } from 'node:crypto';
import type { Sandboxes, Name as VendorKey } from '../../support/sandbox';

export interface Story {
	/** of the sandbox */
	key: VendorKey;
	/** its name in the package */
	node: string;
	tools: Array<
		[
			resource: string,
			operation: string,
			options?: { model?: string[]; fixed?: Record<string, any> },
		]
	>;
	/** puts a word at the vendor that stands nowhere else */
	happen: (sandboxes: Sandboxes, word: string) => Promise<unknown>;
	/** what the model does */
	calls: Array<{
		tool: string;
		args: (word: string, answers: string[]) => Record<string, unknown>;
	}>;
	/** its last words, from the items that the tools gave */
	finish: (answers: any[][], word: string) => string;
	/** what the vendor must have been asked */
	arrived: (
		sandboxes: Sandboxes,
		word: string,
	) => Array<[what: string, seen: unknown, expected: unknown]>;
}

/** A word that stands nowhere. */
export const newWord = () => `w${randomBytes(5).toString('hex')}`;

/** @param vendor the sandbox's file */
const knownOf = (vendor: string) => require(`../../sandbox/${vendor}`).known;

const selarti = knownOf('selarti');
const anycom = knownOf('anycom');
const naxonAi = knownOf('naxon-ai');
const vardast = knownOf('vardast');

export const stories: Story[] = [
	{
		key: 'selarti',
		node: 'selarti',
		tools: [
			['message', 'getAll', { model: ['thread', 'limit'] }],
			['message', 'send'],
		],
		happen: async ({ selarti: vendor }, word) =>
			await vendor.happen('newMessage', { text: `Do you have ${word}?` }),
		calls: [
			{ tool: 'Get_many_messages_in_Selarti', args: () => ({ Thread: selarti.thread, Limit: 2 }) },
			{
				tool: 'Send_a_message_in_Selarti',
				args: (word) => ({ Thread: selarti.thread, Message: `Yes, ${word}!` }),
			},
		],
		finish: ([messages]) => `They wrote: ${messages[0].text}`,
		arrived: ({ selarti: vendor }, word) => [
			[
				'read',
				vendor.asked('S6').map(({ query }) => query),
				[{ thread_id: selarti.thread, limit: '2', offset: '0' }],
			],
			[
				'sent',
				vendor.asked('S11').map(({ body }) => body),
				[{ thread: selarti.thread, message: `Yes, ${word}!`, message_type: 'bot' }],
			],
		],
	},
	{
		key: 'anycom',
		node: 'anyCom',
		tools: [
			['customer', 'getAll', { model: [], fixed: { returnAll: true } }],
			['message', 'send'],
		],
		happen: async ({ anycom: vendor }, word) =>
			await vendor.happen('customerState', { state: 'on_bot', number: 550090007001, name: word }),
		calls: [
			{ tool: 'Get_many_customers_in_AnyCom', args: () => ({}) },
			{
				tool: 'Send_a_message_in_AnyCom',
				// A model takes over what it was told: the full username where a number is wanted.
				args: (word, [customers]) => ({
					Channel: String(anycom.channel),
					Customer_Number: JSON.parse(customers).find(({ name }: any) => name === word).userId,
					Flow: String(anycom.flow),
					Message: `Hello ${word}`,
				}),
			},
		],
		finish: ([customers], word) => `Wrote to ${customers.find(({ name }) => name === word).name}`,
		arrived: ({ anycom: vendor }, word) => [
			[
				'read',
				vendor.asked('A1').map(({ body }) => body),
				[{ group: 'chan', cmd: 'show', args: {} }],
			],
			[
				'sent',
				vendor.asked('A6').map(({ body }) => body.args),
				[
					{
						chan_type: 'whatsapp',
						chan_id: anycom.channel,
						user: 550090007001,
						flow: anycom.flow,
						message: `Hello ${word}`,
					},
				],
			],
		],
	},
	{
		// Naxon AI's documents have nothing to write with.
		key: 'naxonAi',
		node: 'naxonAi',
		tools: [
			['conversation', 'get'],
			['message', 'getAll'],
		],
		happen: async ({ naxonAi: vendor }, word) =>
			await vendor.happen('newMessage', {
				conversationId: naxonAi.newestConversation,
				message: `About ${word}`,
			}),
		calls: [
			{
				tool: 'Get_a_conversation_in_Naxon_AI',
				args: () => ({ Conversation: String(naxonAi.newestConversation) }),
			},
			{
				tool: 'Get_many_messages_in_Naxon_AI',
				args: (_word, [conversation]) => ({ Conversation: String(JSON.parse(conversation)[0].id) }),
			},
		],
		finish: ([[conversation], messages], word) =>
			`${conversation.modelName}: ${messages.find(({ message }) => String(message).includes(word))?.message ?? 'nothing'}`,
		arrived: ({ naxonAi: vendor }) => [
			[
				'read',
				vendor.asked('N5').map(({ path }) => path),
				[`/conversations/${naxonAi.newestConversation}`],
			],
			[
				'read',
				[...new Set(vendor.asked('N6').map(({ path }) => path))],
				[`/conversations/${naxonAi.newestConversation}/messages`],
			],
		],
	},
	{
		key: 'vardast',
		node: 'vardast',
		tools: [
			['order', 'getAll', { model: ['channel', 'limit'] }],
			['message', 'process'],
		],
		happen: async ({ vardast: vendor }, word) =>
			await vendor.happen('newOrder', { row: { full_name: word } }),
		calls: [
			{
				tool: 'Get_many_orders_in_Vardast',
				args: () => ({ Channel: vardast.channel.id, Limit: 100 }),
			},
			{
				tool: 'Process_a_message_with_an_AI_assistant_in_Vardast',
				args: (word, [orders]) => ({
					Channel: vardast.channel.id,
					Contact: JSON.parse(orders).find(({ fullName }: any) => fullName === word).contactId,
					Message: `Where is the order of ${word}?`,
				}),
			},
		],
		finish: (answers) => `The assistant said: ${answers[1][0].response}`,
		arrived: ({ vardast: vendor }, word) => [
			['read', vendor.asked('V10').map(({ path }) => path.split('/').at(-2)), [vardast.channel.id]],
			[
				'sent',
				vendor.asked('V1').map(({ body }) => body),
				[
					{
						channel_id: vardast.channel.id,
						contact_id: vardast.contact.id,
						message: `Where is the order of ${word}?`,
					},
				],
			],
		],
	},
];

/** Everything that no model may be told. */
export const secretsOf = ({ selarti: vendor }: Sandboxes): string[] => [
	selarti.key,
	anycom.key,
	naxonAi.token,
	vardast.apiKey,
	...vendor.state.tokens,
	...vardast.secrets,
];
