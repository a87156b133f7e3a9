/** V4 to V8: channels, assistants and prompts. */

import { uuid } from '../invent';
import { datetime } from './seed';
import {
	byCreation,
	list,
	newestFirst,
	notUuid,
	ok,
	refuse,
	textRule,
	uuidRule,
} from './responses';
import type { Route, SandboxRequest } from '../types';
import type { Assistant, PromptFields, State } from './state';

/** The body of V6. */
type AssistantFields = Pick<Assistant, 'assistant_name' | 'model' | 'api_key'> &
	Partial<Pick<Assistant, 'kb_id' | 'functions'>>;

/** The fields that a new record has in common with the others. */
function commonFields(state: State) {
	const now = datetime(Date.now());
	return {
		id: uuid(`made ${++state.made}`),
		created_at: now,
		updated_at: now,
		user_id: state.userId,
	};
}

export const routes: Array<Route<State>> = [
	{
		number: 'V4',
		method: 'GET',
		path: '/uaa/public/messenger/api/channel/',
		handle: (_call, state) => list(state, newestFirst(state.channels, byCreation)),
	},
	{
		number: 'V5',
		method: 'GET',
		path: '/uaa/public/messenger/api/assistants/',
		handle: (_call, state) => list(state, newestFirst(state.assistants, byCreation)),
	},
	{
		number: 'V6',
		method: 'POST',
		path: '/uaa/public/messenger/api/assistants/',
		body: {
			assistant_name: textRule,
			model: textRule,
			api_key: textRule,
			kb_id: { type: 'string', mayBeNull: true, check: notUuid },
			functions: { type: 'array', mayBeNull: true, items: { type: 'string' } },
		},
		handle({ body }: SandboxRequest<AssistantFields>, state) {
			const { assistant_name, model, api_key, kb_id = null, functions = null } = body;
			const { id, ...rest } = commonFields(state);
			const assistant = { id, assistant_name, model, api_key, kb_id, functions, ...rest };
			state.assistants.push(assistant);
			return ok(state.terse ? {} : assistant);
		},
	},
	{
		number: 'V7',
		method: 'POST',
		path: '/uaa/public/messenger/api/prompts/',
		body: {
			assistant_id: { ...uuidRule, required: true },
			text: textRule,
			prompt_json: { type: 'object', required: true },
			language: { type: 'string', enum: ['FA', 'EN'] },
			created_by: textRule,
		},
		handle({ body }: SandboxRequest<PromptFields>, state) {
			if (!state.assistants.some(({ id }) => id === body.assistant_id)) {
				return refuse(404, `there is no assistant ${body.assistant_id}`);
			}
			const { id: prompt_id, ...rest } = commonFields(state);
			state.prompts.push({ prompt_id, language: 'EN', ...body, ...rest });
			return ok({ prompt_id, ...rest });
		},
	},
	{
		number: 'V8',
		method: 'GET',
		path: '/uaa/public/messenger/api/prompts/{prompt_id}',
		handle({ params }, state) {
			const prompt = state.prompts.find(({ prompt_id }) => prompt_id === params.prompt_id);
			return prompt ? ok(prompt) : refuse(404, `there is no prompt ${params.prompt_id}`);
		},
	},
];
