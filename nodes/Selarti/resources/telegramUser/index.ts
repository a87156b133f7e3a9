import type { Resource } from '../../../shared/operations/types';
import { authCode } from './authCode';
import { authPassword } from './authPassword';
import { login } from './login';

export const telegramUser: Resource = {
	name: 'Telegram User',
	value: 'telegramUser',
	operations: [login, authCode, authPassword],
};
