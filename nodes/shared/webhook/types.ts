import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import type { Vendor } from '../types';

/** What a body turned out to be: an event, one that is meant for somebody else, or nothing that the vendor sends. */
export type ParsedEvent = { event: IDataObject } | { ignored: string } | { invalid: string };

/** Everything that shared code must be told of a vendor's webhooks. */
export interface WebhookDefinition {
	/** The vendor whose API can confirm an event. */
	vendor: Vendor;
	/** The credential type with the secrets of the webhook. */
	secretsCredential: string;
	/** Reads a body: the event in clean form, or in one line why it is none. */
	read(body: IDataObject): ParsedEvent;
	/** What the user chose, as a test that an event passes or not. */
	filter(context: IWebhookFunctions): (event: IDataObject) => boolean;
	/** What two deliveries of one event have in common, and no two events. */
	identity(event: IDataObject): string[];
	/**
	 * Reads back what the event is about.
	 *
	 * @returns the event as the vendor has it, with nothing in it that only the caller said; undefined when the vendor knows
	 * nothing of it
	 * @throws NodeApiError when the vendor could not be asked
	 */
	verify(context: IWebhookFunctions, event: IDataObject): Promise<IDataObject | undefined>;
}
