import { body } from '../../../shared/operations/requestBuilder';
import type { Operation } from '../../../shared/operations/types';
import { assistant } from '../../fields';

/** V7: POST prompts/. */
export const create: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create a prompt',
	description: 'Create a prompt, which tells an assistant how to respond',
	request: { method: 'POST', url: '/messenger/api/prompts/' },
	fields: [
		assistant(body('assistant_id'), 'The assistant that the prompt is for'),
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			typeOptions: { rows: 6 },
			required: true,
			default: '',
			description: 'The prompt in words',
			sendIn: body('text'),
		},
		{
			displayName: 'Prompt JSON',
			name: 'promptJson',
			type: 'json',
			required: true,
			default: '{}',
			description: 'The prompt as a JSON object',
			sendIn: body('prompt_json'),
		},
		{
			displayName: 'Created By',
			name: 'createdBy',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. n8n',
			description: 'Who creates the prompt, as Vardast should record it',
			sendIn: body('created_by'),
		},
	],
	optional: {
		displayName: 'Additional Fields',
		fields: [
			{
				displayName: 'Language',
				name: 'language',
				type: 'options',
				options: [
					{ name: 'English', value: 'EN' },
					{ name: 'Persian', value: 'FA' },
				],
				default: 'EN',
				description: 'The language of the prompt. Vardast takes English if this is left out.',
				sendIn: body('language'),
			},
		],
	},
};
