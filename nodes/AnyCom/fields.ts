import { resourceLocator } from '../shared/operations/fields';
import { body } from '../shared/operations/requestBuilder';
import { toInteger, toPhoneNumber } from '../shared/operations/serializers';
import type { OperationField } from '../shared/operations/types';

/** The channel that a customer is on. */
export const channel: OperationField = resourceLocator({
	displayName: 'Channel',
	name: 'channel',
	searchMethod: 'searchChannels',
	description: 'The WhatsApp channel in AnyCom',
	example: '9',
	sendIn: body('args.chan_id', toInteger),
});

/** The customer by the full username on the channel, as most requests want it. */
export const customer: OperationField = resourceLocator({
	displayName: 'Customer',
	name: 'customer',
	searchMethod: 'searchCustomers',
	description: 'The customer, by the full username on the channel',
	example: '550090001234@c.us',
	idLabel: 'By Username',
	sendIn: body('args.chan_user'),
	dependsOn: ['channel'],
});

/** The customer by the bare number, which A4, A6 and A16 want. @param wire `user` or `chan_user` */
export const customerNumber = (wire: 'user' | 'chan_user'): OperationField =>
	resourceLocator({
		displayName: 'Customer Number',
		name: 'customerNumber',
		searchMethod: 'searchCustomerNumbers',
		description: 'The WhatsApp number of the customer, with the country code',
		example: '+55 00 9000-1234',
		idLabel: 'By Number',
		sendIn: body(`args.${wire}`, toPhoneNumber),
		dependsOn: ['channel'],
	});

/** Somebody who talks to customers at the desk. */
export const attendant = (required = true): OperationField =>
	resourceLocator({
		displayName: 'Attendant',
		name: 'attendant',
		searchMethod: 'searchAttendants',
		description: 'The username of the chat attendant',
		example: 'larissa',
		idLabel: 'By Username',
		sendIn: body('args.chat_user'),
		required,
	});

/** A flow of the bot. No request lists them, so its number is entered. */
export const flow = (description: string): OperationField => ({
	displayName: 'Flow',
	name: 'flow',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 1',
	description,
	sendIn: body('args.flow', toInteger),
});

/** The ID of a service or function of the bot, which no request lists. */
export const targetId: OperationField = {
	displayName: 'Target ID',
	name: 'targetId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 100',
	description: 'The ID of the service or function',
	sendIn: body('args.id', toInteger),
};
