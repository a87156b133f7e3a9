import type { Resource } from '../../../shared/operations/types';
import { getAll } from './getAll';

export const contact: Resource = {
	name: 'Contact',
	value: 'contact',
	operations: [getAll],
};
