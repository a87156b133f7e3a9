import type { Resource } from '../../../shared/operation';
import { getAll } from './getAll';

export const channel: Resource = {
	name: 'Channel',
	value: 'channel',
	operations: [getAll],
};
