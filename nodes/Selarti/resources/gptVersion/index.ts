import type { Resource } from '../../../shared/operations/types';
import { getAll } from './getAll';

export const gptVersion: Resource = {
	name: 'GPT Version',
	value: 'gptVersion',
	operations: [getAll],
};
