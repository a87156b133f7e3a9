import { body } from '../../../shared/operations/requestBuilder';
import type { Operation } from '../../../shared/operations/types';
import { message, messageType, thread } from '../../fields';
import { WORKFLOWS } from '../../vendor';

/** S11: POST send_message. */
export const send: Operation = {
	name: 'Send',
	value: 'send',
	action: 'Send a message',
	description: 'Send a message to the user of a dialog',
	request: { method: 'POST', url: `${WORKFLOWS}/send_message` },
	orderedBy: ['thread'],
	fields: [thread(body('thread')), message, messageType],
};
