import type { Resource } from '../../../shared/operation';
import { getAll } from './getAll';

export const message: Resource = {
	name: 'Message',
	value: 'message',
	operations: [getAll],
};
