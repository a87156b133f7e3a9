import type { Resource } from '../../../shared/operation';
import { getAll } from './getAll';
import { modifyFlow } from './modifyFlow';
import { remove } from './remove';

export const botSession: Resource = {
	name: 'Bot Session',
	value: 'botSession',
	operations: [getAll, modifyFlow, remove],
};
