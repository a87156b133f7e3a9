import { body } from '../../../shared/operations/requestBuilder';
import { toInteger } from '../../../shared/operations/serializers';
import type { Operation } from '../../../shared/operations/types';
import { channel, customer, flow } from '../../fields';
import { command, WHATSAPP } from '../../vendor';

/** A9: bot/flow. */
export const modifyFlow: Operation = {
	name: 'Modify Flow',
	value: 'modifyFlow',
	action: 'Modify the flow of a bot session',
	description: 'Set the flow and the item that the bot goes on with for a customer',
	request: command('bot', 'flow', WHATSAPP),
	orderedBy: ['args.chan_id', 'args.chan_user'],
	fields: [
		channel,
		customer,
		flow('The ID of the new flow'),
		{
			displayName: 'Item',
			name: 'item',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 1',
			description: 'The ID of the item in the new flow',
			sendIn: body('args.item', toInteger),
		},
	],
};
