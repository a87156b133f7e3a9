import type { Resource } from '../../../shared/operations/types';
import { getAll } from './getAll';
import { process } from './process';

export const message: Resource = {
	name: 'Message',
	value: 'message',
	operations: [getAll, process],
};
