import { query } from '../../../shared/operations/requestBuilder';
import type { Operation } from '../../../shared/operations/types';
import { company, task } from '../../fields';
import { tidy } from '../../simplify';
import { WORKFLOWS } from '../../vendor';

/** S3: GET get_task with task_id. */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get a task',
	description: 'Get a task of a company',
	request: { method: 'GET', url: `${WORKFLOWS}/get_task` },
	fields: [company(query('company_id')), task(query('task_id'))],
	output: { envelopeKey: 'task', singular: 'task', simplify: tidy },
};
