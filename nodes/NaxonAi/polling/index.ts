import type { INodeProperties } from 'n8n-workflow';

import { anyOf, simplify } from '../../shared/fields';
import { shownFor, triggerOn } from '../../shared/polling/trigger';
import { model } from '../fields';
import { newConversation, updatedConversation } from './events';

export const events = [newConversation, updatedConversation];

const anyModel = anyOf(
	model,
	'All models',
	'Only conversations with this model. Leave empty for all models.',
);

export const properties: INodeProperties[] = [triggerOn(events), shownFor(anyModel), simplify];
