/**
 * S8 to S10: a Telegram account joins a company in two steps, or in three when it has a password. The document shows
 * none of their responses; that S8 responds with a token follows from the token parameter of S9 and S10.
 */

import { invalid, requiredText, success } from './responses';
import { letters } from './records';
import type { Route, SandboxRequest, SandboxResponse } from '../types';
import type { State, TelegramLogin } from './state';

/** The parameters that S9 and S10 have in common. */
interface LoginStep {
	company: string;
	token: string;
	phone: string;
}

function findLogin(
	body: LoginStep,
	state: State,
	step: TelegramLogin['step'],
): { login: TelegramLogin; refusal?: undefined } | { login?: undefined; refusal: SandboxResponse } {
	const login = state.telegram[body.token] as TelegramLogin | undefined;
	if (!login) return { refusal: invalid('Telegram: unknown token') };
	if (login.company !== body.company)
		return { refusal: invalid('Telegram: the token belongs to another company') };
	if (login.phone !== body.phone)
		return { refusal: invalid('Telegram: the token belongs to another phone') };
	if (login.step !== step)
		return { refusal: invalid(`Telegram: the log-in waits for ${login.step}`) };
	return { login };
}

export const routes: Array<Route<State>> = [
	{
		number: 'S8',
		method: 'POST',
		path: '/api/1.1/wf/userLogin',
		body: { company: requiredText, phone_number: requiredText },
		handle: ({ body }: SandboxRequest<{ company: string; phone_number: string }>, state) => {
			if (!state.companies.some(({ _id }) => _id === body.company))
				return invalid(`Company ${body.company} does not exist`);
			const token = `${body.phone_number}:${letters(state, 6)}`;
			state.telegram[token] = { company: body.company, phone: body.phone_number, step: 'code' };
			return success({ token });
		},
	},
	{
		number: 'S9',
		method: 'POST',
		path: '/api/1.1/wf/authcode',
		body: {
			company: requiredText,
			token: requiredText,
			code: { type: 'integer', required: true },
			phone: requiredText,
		},
		handle: ({ body }: SandboxRequest<LoginStep & { code: number }>, state) => {
			const { login, refusal } = findLogin(body, state, 'code');
			if (refusal) return refusal;
			if (body.code !== state.telegramCode) return invalid('Telegram: wrong code');
			login.step = Object.hasOwn(state.telegramPasswords, login.phone)
				? 'password'
				: 'nothing more';
			return success({});
		},
	},
	{
		number: 'S10',
		method: 'POST',
		path: '/api/1.1/wf/authPassword',
		body: {
			company: requiredText,
			token: requiredText,
			password: requiredText,
			phone: requiredText,
		},
		handle: ({ body }: SandboxRequest<LoginStep & { password: string }>, state) => {
			const { login, refusal } = findLogin(body, state, 'password');
			if (refusal) return refusal;
			if (body.password !== state.telegramPasswords[login.phone])
				return invalid('Telegram: wrong password');
			login.step = 'nothing more';
			return success({});
		},
	},
];
