'use strict';

/**
 * Selarti as its documents describe it. One server stands for both of its addresses, selarti.com and api.selarti.com:
 * their paths do not meet.
 */

const { neededText, refuse, success, unauthorized } = require('./selarti/answers');
const { known, seed } = require('./selarti/seed');
const { addMessage, addThread, digits, now } = require('./selarti/things');
const read = require('./selarti/read');
const telegram = require('./selarti/telegram');
const { lastMessage, tell } = require('./selarti/webhooks');
const write = require('./selarti/write');

/** @typedef {import('./server').Route} Route */
/** @typedef {import('./server').Vendor} Vendor */

/** @type {Route} */
const logIn = {
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

/** @param {any[]} list @param {string} id @param {string} what */
function find(list, id, what) {
	const found = list.find((thing) => thing._id === id);
	if (!found) throw new Error(`there is no ${what} ${id}`);
	return found;
}

/** @type {Vendor} */
const selarti = {
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

module.exports = { selarti, known };
