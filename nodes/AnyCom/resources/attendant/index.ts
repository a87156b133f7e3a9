import type { Resource } from '../../../shared/operation';
import { disconnect } from './disconnect';
import { getAll } from './getAll';

export const attendant: Resource = {
	name: 'Attendant',
	value: 'attendant',
	operations: [disconnect, getAll],
};
