import type { Resource } from '../../../shared/operations/types';
import { checkNumber } from './checkNumber';
import { getAll } from './getAll';
import { reload } from './reload';

export const channel: Resource = {
	name: 'Channel',
	value: 'channel',
	operations: [checkNumber, getAll, reload],
};
