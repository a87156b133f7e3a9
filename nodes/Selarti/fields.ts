import { locator } from '../shared/fields';
import { body } from '../shared/place';
import type { Field, Send } from '../shared/place';

const EXAMPLE = '1721129985149x478019552540622850';

/** The company that a thing belongs to. */
export const company = (send: Send, required = true): Field =>
	locator({
		displayName: 'Company',
		name: 'company',
		method: 'searchCompanies',
		description: 'The company in Selarti',
		example: EXAMPLE,
		send,
		required,
	});

/** The AI, i.e. the settings by which dialogs are led. */
export const ai = (send: Send): Field =>
	locator({
		displayName: 'AI',
		name: 'ai',
		method: 'searchAis',
		description: 'The AI of the company',
		example: EXAMPLE,
		send,
		dependsOn: ['company'],
	});

/** The task. Its list needs a company: the field beside it, or else all companies of the account. */
export const task = (send: Send, required = true): Field =>
	locator({
		displayName: 'Task',
		name: 'task',
		method: 'searchTasks',
		description: 'The task, which joins a channel and an AI',
		example: EXAMPLE,
		send,
		required,
	});

/** The dialog with a user. */
export const thread = (send: Send): Field =>
	locator({
		displayName: 'Thread',
		name: 'thread',
		method: 'searchThreads',
		description: 'The dialog with the user',
		example: EXAMPLE,
		send,
	});

/** The text that a customer receives. */
export const message: Field = {
	displayName: 'Message',
	name: 'message',
	type: 'string',
	typeOptions: { rows: 3 },
	required: true,
	default: '',
	description: 'The text to send',
	send: body('message'),
};

/** Who a message comes from. */
export const messageType: Field = {
	displayName: 'Message Type',
	name: 'messageType',
	type: 'options',
	options: [
		{ name: 'Bot', value: 'bot', description: 'As if the AI had written it' },
		{
			name: 'Operator',
			value: 'operator',
			description: 'As if a person of the company had written it',
		},
	],
	required: true,
	default: 'bot',
	description: 'Who the message comes from',
	send: body('message_type'),
};
