import { body } from '../../../shared/operations/requestBuilder';
import type { Operation } from '../../../shared/operations/types';
import { channel, customer } from '../../fields';
import { command, WHATSAPP } from '../../vendor';

/** A2: chan/state. */
export const modifyState: Operation = {
	name: 'Modify State',
	value: 'modifyState',
	action: 'Modify the state of a customer',
	description:
		'Modify the current state of the session of a customer, e.g. hand it from the bot to the chat',
	request: command('chan', 'state', WHATSAPP),
	orderedBy: ['args.chan_id', 'args.chan_user'],
	fields: [
		channel,
		customer,
		{
			displayName: 'New State',
			name: 'newState',
			type: 'options',
			options: [
				{ name: 'Done', value: 'done' },
				{ name: 'Identifying', value: 'identifying' },
				{ name: 'None', value: 'none' },
				{ name: 'On Bot', value: 'on_bot' },
				{ name: 'On Chat', value: 'on_chat' },
			],
			required: true,
			default: 'on_bot',
			description: 'The state to put the session into',
			sendIn: body('args.new_state'),
		},
	],
};
