import type { Resource } from '../../../shared/operations/types';
import { get } from './get';
import { getAll } from './getAll';

export const order: Resource = {
	name: 'Order',
	value: 'order',
	operations: [get, getAll],
};
