import { resourceLocator } from '../shared/operations/fields';
import { path, query } from '../shared/operations/requestBuilder';
import { toIsoDateTimePlainOffset } from '../shared/operations/serializers';
import type { OperationField } from '../shared/operations/types';

/** The model, i.e. an AI agent of the account. */
export const model: OperationField = resourceLocator({
	displayName: 'Model',
	name: 'model',
	searchMethod: 'searchModels',
	description: 'The model in Naxon AI',
	example: '123',
	sendIn: path('model_id'),
});

/** The conversation with a user. */
export const conversation: OperationField = resourceLocator({
	displayName: 'Conversation',
	name: 'conversation',
	searchMethod: 'searchConversations',
	description: 'The conversation with a user',
	example: '123',
	sendIn: path('conversation_id'),
});

/** The start of a period. @param description what has to lie in it */
export const since = (description: string): OperationField => ({
	displayName: 'Since',
	name: 'since',
	type: 'dateTime',
	default: '',
	description,
	sendIn: query('since', toIsoDateTimePlainOffset),
});

/** The end of a period. @param description what has to lie in it */
export const until = (description: string): OperationField => ({
	displayName: 'Until',
	name: 'until',
	type: 'dateTime',
	default: '',
	description,
	sendIn: query('until', toIsoDateTimePlainOffset),
});

/** The filters of N3 and N4. */
export const conversationFilters: OperationField[] = [
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
		sendIn: query('sort'),
	},
	until('Only conversations created, or updated if Sort says so, at this time or earlier'),
];
