import { query } from '../../../shared/operations/requestBuilder';
import type { Operation } from '../../../shared/operations/types';
import { thread } from '../../fields';
import { simplifyThread } from '../../simplify';
import { WORKFLOWS } from '../../vendor';

/** S5: GET get_thread with thread_id. */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get a thread',
	description: 'Get a dialog with a user',
	request: { method: 'GET', url: `${WORKFLOWS}/get_thread` },
	fields: [thread(query('thread_id'))],
	output: { envelopeKey: 'thread', singular: 'thread', simplify: simplifyThread },
};
