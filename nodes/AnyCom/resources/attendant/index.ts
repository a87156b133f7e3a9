import type { Resource } from '../../../shared/operations/types';
import { disconnect } from './disconnect';
import { getAll } from './getAll';

export const attendant: Resource = {
	name: 'Attendant',
	value: 'attendant',
	operations: [disconnect, getAll],
};
