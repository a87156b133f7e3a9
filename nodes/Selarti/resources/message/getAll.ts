import { query } from '../../../shared/operations/requestBuilder';
import { toEpochMs } from '../../../shared/operations/serializers';
import type { Operation } from '../../../shared/operations/types';
import { thread } from '../../fields';
import { byOffset } from '../../pagination';
import { simplifyMessage } from '../../simplify';
import { WORKFLOWS } from '../../vendor';

/** S6: GET get_message without message_id. */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many messages',
	description: 'Get many messages of a dialog',
	request: { method: 'GET', url: `${WORKFLOWS}/get_message` },
	fields: [thread(query('thread_id'))],
	optional: {
		displayName: 'Filters',
		fields: [
			{
				displayName: 'Start Date',
				name: 'startDate',
				type: 'dateTime',
				default: '',
				description: 'Get only messages created after this moment',
				sendIn: query('start_date', toEpochMs),
			},
		],
	},
	list: byOffset,
	output: { envelopeKey: 'message', simplify: simplifyMessage },
};
