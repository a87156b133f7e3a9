import type { Resource } from '../../../shared/operations/types';
import { reload } from './reload';
import { validate } from './validate';

export const botService: Resource = {
	name: 'Bot Service',
	value: 'botService',
	operations: [reload, validate],
};
