import type { Field } from '../../../shared/place';
import { query } from '../../../shared/place';
import { texts } from '../../../shared/values';

/** Several channels, which are one text with commas on the wire. */
export const channelIds: Field = {
	displayName: 'Channel IDs',
	name: 'channelIds',
	type: 'string',
	default: '',
	description:
		'Get only contacts of these channels: their IDs, separated by commas. An expression can give a list.',
	send: query('channel_ids', (value, zone) => (texts(value, zone) as string[]).join(',')),
};

/** The document's list of platforms is open: an expression can give one that is not offered. */
export const platform: Field = {
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
	send: query('platform'),
};
