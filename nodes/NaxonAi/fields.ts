import { locator } from '../shared/fields';
import { path, query } from '../shared/place';
import type { Field } from '../shared/place';
import { isoDateTimePlainOffset } from '../shared/values';

/** The model, i.e. an AI agent of the account. */
export const model: Field = locator({
	displayName: 'Model',
	name: 'model',
	method: 'searchModels',
	description: 'The model in Naxon AI',
	example: '123',
	send: path('model_id'),
});

/** The conversation with a user. */
export const conversation: Field = locator({
	displayName: 'Conversation',
	name: 'conversation',
	method: 'searchConversations',
	description: 'The conversation with a user',
	example: '123',
	send: path('conversation_id'),
});

/** The start of a period. @param description what has to lie in it */
export const since = (description: string): Field => ({
	displayName: 'Since',
	name: 'since',
	type: 'dateTime',
	default: '',
	description,
	send: query('since', isoDateTimePlainOffset),
});

/** The end of a period. @param description what has to lie in it */
export const until = (description: string): Field => ({
	displayName: 'Until',
	name: 'until',
	type: 'dateTime',
	default: '',
	description,
	send: query('until', isoDateTimePlainOffset),
});

/** The filters of N3 and N4. */
export const conversationFilters: Field[] = [
	since('Only conversations created, or updated if Sort says so, at this time or later'),
	{
		displayName: 'Sort',
		name: 'sort',
		type: 'options',
		options: [
			{ name: 'Created At', value: 'created_at', description: 'When the conversation began' },
			{
				name: 'Updated At',
				value: 'updated_at',
				description: 'When the conversation last changed',
			},
		],
		default: 'created_at',
		description: 'The time that Since and Until look at',
		send: query('sort'),
	},
	until('Only conversations created, or updated if Sort says so, at this time or earlier'),
];
