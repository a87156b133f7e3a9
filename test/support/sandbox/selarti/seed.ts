/**
 * The data of a fresh Selarti account: invented companies, AIs, tasks, channels, threads and messages, the same on
 * every run, and enough of them for several pages.
 */

import { addMessage, addThread, digits, newRecord } from './records';
import type { Ai, BubbleRecord, Channel, State, Task, Thread } from './state';

const start = Date.UTC(2025, 2, 3, 6, 20, 0);
const minute = 60_000;
const hour = 60 * minute;

const versions = [
	'orion-3',
	'orion-3-mini',
	'orion-2.5 preview',
	'vega-o1',
	'vega-o1-deep-research',
];
const companyNames = ['Салон «Ромашка»', 'Yulduz Gilam doʻkoni', 'Clínica Vitória Régia'];
const aiNames = ['Менеджер Алиса', 'Sotuvchi Dilnoza', 'Recepção', 'Ночная смена'];
const taskNames = [
	'Сайт',
	'Instagram javoblari',
	'WhatsApp розница',
	'Telegram boti',
	'Retorno de clientes',
	'Опрос',
	'Aksiya',
	'Архив',
];
const channelNames = [
	'Виджет сайта',
	'Telegram @romashka_demo',
	'WhatsApp',
	'Instagram',
	'Внешний мессенджер',
];
const channelTypes = ['web', 'telegram', 'whatsapp', 'instagram', 'page messenger'];
const people = [
	'Ольга Серова',
	'Jasur Toʻrayev',
	'Conceição Araújo',
	'Тимур Агзамов',
	'Gulnora Xoʻjayeva',
	'Ёлка 🎄',
	"O'Brien & Co",
];
const texts = {
	user: [
		'Здравствуйте! Сколько стоит стрижка?',
		'Assalomu alaykum, gilam bormi?',
		'Vocês abrem aos sábados?',
		'Спасибо 🙏',
	],
	bot: [
		'Добрый день! От 900 рублей.',
		'Vaalaykum assalom, ha, bor!',
		'Sim, até às 14h.',
		'Рады помочь.',
	],
	operator: [
		'Подключился администратор, минуту.',
		'Hozir tekshirib beraman.',
		'Vou verificar e já volto.',
	],
};
const speakers = ['user', 'bot', 'user', 'bot', 'operator'] as const;

function addMessages(state: State, thread: Thread, count: number) {
	let at = thread['Created Date'];
	for (let position = 0; position < count; position += 1) {
		// Some messages have the same time, as a greeting and its answer may.
		if (position % 40 !== 39) at += minute;
		const type = speakers[position % speakers.length];
		addMessage(state, thread, {
			at,
			type,
			text:
				count > 10 ? `${position + 1}. ${texts[type][position % 3]}` : texts[type][position % 3],
		});
	}
}

/** The fields that a record has beside those of every record of a company. */
type OwnFields<T extends BubbleRecord> = Omit<T, keyof BubbleRecord | 'company'>;

/**
 * One company with its records. The document shows no companies, tasks and channels: their keys beside the ID and the
 * times are the least that is plausible.
 *
 * @returns the tasks
 */
function addCompany(state: State, index: number): Task[] {
	const at = start + index * 24 * hour;
	const by = `${at - hour}x1${digits(state, 17)}`;
	const company = newRecord(state, at, by, { name: companyNames[index] });
	state.companies.push(company);
	const add = <T extends Ai | Channel | Task>(list: T[], fields: OwnFields<T>): T => {
		const time = at + (list.length + 1) * minute;
		const added = newRecord(state, time, by, { company: company._id, ...fields }) as T;
		list.push(added);
		return added;
	};
	const ais = aiNames.slice(0, index === 0 ? 4 : 3).map((name, position) =>
		add(state.ais, {
			name,
			start_message: '{Здравствуйте|Assalomu alaykum|Olá}',
			'work option':
				position % 2 === 0 ? 'Incoming communication' : 'Incoming and outgoing communication',
			instruction_history: [`${at}x1${digits(state, 17)}`],
			reasoning_effort: 'medium',
			top_p: 1,
			functions: [],
			verbosity: 'medium',
			temperature: 1,
			version: versions[position % 3],
		}),
	);
	const channels = channelNames.map((name, position) =>
		add(state.channels, { name, type: channelTypes[position] }),
	);
	return taskNames.slice(0, index === 0 ? 8 : 7).map((name, position) =>
		add(state.tasks, {
			name,
			ai: ais[position % ais.length]._id,
			channel: channels[position % channels.length]._id,
			type: 'Web',
		}),
	);
}

