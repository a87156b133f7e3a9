import type { IDataObject } from 'n8n-workflow';

import { isoFromSeconds } from '../../shared/operations/serializers';
import type { FieldSelector } from '../../shared/operations/types';
import { getPath } from '../../shared/util/objects';

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
