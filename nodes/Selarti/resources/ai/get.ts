import { query } from '../../../shared/operations/requestBuilder';
import type { Operation } from '../../../shared/operations/types';
import { ai, company } from '../../fields';
import { simplifyAi } from '../../simplify';
import { WORKFLOWS } from '../../vendor';

/** S2: GET get_ai with ai_id. */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get an AI',
	description: 'Get the settings of an AI',
	request: { method: 'GET', url: `${WORKFLOWS}/get_ai` },
	fields: [company(query('company_id')), ai(query('ai_id'))],
	output: { envelopeKey: 'ai', singular: 'AI', simplify: simplifyAi },
};
