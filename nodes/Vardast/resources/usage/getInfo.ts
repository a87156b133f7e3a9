import type { Operation } from '../../../shared/operations/types';
import { simplifyUsage } from '../../simplify';

/** V11: GET get-usage-info/. */
export const getInfo: Operation = {
	name: 'Get Info',
	value: 'getInfo',
	action: 'Get the plan and the credit left',
	description:
		'Get the plan of the account: its features, the credit that is left and the next due date',
	request: { method: 'GET', url: '/payment/get-usage-info/' },
	output: { envelopeKey: 'response', simplify: simplifyUsage },
};
