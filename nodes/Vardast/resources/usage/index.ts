import type { Resource } from '../../../shared/operation';
import { getActivity } from './getActivity';
import { getInfo } from './getInfo';

export const usage: Resource = {
	name: 'Usage',
	value: 'usage',
	operations: [getActivity, getInfo],
};
