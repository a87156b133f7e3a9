import type { Resource } from '../../../shared/operations/types';
import { add } from './add';
import { addWithContext } from './addWithContext';

export const target: Resource = {
	name: 'Target',
	value: 'target',
	operations: [add, addWithContext],
};
