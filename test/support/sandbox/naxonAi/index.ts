/**
 * Naxon AI, from its document (inventory N1 to N6 and the keyword-notification webhook). The document does not say
 * how the token is sent, what an error looks like, how large a page may be and how lists are sorted: these four are
 * assumptions, each with a comment.
 */

import { seed, known, addConversation, addMessage } from './seed';
import { format, parse } from './time';
import { notify } from './webhooks';
import type {
	ParameterRule,
	ParameterRules,
	SandboxRequest,
	SandboxResponse,
	SandboxVendor,
} from '../types';
import type { Conversation, Message, Model, State } from './state';

/** The document shows 10 rows in a response; it names no default. */
const defaultPerPage = 10;
const maxInt32 = 2 ** 31 - 1;

const count: ParameterRule = { type: 'integer', min: 1, max: maxInt32 };
const time: ParameterRule = {
	type: 'string',
	check: (value) =>
		parse(String(value)) === undefined
			? `a time must have the form 2025-03-04T15:16:17+0700 (a plus sign in a query is written %2B), not ${value}`
			: undefined,
};
const paging: ParameterRules = { page: count, per_page: count };
const window: ParameterRules = { since: time, until: time };
const sort: ParameterRule = { type: 'string', enum: ['created_at', 'updated_at'] };

/** The form of an error is not documented. */
const refuse = (status: number, reason: string): SandboxResponse => ({
	status,
	body: { error: reason },
});

function page<Row>(
	call: SandboxRequest,
	state: State,
	rows: Row[],
	show: (row: Row) => unknown,
): SandboxResponse {
	const number = Number(call.query.page ?? 1);
	// That a larger page is cut down, and not refused, is assumed; rows_per_page has the size that was used.
	const size = Math.min(Number(call.query.per_page ?? defaultPerPage), state.maxPerPage);
	return {
		status: 200,
		body: {
			data: rows.slice((number - 1) * size, number * size).map(show),
			page: number,
			rows_per_page: size,
			total_pages: Math.ceil(rows.length / size),
			total_rows: rows.length,
		},
	};
}

/** What N1, N3 and N4 list. */
interface TimedRow {
	id: number;
	createdAt: number;
	updatedAt?: number;
}

/** The rows from `since` to `until`, both included, by the time that `sort` names. Newest first is assumed. */
function within<Row extends TimedRow>(call: SandboxRequest, rows: Row[]): Row[] {
	const at = (row: Row) =>
		call.query.sort === 'updated_at' ? (row.updatedAt ?? row.createdAt) : row.createdAt;
	const since = parse(call.query.since ?? '') ?? -Infinity;
	const until = parse(call.query.until ?? '') ?? Infinity;
	return rows
		.filter((row) => at(row) >= since && at(row) <= until)
		.sort((a, b) => at(b) - at(a) || b.id - a.id);
}

const showModel = (model: Model) => ({
	id: model.id,
	name: model.name,
	created_at: format(model.createdAt),
});

const showMessage = ({ id, seq, sender, message, createdAt }: Message) => ({
	id,
	seq,
	sender,
	message,
	created_at: format(createdAt),
});

/** Which messages count as recent is not documented: here the last five, oldest first. */
function showRecent({ messages }: Conversation) {
	const recent = messages.slice(-5).map(showMessage);
	return { most_recent_message: recent.at(-1) ?? null, recent_messages: recent };
}

const modelName = (state: State, conversation: Conversation) =>
	state.models.find((model) => model.id === conversation.modelId)?.name;

const showConversation = (state: State) => (conversation: Conversation) => ({
	id: conversation.id,
	model_id: conversation.modelId,
	model_name: modelName(state, conversation),
	created_at: format(conversation.createdAt),
	updated_at: format(conversation.updatedAt),
	...showRecent(conversation),
	platform: conversation.platform,
	platform_user_id: conversation.platformUserId,
});

/** Responds for the row with the ID of a path parameter: 400 for an ID that is no integer, 404 for an unknown ID. */
function withId<Row extends { id: number }>(
	call: SandboxRequest,
	name: string,
	rows: Row[],
	respond: (row: Row) => SandboxResponse,
): SandboxResponse {
	const id = call.params[name];
	if (!/^-?\d{1,19}$/.test(id)) return refuse(400, `${name} must be an integer, not ${id}`);
	const row = rows.find((candidate) => String(candidate.id) === id);
	return row ? respond(row) : refuse(404, `there is nothing with the ${name} ${id}`);
}

