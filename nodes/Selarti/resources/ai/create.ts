import { resourceLocator } from '../../../shared/operations/fields';
import { body } from '../../../shared/operations/requestBuilder';
import type { Operation } from '../../../shared/operations/types';
import { company } from '../../fields';
import { WORKFLOWS } from '../../vendor';

/** S16: POST create_ai. */
export const create: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create an AI',
	description: 'Create an AI in a company',
	request: { method: 'POST', url: `${WORKFLOWS}/create_ai` },
	fields: [
		company(body('company_id')),
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Sales manager',
			description: 'The name of the AI',
			sendIn: body('name'),
		},
		resourceLocator({
			displayName: 'Version',
			name: 'version',
			searchMethod: 'searchGptVersions',
			description: 'The GPT version that the AI works with',
			example: 'GPT-4o',
			idLabel: 'By Name',
			sendIn: body('version'),
		}),
		{
			displayName: 'Work Option',
			name: 'workOption',
			type: 'string',
			required: true,
			default: 'incoming and outgoing communication',
			description: 'Which dialogs the AI leads. The default is the value that Selarti documents.',
			sendIn: body('work_option'),
		},
		{
			displayName: 'Start Message',
			name: 'startMessage',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. {Hello|Hi}',
			description: 'The message that opens a dialog, as plain text or spintax',
			sendIn: body('start_message'),
		},
		{
			displayName: 'Instruction',
			name: 'instruction',
			type: 'string',
			typeOptions: { rows: 6 },
			required: true,
			default: '',
			description: 'What the AI should do and know',
			sendIn: body('instruction'),
		},
	],
	output: { envelopeKey: 'ai' },
};
