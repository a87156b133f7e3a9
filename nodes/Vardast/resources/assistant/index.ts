import type { Resource } from '../../../shared/operations/types';
import { create } from './create';
import { getAll } from './getAll';

export const assistant: Resource = {
	name: 'Assistant',
	value: 'assistant',
	operations: [create, getAll],
};
