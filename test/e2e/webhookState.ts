import type { Sandbox } from '../support/sandbox/server';
import type { WebhookCall } from '../support/sandbox/webhooks';

/** The part of a vendor's state that its webhook calls come from. */
export interface WebhookState {
	/** Whom the vendor calls. */
	webhooks: Array<{ url: string }>;
	/** The calls that are still to be sent. */
	outbox: WebhookCall[];
}

/** @param sandbox - That of a vendor that calls webhooks. */
export const webhookState = ({ state }: Sandbox): WebhookState => state as WebhookState;
