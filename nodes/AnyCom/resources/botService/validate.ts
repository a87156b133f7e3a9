import { body } from '../../../shared/operations/requestBuilder';
import type { Operation } from '../../../shared/operations/types';
import { targetId } from '../../fields';
import { command } from '../../vendor';

/** A12: bot/validate. */
export const validate: Operation = {
	name: 'Validate',
	value: 'validate',
	action: 'Validate a bot service',
	description: 'Check that a service or function of the bot compiles',
	request: command('bot', 'validate'),
	isRead: true,
	fields: [
		{
			displayName: 'Target',
			name: 'target',
			type: 'options',
			options: [
				{ name: 'Function', value: 'function' },
				{ name: 'Service', value: 'service' },
			],
			required: true,
			default: 'service',
			description: 'What to validate',
			sendIn: body('args.target'),
		},
		targetId,
	],
};
