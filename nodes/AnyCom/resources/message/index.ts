import type { Resource } from '../../../shared/operations/types';
import { send } from './send';

export const message: Resource = {
	name: 'Message',
	value: 'message',
	operations: [send],
};
