import { query } from '../../../shared/operations/requestBuilder';
import type { Operation } from '../../../shared/operations/types';
import { company } from '../../fields';
import { tidy } from '../../simplify';
import { WORKFLOWS } from '../../vendor';

/** S3: GET get_task without task_id. */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many tasks',
	description: 'Get many tasks of a company',
	request: { method: 'GET', url: `${WORKFLOWS}/get_task` },
	fields: [company(query('company_id'))],
	list: 'unpaged',
	output: { envelopeKey: 'task', simplify: tidy },
};
