/**
 * Things of the shapes that the document shows, with invented values, and what Simplify makes of them.
 */

export const user = {
	customer: 70012,
	state: 'on_bot',
	session: 81234,
	send: { count: 2, last: '1741004400', last_elapsed: '90 days, 4:11:48' },
	chat: {
		group: { id: 23, name: 'Сервис' },
		invited: true,
		greeting: '',
		call: 'invited',
		user: '',
		subject: '',
	},
	receive: { count: 1, last: '1741004394', last_elapsed: '90 days, 4:11:54' },
	user_name: 'Márcia Conceição',
	channel: { user_id: '550090001234@c.us', type: 'whatsapp', id: 31 },
};
export const simpleUser = {
	userId: '550090001234@c.us',
	name: 'Márcia Conceição',
	state: 'on_bot',
	channelId: 31,
	customerId: 70012,
	session: 81234,
	chatGroup: 'Сервис',
	attendant: '',
	lastSent: '2025-03-03T12:20:00.000Z',
	lastReceived: '2025-03-03T12:19:54.000Z',
};
export const botSession = {
	user_name: 'Márcia Conceição',
	next: { item: 57, step: 0, destination: { type: 'message', option: null }, flow: 2, id: 3011 },
	running: { item: 12, step: 0, destination: { type: 'chat', option: null }, flow: 3, id: 144 },
	last_answer: 'Segunda via',
	chat_group: { id: 'Сервис', name: 'Надежда' },
	channel: { user_id: '550090001234@c.us', type: 'whatsapp', id: 31 },
};
export const simpleBotSession = {
	userId: '550090001234@c.us',
	name: 'Márcia Conceição',
	channelId: 31,
	flow: 3,
	item: 12,
	nextFlow: 2,
	nextItem: 57,
	lastAnswer: 'Segunda via',
	chatGroup: 'Сервис',
	attendant: 'Надежда',
};
export const attendant = {
	chat_user: 'nadejda',
	connection: { start_time: '1741004400', ip_addr: '192.0.2.20', last_ack: 4 },
	group: { id: 23, alternative_groups: [], name: 'Сервис' },
	os: { version: '12.4', name: 'Linux' },
	web_version: { front: 'V1.2.001', core: 'V1.2.004' },
	clients: { count: 0 },
	chat_user_name: 'Надежда',
	browser: { version: '118.0.2', name: 'Firefox' },
};
export const simpleAttendant = {
	username: 'nadejda',
	name: 'Надежда',
	groupId: 23,
	groupName: 'Сервис',
	customers: 0,
	startTime: '2025-03-03T12:20:00.000Z',
	lastAck: 4,
	ipAddress: '192.0.2.20',
	os: 'Linux',
	browser: 'Firefox',
};
export const talker = {
	user_id: '550090001234@c.us',
	type: 'whatsapp',
	id: 31,
	user_name: 'Márcia Conceição',
};
export const channels = [
	{
		status: 'UP',
		seen: { last: '1741004460', last_elapsed: 38 },
		clients: { count: 2 },
		channel: { type: 'whatsapp', id: 31 },
	},
	{ status: 'UP', clients: { count: 0, chats: 0 }, channel: { type: 'livechat' } },
	{ status: 'UP', clients: { count: 2 }, channel: { type: 'liveflow' } },
];
export const checked = {
	status: 'already',
	contact: { isBusiness: true, user_name: 'Floricultura Ipê' },
	channel: { user_id: '550090000900@c.us', type: 'whatsapp', user: '550090000900' },
};