export function seed(): State {
	const state: State = {
		randomSeed: 20250303,
		key: 'invented-selarti-key-0001',
		tokens: new Set(),
		logIns: 0,
		oneSession: false,
		terse: false,
		maxLimit: undefined,
		clock: () => Date.now(),
		latest: 0,
		versions: [...versions],
		companies: [],
		ais: [],
		tasks: [],
		channels: [],
		threads: [],
		messages: [],
		targets: [],
		nextTarget: 51001,
		webhooks: [],
		outbox: [],
		scheduled: [],
		telegram: {},
		telegramCode: 48213,
		telegramPasswords: { 998000000012: 'gilam-va-choy' },
	};
	const tasks = companyNames.map((_, index) => addCompany(state, index));
	const [first, second] = tasks[0];
	for (let index = 0; index < 64; index += 1) {
		const thread = addThread(state, {
			task: first,
			at: start + 72 * hour + index * hour,
			title: index % 4 === 0 ? undefined : people[index % people.length],
			externalId: index % 8 === 3 ? `ext-${9000 + index}` : undefined,
		});
		if (index !== 5) addMessages(state, thread, index === 10 ? 130 : 3);
	}
	for (let index = 0; index < 3; index += 1) {
		const at = start + 96 * hour + index * hour;
		addMessages(state, addThread(state, { task: second, at, chatId: `crm-${700 + index}` }), 2);
	}
	addMessages(
		state,
		addThread(state, {
			task: tasks[1][0],
			at: start + 120 * hour,
			title: people[1],
			externalId: 'ext-9003',
		}),
		4,
	);
	const times = [...state.threads, ...state.messages].map((record) => record['Created Date']);
	state.latest = Math.max(...times);
	return state;
}

const sample = seed();
const [first] = sample.tasks;
const threads = sample.threads.filter(({ task }) => task === first._id);
const ids = (records: BubbleRecord[]): string[] => records.map(({ _id }) => _id);

/** What tests may rely on in a fresh state. */
export const known = {
	key: sample.key,
	versions,
	companies: ids(sample.companies),
	company: sample.companies[0]._id,
	otherCompany: sample.companies[1]._id,
	ais: ids(sample.ais.filter((ai) => ai.company === first.company)),
	ai: sample.ais[0]._id,
	tasks: ids(sample.tasks.filter((task) => task.company === first.company)),
	task: first._id,
	/** Its threads were created by the API and have a chat_id. */
	apiTask: sample.tasks[1]._id,
	chatId: 'crm-701',
	channels: ids(sample.channels.filter((channel) => channel.company === first.company)),
	/** The threads of `task`, newest first. */
	threads: ids(threads).reverse(),
	thread: threads[0]._id,
	threadWithManyMessages: threads[10]._id,
	manyMessages: 130,
	threadWithoutMessages: threads[5]._id,
	/** A thread of the first company and one of the second company have it. */
	externalId: 'ext-9003',
	ownExternalId: 'ext-9011',
	threadWithOwnExternalId: threads[11]._id,
	otherThread: sample.threads[sample.threads.length - 1]._id,
	allThreads: sample.threads.length,
	/** An ID of the right form that nothing has. */
	unknownId: '1741004400777x100000000000000001',
	phone: '998000000011',
	phoneWithPassword: '998000000012',
	telegramCode: sample.telegramCode,
	telegramPassword: 'gilam-va-choy',
};
