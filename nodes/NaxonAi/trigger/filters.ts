import type { IDataObject, INodeProperties, IWebhookFunctions } from 'n8n-workflow';

import { resourceLocator } from '../../shared/operations/fields';
import { foldText } from '../../shared/util/text';
import { readFilters, withoutLocation } from '../../shared/webhook/filters';
import { KEYWORD_NOTIFICATION } from './event';

export const triggerOn: INodeProperties = {
	displayName: 'Trigger On',
	name: 'triggerOn',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Keyword Notification',
			value: KEYWORD_NOTIFICATION,
			description: 'A keyword was detected in a conversation',
		},
	],
	default: KEYWORD_NOTIFICATION,
	description: 'The webhook that starts the workflow. Others are answered, and start nothing.',
};

export const filters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	options: withoutLocation([
		{
			displayName: 'Keywords',
			name: 'keywords',
			type: 'string',
			default: '',
			placeholder: 'e.g. refund, complaint',
			description: 'The keywords, separated by commas. Capital letters do not matter.',
		},
		resourceLocator({
			displayName: 'Model',
			name: 'model',
			searchMethod: 'searchModels',
			description: 'The model that leads the conversation',
			example: '123',
			required: false,
		}),
		{
			displayName: 'Platform',
			name: 'platform',
			type: 'string',
			default: '',
			placeholder: 'e.g. web',
			description:
				'The platforms that the conversation may be on, separated by commas. Capital letters do not matter.',
		},
	]),
};

/** Whether an event has all the properties that the user chose. */
export function filter(context: IWebhookFunctions) {
	const chosen = readFilters(context.getNodeParameter('filters', {}) as IDataObject);
	const keywords = chosen.list('keywords').map(foldText);
	const platforms = chosen.list('platform').map(foldText);
	const model = chosen.id('model');
	return (event: IDataObject): boolean =>
		(keywords.length === 0 || keywords.includes(foldText(event.keyword))) &&
		(platforms.length === 0 || platforms.includes(foldText(event.platform))) &&
		(model === undefined || event.modelId === model);
}
