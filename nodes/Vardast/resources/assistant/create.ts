import { body } from '../../../shared/operations/requestBuilder';
import { toId, toTextList } from '../../../shared/operations/serializers';
import type { Operation } from '../../../shared/operations/types';

/** V6: POST assistants/. */
export const create: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create an assistant',
	description: 'Create an AI assistant, which can then respond in channels',
	request: { method: 'POST', url: '/messenger/api/assistants/' },
	fields: [
		{
			displayName: 'Assistant Name',
			name: 'assistantName',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Shop assistant',
			description: 'The name of the assistant',
			sendIn: body('assistant_name'),
		},
		{
			displayName: 'Model',
			name: 'model',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. gpt-4o-mini',
			description: 'The AI model that the assistant works with, by its name in Vardast',
			sendIn: body('model'),
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'The key with which the assistant uses the model. It is not the key of the credential.',
			sendIn: body('api_key', toId),
		},
	],
	optional: {
		displayName: 'Additional Fields',
		fields: [
			{
				displayName: 'Functions',
				name: 'functions',
				type: 'string',
				default: '',
				placeholder: 'e.g. save_order, search_products',
				description:
					'The names of functions that the assistant may call, separated by commas. An expression can give a list.',
				sendIn: body('functions', toTextList),
			},
			{
				displayName: 'Knowledge Base ID',
				name: 'kbId',
				type: 'string',
				default: '',
				placeholder: 'e.g. 5f0c6b1e-2d4a-4c39-9a77-1e8b3d2f6a10',
				description: 'The ID of the knowledge base that the assistant answers from',
				sendIn: body('kb_id', toId),
			},
		],
	},
	output: { secrets: ['api_key'] },
};
