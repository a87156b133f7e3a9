import type { Resource } from '../../../shared/operations/types';
import { getAll } from './getAll';
import { modifyState } from './modifyState';
import { removeSession } from './removeSession';

export const customer: Resource = {
	name: 'Customer',
	value: 'customer',
	operations: [getAll, modifyState, removeSession],
};
