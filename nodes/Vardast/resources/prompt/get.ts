import { path } from '../../../shared/operations/requestBuilder';
import type { Operation } from '../../../shared/operations/types';

/** V8: GET prompts/{prompt_id}, which has no slash at its end, unlike V7. */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get a prompt',
	description: 'Get a prompt of an assistant by its ID',
	request: { method: 'GET', url: '/messenger/api/prompts/{prompt_id}' },
	fields: [
		{
			displayName: 'Prompt ID',
			name: 'promptId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 5f0c6b1e-2d4a-4c39-9a77-1e8b3d2f6a10',
			description: 'The ID of the prompt, as Create gives it. Vardast has no list of prompts.',
			sendIn: path('prompt_id'),
		},
	],
	output: { singular: 'prompt' },
};
