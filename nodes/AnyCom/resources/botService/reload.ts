import { body } from '../../../shared/operations/requestBuilder';
import type { Operation } from '../../../shared/operations/types';
import { targetId } from '../../fields';
import { command } from '../../vendor';

/** A10: bot/reload. The ID goes with a service or a function only. */
export const reload: Operation = {
	name: 'Reload',
	value: 'reload',
	action: 'Reload a bot service',
	description: 'Reload one service or function of the bot, all macros, all globals, or everything',
	request: command('bot', 'reload'),
	fields: [
		{
			displayName: 'Target',
			name: 'target',
			type: 'options',
			options: [
				{ name: 'All', value: 'all' },
				{ name: 'Function', value: 'function' },
				{ name: 'Global', value: 'global' },
				{ name: 'Macro', value: 'macro' },
				{ name: 'Service', value: 'service' },
			],
			required: true,
			default: 'all',
			description: 'What to reload',
			sendIn: body('args.target'),
		},
		{ ...targetId, displayOptions: { show: { target: ['function', 'service'] } } },
	],
};
