import { query } from '../../../shared/operations/requestBuilder';
import type { Operation } from '../../../shared/operations/types';
import { company } from '../../fields';
import { simplifyAi } from '../../simplify';
import { WORKFLOWS } from '../../vendor';

/** S2: GET get_ai without ai_id. */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many AIs',
	description: 'Get many AIs of a company',
	request: { method: 'GET', url: `${WORKFLOWS}/get_ai` },
	fields: [company(query('company_id'))],
	list: 'unpaged',
	output: { envelopeKey: 'ai', simplify: simplifyAi },
};
