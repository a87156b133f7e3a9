import type { Operation } from '../../../shared/operations/types';
import { simplifyCustomer } from '../../simplify';
import { command } from '../../vendor';

/** A1: chan/show. */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many customers',
	description: 'Get many customers who are on the channels now, with the state of each',
	request: command('chan', 'show'),
	isRead: true,
	list: 'unpaged',
	output: { simplify: simplifyCustomer },
};
