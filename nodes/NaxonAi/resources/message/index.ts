import type { Resource } from '../../../shared/operations/types';
import { getAll } from './getAll';

export const message: Resource = {
	name: 'Message',
	value: 'message',
	operations: [getAll],
};
