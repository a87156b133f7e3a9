/** The records of Naxon AI. */

import type { WebhookCall } from '../webhooks';

export interface Model {
	id: number;
	name: string;
	/** Milliseconds since the epoch, in whole seconds. */
	createdAt: number;
}

export interface Message {
	id: number;
	seq: string;
	/** The document shows "user"; "bot" is assumed for the other side. */
	sender: 'user' | 'bot';
	message: string;
	createdAt: number;
}

export interface Conversation {
	id: number;
	modelId: number;
	/** The document shows "web"; the others are assumed. */
	platform: string;
	platformUserId: string;
	createdAt: number;
	updatedAt: number;
	/** The oldest first. */
	messages: Message[];
}

export interface State {
	token: string;
	/** The header that has the token alone; `Authorization: Bearer` when undefined. */
	tokenHeader: string | undefined;
	/** The maximum page size; a larger page is cut down to it. The document names none. */
	maxPerPage: number;
	models: Model[];
	conversations: Conversation[];
	webhooks: Array<{ url: string; keywords: string[] }>;
	/** The webhook calls that are still to be sent. */
	outbox: WebhookCall[];
	nextConversation: number;
	nextMessage: number;
}
