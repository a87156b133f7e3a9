import type { Resource } from '../../../shared/operations/types';
import { create } from './create';
import { get } from './get';
import { getAll } from './getAll';
import { updateTag } from './updateTag';

export const thread: Resource = {
	name: 'Thread',
	value: 'thread',
	operations: [create, get, getAll, updateTag],
};
