import { body } from '../../../shared/operations/requestBuilder';
import { toId } from '../../../shared/operations/serializers';
import type { Operation } from '../../../shared/operations/types';
import { task } from '../../fields';
import { simplifyThread } from '../../simplify';
import { WORKFLOWS } from '../../vendor';

/** S17: POST create_thread. */
export const create: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create a thread',
	description: 'Create a dialog in a task',
	request: { method: 'POST', url: `${WORKFLOWS}/create_thread` },
	fields: [task(body('task_id'))],
	optional: {
		displayName: 'Additional Fields',
		fields: [
			{
				displayName: 'Chat ID',
				name: 'chatId',
				type: 'string',
				default: '',
				description: 'The unique ID of the chat in your own system',
				sendIn: body('chat_id', toId),
			},
		],
	},
	output: { envelopeKey: 'thread', simplify: simplifyThread },
};
