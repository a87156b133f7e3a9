/**
 * S8 to S10: a Telegram account joins a company in two steps, or in three when it has a password. The document shows
 * no answer of theirs; that S8 answers a token follows from S9 and S10 asking for one.
 */

import { invalid, neededText, success } from './answers';
import { letters } from './things';
import type { Call, Route, Answer } from '../types';

function loginAt(
	{ body }: Call,
	state: any,
	step: 'code' | 'password',
): { login: any; refusal?: undefined } | { login?: undefined; refusal: Answer } {
	const login = state.telegram[body.token];
	if (!login) return { refusal: invalid('Telegram: unknown token') };
	if (login.company !== body.company)
		return { refusal: invalid('Telegram: the token belongs to another company') };
	if (login.phone !== body.phone)
		return { refusal: invalid('Telegram: the token belongs to another phone') };
	if (login.step !== step)
		return { refusal: invalid(`Telegram: the log-in waits for ${login.step}`) };
	return { login };
}

export const routes: Route[] = [
	{
		number: 'S8',
		method: 'POST',
		path: '/api/1.1/wf/userLogin',
		body: { company: neededText, phone_number: neededText },
		handle: ({ body }, state) => {
			if (!state.companies.some((company: any) => company._id === body.company)) {
				return invalid(`Company ${body.company} does not exist`);
			}
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
			company: neededText,
			token: neededText,
			code: { type: 'integer', required: true },
			phone: neededText,
		},
		handle: (call, state) => {
			const { login, refusal } = loginAt(call, state, 'code');
			if (refusal) return refusal;
			if (call.body.code !== state.telegramCode) return invalid('Telegram: wrong code');
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
		body: { company: neededText, token: neededText, password: neededText, phone: neededText },
		handle: (call, state) => {
			const { login, refusal } = loginAt(call, state, 'password');
			if (refusal) return refusal;
			if (call.body.password !== state.telegramPasswords[login.phone])
				return invalid('Telegram: wrong password');
			login.step = 'nothing more';
			return success({});
		},
	},
];
