/** Selarti's documents as rows: what each request looks like and what it answers. */

import { selarti, known } from '../../support/sandbox/selarti';
import { byId } from '../../support/vendors/parameters';
import type { Sandbox } from '../../support/sandbox/server';
import type { SelartiState } from '../../support/sandbox/selarti';
import type { Row, Contract } from '../../support/contract/describeContract';

const API = '/api/1.1/wf';
const success = (response: unknown) => ({ status: 'success', response });
const page = { limit: '50', offset: '0' };
const company = {
	'Created Date': 1708251850060,
	'Modified Date': 1708251850099,
	name: 'Invented Ltd',
	_id: 'c1',
	users: ['u1'],
};

const thread = {
	'Modified Date': 1724310220845,
	'Created Date': 1721810009008,
	'Created By': 'no_user',
	company: '1708251850060x460235863640434700',
	title: 'Frame user',
	ai_thread_id: 'thread_invented',
	chat_id: '123456789',
	close: false,
	get_contact: true,
	is_bot: false,
	operator: false,
	success: true,
	task: '1721129985149x478019552540622850',
	count_message: 3,
	last_message_date: 1721810016865,
	last_message_text: 'сообщение 3',
	interest: true,
	channel: '1721232388946x680785136160866300',
	user_replied: false,
	_id: '1721810007751x441563050728488960',
};
const simpleThread = {
	id: '1721810007751x441563050728488960',
	title: 'Frame user',
	chatId: '123456789',
	task: '1721129985149x478019552540622850',
	lastMessageText: 'сообщение 3',
	lastMessageDate: '2024-07-24T08:33:36.865Z',
	success: true,
	interest: true,
	operator: false,
	close: false,
};
const ai = {
	company: '1758004959765x760505718290309100',
	name: 'AI Name',
	start_message: '{Hello | Hi}',
	'work option': 'Incoming communication',
	instruction_history: ['1758898258280x851693232977870800'],
	'Modified Date': 1758898474068,
	'Created Date': 1758898259032,
	reasoning_effort: 'medium',
	top_p: 1,
	functions: ['1758891292333x930006135988551700'],
	verbosity: 'medium',
	temperature: 1,
	_id: '1758898258680x191507398022397950',
	version: 'gpt-5',
	'Created By': '1724260419868x663599964633111400',
};
const simpleAi = {
	id: '1758898258680x191507398022397950',
	name: 'AI Name',
	version: 'gpt-5',
	workOption: 'Incoming communication',
	startMessage: '{Hello | Hi}',
	company: '1758004959765x760505718290309100',
	temperature: 1,
	reasoningEffort: 'medium',
	createdDate: '2025-09-26T14:50:59.032Z',
	modifiedDate: '2025-09-26T14:54:34.068Z',
};
const message = {
	'Modified Date': 1729580592321,
	'Created Date': 1729580592315,
	'Created By': '1708251849975x447112648674775600',
	company: '1708251850060x460235863640434700',
	text: 'Test message 123',
	thread: '1728545696102x349363422913789200',
	message_type: 'bot',
	task: '1728544908612x185748016875438100',
	ai_message_id: 'msg_invented',
	message_status: 'failed',
	_id: '1729580592309x766155581985038100',
};
const simpleMessage = {
	id: '1729580592309x766155581985038100',
	text: 'Test message 123',
	messageType: 'bot',
	messageStatus: 'failed',
	thread: '1728545696102x349363422913789200',
	task: '1728544908612x185748016875438100',
	company: '1708251850060x460235863640434700',
	createdDate: '2024-10-22T07:03:12.315Z',
	modifiedDate: '2024-10-22T07:03:12.321Z',
};
// The document shows no answer for companies, tasks and channels: these are the platform's usual keys.
const simpleCompany = {
	id: 'c1',
	name: 'Invented Ltd',
	createdDate: '2024-02-18T10:24:10.060Z',
	modifiedDate: '2024-02-18T10:24:10.099Z',
};
const unknownThing = (key: string) => ({
	answer: success({ [key]: [company] }),
	items: [simpleCompany],
	raw: [company],
});
// An answer that the document does not show, for a request that changes something.
const done = { answer: success({}), items: [{ success: true }] };

