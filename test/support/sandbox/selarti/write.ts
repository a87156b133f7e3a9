/**
 * S11 to S18: what is written. Where the document shows no response, it is empty; an ID that identifies nothing is
 * refused with 400 (in the form of the platform, because the document has none).
 */

import { invalid, requiredText, success, text } from './responses';
import { addMessage, addThread, newId, newRecord, now } from './records';
import { lastMessage, reportToWebhooks } from './webhooks';
import type { ParameterRule, Route, SandboxRequest } from '../types';
import type {
	BubbleRecord,
	MessageList,
	MessageType,
	State,
	Tag,
	Target,
	Task,
	Thread,
} from './state';

const flag: ParameterRule = { type: 'boolean' };
const fromBotOrOperator: ParameterRule = {
	type: 'string',
	required: true,
	enum: ['bot', 'operator'],
};

const find = <T extends BubbleRecord>(list: T[], id: string): T | undefined =>
	list.find(({ _id }) => _id === id);

/** A date, a time with Z, a time with an offset: a time without either depends on the time zone of the vendor. */
const isoForms = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2}))?$/;
const unixSeconds = /^\d{9,10}$/;

/**
 * @param value one of the forms S13 documents
 * @returns milliseconds, NaN for any other form
 */
function parseTime(value: unknown): number {
	if (unixSeconds.test(String(value))) return Number(value) * 1000;
	return typeof value === 'string' && isoForms.test(value) ? Date.parse(value) : NaN;
}

function refuseLines(value: unknown): string | undefined {
	const clean = String(value)
		.split('\n')
		.every((line) => line !== '' && line === line.trim());
	return clean ? undefined : 'target must have one target on each line, without blanks around it';
}

/** The thread of a chat, created at the first use of its chat_id (S12; for S17 that is an assumption). */
function threadFor(state: State, task: Task, chatId?: string): Thread {
	const isOfChat = (thread: Thread) =>
		chatId !== undefined && thread.task === task._id && thread.chat_id === chatId;
	return state.threads.find(isOfChat) ?? addThread(state, { task, at: now(state), chatId });
}

/** The keys of a thread that have the time at which a tag was set, as in the example of S5. */
const dateOf: Partial<
	Record<Tag, 'date_success' | 'date_interest' | 'date_contact' | 'date_close'>
> = {
	success: 'date_success',
	interest: 'date_interest',
	get_contact: 'date_contact',
	close: 'date_close',
};

interface SendMessage {
	thread: string;
	message: string;
	message_type: 'bot' | 'operator';
}

interface SendExternal {
	task_id: string;
	chat_id: string;
	message: string;
	message_type?: MessageType;
}

interface CreateAi {
	company_id: string;
	name: string;
	start_message: string;
	version: string;
	work_option: string;
	instruction: string;
}

export const routes: Array<Route<State>> = [
	{
		number: 'S11',
		method: 'POST',
		path: '/api/1.1/wf/send_message',
		body: { thread: requiredText, message: requiredText, message_type: fromBotOrOperator },
		handle: ({ body }: SandboxRequest<SendMessage>, state) => {
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
			task_id: requiredText,
			chat_id: requiredText,
			message: requiredText,
			message_type: { type: 'string', enum: ['bot', 'operator', 'user'] },
		},
		handle: ({ body }: SandboxRequest<SendExternal>, state) => {
			const task = find(state.tasks, body.task_id);
			if (!task) return invalid(`Task ${body.task_id} does not exist`);
			const thread = threadFor(state, task, body.chat_id);
			// The new thread of the example has no message yet: it is shown as it was before this one.
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
				check: (list) =>
					Array.isArray(list) && list.length === 0 ? 'thread_list must not be empty' : undefined,
			},
			start_date: {
				type: 'any',
				check: (value) =>
					Number.isNaN(parseTime(value))
						? 'start_date must be ISO 8601 or a unix time in seconds'
						: undefined,
			},
			message: requiredText,
			message_type: fromBotOrOperator,
		},
		handle: ({ body }: SandboxRequest<MessageList>, state) => {
			const threads: Thread[] = [];
			for (const id of body.thread_list) {
				const thread = find(state.threads, id);
				if (!thread) return invalid(`Thread ${id} does not exist`);
				threads.push(thread);
			}
			const at = body.start_date === undefined ? 0 : parseTime(body.start_date);
			if (at > state.clock()) {
				state.scheduled.push({ ...body, at });
				return success({});
			}
			for (const thread of threads)
				addMessage(state, thread, { at: now(state), text: body.message, type: body.message_type });
			return success({});
		},
	},
	{
		number: 'S14',
		method: 'POST',
		path: '/v1/add_target',
		query: { task_id: requiredText },
		body: {
			target: requiredText,
			first_name: text,
			last_name: text,
			context: text,
			external_id: text,
			start_message: text,
		},
		handle: ({ query, body }: SandboxRequest<Omit<Target, 'target_id' | 'task'>>, state) => {
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
		body: { task: requiredText, target: { type: 'string', required: true, check: refuseLines } },
		handle: ({ body }: SandboxRequest<{ task: string; target: string }>, state) => {
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
		// The document's example has a version that S1 does not list: any text is accepted.
		body: {
			company_id: requiredText,
			name: requiredText,
			start_message: requiredText,
			version: requiredText,
			work_option: requiredText,
			instruction: requiredText,
		},
		handle: ({ body }: SandboxRequest<CreateAi>, state) => {
			const company = find(state.companies, body.company_id);
			if (!company) return invalid(`Company ${body.company_id} does not exist`);
			const at = now(state);
			const ai = newRecord(state, at, company['Created By'], {
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
		body: { task_id: requiredText, chat_id: text },
		handle: ({ body }: SandboxRequest<{ task_id: string; chat_id?: string }>, state) => {
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
			thread: requiredText,
			success: flag,
			interest: flag,
			get_contact: flag,
			operator: flag,
			is_bot: flag,
			close: flag,
		},
		handle: (
			{ body }: SandboxRequest<{ thread: string } & Partial<Record<Tag, boolean>>>,
			state,
		) => {
			const { thread: id, ...tags } = body;
			const thread = find(state.threads, id);
			if (!thread) return invalid(`Thread ${id} does not exist`);
			const at = now(state);
			Object.assign(thread, tags, { 'Modified Date': at });
			const set = (Object.keys(tags) as Tag[]).filter((tag) => tags[tag]);
			for (const tag of set) {
				const key = dateOf[tag];
				if (key) thread[key] = at;
			}
			for (const tag of set) reportToWebhooks(state, thread, lastMessage(state, thread), tag);
			return success({});
		},
	},
];
