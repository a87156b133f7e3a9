import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import type { Vendor } from '../types';

/** A body is an event, an event that this trigger does not handle, or nothing that the vendor sends. The texts say why. */
export type ParsedEvent = { event: IDataObject } | { ignored: string } | { invalid: string };

/** All that the shared code needs of a vendor's webhooks. */
export interface WebhookDefinition {
	/** The vendor whose API can confirm an event. */
	vendor: Vendor;
	/** The credential type with the secrets of the webhook. */
	secretsCredential: string;
	/** Reads a body: the event in clean form, or in one line why it is none. */
	read(body: IDataObject): ParsedEvent;
	/** Reads what the user chose. @returns whether an event is wanted */
	filter(context: IWebhookFunctions): (event: IDataObject) => boolean;
	/**
	 * The values that two deliveries of one event have in common, but different events do not. They are the values by which events are
	 * matched, so that one event in other words is the same.
	 *
	 * @param isVerified whether the vendor confirmed it: what the vendor cannot confirm then tells no two events apart
	 */
	identity(event: IDataObject, isVerified: boolean): string[];
	/** The first two values of the identities of events that can happen again after this one. */
	endedSubjects?(event: IDataObject): string[][];
	/**
	 * Reads back what the event is about.
	 *
	 * @returns the event as the vendor has it, with nothing in it that only the caller said; undefined when the vendor knows
	 * nothing of it
	 * @throws NodeApiError when the vendor could not be reached
	 */
	verify(context: IWebhookFunctions, event: IDataObject): Promise<IDataObject | undefined>;
}
