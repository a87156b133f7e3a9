import type { Resource } from '../../../shared/operations/types';
import { create } from './create';
import { get } from './get';

export const prompt: Resource = {
	name: 'Prompt',
	value: 'prompt',
	operations: [create, get],
};
