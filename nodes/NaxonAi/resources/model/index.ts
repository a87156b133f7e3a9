import type { Resource } from '../../../shared/operations/types';
import { get } from './get';
import { getAll } from './getAll';

export const model: Resource = {
	name: 'Model',
	value: 'model',
	operations: [get, getAll],
};
