import { locator } from '../shared/fields';
import type { Field, Send } from '../shared/place';

const EXAMPLE = '5f0c6b1e-2d4a-4c39-9a77-1e8b3d2f6a10';

/** The shop's account on a platform. */
export const channel = (send: Send): Field =>
	locator({
		displayName: 'Channel',
		name: 'channel',
		method: 'searchChannels',
		description: 'The channel, i.e. the account on Instagram, Telegram or Bale',
		example: EXAMPLE,
		send,
	});

/** A person who writes to the channel; its `id` in the list of contacts is the `contact_id` of V1 and V2. */
export const contact = (send: Send): Field =>
	locator({
		displayName: 'Contact',
		name: 'contact',
		method: 'searchContacts',
		description: 'The contact who writes to the channel',
		example: EXAMPLE,
		send,
		dependsOn: ['channel'],
	});

/** The AI that answers. */
export const assistant = (send: Send, description: string, required = true): Field =>
	locator({
		displayName: 'Assistant',
		name: 'assistant',
		method: 'searchAssistants',
		description,
		example: EXAMPLE,
		send,
		required,
	});

/** A row of the channel's report on contacts, which has an ID of its own beside the contact's. */
export const channelContact = (send: Send): Field =>
	locator({
		displayName: 'Channel Contact',
		name: 'channelContact',
		method: 'searchChannelContacts',
		description:
			"The entry in the channel's report on its contacts. Its ID is not the contact's ID.",
		example: EXAMPLE,
		send,
		dependsOn: ['channel'],
	});

/** An order placed in a channel. */
export const order = (send: Send): Field =>
	locator({
		displayName: 'Order',
		name: 'order',
		method: 'searchOrders',
		description: 'The order that a contact placed in the channel',
		example: EXAMPLE,
		send,
		dependsOn: ['channel'],
	});
