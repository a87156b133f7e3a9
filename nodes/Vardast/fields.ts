import { resourceLocator } from '../shared/operations/fields';
import type { OperationField, RequestLocation } from '../shared/operations/types';

const EXAMPLE = '5f0c6b1e-2d4a-4c39-9a77-1e8b3d2f6a10';

/** The shop's account on a platform. */
export const channel = (sendIn?: RequestLocation): OperationField =>
	resourceLocator({
		displayName: 'Channel',
		name: 'channel',
		searchMethod: 'searchChannels',
		description: 'The channel, i.e. the account on Instagram, Telegram or Bale',
		example: EXAMPLE,
		sendIn,
	});

/** A person who writes to the channel; its `id` in the list of contacts is the `contact_id` of V1 and V2. */
export const contact = (sendIn?: RequestLocation): OperationField =>
	resourceLocator({
		displayName: 'Contact',
		name: 'contact',
		searchMethod: 'searchContacts',
		description: 'The contact who writes to the channel',
		example: EXAMPLE,
		sendIn,
		dependsOn: ['channel'],
	});

/** The AI that answers. */
export const assistant = (
	sendIn: RequestLocation,
	description: string,
	required = true,
): OperationField =>
	resourceLocator({
		displayName: 'Assistant',
		name: 'assistant',
		searchMethod: 'searchAssistants',
		description,
		example: EXAMPLE,
		sendIn,
		required,
	});

/** A row of the channel's report on contacts, which has an ID of its own beside the contact's. */
export const channelContact = (sendIn: RequestLocation): OperationField =>
	resourceLocator({
		displayName: 'Channel Contact',
		name: 'channelContact',
		searchMethod: 'searchChannelContacts',
		description:
			"The entry in the channel's report on its contacts. Its ID is not the contact's ID.",
		example: EXAMPLE,
		sendIn,
		dependsOn: ['channel'],
	});

/** An order placed in a channel. */
export const order = (sendIn: RequestLocation): OperationField =>
	resourceLocator({
		displayName: 'Order',
		name: 'order',
		searchMethod: 'searchOrders',
		description: 'The order that a contact placed in the channel',
		example: EXAMPLE,
		sendIn,
		dependsOn: ['channel'],
	});
