import type { Resource } from '../../../shared/operation';
import { get } from './get';
import { getAll } from './getAll';

export const task: Resource = {
	name: 'Task',
	value: 'task',
	operations: [get, getAll],
};
