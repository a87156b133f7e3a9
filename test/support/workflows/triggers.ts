/**
 * How the triggers are set in saved workflows: every field and every option of each of them at least once.
 */

import { known as anycom } from '../sandbox/anyCom';
import { known as naxonAi } from '../sandbox/naxonAi';
import { known as selarti } from '../sandbox/selarti';
import { known as vardast } from '../sandbox/vardast';
import type { Name } from '../sandbox';

export interface TriggerCase {
	name: string;
	parameters: Record<string, any>;
	/** for a trigger that a vendor calls: what happens in the sandbox */
	event?: [string, any];
	/** and the type of webhook that tells of it, where there are several */
	type?: string;
}

export interface TriggerCases {
	vendor: Name;
	node: string;
	/** the credential type of what a caller must know; a trigger without it polls */
	secrets?: string;
	cases: TriggerCase[];
}

const id = (value: any) => ({ __rl: true, mode: 'id', value: String(value) });
const picked = (value: any) => ({
	...id(value),
	mode: 'list',
	cachedResultName: 'As it was called in the list',
});

/** What the secrets of a credential are for callers who know all of them. */
export const secrets = {
	token: 'a-token-nobody-guesses-01',
	headerName: 'X-Webhook-Secret',
	headerValue: 'a-header-nobody-guesses',
	user: 'proxy',
	password: 'a-password-nobody-guesses',
};

/** What a caller shows who knows all of them. */
export const caller = {
	query: { token: secrets.token },
	headers: {
		[secrets.headerName.toLowerCase()]: secrets.headerValue,
		authorization: `Basic ${Buffer.from(`${secrets.user}:${secrets.password}`).toString('base64')}`,
	},
};

/** @returns the ways to know callers, and what is set beside them */
const forAll = (event: [string, any], type?: string): TriggerCase[] => [
	{ name: 'as it is at first', parameters: {}, event, type },
	{
		name: 'address list',
		parameters: { authentication: ['ipAllowlist'], allowedIps: '127.0.0.0/8, ::1' },
		event,
		type,
	},
	{
		name: 'header and basic auth',
		parameters: { authentication: ['headerAuth', 'basicAuth'] },
		event,
		type,
	},
	{
		name: 'none, with the raw body',
		parameters: { authentication: ['none'], includeRawBody: true },
		event,
		type,
	},
	{
		name: 'token and vendor',
		parameters: {
			authentication: ['queryToken', 'apiVerification'],
			verificationTimeout: 1,
			onVerificationTimeout: 'drop',
		},
		event,
		type,
	},
	{ name: 'a sample when testing', parameters: { whenTesting: 'sample' }, event, type },
];

const said = ['newMessage', { text: 'Is anybody there?', type: 'operator' }] as [string, any];
const types = [
	'all_messages',
	'any',
	'is_bot',
	'close',
	'get_contact',
	'interest',
	'operator',
	'success',
];
const keyword = ['newMessage', { message: 'A refund, please' }] as [string, any];

export const triggers: TriggerCases[] = [
	{
		vendor: 'selarti',
		node: 'selartiTrigger',
		secrets: 'selartiWebhookApi',
		cases: [
			...forAll(said, 'all_messages'),
			{
				name: 'every type that is listed',
				parameters: { triggerOn: types },
				event: ['setTag', { tag: 'success' }],
				type: 'success',
			},
			{
				name: 'another type',
				parameters: { triggerOn: ['other'] },
				event: ['setTag', { tag: 'something_new' }],
				type: 'something_new',
			},
			{
				name: 'filters',
				parameters: {
					filters: {
						company: id(selarti.company),
						task: id(selarti.task),
						messageType: ['bot', 'operator', 'user', 'relay'],
					},
				},
				event: said,
				type: 'all_messages',
			},
			{
				name: 'filters from the list',
				parameters: { filters: { company: picked(selarti.company), task: picked(selarti.task) } },
				event: said,
				type: 'all_messages',
			},
			// Nobody calls: an event names channels by IDs that the list does not have.
			{ name: 'a channel', parameters: { filters: { channel: id('3c') } } },
			{
				name: 'a channel from the list',
				parameters: { filters: { channel: picked(selarti.channels[0]) } },
			},
		],
	},
	{
		vendor: 'naxonAi',
		node: 'naxonAiTrigger',
		secrets: 'naxonAiWebhookApi',
		cases: [
			...forAll(keyword),
			{
				name: 'filters',
				parameters: { filters: { keywords: 'refund, complaint', platform: 'web' } },
				event: ['newConversation', { message: 'A refund?' }],
			},
			{
				name: 'a model',
				parameters: { filters: { model: id(naxonAi.model.id) } },
				event: ['newConversation', { message: 'A refund?' }],
			},
			{
				name: 'a model from the list',
				parameters: { filters: { model: picked(naxonAi.model.id) } },
				event: ['newConversation', { message: 'A refund?' }],
			},
		],
	},
	{
		vendor: 'vardast',
		node: 'vardastTrigger',
		cases: [
			{ name: 'new contacts', parameters: { triggerOn: 'newContact' } },
			{
				name: 'new contacts of a channel',
				parameters: { triggerOn: 'newContact', channel: picked(vardast.channel.id) },
			},
			{
				name: 'new messages',
				parameters: {
					triggerOn: 'newMessage',
					channel: id(vardast.channel.id),
					sender: 'anyone',
					maxContactsPerPoll: 5,
				},
			},
			{
				name: 'new messages of a contact',
				parameters: {
					triggerOn: 'newMessage',
					channel: id(vardast.channel.id),
					contact: id(vardast.contact.id),
					sender: 'channel',
				},
			},
			{
				name: 'new messages of one from the list',
				parameters: {
					triggerOn: 'newMessage',
					channel: picked(vardast.channel.id),
					contact: picked(vardast.contact.id),
				},
			},
			{
				name: 'new orders',
				parameters: { triggerOn: 'newOrder', channel: id(vardast.channel.id), simplify: false },
			},
		],
	},
	{
		vendor: 'anycom',
		node: 'anyComTrigger',
		cases: [
			{ name: 'channel status', parameters: {} },
			{
				name: 'customer state',
				parameters: { triggerOn: 'customerState', channel: id(anycom.channel) },
			},
			{
				name: 'customer waiting',
				parameters: {
					triggerOn: 'customerWaiting',
					channel: picked(anycom.channel),
					simplify: false,
				},
			},
		],
	},
	{
		vendor: 'naxonAi',
		node: 'naxonAiPollingTrigger',
		cases: [
			{ name: 'new conversations', parameters: { triggerOn: 'newConversation' } },
			{
				name: 'updated conversations',
				parameters: {
					triggerOn: 'updatedConversation',
					model: id(naxonAi.model.id),
					simplify: false,
				},
			},
			{
				name: 'those of a model from the list',
				parameters: { triggerOn: 'updatedConversation', model: picked(naxonAi.model.id) },
			},
		],
	},
];
