import type {
	IDataObject,
	IHttpRequestOptions,
	IWebhookFunctions,
	NodeApiError,
} from 'n8n-workflow';

import { sendRequest } from '../http/client';
import { SHORT_RETRY_BUDGET_MS } from '../http/retryPolicy';
import type { Vendor } from '../types';
import { toArray } from '../util/objects';
import { claimEvent } from './deduplication';
import type { Claim } from './deduplication';
import type { WebhookDefinition } from './types';

/** How long one request may take, in milliseconds. */
const TIMEOUT_MS = 10_000;
/** An event may be sent before its message can be read: a "not found" is final only after these retry delays, in milliseconds. */
const DENIAL_RETRY_DELAYS = [1_000, 4_000];
/** The first delay while the vendor cannot be reached, doubled each time, and the longest one, in milliseconds. */
const BASE_DELAY_MS = 1_000;
const MAX_DELAY_MS = 10_000;
/** The statuses by which a vendor says that there is no such record. */
const NOT_FOUND_STATUSES = ['400', '404', '410', '422'];

/** An event that is to be read back. Its times are those of `performance.now()`, in milliseconds. */
export interface PendingEvent {
	event: IDataObject;
	/** Whether the user wants such an event. */
	matchesFilters: (event: IDataObject) => boolean;
	/** What is added to it when it starts the workflow. */
	extra: IDataObject;
	/** Undefined where repetitions are wanted. */
	claim: Claim | undefined;
	/** Whether it starts the workflow when the vendor could not be reached until `deadline`. */
	emitUnverified: boolean;
	deadline: number;
	/** When to query the vendor next. */
	nextAttemptAt: number;
	/** How often the vendor knew nothing of it, and could not be reached. */
	denialCount: number;
	failureCount: number;
}

/** The event as the vendor has it; there is none; the vendor could not be reached in time; try again later. */
export type VerificationResult = { event: IDataObject } | 'denied' | 'unknown' | 'later';

/**
 * Reads records back from the vendor.
 *
 * @param key what the vendor's envelope must hold
 * @returns the objects in the response, none where the vendor says that there is no such record
 * @throws NodeApiError when the vendor could not be reached
 */
export async function fetchFromVendor(
	context: IWebhookFunctions,
	vendor: Vendor,
	{ url, qs }: Pick<IHttpRequestOptions, 'url' | 'qs'>,
	key?: string,
): Promise<IDataObject[]> {
	try {
		const body = await sendRequest(context, vendor, {
			options: { method: 'GET', url, qs, timeout: TIMEOUT_MS },
			isRead: true,
			retryBudgetMs: SHORT_RETRY_BUDGET_MS,
		});
		const entries = toArray(body && vendor.unwrap(body, key));
		return entries.filter(
			(entry): entry is IDataObject => typeof entry === 'object' && entry !== null,
		);
	} catch (error) {
		if (NOT_FOUND_STATUSES.includes(String((error as NodeApiError).httpCode))) return [];
		throw error as NodeApiError;
	}
}

/** Queries the vendor once for an event. Where the result is `later`, `pending.nextAttemptAt` says when to try again. */
export async function attemptVerification(
	context: IWebhookFunctions,
	definition: WebhookDefinition,
	pending: PendingEvent,
): Promise<VerificationResult> {
	// Where so many events wait that this one is due too late, no further request is sent.
	if (pending.failureCount > 0 && performance.now() > pending.deadline + MAX_DELAY_MS)
		return 'unknown';
	try {
		const event = await definition.verify(context, pending.event);
		if (event) return { event };
	} catch (error) {
		context.logger.warn(
			`${context.getNode().name}: an event cannot be checked yet. ${(error as Error).message}`,
		);
		const now = performance.now();
		if (now >= pending.deadline) return 'unknown';
		pending.nextAttemptAt = Math.min(
			pending.deadline,
			now + Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** pending.failureCount),
		);
		pending.failureCount += 1;
		return 'later';
	}
	if (pending.denialCount === DENIAL_RETRY_DELAYS.length) return 'denied';
	pending.nextAttemptAt = performance.now() + DENIAL_RETRY_DELAYS[pending.denialCount];
	pending.denialCount += 1;
	return 'later';
}

/** Whether the vendor's version of an event starts the workflow. */
function isAccepted(
	context: IWebhookFunctions,
	definition: WebhookDefinition,
	{ event, matchesFilters, claim }: PendingEvent,
	version: IDataObject,
): boolean {
	// The caller's version passed the filters; the vendor's version must pass too.
	if (!matchesFilters({ ...event, ...version })) return false;
	// A caller could send one event in many versions.
	const identity = definition.identity(version);
	if (!claim || identity.join('\n') === definition.identity(event).join('\n')) return true;
	const vendorClaim = claimEvent(context, identity);
	vendorClaim?.commit(context);
	return vendorClaim !== undefined;
}

/**
 * Ends the verification of an event: logs why it starts nothing, or commits its claim.
 *
 * @param context of the call that starts the workflow with it
 * @returns what starts the workflow, if anything
 */
export function resolveEvent(
	context: IWebhookFunctions,
	definition: WebhookDefinition,
	pending: PendingEvent,
	result: Exclude<VerificationResult, 'later'>,
): IDataObject[] {
	const { name } = context.getNode();
	const vendor = definition.vendor.name;
	let item: IDataObject | undefined;
	if (typeof result === 'object') {
		if (isAccepted(context, definition, pending, result.event))
			item = { ...result.event, verified: true, ...pending.extra };
	} else if (result === 'denied') {
		context.logger.warn(`${name}: ${vendor} does not confirm an event, so it started nothing.`);
	} else if (pending.emitUnverified) {
		item = { ...pending.event, verified: false, ...pending.extra };
	} else {
		context.logger.error(
			`${name}: ${vendor} could not be asked about an event, so it was dropped.`,
		);
	}
	if (item) pending.claim?.commit(context);
	else pending.claim?.release();
	return item ? [item] : [];
}
