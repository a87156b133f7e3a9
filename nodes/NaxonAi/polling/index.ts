import type { INodeProperties } from 'n8n-workflow';

import { simplify } from '../../shared/fields';
import type { Field } from '../../shared/place';
import { shownFor, triggerOn } from '../../shared/polling/trigger';
import { model } from '../fields';
import { newConversation, updatedConversation } from './events';

export const events = [newConversation, updatedConversation];

const anyModel: Field = { ...model, required: false, description: 'Only conversations with this model. Leave empty for all models.' };

export const properties: INodeProperties[] = [triggerOn(events), shownFor(anyModel), simplify];
