import { body } from '../../../shared/operations/requestBuilder';
import { toId, toPhoneText } from '../../../shared/operations/serializers';
import type { OperationField } from '../../../shared/operations/types';

/** The number of the Telegram account, as both later steps want it. */
export const phone: OperationField = {
	displayName: 'Phone',
	name: 'phone',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 998901234567',
	description: 'The phone number of the Telegram account',
	sendIn: body('phone', toPhoneText),
};

/** What Log In returned. */
export const token: OperationField = {
	displayName: 'Token',
	name: 'token',
	type: 'string',
	typeOptions: { password: true },
	required: true,
	default: '',
	description: 'The token that the Log In operation gave',
	sendIn: body('token', toId),
};
