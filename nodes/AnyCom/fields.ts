import { locator } from '../shared/fields';
import { body } from '../shared/place';
import type { Field } from '../shared/place';
import { phoneNumber, wholeNumber } from '../shared/values';
import type { Convert } from '../shared/values';

/** The channel that a customer is on. */
export const channel: Field = locator({
	displayName: 'Channel',
	name: 'channel',
	method: 'searchChannels',
	description: 'The WhatsApp channel in AnyCom',
	example: '9',
	send: body('args.chan_id', wholeNumber),
});

/** The customer by the full username on the channel, as most requests want it. */
export const customer: Field = locator({
	displayName: 'Customer',
	name: 'customer',
	method: 'searchCustomers',
	description: 'The customer, by the full username on the channel',
	example: '550090001234@c.us',
	by: 'By Username',
	send: body('args.chan_user'),
	dependsOn: ['channel'],
});

/** A number as people write it, or the full username that AnyCom made of it. */
const number: Convert = (value, zone) => phoneNumber(String(value).replace(/@c\.us$/, ''), zone);

/** The customer by the bare number, which A4, A6 and A16 want. @param wire `user` or `chan_user` */
export const customerNumber = (wire: 'user' | 'chan_user'): Field =>
	locator({
		displayName: 'Customer Number',
		name: 'customerNumber',
		method: 'searchCustomerNumbers',
		description: 'The WhatsApp number of the customer, with the country code',
		example: '+55 00 9000-1234',
		by: 'By Number',
		send: body(`args.${wire}`, number),
		dependsOn: ['channel'],
	});

/** Somebody who talks to customers at the desk. */
export const attendant = (required = true): Field =>
	locator({
		displayName: 'Attendant',
		name: 'attendant',
		method: 'searchAttendants',
		description: 'The username of the chat attendant',
		example: 'larissa',
		by: 'By Username',
		send: body('args.chat_user'),
		required,
	});

/** A flow of the bot. No request lists them, so its number is entered. */
export const flow = (description: string): Field => ({
	displayName: 'Flow',
	name: 'flow',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 1',
	description,
	send: body('args.flow', wholeNumber),
});

/** The ID of a service or function of the bot, which no request lists. */
export const targetId: Field = {
	displayName: 'Target ID',
	name: 'targetId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 100',
	description: 'The ID of the service or function',
	send: body('args.id', wholeNumber),
};
