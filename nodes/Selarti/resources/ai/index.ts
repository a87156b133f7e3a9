import type { Resource } from '../../../shared/operations/types';
import { create } from './create';
import { get } from './get';
import { getAll } from './getAll';

export const ai: Resource = {
	name: 'AI',
	value: 'ai',
	operations: [create, get, getAll],
};
