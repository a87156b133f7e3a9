import { body } from '../../../shared/operations/requestBuilder';
import { toPhoneText } from '../../../shared/operations/serializers';
import type { Operation } from '../../../shared/operations/types';
import { company } from '../../fields';
import { WORKFLOWS } from '../../vendor';
import { phone } from './fields';

/** S8: POST userLogin. */
export const login: Operation = {
	name: 'Log In',
	value: 'login',
	action: 'Log in a telegram user',
	description: 'Begin to connect a Telegram account; Telegram then sends it a code',
	request: { method: 'POST', url: `${WORKFLOWS}/userLogin` },
	fields: [company(body('company')), { ...phone, sendIn: body('phone_number', toPhoneText) }],
};
