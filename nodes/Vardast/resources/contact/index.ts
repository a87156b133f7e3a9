import type { Resource } from '../../../shared/operation';
import { getAll } from './getAll';

export const contact: Resource = {
	name: 'Contact',
	value: 'contact',
	operations: [getAll],
};
