import { body, query } from '../../../shared/operations/requestBuilder';
import { toId } from '../../../shared/operations/serializers';
import type { Operation } from '../../../shared/operations/types';
import { task, toTarget } from '../../fields';

/** S14: POST /v1/add_target of the advanced API. */
export const addWithContext: Operation = {
	name: 'Add with Context',
	value: 'addWithContext',
	action: 'Add a target with context',
	description: 'Add a target to a task, with what the AI should know about it',
	request: { method: 'POST', url: '/v1/add_target' },
	baseUrlField: 'advancedBaseUrl',
	fields: [
		task(query('task_id')),
		{
			displayName: 'Target',
			name: 'target',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. @username',
			description: 'The phone number, username or ID, as the channel needs it',
			sendIn: body('target', toTarget),
		},
	],
	optional: {
		displayName: 'Additional Fields',
		fields: [
			{
				displayName: 'Context',
				name: 'context',
				type: 'string',
				typeOptions: { rows: 3 },
				default: '',
				description: 'What the AI should know about this target',
				sendIn: body('context'),
			},
			{
				displayName: 'External ID',
				name: 'externalId',
				type: 'string',
				default: '',
				description: 'An ID from your own system, which comes back in webhooks',
				sendIn: body('external_id', toId),
			},
			{
				displayName: 'First Name',
				name: 'firstName',
				type: 'string',
				default: '',
				sendIn: body('first_name'),
			},
			{
				displayName: 'Last Name',
				name: 'lastName',
				type: 'string',
				default: '',
				sendIn: body('last_name'),
			},
			{
				displayName: 'Start Message',
				name: 'startMessage',
				type: 'string',
				default: '',
				placeholder: 'e.g. {Hello|Hi}',
				description:
					'The first message, as plain text or spintax. The AI has its own if this is left out.',
				sendIn: body('start_message'),
			},
		],
	},
};
