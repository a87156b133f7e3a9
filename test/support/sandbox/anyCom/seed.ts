/**
 * The data of a fresh AnyCom account: invented channels, customers, bot sessions and attendants, the same on every run.
 * The phone numbers begin with 5500, an area code that does not exist.
 */

import type { Attendant, CustomerChat, Customer, Group, State } from './state';

const at = 1741004400;

const names = [
	'Padaria São João',
	'Márcia Conceição',
	'Зоя Крылова',
	'Sherzod Yoʻldoshev',
	'Zé Antônio',
	'Oficina do Beto',
	'Анна-Мария',
	'Lúcia Fátima',
	'Gulbahor Nigora',
	'Mercado Açaí & Cia',
	'Иван Щукин',
	'João Pão',
	'Rosângela',
	'Fermer Oʻktam',
	'Tainá 🌿',
	'Пётр',
	'Íris Magalhães',
	'Bekzod',
	'Farmácia Saúde',
	'Ülviyyə',
	'Leônidas',
	'Жанна',
	'Nilufar',
	'Dra. Inês',
];
const groups = [
	{ id: 21, name: 'Atendimento' },
	{ id: 22, name: 'Financeiro' },
	{ id: 23, name: 'Сервис' },
];
const attendants: Array<[user: string, name: string, group: number]> = [
	['larissa', 'Larissa', 21],
	['otabek', 'Otabek', 21],
	['nadejda', 'Надежда', 23],
	['caua', 'Cauã', 22],
	['yara', 'Yara', 22],
	['bruno', 'Bruno', 21],
];
/** The states of the customers, one after another. */
const states = ['on_bot', 'on_chat', 'on_bot', 'done', 'on_chat', 'identifying'];

const numberOf = (index: number) => 550090000101 + index;

/** The chat of a customer who is in none. */
export const noChat = (): CustomerChat => ({
	group: { id: 0, name: '' },
	invited: false,
	greeting: '',
	call: '',
	user: '',
	subject: '',
});

export function addUser(
	state: State,
	options: { number: number; name: string; state: string; chan_id: number },
): Customer {
	const serial = state.nextCustomer++;
	const moment = String(at + serial);
	const user: Customer = {
		customer: serial,
		state: options.state,
		session: serial + 4100,
		send: {
			count: 1 + (serial % 4),
			last: moment,
			last_elapsed: `${serial % 9} days, 2:05:0${serial % 10}`,
		},
		chat: noChat(),
		receive: {
			count: 1 + (serial % 3),
			last: moment,
			last_elapsed: `${serial % 9} days, 2:05:1${serial % 10}`,
		},
		user_name: options.name,
		channel: { user_id: `${options.number}@c.us`, type: 'whatsapp', id: options.chan_id },
	};
	state.customers.push(user);
	return user;
}

export function addBotSession(state: State, user: Customer) {
	const item = 10 + state.botSessions.length;
	state.botSessions.push({
		user_name: user.user_name,
		next: {
			item: item + 1,
			step: 0,
			destination: { type: 'message', option: null },
			flow: 3,
			id: 1500 + item,
		},
		running: {
			item,
			step: 0,
			destination: { type: 'chat', option: null },
			flow: 3,
			id: 1400 + item,
		},
		last_answer: item % 2 ? 'Segunda via' : '',
		chat_group: { id: 'Atendimento', name: '' },
		channel: { ...user.channel },
	});
}

export function addAwaiting(
	state: State,
	user: Customer,
	{
		group,
		greeting = '',
		subject = '',
		wanted = '',
	}: { group: Group; greeting?: string; subject?: string; wanted?: string },
) {
	user.state = 'on_chat';
	user.chat = {
		group: { ...group },
		invited: true,
		greeting,
		call: 'invited',
		user: wanted,
		subject,
	};
	state.awaiting.push({
		chat: { call: 'invited', group: { ...group }, greeting, subject },
		channel: { ...user.channel, user_name: user.user_name },
	});
}

