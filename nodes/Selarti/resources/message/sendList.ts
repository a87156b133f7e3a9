import { body } from '../../../shared/operations/requestBuilder';
import { toIdList, toIsoDateTime } from '../../../shared/operations/serializers';
import type { Operation } from '../../../shared/operations/types';
import { message, messageType } from '../../fields';
import { WORKFLOWS } from '../../vendor';

/** S13: POST send_message_list. */
export const sendList: Operation = {
	name: 'Send List',
	value: 'sendList',
	action: 'Send a message to a list of threads',
	description: 'Send one message to several dialogs, which Selarti does one every 15 seconds',
	request: { method: 'POST', url: `${WORKFLOWS}/send_message_list` },
	orderedBy: ['thread_list'],
	fields: [
		{
			displayName: 'Thread List',
			name: 'threadList',
			type: 'string',
			typeOptions: { rows: 4 },
			required: true,
			default: '',
			description:
				'The IDs of the dialogs, one a line or separated by commas. An expression can give a list.',
			sendIn: body('thread_list', toIdList),
		},
		message,
		messageType,
	],
	optional: {
		displayName: 'Additional Fields',
		fields: [
			{
				displayName: 'Start Date',
				name: 'startDate',
				type: 'dateTime',
				default: '',
				description: 'When to begin. Selarti begins at once if this is left out.',
				sendIn: body('start_date', toIsoDateTime),
			},
		],
	},
};
