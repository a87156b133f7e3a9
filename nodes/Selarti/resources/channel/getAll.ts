import { query } from '../../../shared/operations/requestBuilder';
import type { Operation } from '../../../shared/operations/types';
import { company } from '../../fields';
import { tidy } from '../../simplify';
import { WORKFLOWS } from '../../vendor';

/** S7: GET get_channel. */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many channels',
	description: 'Get many channels of a company',
	request: { method: 'GET', url: `${WORKFLOWS}/get_channel` },
	fields: [company(query('company_id'))],
	list: 'unpaged',
	output: { envelopeKey: 'channel', simplify: tidy },
};