export function addConversation(state: State, user: Customer, attendant: Attendant, group: Group) {
	user.state = 'on_chat';
	user.chat = {
		...user.chat,
		group: { ...group },
		call: group.id ? 'accepted' : 'direct',
		user: attendant.chat_user,
	};
	state.conversations.push({
		chat_user: attendant.chat_user,
		chat_user_name: attendant.chat_user_name,
		chat_group: { ...group },
		channel: { ...user.channel, user_name: user.user_name },
	});
}

export function seed(): State {
	const state: State = {
		key: 'invented-anycom-key-0001',
		users: ['integracao', 'supervisor'],
		httpStatusAlways200: false,
		emptyAs204: true,
		dropsHeaders: false,
		clock: () => Date.now(),
		domain: 'demo',
		channels: [
			{ id: 31, type: 'whatsapp', status: 'UP', seen: { last: String(at + 60), last_elapsed: 38 } },
			{
				id: 32,
				type: 'whatsapp',
				status: 'DOWN',
				seen: { last: String(at - 7200), last_elapsed: 7298 },
			},
			{ type: 'livechat', status: 'UP' },
			{ type: 'liveflow', status: 'UP' },
		],
		groups: groups.map((group) => ({ ...group })),
		nextCustomer: 14001,
		customers: [],
		botSessions: [],
		awaiting: [],
		conversations: [],
		attendants: attendants.map(([chat_user, chat_user_name, id], index) => ({
			chat_user,
			connection: {
				start_time: String(at + index * 60),
				ip_addr: `192.0.2.${20 + index}`,
				last_ack: index,
			},
			group: {
				...groups.find((group) => group.id === id),
				alternative_groups: index % 3 === 0 ? [22] : [],
			},
			os: { version: '12.4', name: index % 2 ? 'Linux' : 'Windows' },
			web_version: { front: 'V1.2.001', core: 'V1.2.004' },
			chat_user_name,
			browser: { version: '118.0.2', name: 'Firefox' },
		})),
		contacts: [{ number: 550090000900, user_name: 'Floricultura Ipê', isBusiness: true }],
		services: { 201: 'Boas-vindas', 202: 'Pesquisa' },
		functions: { 301: 'Consulta de CEP' },
		reloads: [],
		sent: [],
		invites: [],
	};
	let onChat = 0;
	names.forEach((name, index) => {
		const chan_id = index % 5 === 4 ? 32 : 31;
		const user = addUser(state, {
			number: numberOf(index),
			name,
			state: states[index % states.length],
			chan_id,
		});
		if (user.state === 'on_bot') addBotSession(state, user);
		if (user.state !== 'on_chat') return;
		const attendant = state.attendants[onChat >> 1];
		if (onChat % 2)
			addAwaiting(state, user, { group: groups[onChat % 3], subject: 'Dúvida sobre o boleto' });
		else
			addConversation(
				state,
				user,
				attendant,
				onChat % 4 ? { id: 0, name: '' } : groups[onChat % 3],
			);
		onChat += 1;
	});
	// The same customer on the other channel: only type, ID and user together identify a customer.
	addUser(state, { number: numberOf(0), name: names[0], state: 'identifying', chan_id: 32 });
	return state;
}

/** What tests may rely on in a fresh state. */
export const known = {
	key: 'invented-anycom-key-0001',
	user: 'integracao',
	otherUser: 'supervisor',
	channel: 31,
	downChannel: 32,
	unknownChannel: 99,
	customers: 25,
	/** In the state `on_bot` on channel 31, and `identifying` on channel 32. */
	onBot: `${numberOf(0)}@c.us`,
	onBotNumber: numberOf(0),
	inConversation: `${numberOf(1)}@c.us`,
	awaiting: `${numberOf(5)}@c.us`,
	awaitingNumber: numberOf(5),
	done: `${numberOf(3)}@c.us`,
	doneNumber: numberOf(3),
	unknownCustomer: '550090009999@c.us',
	contactNumber: 550090000900,
	noWhatsApp: 550090009999,
	attendants: attendants.map(([chat_user]) => String(chat_user)),
	/** The attendant in the conversation with `inConversation`. */
	attendant: 'larissa',
	freeAttendant: 'bruno',
	group: 21,
	flow: 3,
	service: 201,
	function: 301,
};
