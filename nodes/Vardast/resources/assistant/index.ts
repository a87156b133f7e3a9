import type { Resource } from '../../../shared/operation';
import { create } from './create';
import { getAll } from './getAll';

export const assistant: Resource = {
	name: 'Assistant',
	value: 'assistant',
	operations: [create, getAll],
};
