import type { Operation } from '../../../shared/operations/types';
import { tidy } from '../../simplify';
import { WORKFLOWS } from '../../vendor';

/** S4: GET get_company without company_id. */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many companies',
	description: 'Get many companies of the account',
	request: { method: 'GET', url: `${WORKFLOWS}/get_company` },
	list: 'unpaged',
	output: { envelopeKey: 'company', simplify: tidy },
};
