import type { Resource } from '../../../shared/operations/types';
import { getAll } from './getAll';

export const channel: Resource = {
	name: 'Channel',
	value: 'channel',
	operations: [getAll],
};
