import type { IDataObject } from 'n8n-workflow';

import { at } from '../../shared/output';
import type { Source } from '../../shared/output';
import { isoFromSeconds } from '../../shared/values';

/** A19 */
export const simplifyAwaiting: Record<string, Source> = {
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
export const simplifyStatus: Record<string, Source> = {
	status: 'status',
	channelType: 'channel.type',
	channelId: 'channel.id',
	lastSeen: (channel: IDataObject) => isoFromSeconds(at(channel, 'seen.last')),
	customers: 'clients.count',
	chats: 'clients.chats',
};
