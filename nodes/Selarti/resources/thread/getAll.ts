import { query } from '../../../shared/operations/requestBuilder';
import { toId } from '../../../shared/operations/serializers';
import type { Operation } from '../../../shared/operations/types';
import { task } from '../../fields';
import { byOffset } from '../../pagination';
import { simplifyThread } from '../../simplify';
import { WORKFLOWS } from '../../vendor';

/** S5: GET get_thread without thread_id. */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many threads',
	description: 'Get many dialogs, of a task or of an ID from another system',
	request: { method: 'GET', url: `${WORKFLOWS}/get_thread` },
	optional: {
		displayName: 'Filters',
		fields: [
			{
				displayName: 'External ID',
				name: 'externalId',
				type: 'string',
				default: '',
				description:
					'The ID from the messaging platform, which Add Target with Context can set too',
				sendIn: query('external_id', toId),
			},
			task(query('task_id'), false),
		],
	},
	list: byOffset,
	output: { envelopeKey: 'thread', simplify: simplifyThread },
};
