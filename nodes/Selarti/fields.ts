import { resourceLocator } from '../shared/operations/fields';
import { checkUnrounded } from '../shared/operations/phoneNumber';
import { body } from '../shared/operations/requestBuilder';
import { toId, toPhoneText } from '../shared/operations/serializers';
import type { Serializer } from '../shared/operations/serializers';
import type { OperationField, RequestLocation } from '../shared/operations/types';
import { withoutTextMarks } from '../shared/util/text';

const EXAMPLE = '1721129985149x478019552540622850';

/** The company that a record belongs to. */
export const company = (sendIn?: RequestLocation, required = true): OperationField =>
	resourceLocator({
		displayName: 'Company',
		name: 'company',
		searchMethod: 'searchCompanies',
		description: 'The company in Selarti',
		example: EXAMPLE,
		sendIn,
		required,
	});

/** The AI, i.e. the settings by which dialogs are led. */
export const ai = (sendIn: RequestLocation): OperationField =>
	resourceLocator({
		displayName: 'AI',
		name: 'ai',
		searchMethod: 'searchAis',
		description: 'The AI of the company',
		example: EXAMPLE,
		sendIn,
		dependsOn: ['company'],
	});

/** The task. Its list needs a company: the field beside it, or else all companies of the account. */
export const task = (sendIn?: RequestLocation, required = true): OperationField =>
	resourceLocator({
		displayName: 'Task',
		name: 'task',
		searchMethod: 'searchTasks',
		description: 'The task, which joins a channel and an AI',
		example: EXAMPLE,
		sendIn,
		required,
	});

/** The dialog with a user. */
export const thread = (sendIn: RequestLocation): OperationField =>
	resourceLocator({
		displayName: 'Thread',
		name: 'thread',
		searchMethod: 'searchThreads',
		description: 'The dialog with the user',
		example: EXAMPLE,
		sendIn,
	});

/** Whether a target is meant as a phone number: no username and no ID begins with a plus or has white space in it. */
const isPhoneLike = (written: string) =>
	/^(?:tel:|whatsapp:|https?:\/\/wa\.me\/)?[+(\p{Nd}][\p{Nd} ().+\p{Pd}]{4,}(?:(?::\d{1,3})?@(?:c\.us|s\.whatsapp\.net))?$/iu.test(
		written,
	) ||
	/^[+(\p{Nd}].*\s|^\+|^\p{Nd}[\p{Nd}/\s]{4,}$|^(?:https?:\/\/)?(?:wa\.me|api\.whatsapp\.com)\//iu.test(
		written,
	);

/** A property of a contact card, a list item in HTML, JSON, or a name before a number: no username and no ID. */
const NO_TARGET = /^TEL$|^(?:TYPE|VALUE|PREF|WAID)=|^<\w{1,9}>|^\{\s*"|\s<?\+\d{6}/i;

/**
 * Whom a task writes to: a phone number, or else a username or ID, which stays as it is. Digits alone may be an ID; a 0
 * at their start makes them a number without its country code.
 */
export const toTarget: Serializer = (value, zone) => {
	checkUnrounded(value);
	const written = withoutTextMarks(toId(value, zone) as string);
	if (/^[1-9]\d*$/.test(written)) return written;
	if (!isPhoneLike(written)) {
		if (NO_TARGET.test(written) || /^\d+\.\d+$/.test(written))
			throw new Error('a phone number, username or ID, one a line and nothing else');
		return written;
	}
	return `${written.startsWith('+') ? '+' : ''}${toPhoneText(written, zone) as string}`;
};

/** The text that a customer receives. */
export const message: OperationField = {
	displayName: 'Message',
	name: 'message',
	type: 'string',
	typeOptions: { rows: 3 },
	required: true,
	default: '',
	description: 'The text to send',
	sendIn: body('message'),
};

/** Who a message comes from. */
export const messageType: OperationField = {
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
	sendIn: body('message_type'),
};
