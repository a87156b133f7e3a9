import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
	INode,
	IWebhookFunctions,
	NodeApiError,
} from 'n8n-workflow';

import { sendRequest } from '../http/client';
import { SHORT_RETRY_BUDGET_MS } from '../http/retryPolicy';
import type { Vendor } from '../types';
import { digest } from '../util/digest';
import { toArray } from '../util/objects';
import { forgetStarts, recordStart } from './deduplication';
import type { WebhookDefinition } from './types';

/** How long one request may take, in milliseconds. */
const TIMEOUT_MS = 10_000;
/** An event may be sent before its message can be read: a "not found" is final only after these retry delays, in milliseconds. */
const DENIAL_RETRY_DELAYS = [1_000, 4_000];
/** The first delay while the vendor cannot be reached, doubled each time, and the longest one, in milliseconds. */
const BASE_DELAY_MS = 1_000;
const MAX_DELAY_MS = 10_000;
/** By these statuses a vendor says that there is no such record, or none that this account may see. */
const DENIAL_STATUSES = ['400', '403', '404', '409', '410', '412', '422', '451'];
/** How an error begins to describe a request that was answered; a log-in that was refused says nothing of the event. */
const OF_REQUEST = 'The request was ';

/** The settings of a call, by which its event is checked, whichever call is open then. */
export interface CallSettings {
	node: INode;
	/** Undefined where it could not be read: then it is read again when it is needed. */
	credential?: ICredentialDataDecryptedObject;
}

/** An event that is to be read back. Its times are those of `performance.now()`, in milliseconds. */
export interface PendingEvent {
	event: IDataObject;
	/** Whether the user wants such an event. */
	matchesFilters: (event: IDataObject) => boolean;
	/** What is added to it when it starts the workflow. */
	extra: IDataObject;
	settings: CallSettings;
	/** Whether its repetitions start nothing. */
	isDeduplicated: boolean;
	/** Whether it starts the workflow when the vendor could not be reached in time. */
	emitUnverified: boolean;
	/** Until when a failed request is repeated. */
	retryUntil: number;
	/** When it has waited long enough, whatever is under way. */
	deadline: number;
	/** When to query the vendor next. */
	nextAttemptAt: number;
	/** How often the vendor knew nothing of it, and could not be reached. */
	denialCount: number;
	failureCount: number;
}

/** The event as the vendor has it; there is none; the vendor could not be reached in time. */
export type VerificationResult = { event: IDataObject } | 'denied' | 'unknown';

/** Reads the settings of a call while it is open. */
export async function readSettings(
	context: IWebhookFunctions,
	{ credential: type }: Vendor,
): Promise<CallSettings> {
	const node = context.getNode();
	try {
		const credential = await context.getCredentials<ICredentialDataDecryptedObject>(type);
		return { node, credential };
	} catch {
		return { node };
	}
}

/** The context of an open call with the settings of another one. */
function withSettings(
	context: IWebhookFunctions,
	{ node, credential }: CallSettings,
): IWebhookFunctions {
	return Object.create(context, {
		getNode: { value: () => node },
		...(credential && { getCredentials: { value: async () => credential } }),
	}) as IWebhookFunctions;
}

/** Whether an error is the vendor's statement that there is no such record. */
const isDenial = ({ httpCode, description }: NodeApiError) =>
	DENIAL_STATUSES.includes(String(httpCode)) && String(description).startsWith(OF_REQUEST);

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
		if (isDenial(error as NodeApiError)) return [];
		throw error as NodeApiError;
	}
}

/** What is known of an event whose time is over. A vendor that has denied it once was asked. */
export const timedOut = ({ denialCount }: PendingEvent): VerificationResult =>
	denialCount > 0 ? 'denied' : 'unknown';

/**
 * Queries the vendor once for an event.
 *
 * @param context of an open call
 * @returns `later` where it is to be queried again, when `pending.nextAttemptAt` says
 */
export async function attemptVerification(
	context: IWebhookFunctions,
	definition: WebhookDefinition,
	pending: PendingEvent,
): Promise<VerificationResult | 'later'> {
	try {
		const event = await definition.verify(withSettings(context, pending.settings), pending.event);
		if (event) return { event };
	} catch (error) {
		context.logger.warn(
			`${pending.settings.node.name}: an event cannot be checked yet. ${(error as Error).message}`,
		);
		const now = performance.now();
		if (now >= pending.retryUntil) return timedOut(pending);
		pending.nextAttemptAt = Math.min(
			pending.retryUntil,
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

/**
 * What names an event that started the workflow unverified. It holds back only those that are alike in all, so that nobody
 * can keep a true event from starting the workflow by telling its name before.
 */
const unverifiedIdentity = (event: IDataObject): string[] => ['unverified', digest(event)];

/** The vendor's version of an event, if it starts the workflow. */
function acceptVerified(
	context: IWebhookFunctions,
	definition: WebhookDefinition,
	{ event, matchesFilters, extra, isDeduplicated }: PendingEvent,
	version: IDataObject,
): IDataObject[] {
	if (isDeduplicated) forgetStarts(context, definition.endedSubjects?.(version) ?? []);
	// The caller's version passed the filters; the vendor's version must pass too.
	if (!matchesFilters({ ...event, ...version })) return [];
	if (isDeduplicated && !recordStart(context, definition.identity(version, true))) return [];
	return [{ ...version, verified: true, ...extra }];
}

/**
 * Ends the verification of an event: logs why it starts nothing, or notes that it starts the workflow.
 *
 * @param context of the call that starts the workflow with it
 * @returns what starts the workflow, if anything
 */
export function resolveEvent(
	context: IWebhookFunctions,
	definition: WebhookDefinition,
	pending: PendingEvent,
	result: VerificationResult,
): IDataObject[] {
	const { name } = pending.settings.node;
	const vendor = definition.vendor.name;
	if (typeof result === 'object') return acceptVerified(context, definition, pending, result.event);
	if (result === 'denied') {
		context.logger.warn(`${name}: ${vendor} does not confirm an event, so it started nothing.`);
		return [];
	}
	if (!pending.emitUnverified) {
		context.logger.error(
			`${name}: ${vendor} could not be asked about an event, so it was dropped.`,
		);
		return [];
	}
	if (pending.isDeduplicated && !recordStart(context, unverifiedIdentity(pending.event))) return [];
	return [{ ...pending.event, verified: false, ...pending.extra }];
}
