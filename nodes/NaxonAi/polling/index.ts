import type { INodeProperties } from 'n8n-workflow';

import { optionalLocator, simplify } from '../../shared/operations/fields';
import { forEvents } from '../../shared/polling/parameters';
import { triggerOnField } from '../../shared/polling/trigger';
import { model } from '../fields';
import { newConversation, updatedConversation } from './events';

export const events = [newConversation, updatedConversation];

const anyModel = optionalLocator(
	model,
	'All models',
	'Only conversations with this model. Leave empty for all models.',
);

export const properties: INodeProperties[] = [
	triggerOnField(events),
	forEvents(anyModel),
	simplify,
];
