/**
 * S11 to S18: what Selarti is told to do. Where the document shows no answer, the response is empty; an id that stands
 * for nothing is refused with 400 (the form is the platform's, the document has none).
 */

import { invalid, neededText, success, text } from './answers';
import { addMessage, addThread, newId, newThing, now } from './things';
import { lastMessage, tell } from './webhooks';
import type { Route, Rule } from '../types';

const flag: Rule = { type: 'boolean' };
const fromBotOrOperator: Rule = { type: 'string', required: true, enum: ['bot', 'operator'] };

const find = (list: any[], id: string) => list.find((thing) => thing._id === id);

/**
 * A date, a time with Z, a time with an offset: an hour without either would mean another one at the vendor's.
 */
const isoForms = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2}))?$/;
const unixSeconds = /^\d{9,10}$/;

/**
 * @param value one of the forms S13 documents
 * @returns milliseconds, NaN for any other form
 */
function moment(value: string | number): number {
	if (unixSeconds.test(String(value))) return Number(value) * 1000;
	return typeof value === 'string' && isoForms.test(value) ? Date.parse(value) : NaN;
}

function refuseLines(value: string): string | undefined {
	const clean = value.split('\n').every((line) => line !== '' && line === line.trim());
	return clean ? undefined : 'target must have one target on each line, without blanks around it';
}

/**
 * The thread of a chat, made at the first use of its chat_id (S12; for S17 that is an assumption).
 */
function threadFor(state: any, task: any, chatId?: string) {
	const isIt = (thread: any) =>
		chatId !== undefined && thread.task === task._id && thread.chat_id === chatId;
	return state.threads.find(isIt) ?? addThread(state, { task, at: now(state), chatId });
}

/** When a tag is set, the thread remembers it in these keys, as S5's example shows. */
const dateOf = {
	success: 'date_success',
	interest: 'date_interest',
	get_contact: 'date_contact',
	close: 'date_close',
} as Record<string, string>;

export const routes: Route[] = [
	{
		number: 'S11',
		method: 'POST',
		path: '/api/1.1/wf/send_message',
		body: { thread: neededText, message: neededText, message_type: fromBotOrOperator },
		handle: ({ body }, state) => {
			const thread = find(state.threads, body.thread);
			if (!thread) return invalid(`Thread ${body.thread} does not exist`);
			addMessage(state, thread, { at: now(state), text: body.message, type: body.message_type });
			return success({});
		},
	},
	{
		number: 'S12',
		method: 'POST',
		path: '/api/1.1/wf/send_message_external',
		body: {
			task_id: neededText,
			chat_id: neededText,
			message: neededText,
			message_type: { type: 'string', enum: ['bot', 'operator', 'user'] },
		},
		handle: ({ body }, state) => {
			const task = find(state.tasks, body.task_id);
			if (!task) return invalid(`Task ${body.task_id} does not exist`);
			const thread = threadFor(state, task, body.chat_id);
			// The example's new thread counts no message yet: it is shown as it was before this one.
			const shown = { ...thread };
			const type = body.message_type ?? 'user';
			addMessage(state, thread, { at: now(state), text: body.message, type });
			if (type === 'user' && state.webhooks.length > 0)
				addMessage(state, thread, { at: now(state), text: `AI: ${body.message}`, type: 'bot' });
			return success({ thread: shown });
		},
	},
	{
		number: 'S13',
		method: 'POST',
		path: '/api/1.1/wf/send_message_list',
		body: {
			thread_list: {
				type: 'array',
				required: true,
				items: { type: 'string' },
				check: (list) => (list.length === 0 ? 'thread_list must not be empty' : undefined),
			},
			start_date: {
				type: 'any',
				check: (value) =>
					Number.isNaN(moment(value))
						? 'start_date must be ISO 8601 or a unix time in seconds'
						: undefined,
			},
			message: neededText,
			message_type: fromBotOrOperator,
		},
		handle: ({ body }, state) => {
			for (const id of body.thread_list) {
				if (!find(state.threads, id)) return invalid(`Thread ${id} does not exist`);
			}
			const at = body.start_date === undefined ? 0 : moment(body.start_date);
			if (at > state.clock()) {
				state.scheduled.push({ ...body, at });
				return success({});
			}
			for (const id of body.thread_list) {
				addMessage(state, find(state.threads, id), {
					at: now(state),
					text: body.message,
					type: body.message_type,
				});
			}
			return success({});
		},
	},
	{
		number: 'S14',
		method: 'POST',
		path: '/v1/add_target',
		query: { task_id: neededText },
		body: {
			target: neededText,
			first_name: text,
			last_name: text,
			context: text,
			external_id: text,
			start_message: text,
		},
		handle: ({ query, body }, state) => {
			if (!find(state.tasks, query.task_id)) return invalid(`Task ${query.task_id} does not exist`);
			const target_id = state.nextTarget++;
			state.targets.push({ target_id, task: query.task_id, ...body });
			return { status: 200, body: { success: true, target_id } };
		},
	},
	{
		number: 'S15',
		method: 'POST',
		path: '/api/1.1/wf/add_target',
		body: { task: neededText, target: { type: 'string', required: true, check: refuseLines } },
		handle: ({ body }, state) => {
			if (!find(state.tasks, body.task)) return invalid(`Task ${body.task} does not exist`);
			for (const target of body.target.split('\n'))
				state.targets.push({ target_id: state.nextTarget++, task: body.task, target });
			return success({});
		},
	},
	{
		number: 'S16',
		method: 'POST',
		path: '/api/1.1/wf/create_ai',
		// The document's own example gives a version that S1 does not list: any text is taken.
		body: {
			company_id: neededText,
			name: neededText,
			start_message: neededText,
			version: neededText,
			work_option: neededText,
			instruction: neededText,
		},
		handle: ({ body }, state) => {
			const company = find(state.companies, body.company_id);
			if (!company) return invalid(`Company ${body.company_id} does not exist`);
			const at = now(state);
			const ai = newThing(state, at, company['Created By'], {
				company: company._id,
				name: body.name,
				start_message: body.start_message,
				'work option': body.work_option,
				instruction_history: [newId(state, at)],
				version: body.version,
			});
			state.ais.push(ai);
			return success(state.terse ? {} : { ai });
		},
	},
	{
		number: 'S17',
		method: 'POST',
		path: '/api/1.1/wf/create_thread',
		body: { task_id: neededText, chat_id: text },
		handle: ({ body }, state) => {
			const task = find(state.tasks, body.task_id);
			if (!task) return invalid(`Task ${body.task_id} does not exist`);
			const thread = threadFor(state, task, body.chat_id);
			return success(state.terse ? {} : { thread });
		},
	},
	{
		number: 'S18',
		method: 'POST',
		path: '/api/1.1/wf/update_tag',
		body: {
			thread: neededText,
			success: flag,
			interest: flag,
			get_contact: flag,
			operator: flag,
			is_bot: flag,
			close: flag,
		},
		handle: ({ body: { thread: id, ...tags } }, state) => {
			const thread = find(state.threads, id);
			if (!thread) return invalid(`Thread ${id} does not exist`);
			const at = now(state);
			Object.assign(thread, tags, { 'Modified Date': at });
			for (const [tag, value] of Object.entries(tags))
				if (value && dateOf[tag]) thread[dateOf[tag]] = at;
			for (const [tag, value] of Object.entries(tags))
				if (value) tell(state, thread, lastMessage(state, thread), tag);
			return success({});
		},
	},
];
