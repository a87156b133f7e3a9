/**
 * S1 to S7: what is read. A filter that matches nothing gives an empty list; a required ID that identifies nothing
 * gives 404 (neither is documented).
 */

import { newestFirst, notFound, page, requiredText, success, text } from './responses';
import type { ParameterRule, ParameterRules, Route } from '../types';
import type { BubbleRecord, State } from './state';

const paging: ParameterRules = {
	limit: { type: 'integer', min: 1 },
	offset: { type: 'integer', min: 0 },
};

/** The document's example is in milliseconds; a time in seconds has ten digits. */
const sinceMilliseconds: ParameterRule = {
	type: 'integer',
	check: (value) =>
		/^\d{12,14}$/.test(String(value)) ? undefined : 'start_date must be in milliseconds',
};

const has = (list: BubbleRecord[], id: string) => list.some(({ _id }) => _id === id);

/** Whether a value passes an optional filter. */
const matches = (filter: string | undefined, value: string | undefined) =>
	filter === undefined || filter === value;

/**
 * A list of the records of a company.
 *
 * @param name of the records in the path and in the response
 * @param key of the records in the state
 * @param filter the name of an optional ID
 */
function ofCompany(
	number: string,
	name: string,
	key: 'ais' | 'tasks' | 'channels',
	filter?: string,
): Route<State> {
	return {
		number,
		method: 'GET',
		path: `/api/1.1/wf/get_${name}`,
		query: { company_id: requiredText, ...(filter ? { [filter]: text } : {}) },
		handle: ({ query }, state) => {
			if (!has(state.companies, query.company_id))
				return notFound(`Company ${query.company_id} does not exist`);
			const wanted = filter ? query[filter] : undefined;
			return success({
				[name]: state[key].filter(
					({ company, _id }) =>
						company === query.company_id && (wanted === undefined || _id === wanted),
				),
			});
		},
	};
}

export const routes: Array<Route<State>> = [
	{
		number: 'S1',
		method: 'GET',
		path: '/api/1.1/wf/get_gpt_version',
		open: true,
		handle: (_call, state) => success({ 'gpt-version': state.versions }),
	},
	ofCompany('S2', 'ai', 'ais', 'ai_id'),
	ofCompany('S3', 'task', 'tasks', 'task_id'),
	{
		number: 'S4',
		method: 'GET',
		path: '/api/1.1/wf/get_company',
		query: { company_id: text },
		handle: ({ query }, state) =>
			success({
				company: state.companies.filter(({ _id }) => matches(query.company_id, _id)),
			}),
	},
	{
		number: 'S5',
		method: 'GET',
		path: '/api/1.1/wf/get_thread',
		query: { thread_id: text, external_id: text, task_id: text, ...paging },
		handle: ({ query }, state) => {
			const found = state.threads.filter(
				(thread) =>
					matches(query.thread_id, thread._id) &&
					matches(query.external_id, thread.external_id) &&
					matches(query.task_id, thread.task),
			);
			return success({ thread: page(newestFirst(found), query, state) });
		},
	},
	{
		number: 'S6',
		method: 'GET',
		path: '/api/1.1/wf/get_message',
		query: { thread_id: requiredText, message_id: text, ...paging, start_date: sinceMilliseconds },
		handle: ({ query }, state) => {
			if (!has(state.threads, query.thread_id))
				return notFound(`Thread ${query.thread_id} does not exist`);
			const found = state.messages.filter(
				(message) =>
					message.thread === query.thread_id &&
					matches(query.message_id, message._id) &&
					(query.start_date === undefined || message['Created Date'] > Number(query.start_date)),
			);
			return success({ message: page(newestFirst(found), query, state) });
		},
	},
	ofCompany('S7', 'channel', 'channels'),
];
