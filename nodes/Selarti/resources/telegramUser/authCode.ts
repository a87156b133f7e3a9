import { body } from '../../../shared/operations/requestBuilder';
import { toInteger } from '../../../shared/operations/serializers';
import type { Operation } from '../../../shared/operations/types';
import { company } from '../../fields';
import { WORKFLOWS } from '../../vendor';
import { phone, token } from './fields';

/** S9: POST authcode. The code is a number on the wire. */
export const authCode: Operation = {
	name: 'Confirm Code',
	value: 'authCode',
	action: 'Confirm the code of a telegram user',
	description: 'Give the code that Telegram sent to the account',
	request: { method: 'POST', url: `${WORKFLOWS}/authcode` },
	fields: [
		company(body('company')),
		phone,
		token,
		{
			displayName: 'Code',
			name: 'code',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 12345',
			description: 'The code from Telegram',
			sendIn: body('code', toInteger),
		},
	],
};
