import { body } from '../../../shared/operations/requestBuilder';
import { checkUnrounded } from '../../../shared/operations/phoneNumber';
import { toTextList } from '../../../shared/operations/serializers';
import type { Serializer } from '../../../shared/operations/serializers';
import type { Operation } from '../../../shared/operations/types';
import { task, toTarget } from '../../fields';
import { WORKFLOWS } from '../../vendor';

/** What reads as one number and as several: `5,544,323,286`, and `+1-212-555-0100;ext=5` by RFC 3966. */
const AMBIGUOUS = /^\s*\d{1,3}(?:,\d{3}){2,4}\s*$|;\s*(?:ext|isub|phone-context)=/i;

/** Several targets as one text. */
const toTargets: Serializer = (value, zone) => {
	for (const entry of [value].flat()) {
		checkUnrounded(entry);
		if (AMBIGUOUS.test(String(entry)))
			throw new Error('one target a line, a phone number without commas and extension');
	}
	return (toTextList(value, zone) as string[]).map((entry) => toTarget(entry, zone)).join('\n');
};

/** S15: POST add_target. Several targets are one text with a target on each line. */
export const add: Operation = {
	name: 'Add',
	value: 'add',
	action: 'Add targets',
	description: 'Add one or more targets to a task',
	request: { method: 'POST', url: `${WORKFLOWS}/add_target` },
	fields: [
		task(body('task')),
		{
			displayName: 'Targets',
			name: 'targets',
			type: 'string',
			typeOptions: { rows: 4 },
			required: true,
			default: '',
			description:
				'Phone numbers, usernames or IDs, as the channel needs them, one a line or separated by commas. An expression can give a list.',
			sendIn: body('target', toTargets),
		},
	],
};
