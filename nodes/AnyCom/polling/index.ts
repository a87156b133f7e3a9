import type { INodeProperties } from 'n8n-workflow';

import { anyOf, simplify } from '../../shared/fields';
import { shownFor, triggerOn } from '../../shared/polling/trigger';
import { channel } from '../fields';
import { channelStatus, customerState, customerWaiting } from './events';

export const events = [channelStatus, customerState, customerWaiting];

const anyChannel = anyOf(
	channel,
	'All channels',
	'Only what happens on this channel. Leave empty for all channels.',
);

export const properties: INodeProperties[] = [triggerOn(events), shownFor(anyChannel), simplify];
