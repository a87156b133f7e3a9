import type { Resource } from '../../../shared/operations/types';
import { get } from './get';
import { getAll } from './getAll';

export const task: Resource = {
	name: 'Task',
	value: 'task',
	operations: [get, getAll],
};
