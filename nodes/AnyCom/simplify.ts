import type { IDataObject } from 'n8n-workflow';

import { isoFromSeconds } from '../shared/operations/serializers';
import type { FieldSelector } from '../shared/operations/types';
import { getPath } from '../shared/util/objects';

/** A time of AnyCom's, unix seconds in a text, as ISO 8601. */
const time =
	(path: string): FieldSelector =>
	(record: IDataObject) =>
		isoFromSeconds(getPath(record, path));

export const simplifyCustomer: Record<string, FieldSelector> = {
	userId: 'channel.user_id',
	name: 'user_name',
	state: 'state',
	channelId: 'channel.id',
	customerId: 'customer',
	session: 'session',
	chatGroup: 'chat.group.name',
	attendant: 'chat.user',
	lastSent: time('send.last'),
	lastReceived: time('receive.last'),
};

/** By the vendor's documentation, `chat_group.id` is the group's name, and `chat_group.name` that of the attendant. */
export const simplifyBotSession: Record<string, FieldSelector> = {
	userId: 'channel.user_id',
	name: 'user_name',
	channelId: 'channel.id',
	flow: 'running.flow',
	item: 'running.item',
	nextFlow: 'next.flow',
	nextItem: 'next.item',
	lastAnswer: 'last_answer',
	chatGroup: 'chat_group.id',
	attendant: 'chat_group.name',
};

export const simplifyAttendant: Record<string, FieldSelector> = {
	username: 'chat_user',
	name: 'chat_user_name',
	groupId: 'group.id',
	groupName: 'group.name',
	customers: 'clients.count',
	startTime: time('connection.start_time'),
	lastAck: 'connection.last_ack',
	ipAddress: 'connection.ip_addr',
	os: 'os.name',
	browser: 'browser.name',
};
