import type { Resource } from '../../../shared/operations/types';
import { close } from './close';
import { connect } from './connect';
import { drop } from './drop';
import { getAllAwaiting } from './getAllAwaiting';
import { getAllConversations } from './getAllConversations';
import { invite } from './invite';

export const chat: Resource = {
	name: 'Chat',
	value: 'chat',
	operations: [close, connect, drop, getAllAwaiting, getAllConversations, invite],
};
