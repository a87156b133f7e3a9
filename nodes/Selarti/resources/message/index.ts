import type { Resource } from '../../../shared/operations/types';
import { get } from './get';
import { getAll } from './getAll';
import { send } from './send';
import { sendExternal } from './sendExternal';
import { sendList } from './sendList';

export const message: Resource = {
	name: 'Message',
	value: 'message',
	operations: [get, getAll, send, sendExternal, sendList],
};
