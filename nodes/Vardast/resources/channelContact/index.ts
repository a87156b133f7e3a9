import type { Resource } from '../../../shared/operations/types';
import { get } from './get';
import { getAll } from './getAll';

export const channelContact: Resource = {
	name: 'Channel Contact',
	value: 'channelContact',
	operations: [get, getAll],
};
