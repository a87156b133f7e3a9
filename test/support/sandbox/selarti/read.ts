/**
 * S1 to S7: what Selarti tells. A filter that fits nothing answers an empty list; a required id that stands for
 * nothing answers 404 (neither is documented).
 */

import { neededText, newestFirst, notFound, page, success, text } from './answers';
import type { Route, Rule } from '../types';

const paging: Record<string, Rule> = {
	limit: { type: 'integer', min: 1 },
	offset: { type: 'integer', min: 0 },
};

/** The document's example is in milliseconds; a time in seconds has ten digits. */
const sinceMilliseconds: Rule = {
	type: 'integer',
	check: (value) => (/^\d{12,14}$/.test(value) ? undefined : 'start_date must be in milliseconds'),
};

const has = (list: any[], id: string) => list.some((thing) => thing._id === id);

/**
 * A list of what belongs to a company.
 *
 * @param name what is listed, as the path and the answer spell it
 * @param key where the state has it
 * @param filter the name of an optional id
 */
function ofCompany(number: string, name: string, key: string, filter?: string): Route {
	return {
		number,
		method: 'GET',
		path: `/api/1.1/wf/get_${name}`,
		query: { company_id: neededText, ...(filter ? { [filter]: text } : {}) },
		handle: ({ query }, state) => {
			if (!has(state.companies, query.company_id))
				return notFound(`Company ${query.company_id} does not exist`);
			const wanted = filter ? query[filter] : undefined;
			return success({
				[name]: state[key].filter(
					(thing: any) =>
						thing.company === query.company_id && (wanted === undefined || thing._id === wanted),
				),
			});
		},
	};
}

export const routes: Route[] = [
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
				company: state.companies.filter((company: any) =>
					[undefined, company._id].includes(query.company_id),
				),
			}),
	},
	{
		number: 'S5',
		method: 'GET',
		path: '/api/1.1/wf/get_thread',
		query: { thread_id: text, external_id: text, task_id: text, ...paging },
		handle: ({ query }, state) => {
			const found = state.threads.filter(
				(thread: any) =>
					[undefined, thread._id].includes(query.thread_id) &&
					[undefined, thread.external_id].includes(query.external_id) &&
					[undefined, thread.task].includes(query.task_id),
			);
			return success({ thread: page(newestFirst(found), query, state) });
		},
	},
	{
		number: 'S6',
		method: 'GET',
		path: '/api/1.1/wf/get_message',
		query: { thread_id: neededText, message_id: text, ...paging, start_date: sinceMilliseconds },
		handle: ({ query }, state) => {
			if (!has(state.threads, query.thread_id))
				return notFound(`Thread ${query.thread_id} does not exist`);
			const found = state.messages.filter(
				(message: any) =>
					message.thread === query.thread_id &&
					[undefined, message._id].includes(query.message_id) &&
					(query.start_date === undefined || message['Created Date'] > Number(query.start_date)),
			);
			return success({ message: page(newestFirst(found), query, state) });
		},
	},
	ofCompany('S7', 'channel', 'channels'),
];
