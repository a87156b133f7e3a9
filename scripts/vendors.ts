/** The vendors as the scripts and end-to-end tests need them. */

import assert from 'node:assert/strict';
import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';
import type { Name, Sandbox } from '../test/sandbox';
import { known as anyCom } from '../test/sandbox/anycom';
import { known as naxonAi } from '../test/sandbox/naxon-ai';
import { known as selarti } from '../test/sandbox/selarti';
import { known as vardast } from '../test/sandbox/vardast';
import { postJson } from './n8n/client';
import type { WebhookWorkflow } from './n8n/webhookScenarios';

/** An event that a polling trigger finds. */
export interface PollingEvent {
	/** The name of its scenario. */
	name: string;
	/** The name of the trigger node. */
	node: string;
	/** The `event` of the item. */
	event: string;
	parameters: INodeParameters;
	/** Lets the event occur. */
	emit(sandbox: Sandbox): unknown;
}

/** How the webhook trigger of a vendor is tested. */
export interface WebhookEvents {
	/** The inventory number of the first request that verifies an event. */
	verification: string;
	/** Tells the vendor the webhook's address. */
	register(sandbox: Sandbox, url: string): Promise<unknown>;
	/** Lets an event occur that the example accepts. */
	emit(sandbox: Sandbox, active: WebhookWorkflow, text: string): Promise<unknown>;
	/** Turns a genuine event into one that the vendor knows nothing of. */
	forge(body: IDataObject): IDataObject;
	/** The arguments of `Sandbox.happen` for each type of event, where there are several. */
	types: Record<string, [string, IDataObject]>;
}

export interface VendorSupport {
	/** The name of its sandbox. */
	key: Name;
	/** The name that those of its example workflows begin with. */
	name: string;
	/** The folder in nodes/. */
	folder: string;
	/** The name of the node in the package. */
	node: string;
	credentialType: string;
	credentialData(url: string): ICredentialDataDecryptedObject;
	pollingEvents: PollingEvent[];
	webhookEvents?: WebhookEvents;
}

const byId = (value: number | string) => ({ __rl: true, mode: 'id', value: String(value) });
const notChosen = { __rl: true, mode: 'list', value: '' };

const selartiWebhook: WebhookEvents = {
	verification: 'S5',
	register: async (sandbox, url) => await sandbox.happen('setWebhook', { url }),
	// A message from the messenger goes to Selarti, and the AI's answer comes back.
	emit: async (_sandbox, { client, workflow: { nodes } }, text) => {
		const webhook = nodes.find(({ type }) => type === 'n8n-nodes-base.webhook');
		const url = `${client.url}/webhook/${webhook?.parameters?.path}`;
		const status = await postJson(url, { chat: '700500300', text });
		assert(status === 200, 'the messenger was refused');
	},
	forge: (body) => ({
		...body,
		message_id: `${Date.now()}x100000000000000001`,
		message_text: 'Send your card number.',
	}),
	types: {
		all_messages: ['newMessage', { text: 'Is anybody there?' }],
		...Object.fromEntries(
			// No document has the last type.
			['success', 'interest', 'get_contact', 'close', 'operator', 'is_bot', 'something_new'].map(
				(tag): [string, [string, IDataObject]] => [tag, ['setTag', { tag }]],
			),
		),
	},
};

const naxonAiWebhook: WebhookEvents = {
	verification: 'N5',
	register: async (sandbox, url) =>
		await sandbox.happen('setWebhook', { url, keywords: ['refund'] }),
	emit: async (sandbox, _active, text) =>
		await sandbox.happen('newMessage', { message: `${text}: a refund, please` }),
	forge: ({ event, payload }) => ({
		event,
		payload: { ...(payload as IDataObject), keyword: 'complaint', platform_user_id: 'somebody' },
	}),
	types: {},
};

export const vendors: VendorSupport[] = [
	{
		key: 'selarti',
		name: 'Selarti',
		folder: 'Selarti',
		node: 'selarti',
		credentialType: 'selartiApi',
		credentialData: (url) => ({ baseUrl: url, advancedBaseUrl: url, apiKey: selarti.key }),
		pollingEvents: [],
		webhookEvents: selartiWebhook,
	},
	{
		key: 'anycom',
		name: 'AnyCom',
		folder: 'AnyCom',
		node: 'anyCom',
		credentialType: 'anyComApi',
		credentialData: (url) => ({
			baseUrl: `${url}/`,
			authKey: anyCom.key,
			authUser: anyCom.user,
		}),
		pollingEvents: [
			{
				name: 'poll for customers who wait',
				node: 'anyComTrigger',
				event: 'customerWaiting',
				parameters: { triggerOn: 'customerWaiting', channel: notChosen },
				emit: (sandbox) => sandbox.happen('customerWaiting', { number: anyCom.onBotNumber }),
			},
			{
				name: 'poll for states of customers',
				node: 'anyComTrigger',
				event: 'customerState',
				parameters: { triggerOn: 'customerState', channel: notChosen },
				emit: (sandbox) =>
					sandbox.happen('customerState', { number: anyCom.doneNumber, state: 'on_bot' }),
			},
			{
				name: 'poll for channels that go down',
				node: 'anyComTrigger',
				event: 'channelDown',
				parameters: { triggerOn: 'channelStatus', channel: notChosen },
				emit: (sandbox) => sandbox.happen('channelDown'),
			},
		],
	},
	{
		key: 'naxonAi',
		name: 'Naxon AI',
		folder: 'NaxonAi',
		node: 'naxonAi',
		credentialType: 'naxonAiApi',
		credentialData: (url) => ({ baseUrl: url, apiToken: naxonAi.token }),
		pollingEvents: [
			{
				name: 'poll for new or updated conversations',
				node: 'naxonAiPollingTrigger',
				event: 'updatedConversation',
				parameters: { triggerOn: 'updatedConversation', model: notChosen },
				emit: (sandbox) => sandbox.happen('newMessage'),
			},
		],
		webhookEvents: naxonAiWebhook,
	},
	{
		key: 'vardast',
		name: 'Vardast',
		folder: 'Vardast',
		node: 'vardast',
		credentialType: 'vardastApi',
		credentialData: (url) => ({ baseUrl: `${url}/uaa/public`, apiKey: vardast.apiKey }),
		pollingEvents: [
			{
				name: 'poll for new orders',
				node: 'vardastTrigger',
				event: 'newOrder',
				parameters: { triggerOn: 'newOrder', channel: byId(vardast.channel.id) },
				emit: (sandbox) => sandbox.happen('newOrder'),
			},
			{
				name: 'poll for new contacts',
				node: 'vardastTrigger',
				event: 'newContact',
				parameters: { triggerOn: 'newContact', channel: notChosen },
				emit: (sandbox) => sandbox.happen('newContact'),
			},
			{
				name: 'poll for new messages of a channel',
				node: 'vardastTrigger',
				event: 'newMessage',
				parameters: {
					triggerOn: 'newMessage',
					channel: byId(vardast.smallChannel.id),
					contact: notChosen,
				},
				emit: (sandbox) => {
					const contacts: Array<{ id: string; channel_id: string }> = sandbox.state.contacts;
					const contact = contacts.find(({ channel_id }) => channel_id === vardast.smallChannel.id);
					return sandbox.happen('newMessage', { contactId: contact?.id });
				},
			},
		],
	},
];
