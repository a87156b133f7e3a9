/**
 * Selarti as its documents describe it. One server stands for both of its addresses, selarti.com and api.selarti.com:
 * their paths do not meet.
 */

import { neededText, refuse, success, unauthorized } from './answers';
import { known, seed } from './seed';
import { addMessage, addThread, digits, now } from './things';
import * as read from './read';
import * as telegram from './telegram';
import { lastMessage, tell } from './webhooks';
import * as write from './write';
import type { Route, SandboxVendor } from '../types';

const logIn: Route = {
	number: 'S0',
	method: 'POST',
	path: '/api/1.1/wf/auth',
	open: true,
	body: { key: neededText },
	handle: ({ body }, state) => {
		// What a wrong key meets is not documented; the platform's form for a bad token stands in.
		if (body.key !== state.key) return unauthorized('Invalid API key');
		const user = state.companies[0]['Created By'];
		const token = `bus|${user}|${now(state)}x1${digits(state, 17)}`;
		if (state.oneSession) state.tokens.clear();
		state.tokens.add(token);
		state.logIns += 1;
		return success({ token, user_id: user, expires: 86400 });
	},
};

function find(list: any[], id: string, what: string) {
	const found = list.find((thing) => thing._id === id);
	if (!found) throw new Error(`there is no ${what} ${id}`);
	return found;
}

export const selarti: SandboxVendor = {
	name: 'selarti',
	routes: [logIn, ...read.routes, ...telegram.routes, ...write.routes],
	invalidStatus: 400,
	seed,
	authenticate: ({ headers }, state) => {
		const [, token] = /^Bearer (.+)$/.exec(headers.authorization ?? '') ?? [];
		if (token !== undefined && state.tokens.has(token)) return undefined;
		// The platform repeats the token in its refusal: whoever shows this text must take it out.
		return unauthorized(`Invalid or expired token: ${token ?? ''}`);
	},
	refuse,
	events: {
		/** Every token dies; the key stays good. */
		expireTokens: (state) => state.tokens.clear(),
		/** The account gets another key: {key}. */
		setKey: (state, { key }) => {
			state.key = key;
		},
		/** Somebody adds an integration: {url, type?}. */
		setWebhook: (state, { url, type = 'all_messages' }) => {
			state.webhooks.push({ url, type });
		},
		/** A dialog gets a tag: {thread?, tag}. */
		setTag: (state, { thread: id = known.thread, tag }) => {
			const thread = find(state.threads, id, 'thread');
			thread[tag] = true;
			tell(state, thread, lastMessage(state, thread), tag);
		},
		/** Somebody writes in a thread: {thread?, text?, type?}. */
		newMessage: (state, { thread = known.thread, text = 'Вы ещё работаете?', type = 'user' }) => {
			addMessage(state, find(state.threads, thread, 'thread'), { at: now(state), text, type });
		},
		/** Somebody starts a thread: {task?, title?, chatId?, externalId?, text?}. */
		newThread: (state, { task = known.task, text = 'Salom!', ...rest }) => {
			const thread = addThread(state, {
				task: find(state.tasks, task, 'task'),
				at: now(state),
				...rest,
			});
			addMessage(state, thread, { at: now(state), text, type: 'user' });
		},
	},
};

export { known };
