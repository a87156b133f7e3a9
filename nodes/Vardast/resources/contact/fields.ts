import { query } from '../../../shared/operations/requestBuilder';
import { toIdList } from '../../../shared/operations/serializers';
import type { OperationField } from '../../../shared/operations/types';

/** Several channels, which are one text with commas on the wire. */
export const channelIds: OperationField = {
	displayName: 'Channel IDs',
	name: 'channelIds',
	type: 'string',
	default: '',
	description:
		'Get only contacts of these channels: their IDs, separated by commas. An expression can give a list.',
	sendIn: query('channel_ids', (value, zone) => (toIdList(value, zone) as string[]).join(',')),
};

/** The documented list of platforms is open: an expression can name one that is not offered. */
export const platform: OperationField = {
	displayName: 'Platform',
	name: 'platform',
	type: 'options',
	options: [
		{ name: 'Bale', value: 'BALE' },
		{ name: 'Instagram', value: 'INSTAGRAM' },
		{ name: 'Telegram', value: 'TELEGRAM' },
	],
	default: 'INSTAGRAM',
	description: 'Get only contacts of this platform',
	sendIn: query('platform'),
};
