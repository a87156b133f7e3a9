import type { INodeProperties } from 'n8n-workflow';

import { optionalLocator, simplify } from '../../shared/operations/fields';
import { forEvents } from '../../shared/polling/parameters';
import { triggerOnField } from '../../shared/polling/trigger';
import { channel } from '../fields';
import { channelStatus, customerState, customerWaiting } from './events';

export const events = [channelStatus, customerState, customerWaiting];

const anyChannel = optionalLocator(
	channel,
	'All channels',
	'Only what happens on this channel. Leave empty for all channels.',
);

export const properties: INodeProperties[] = [
	triggerOnField(events),
	forEvents(anyChannel),
	simplify,
];
