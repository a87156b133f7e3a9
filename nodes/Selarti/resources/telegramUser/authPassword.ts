import { body } from '../../../shared/operations/requestBuilder';
import type { Operation } from '../../../shared/operations/types';
import { company } from '../../fields';
import { WORKFLOWS } from '../../vendor';
import { phone, token } from './fields';

/** S10: POST authPassword, where the Telegram account has a second factor. */
export const authPassword: Operation = {
	name: 'Confirm Password',
	value: 'authPassword',
	action: 'Confirm the password of a telegram user',
	description: 'Give the password of an account with two-step verification',
	request: { method: 'POST', url: `${WORKFLOWS}/authPassword` },
	fields: [
		company(body('company')),
		phone,
		token,
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'The two-step verification password of the Telegram account',
			sendIn: body('password'),
		},
	],
};
