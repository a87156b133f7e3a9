import type { Resource } from '../../../shared/operation';
import { getAll } from './getAll';

export const gptVersion: Resource = {
	name: 'GPT Version',
	value: 'gptVersion',
	operations: [getAll],
};
