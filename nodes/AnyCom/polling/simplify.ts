import type { IDataObject } from 'n8n-workflow';

import { getPath } from '../../shared/output';
import type { FieldSelector } from '../../shared/output';
import { isoFromSeconds } from '../../shared/values';

/** A19 */
export const simplifyAwaiting: Record<string, FieldSelector> = {
	userId: 'channel.user_id',
	name: 'channel.user_name',
	channelId: 'channel.id',
	chatGroupId: 'chat.group.id',
	chatGroup: 'chat.group.name',
	subject: 'chat.subject',
	greeting: 'chat.greeting',
	call: 'chat.call',
};

/** A7 */
export const simplifyStatus: Record<string, FieldSelector> = {
	status: 'status',
	channelType: 'channel.type',
	channelId: 'channel.id',
	lastSeen: (channel: IDataObject) => isoFromSeconds(getPath(channel, 'seen.last')),
	customers: 'clients.count',
	chats: 'clients.chats',
};
