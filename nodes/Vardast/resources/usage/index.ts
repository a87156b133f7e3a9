import type { Resource } from '../../../shared/operations/types';
import { getActivity } from './getActivity';
import { getInfo } from './getInfo';

export const usage: Resource = {
	name: 'Usage',
	value: 'usage',
	operations: [getActivity, getInfo],
};
