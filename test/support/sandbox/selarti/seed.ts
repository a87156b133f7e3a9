/**
 * What stands at Selarti before anybody asks: invented companies, AIs, tasks, channels, threads and messages, the same
 * on every run, and enough of them to page through.
 */

import { addMessage, addThread, digits, newThing } from './things';
import type { Letter } from '../webhooks';

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
const said = {
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

function talk(state: any, thread: any, count: number) {
	let at = thread['Created Date'];
	for (let turn = 0; turn < count; turn += 1) {
		// Now and then two messages share a millisecond, as a greeting and its answer may.
		if (turn % 40 !== 39) at += minute;
		const type = speakers[turn % speakers.length];
		addMessage(state, thread, {
			at,
			type,
			text: count > 10 ? `${turn + 1}. ${said[type][turn % 3]}` : said[type][turn % 3],
		});
	}
}

/**
 * One company with what belongs to it. For companies, tasks and channels the document shows no answer: their keys
 * beyond the id and the times are the least that is plausible.
 */
function addCompany(state: any, index: number) {
	const at = start + index * 24 * hour;
	const by = `${at - hour}x1${digits(state, 17)}`;
	const company = newThing(state, at, by, { name: companyNames[index] });
	state.companies.push(company);
	const add = (key: string, rest: Record<string, any>) => {
		const made = newThing(state, at + (state[key].length + 1) * minute, by, {
			company: company._id,
			...rest,
		});
		state[key].push(made);
		return made;
	};
	const ais = aiNames.slice(0, index === 0 ? 4 : 3).map((name, turn) =>
		add('ais', {
			name,
			start_message: '{Здравствуйте|Assalomu alaykum|Olá}',
			'work option':
				turn % 2 === 0 ? 'Incoming communication' : 'Incoming and outgoing communication',
			instruction_history: [`${at}x1${digits(state, 17)}`],
			reasoning_effort: 'medium',
			top_p: 1,
			functions: [],
			verbosity: 'medium',
			temperature: 1,
			version: versions[turn % 3],
		}),
	);
	const channels = channelNames.map((name, turn) =>
		add('channels', { name, type: channelTypes[turn] }),
	);
	return taskNames.slice(0, index === 0 ? 8 : 7).map((name, turn) =>
		add('tasks', {
			name,
			ai: ais[turn % ais.length]._id,
			channel: channels[turn % channels.length]._id,
			type: 'Web',
		}),
	);
}

export function seed(): any {
	const state: any = {
		drawn: 20250303,
		key: 'invented-selarti-key-0001',
		/** Every token the vendor accepts at this moment. */
		tokens: new Set() as Set<string>,
		logIns: 0,
		/** Whether a new log-in ends the former ones. */
		oneSession: false,
		/** Whether S16 and S17, whose answers the document does not show, answer an empty response. */
		terse: false,
		/** The most entries S5 and S6 give at once; undefined for no such cap. */
		maxLimit: undefined as number | undefined,
		clock: () => Date.now(),
		latest: 0,
		versions: [...versions],
		companies: [],
		ais: [],
		tasks: [],
		channels: [],
		threads: [],
		messages: [],
		/** What S14 and S15 handed over. */
		targets: [],
		nextTarget: 51001,
		/**
		 * The integrations of type "Another": the AI answers only while there is one, as nobody else would notice.
		 */
		webhooks: [] as Array<{ url: string; type: string }>,
		/** What is to be sent to them. */
		outbox: [] as Letter[],
		/** What S13 will send later. */
		scheduled: [],
		/** Telegram log-ins under way, by their token (S8 to S10). */
		telegram: {},
		telegramCode: 48213,
		/** Telegram accounts that ask for a password after the code. */
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
		if (index !== 5) talk(state, thread, index === 10 ? 130 : 3);
	}
	for (let index = 0; index < 3; index += 1) {
		const at = start + 96 * hour + index * hour;
		talk(state, addThread(state, { task: second, at, chatId: `crm-${700 + index}` }), 2);
	}
	talk(
		state,
		addThread(state, {
			task: tasks[1][0],
			at: start + 120 * hour,
			title: people[1],
			externalId: 'ext-9003',
		}),
		4,
	);
	const made = [...state.threads, ...state.messages];
	state.latest = Math.max(...made.map((thing) => thing['Created Date']));
	return state;
}

const sample = seed();
const threadsOf = (task: any) => sample.threads.filter((thread: any) => thread.task === task._id);
const [first] = sample.tasks;
const threads = threadsOf(first);
const ids = (things: any[]): string[] => things.map((thing) => thing._id);

/** What a test may count on in a fresh state. */
export const known = {
	key: sample.key as string,
	versions,
	companies: ids(sample.companies),
	company: sample.companies[0]._id as string,
	otherCompany: sample.companies[1]._id as string,
	ais: ids(sample.ais.filter((ai: any) => ai.company === first.company)),
	ai: sample.ais[0]._id as string,
	tasks: ids(sample.tasks.filter((task: any) => task.company === first.company)),
	task: first._id as string,
	/** Its threads were made through the API and have a chat_id. */
	apiTask: sample.tasks[1]._id as string,
	chatId: 'crm-701',
	channels: ids(sample.channels.filter((channel: any) => channel.company === first.company)),
	/** The threads of `task`, newest first. */
	threads: ids(threads).reverse(),
	thread: threads[0]._id as string,
	threadWithManyMessages: threads[10]._id as string,
	manyMessages: 130,
	threadWithoutMessages: threads[5]._id as string,
	/** One thread of the first company's and one of the second company's have it. */
	externalId: 'ext-9003',
	ownExternalId: 'ext-9011',
	threadWithOwnExternalId: threads[11]._id as string,
	otherThread: sample.threads.at(-1)._id as string,
	allThreads: sample.threads.length as number,
	/** An id of the right shape that nothing has. */
	unknownId: '1741004400777x100000000000000001',
	phone: '998000000011',
	phoneWithPassword: '998000000012',
	telegramCode: sample.telegramCode as number,
	telegramPassword: 'gilam-va-choy',
};
