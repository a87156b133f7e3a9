import type { Operation } from '../../../shared/operations/types';
import { bySize } from '../../pagination';
import { channelIds, platform } from './fields';

/** V3: GET chat/contacts/. */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many contacts',
	description: 'Get many contacts of all channels, or of some channels or one platform',
	request: { method: 'GET', url: '/messenger/api/chat/contacts/' },
	optional: { displayName: 'Filters', fields: [channelIds, platform] },
	list: bySize,
	output: { envelopeKey: 'items' },
};
