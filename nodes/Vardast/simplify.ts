import type { IDataObject } from 'n8n-workflow';

import type { FieldSelector } from '../shared/operations/types';

/** The access token is there only when the user chooses Include Secrets. */
export const simplifyChannel: Record<string, FieldSelector> = {
	id: 'id',
	name: 'name',
	platform: 'platform',
	identifier: 'identifier',
	assistant: 'assistant',
	isStopped: 'is_stopped',
	replyToStory: 'reply_to_story',
	replyToComments: 'reply_to_comments',
	accessToken: 'access_token',
	createdAt: 'created_at',
};

/** For V9 and V10, whose rows are documented in the same form. The channel is the requested one. */
export const simplifyReport: Record<string, FieldSelector> = {
	id: 'id',
	contactId: 'contact_id',
	fullName: 'full_name',
	phoneNumber: 'phone_number',
	detailedAddress: 'detailed_address',
	postalCode: 'postal_code',
	username: 'username',
	comment: 'comment',
	orderList: 'order_list',
	createdAt: 'created_at',
};

/** The names of the features that are on. */
function activeFeatures({ active_features: features }: IDataObject): unknown {
	if (typeof features !== 'object' || features === null) return undefined;
	return Object.entries(features).flatMap(([name, active]) => (active === true ? [name] : []));
}

export const simplifyUsage: Record<string, FieldSelector> = {
	mode: 'mode',
	isAllowed: 'is_allowed',
	chatCredit: 'chat_credit',
	allChatCredit: 'all_chat_credit',
	totalChats: 'total_chats',
	contactCredit: 'contact_credit',
	totalContacts: 'total_contacts',
	activeFeatures,
	nextDueDate: 'next_due_date',
	timeCredit: 'time_credit',
};
