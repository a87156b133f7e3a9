import type { Operation } from '../../../shared/operations/types';
import { channel, customerNumber } from '../../fields';
import { command, WHATSAPP } from '../../vendor';

/** A4: chan/check. The number is a number on the wire. */
export const checkNumber: Operation = {
	name: 'Check Number',
	value: 'checkNumber',
	action: 'Check a number on a channel',
	description:
		'Check whether a phone number is a valid WhatsApp number, and whether it is a customer already',
	request: command('chan', 'check', WHATSAPP),
	isRead: true,
	fields: [channel, customerNumber('user')],
};