const inCompany = { company: byId(known.company) };
const ofCompany = { company_id: known.company };
const companyId = { in: 'query' as const, name: 'company_id' };
const phone = known.phone;

const telegram =
	(step: 'code' | 'password', number: string) => (sandbox: Sandbox<SelartiState>) => {
		sandbox.state.telegram['token-1'] = { company: known.company, phone: number, step };
	};

const rows: Array<Row<SelartiState>> = [
	{
		number: 'S1',
		resource: 'gptVersion',
		operation: 'getAll',
		list: { total: known.versions.length },
		required: {},
		wire: { method: 'GET', path: `${API}/get_gpt_version` },
		answer: success({ 'gpt-version': ['gpt-5', 'gpt-4o-mini'] }),
		items: [{ version: 'gpt-5' }, { version: 'gpt-4o-mini' }],
	},
	{
		number: 'S2',
		resource: 'ai',
		operation: 'get',
		required: { ...inCompany, ai: byId(known.ai) },
		wire: { method: 'GET', path: `${API}/get_ai`, query: { ...ofCompany, ai_id: known.ai } },
		ids: { company: companyId, ai: { in: 'query', name: 'ai_id' } },
		answer: success({ ai: [ai] }),
		items: [simpleAi],
		raw: [ai],
	},
	{
		number: 'S2',
		resource: 'ai',
		operation: 'getAll',
		list: { total: known.ais.length },
		required: inCompany,
		wire: { method: 'GET', path: `${API}/get_ai`, query: ofCompany },
		ids: { company: companyId },
		answer: success({ ai: [ai, { ...ai, _id: 'other' }] }),
		items: [simpleAi, { ...simpleAi, id: 'other' }],
		raw: [ai, { ...ai, _id: 'other' }],
	},
	{
		number: 'S3',
		resource: 'task',
		operation: 'get',
		required: { ...inCompany, task: byId(known.task) },
		wire: { method: 'GET', path: `${API}/get_task`, query: { ...ofCompany, task_id: known.task } },
		ids: { company: companyId, task: { in: 'query', name: 'task_id' } },
		...unknownThing('task'),
	},
	{
		number: 'S3',
		resource: 'task',
		operation: 'getAll',
		list: { total: known.tasks.length },
		required: inCompany,
		wire: { method: 'GET', path: `${API}/get_task`, query: ofCompany },
		ids: { company: companyId },
		...unknownThing('task'),
	},
	{
		number: 'S4',
		resource: 'company',
		operation: 'get',
		required: inCompany,
		wire: { method: 'GET', path: `${API}/get_company`, query: ofCompany },
		ids: { company: companyId },
		...unknownThing('company'),
	},
	{
		number: 'S4',
		resource: 'company',
		operation: 'getAll',
		list: { total: known.companies.length },
		required: {},
		wire: { method: 'GET', path: `${API}/get_company` },
		...unknownThing('company'),
	},
	{
		number: 'S5',
		resource: 'thread',
		operation: 'get',
		required: { thread: byId(known.thread) },
		wire: { method: 'GET', path: `${API}/get_thread`, query: { thread_id: known.thread } },
		ids: { thread: { in: 'query', name: 'thread_id' } },
		answer: success({ thread: [thread] }),
		items: [simpleThread],
		raw: [thread],
	},
	{
		number: 'S5',
		resource: 'thread',
		operation: 'getAll',
		list: { set: { filters: { task: byId(known.task) } }, total: known.threads.length, most: 100 },
		// Without one of its filters there would be more pages than one.
		required: { limit: 10 },
		wire: { method: 'GET', path: `${API}/get_thread`, query: { limit: '10', offset: '0' } },
		options: [
			{
				set: { 'filters.externalId': known.ownExternalId },
				query: { external_id: known.ownExternalId },
			},
			{ set: { 'filters.task': byId(known.task) }, query: { task_id: known.task } },
		],
		ids: {
			'filters.task': { in: 'query', name: 'task_id' },
			'filters.externalId': { in: 'query', name: 'external_id' },
		},
		answer: success({ thread: [thread] }),
		items: [simpleThread],
		raw: [thread],
	},
	{
		number: 'S6',
		resource: 'message',
		operation: 'get',
		required: { thread: byId(known.threadWithManyMessages), messageId: 'm-1' },
		wire: {
			method: 'GET',
			path: `${API}/get_message`,
			query: { thread_id: known.threadWithManyMessages, message_id: 'm-1' },
		},
		ids: {
			thread: { in: 'query', name: 'thread_id' },
			messageId: { in: 'query', name: 'message_id' },
		},
		prepare: ({ state }) => {
			const first = state.messages.find(({ thread }) => thread === known.threadWithManyMessages);
			if (first) first._id = 'm-1';
		},
		answer: success({ message: [message] }),
		items: [simpleMessage],
		raw: [message],
	},
	{
		number: 'S6',
		resource: 'message',
		operation: 'getAll',
		list: {
			set: { thread: byId(known.threadWithManyMessages) },
			total: known.manyMessages,
			most: 100,
		},
		required: { thread: byId(known.thread) },
		wire: {
			method: 'GET',
			path: `${API}/get_message`,
			query: { thread_id: known.thread, ...page },
		},
		options: [
			{
				set: { 'filters.startDate': '2024-10-22T07:03:12.315Z' },
				query: { start_date: '1729580592315' },
			},
		],
		// n8n's date picker gives a local time; the workflow's time zone here is five hours ahead of UTC.
		forms: [
			['2024-10-22T12:03:12', '1729580592000'],
			['2024-10-22T12:03:12.315', '1729580592315'],
			['2024-10-22T09:03:12+02:00', '1729580592000'],
			['20241022T070312Z', '1729580592000'],
			['2024-10-22', '1729537200000'],
			['20241022', '1729537200000'],
			['2024-W43-2', '1729537200000'],
			['2024-296', '1729537200000'],
			['1729580592', '1729580592000'],
			['1729580592315', '1729580592315'],
			['={{ DateTime.fromMillis(1729580592315) }}', '1729580592315'],
			['={{ new Date(1729580592315) }}', '1729580592315'],
			['={{ 1729580592315 }}', '1729580592315'],
		].map(([written, sent]) => ({
			set: { 'filters.startDate': written },
			query: { start_date: sent },
		})),
		refused: ['yesterday', '12', '2025-02-30T00:00:00Z', '2025-13-01', '={{ {} }}'].map(
			(value) => ({ 'filters.startDate': value }),
		),
		ids: { thread: { in: 'query', name: 'thread_id' } },
		answer: success({ message: [message] }),
		items: [simpleMessage],
		raw: [message],
	},
	{
		number: 'S7',
		resource: 'channel',
		operation: 'getAll',
		list: { total: known.channels.length },
		required: inCompany,
		wire: { method: 'GET', path: `${API}/get_channel`, query: ofCompany },
		ids: { company: companyId },
		...unknownThing('channel'),
	},
	{
		number: 'S8',
		resource: 'telegramUser',
		operation: 'login',
		required: { ...inCompany, phone },
		wire: {
			method: 'POST',
			path: `${API}/userLogin`,
			body: { company: known.company, phone_number: phone },
		},
		ids: { company: { in: 'body', name: 'company' } },
		answer: success({ token: `${phone}:abcd` }),
		items: [{ token: `${phone}:abcd` }],
	},
	{
		number: 'S9',
		resource: 'telegramUser',
		operation: 'authCode',
		required: { ...inCompany, phone, token: 'token-1', code: String(known.telegramCode) },
		wire: {
			method: 'POST',
			path: `${API}/authcode`,
			body: { company: known.company, token: 'token-1', code: known.telegramCode, phone },
		},
		ids: { company: { in: 'body', name: 'company' }, code: { in: 'number', name: 'code' } },
		prepare: telegram('code', phone),
		...done,
	},
	{
		number: 'S10',
		resource: 'telegramUser',
		operation: 'authPassword',
		required: {
			...inCompany,
			phone: known.phoneWithPassword,
			token: 'token-1',
			password: known.telegramPassword,
		},
		wire: {
			method: 'POST',
			path: `${API}/authPassword`,
			body: {
				company: known.company,
				token: 'token-1',
				password: known.telegramPassword,
				phone: known.phoneWithPassword,
			},
		},
		ids: { company: { in: 'body', name: 'company' } },
		prepare: telegram('password', known.phoneWithPassword),
		...done,
	},
	{
		number: 'S11',
		resource: 'message',
		operation: 'send',
		text: 'message',
		required: {
			thread: byId(known.thread),
			message: 'Салом! 👋 "3 < 5"\n& more',
			messageType: 'bot',
		},
		wire: {
			method: 'POST',
			path: `${API}/send_message`,
			body: { thread: known.thread, message: 'Салом! 👋 "3 < 5"\n& more', message_type: 'bot' },
		},
		forms: [{ set: { messageType: 'operator' }, body: { message_type: 'operator' } }],
		ids: { thread: { in: 'body', name: 'thread' } },
		...done,
	},
	{
		number: 'S12',
		resource: 'message',
		operation: 'sendExternal',
		text: 'message',
		required: { task: byId(known.task), chatId: '123456789', message: 'Test message via api' },
		wire: {
			method: 'POST',
			path: `${API}/send_message_external`,
			body: { task_id: known.task, chat_id: '123456789', message: 'Test message via api' },
		},
		options: [
			{ set: { 'additionalFields.messageType': 'operator' }, body: { message_type: 'operator' } },
		],
		forms: ['bot', 'user'].map((type) => ({
			set: { 'additionalFields.messageType': type },
			body: { message_type: type },
		})),
		ids: { task: { in: 'body', name: 'task_id' }, chatId: { in: 'body', name: 'chat_id' } },
		answer: success({ thread }),
		items: [simpleThread],
		raw: [thread],
	},
	{
		number: 'S13',
		resource: 'message',
		operation: 'sendList',
		text: 'message',
		required: {
			threadList: `${known.threads[0]}\n${known.threads[1]}`,
			message: 'Test',
			messageType: 'operator',
		},
		wire: {
			method: 'POST',
			path: `${API}/send_message_list`,
			body: {
				thread_list: [known.threads[0], known.threads[1]],
				message: 'Test',
				message_type: 'operator',
			},
		},
		options: [
			{
				set: { 'additionalFields.startDate': '2025-01-09T12:00:00+03:00' },
				body: { start_date: '2025-01-09T12:00:00+03:00' },
			},
		],
		forms: [
			{ set: { threadList: `${known.threads[0]}, ${known.threads[1]},` } },
			{ set: { threadList: `={{ ${JSON.stringify(known.threads.slice(0, 2))} }}` } },
			{ set: { threadList: JSON.stringify(known.threads.slice(0, 2)) } },
			...[
				['2025-01-09T09:00:00Z', '2025-01-09T09:00:00+00:00'],
				['2025-01-09T14:00:00', '2025-01-09T14:00:00+05:00'],
				['2025-01-09', '2025-01-09T00:00:00+05:00'],
				['1736404892', '2025-01-09T11:41:32+05:00'],
			].map(([written, sent]) => ({
				set: { 'additionalFields.startDate': written },
				body: { start_date: sent },
			})),
		],
		...done,
	},
	{
		number: 'S14',
		resource: 'target',
		operation: 'addWithContext',
		required: { task: byId(known.task), target: '@invented_user' },
		wire: {
			method: 'POST',
			path: '/v1/add_target',
			query: { task_id: known.task },
			body: { target: '@invented_user' },
		},
		options: [
			{
				set: { 'additionalFields.context': 'Asked for a price' },
				body: { context: 'Asked for a price' },
			},
			{ set: { 'additionalFields.externalId': '1122' }, body: { external_id: '1122' } },
			{ set: { 'additionalFields.firstName': 'Ivan' }, body: { first_name: 'Ivan' } },
			{ set: { 'additionalFields.lastName': 'Смирнов' }, body: { last_name: 'Смирнов' } },
			{
				set: { 'additionalFields.startMessage': '{hi|hello}' },
				body: { start_message: '{hi|hello}' },
			},
		],
		forms: [
			{ set: { 'additionalFields.externalId': '={{ 1122 }}' }, body: { external_id: '1122' } },
		],
		ids: { task: { in: 'query', name: 'task_id' }, target: { in: 'body', name: 'target' } },
		answer: { success: true, target_id: 44350 },
		items: [{ success: true, target_id: 44350 }],
	},
	{
		number: 'S15',
		resource: 'target',
		operation: 'add',
		required: { task: byId(known.task), targets: '1111\n2222\n3333' },
		wire: {
			method: 'POST',
			path: `${API}/add_target`,
			body: { task: known.task, target: '1111\n2222\n3333' },
		},
		forms: [
			{ set: { targets: ' 1111, 2222 ,\n\n3333\n' } },
			{ set: { targets: '={{ [1111, "2222", 3333] }}' } },
			{ set: { targets: '@one' }, body: { target: '@one' } },
			{ set: { targets: '={{ 998901112233 }}' }, body: { target: '998901112233' } },
		],
		ids: { task: { in: 'body', name: 'task' } },
		...done,
	},
	{
		number: 'S16',
		resource: 'ai',
		operation: 'create',
		required: {
			...inCompany,
			name: 'Test ai',
			version: byId('GPT-4o'),
			workOption: 'incoming and outgoing communication',
			startMessage: 'Hello',
			instruction: 'Test instruction',
		},
		wire: {
			method: 'POST',
			path: `${API}/create_ai`,
			body: {
				company_id: known.company,
				name: 'Test ai',
				start_message: 'Hello',
				version: 'GPT-4o',
				work_option: 'incoming and outgoing communication',
				instruction: 'Test instruction',
			},
		},
		ids: { company: { in: 'body', name: 'company_id' }, version: { in: 'body', name: 'version' } },
		...done,
	},
	{
		number: 'S17',
		resource: 'thread',
		operation: 'create',
		required: { task: byId(known.task) },
		wire: { method: 'POST', path: `${API}/create_thread`, body: { task_id: known.task } },
		options: [{ set: { 'additionalFields.chatId': '1' }, body: { chat_id: '1' } }],
		forms: [{ set: { 'additionalFields.chatId': '={{ 1 }}' }, body: { chat_id: '1' } }],
		ids: {
			task: { in: 'body', name: 'task_id' },
			'additionalFields.chatId': { in: 'body', name: 'chat_id' },
		},
		...done,
		raw: [{ success: true }],
	},
	{
		number: 'S18',
		resource: 'thread',
		operation: 'updateTag',
		required: { thread: byId(known.thread), tags: { success: true } },
		wire: {
			method: 'POST',
			path: `${API}/update_tag`,
			body: { thread: known.thread, success: true },
		},
		options: [
			{ set: { 'tags.close': true }, body: { close: true } },
			{ set: { 'tags.getContact': true }, body: { get_contact: true } },
			{ set: { 'tags.interest': true }, body: { interest: true } },
			{ set: { 'tags.isBot': true }, body: { is_bot: true } },
			{ set: { 'tags.operator': true }, body: { operator: true } },
			{ set: { 'tags.success': true }, body: { success: true } },
		],
		zeroes: [
			{ set: { 'tags.success': false }, body: { success: false } },
			{ set: { 'tags.close': false }, body: { close: false } },
			{
				set: { 'tags.operator': false, 'tags.isBot': '={{ "false" }}' },
				body: { operator: false, is_bot: false },
			},
		],
		ids: { thread: { in: 'body', name: 'thread' } },
		...done,
	},
];

export const contract: Contract<SelartiState> = {
	node: 'selarti',
	credential: 'selartiApi',
	vendor: selarti,
	numbers: Array.from({ length: 18 }, (_, index) => `S${index + 1}`),
	credentials: (url) => ({
		apiKey: known.key,
		baseUrl: `${url}/`,
		advancedBaseUrl: url,
		sessionToken: 'bus|contract',
	}),
	ready: ({ state }) => void state.tokens.add('bus|contract'),
	authenticated: ({ authorization = '' }) => /^Bearer bus\|/.test(authorization),
	rows,
};
