import type { Resource } from '../../../shared/operations/types';
import { getAll } from './getAll';
import { modifyFlow } from './modifyFlow';
import { remove } from './remove';

export const botSession: Resource = {
	name: 'Bot Session',
	value: 'botSession',
	operations: [getAll, modifyFlow, remove],
};
