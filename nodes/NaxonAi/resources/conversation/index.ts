import type { Resource } from '../../../shared/operations/types';
import { get } from './get';
import { getAll } from './getAll';
import { getAllForModel } from './getAllForModel';

export const conversation: Resource = {
	name: 'Conversation',
	value: 'conversation',
	operations: [get, getAll, getAllForModel],
};
