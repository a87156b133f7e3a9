import { body } from '../../../shared/operations/requestBuilder';
import type { Operation } from '../../../shared/operations/types';
import { thread } from '../../fields';
import { WORKFLOWS } from '../../vendor';

/** S18: POST update_tag. Only the tags that are set are sent. */
export const updateTag: Operation = {
	name: 'Update Tag',
	value: 'updateTag',
	action: 'Update a tag of a thread',
	description: 'Set or clear the tags of a dialog',
	request: { method: 'POST', url: `${WORKFLOWS}/update_tag` },
	orderedBy: ['thread'],
	fields: [thread(body('thread'))],
	optional: {
		displayName: 'Tags',
		requireOne: true,
		fields: [
			{
				displayName: 'Close',
				name: 'close',
				type: 'boolean',
				default: true,
				description: 'Whether the dialog is closed',
				sendIn: body('close'),
			},
			{
				displayName: 'Get Contact',
				name: 'getContact',
				type: 'boolean',
				default: true,
				description: 'Whether the user gave a contact, e.g. a phone number',
				sendIn: body('get_contact'),
			},
			{
				displayName: 'Interest',
				name: 'interest',
				type: 'boolean',
				default: true,
				description: 'Whether the user showed interest',
				sendIn: body('interest'),
			},
			{
				displayName: 'Is Bot',
				name: 'isBot',
				type: 'boolean',
				default: true,
				description: 'Whether the dialog is with a bot',
				sendIn: body('is_bot'),
			},
			{
				displayName: 'Operator',
				name: 'operator',
				type: 'boolean',
				default: true,
				description: 'Whether the dialog is handed to an operator',
				sendIn: body('operator'),
			},
			{
				displayName: 'Success',
				name: 'success',
				type: 'boolean',
				default: true,
				description: 'Whether the dialog is successful',
				sendIn: body('success'),
			},
		],
	},
};