export const naxonAi: SandboxVendor<State> = {
	name: 'naxonAi',
	invalidStatus: 400,
	seed,
	refuse,

	/** How the token is sent is not documented: `Authorization: Bearer`, or alone in the header that the state names. */
	authenticate(call, state) {
		const header = state.tokenHeader?.toLowerCase();
		const given = header
			? call.headers[header]
			: /^Bearer (.+)$/.exec(call.headers.authorization ?? '')?.[1];
		if (given === state.token) return undefined;
		return refuse(
			401,
			given === undefined ? 'an API token is needed' : 'this API token is not known',
		);
	},

	routes: [
		{
			number: 'N1',
			method: 'GET',
			path: '/models',
			query: { ...paging, ...window },
			handle: (call, state) => page(call, state, within(call, state.models), showModel),
		},
		{
			number: 'N2',
			method: 'GET',
			path: '/models/{model_id}',
			handle: (call, state) =>
				withId(call, 'model_id', state.models, (model) => ({
					status: 200,
					body: showModel(model),
				})),
		},
		{
			number: 'N3',
			method: 'GET',
			path: '/models/{model_id}/conversations',
			query: { ...paging, ...window, sort },
			handle: (call, state) =>
				withId(call, 'model_id', state.models, ({ id }) => {
					const own = state.conversations.filter(({ modelId }) => modelId === id);
					return page(call, state, within(call, own), showConversation(state));
				}),
		},
		{
			number: 'N4',
			method: 'GET',
			path: '/conversations',
			query: { ...paging, ...window, sort },
			handle: (call, state) =>
				page(call, state, within(call, state.conversations), showConversation(state)),
		},
		{
			number: 'N5',
			method: 'GET',
			path: '/conversations/{conversation_id}',
			handle: (call, state) =>
				withId(call, 'conversation_id', state.conversations, (conversation) => ({
					status: 200,
					body: showConversation(state)(conversation),
				})),
		},
		{
			number: 'N6',
			method: 'GET',
			path: '/conversations/{conversation_id}/messages',
			query: paging,
			// The order of seq is assumed.
			handle: (call, state) =>
				withId(call, 'conversation_id', state.conversations, ({ messages }) =>
					page(
						call,
						state,
						messages.toSorted((a, b) => (a.seq < b.seq ? -1 : 1)),
						showMessage,
					),
				),
		},
	],

	events: {
		/** Somebody starts a conversation, now or at `at`. */
		newConversation(
			state,
			{
				modelId = known.model.id,
				platform = 'web',
				platformUserId = 'v-newcomer',
				message = 'Hello!',
				at = Date.now(),
			}: {
				modelId?: number;
				platform?: string;
				platformUserId?: string;
				message?: string;
				at?: number | string;
			},
		) {
			if (!state.models.some((model) => model.id === modelId))
				throw new Error(`there is no model ${modelId}`);
			const moment = new Date(at).getTime();
			addMessage(state, addConversation(state, { modelId, platform, platformUserId, at: moment }), {
				message,
				at: moment,
			});
			notify(state, message, (keyword) => keywordNotification(state, { keyword }));
		},

		/** A message is added to a conversation, by default to the newest one, now or at `at`. */
		newMessage(
			state,
			{
				conversationId,
				sender,
				message = 'One more thing…',
				at = Date.now(),
			}: {
				conversationId?: number;
				sender?: 'user' | 'bot';
				message?: string;
				at?: number | string;
			},
		) {
			addMessage(state, find(state, conversationId), {
				sender,
				message,
				at: new Date(at).getTime(),
			});
			if (sender !== 'bot')
				notify(state, message, (keyword) =>
					keywordNotification(state, { conversationId, keyword }),
				);
		},

		/** Somebody adds a webhook for keywords: {url, keywords}. */
		setWebhook: (state, { url, keywords }: { url: string; keywords: string[] }) =>
			void state.webhooks.push({ url, keywords }),
	},
};

/** @param id the newest one when left out */
function find(state: State, id?: number): Conversation {
	const conversation =
		id === undefined
			? state.conversations.at(-1)
			: state.conversations.find((candidate) => candidate.id === id);
	if (!conversation) throw new Error(`there is no conversation ${id}`);
	return conversation;
}

/**
 * What the vendor posts to a webhook when a user writes a keyword.
 *
 * @throws when there is no such conversation
 */
export function keywordNotification(
	state: State,
	{ conversationId, keyword }: { conversationId?: number; keyword: string },
) {
	const conversation = find(state, conversationId);
	return {
		event: 'keyword-notification',
		payload: {
			id: conversation.id,
			model_id: conversation.modelId,
			model_name: modelName(state, conversation),
			created_at: format(conversation.createdAt),
			keyword,
			...showRecent(conversation),
			platform: conversation.platform,
			platform_user_id: conversation.platformUserId,
		},
	};
}

export { known };
export type { State as NaxonAiState } from './state';
