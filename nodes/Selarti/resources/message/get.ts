import { query } from '../../../shared/operations/requestBuilder';
import { toId } from '../../../shared/operations/serializers';
import type { Operation } from '../../../shared/operations/types';
import { thread } from '../../fields';
import { simplifyMessage } from '../../simplify';
import { WORKFLOWS } from '../../vendor';

/** S6: GET get_message with message_id. */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get a message',
	description: 'Get a message of a dialog',
	request: { method: 'GET', url: `${WORKFLOWS}/get_message` },
	fields: [
		thread(query('thread_id')),
		{
			displayName: 'Message ID',
			name: 'messageId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 1729580592309x766155581985038100',
			description: 'The ID of the message',
			sendIn: query('message_id', toId),
		},
	],
	output: { envelopeKey: 'message', singular: 'message', simplify: simplifyMessage },
};
