/**
 * Selarti as its documents describe it. One server has both addresses, selarti.com and api.selarti.com: no path is in
 * both.
 */

import { refuse, requiredText, success, unauthorized } from './responses';
import { known, seed } from './seed';
import { addMessage, addThread, digits, findRecord, now } from './records';
import * as read from './read';
import * as telegram from './telegram';
import { setTag } from './webhooks';
import * as write from './write';
import type { Route, SandboxRequest, SandboxVendor } from '../types';
import type { MessageType, State } from './state';

const logIn: Route<State> = {
	number: 'S0',
	method: 'POST',
	path: '/api/1.1/wf/auth',
	open: true,
	body: { key: requiredText },
	handle: ({ body }: SandboxRequest<{ key: string }>, state) => {
		// The response to a wrong key is not documented; the platform's form for an invalid token is assumed.
		if (body.key !== state.key) return unauthorized('Invalid API key');
		const user = state.companies[0]['Created By'];
		const token = `bus|${user}|${now(state)}x1${digits(state, 17)}`;
		if (state.oneSession) state.tokens.clear();
		state.tokens.add(token);
		state.logIns += 1;
		return success({ token, user_id: user, expires: 86400 });
	},
};

interface NewThreadOptions {
	task?: string;
	title?: string;
	chatId?: string;
	externalId?: string;
	text?: string;
}

export const selarti: SandboxVendor<State> = {
	name: 'selarti',
	routes: [logIn, ...read.routes, ...telegram.routes, ...write.routes],
	invalidStatus: 400,
	seed,
	authenticate: ({ headers }, state) => {
		const [, token] = /^Bearer (.+)$/.exec(headers.authorization ?? '') ?? [];
		if (token !== undefined && state.tokens.has(token)) return undefined;
		// The platform repeats the token in its error: a node that shows this text must remove it.
		return unauthorized(`Invalid or expired token: ${token ?? ''}`);
	},
	refuse,
	events: {
		/** Every token expires; the key stays valid. */
		expireTokens: (state) => state.tokens.clear(),
		/** The account gets another key: {key}. */
		setKey: (state, { key }: { key: string }) => {
			state.key = key;
		},
		/** Somebody adds an integration: {url, type?}. */
		setWebhook: (state, { url, type = 'all_messages' }: { url: string; type?: string }) => {
			state.webhooks.push({ url, type });
		},
		/** A dialog gets a tag: {thread?, tag}. */
		setTag: (state, { thread = known.thread, tag }: { thread?: string; tag: string }) =>
			setTag(state, findRecord(state.threads, thread, 'thread'), tag),
		/** Somebody writes in a thread: {thread?, text?, type?}. */
		newMessage: (
			state,
			{
				thread = known.thread,
				text = 'Вы ещё работаете?',
				type = 'user',
			}: { thread?: string; text?: string; type?: MessageType },
		) => {
			addMessage(state, findRecord(state.threads, thread, 'thread'), {
				at: now(state),
				text,
				type,
			});
		},
		/** Somebody starts a thread: {task?, title?, chatId?, externalId?, text?}. */
		newThread: (state, { task = known.task, text = 'Salom!', ...rest }: NewThreadOptions) => {
			const thread = addThread(state, {
				task: findRecord(state.tasks, task, 'task'),
				at: now(state),
				...rest,
			});
			addMessage(state, thread, { at: now(state), text, type: 'user' });
		},
	},
};

export { known };
export type { State as SelartiState } from './state';
