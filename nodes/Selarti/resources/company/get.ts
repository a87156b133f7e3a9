import { query } from '../../../shared/operations/requestBuilder';
import type { Operation } from '../../../shared/operations/types';
import { company } from '../../fields';
import { tidy } from '../../simplify';
import { WORKFLOWS } from '../../vendor';

/** S4: GET get_company with company_id. */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get a company',
	description: 'Get a company of the account',
	request: { method: 'GET', url: `${WORKFLOWS}/get_company` },
	fields: [company(query('company_id'))],
	output: { envelopeKey: 'company', singular: 'company', simplify: tidy },
};
