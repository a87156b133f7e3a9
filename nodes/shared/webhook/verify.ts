import type {
	IDataObject,
	IHttpRequestOptions,
	IWebhookFunctions,
	NodeApiError,
} from 'n8n-workflow';

import { entriesOf } from '../output';
import { send } from '../send';
import type { Vendor } from '../vendor';
import { claim } from './once';
import type { Claim } from './once';
import type { Source } from './source';

/** How long one request may take, in milliseconds. */
const TIMEOUT = 10_000;
/** An event may be sent before its message can be read: a denial counts when it is repeated after these waits, in milliseconds. */
const SECOND_LOOKS = [1_000, 4_000];
/** The first wait while the vendor cannot be asked, doubled each time, and the longest one, in milliseconds. */
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 10_000;
/** By these statuses a vendor says that there is no such thing. */
const NO_SUCH_THING = ['400', '404', '410', '422'];

/** An event that is to be read back. Its times are by the clock that nobody sets, in milliseconds. */
export interface Pending {
	event: IDataObject;
	/** Whether the user wants such an event. */
	wanted: (event: IDataObject) => boolean;
	/** What is added to it when it starts the workflow. */
	extra: IDataObject;
	/** Undefined where repetitions are wanted. */
	claim: Claim | undefined;
	/** Whether it starts the workflow when the vendor could not be asked until `until`. */
	startUnchecked: boolean;
	until: number;
	/** When to look next. */
	due: number;
	/** How often the vendor knew nothing of it, and could not be asked. */
	denials: number;
	failures: number;
}

/** The event as the vendor has it; that there is none; that nobody could say so in time; that this is not known yet. */
export type Verdict = { event: IDataObject } | 'denied' | 'unknown' | 'later';

/**
 * Reads things back from the vendor.
 *
 * @param key what the vendor's envelope must hold
 * @returns the objects in the answer, none where the vendor says that there is no such thing
 * @throws NodeApiError when the vendor could not be asked
 */
export async function lookUp(
	context: IWebhookFunctions,
	vendor: Vendor,
	{ url, qs }: Pick<IHttpRequestOptions, 'url' | 'qs'>,
	key?: string,
): Promise<IDataObject[]> {
	try {
		const body = await send(context, vendor, {
			options: { method: 'GET', url, qs, timeout: TIMEOUT },
			reads: true,
		});
		const entries = entriesOf(body && vendor.payload(body, key));
		return entries.filter(
			(entry): entry is IDataObject => typeof entry === 'object' && entry !== null,
		);
	} catch (error) {
		if (NO_SUCH_THING.includes(String((error as NodeApiError).httpCode))) return [];
		throw error as NodeApiError;
	}
}

/** Asks the vendor once about an event, and says when to ask again if there is no verdict yet. */
export async function look(
	context: IWebhookFunctions,
	source: Source,
	pending: Pending,
): Promise<Verdict> {
	// Where so many wait that this one's turn comes too late, it is not asked for again.
	if (pending.failures > 0 && performance.now() > pending.until + LONGEST_WAIT) return 'unknown';
	try {
		const event = await source.confirm(context, pending.event);
		if (event) return { event };
	} catch (error) {
		context.logger.warn(
			`${context.getNode().name}: an event cannot be checked yet. ${(error as Error).message}`,
		);
		const now = performance.now();
		if (now >= pending.until) return 'unknown';
		pending.due = Math.min(
			pending.until,
			now + Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** pending.failures),
		);
		pending.failures += 1;
		return 'later';
	}
	if (pending.denials === SECOND_LOOKS.length) return 'denied';
	pending.due = performance.now() + SECOND_LOOKS[pending.denials];
	pending.denials += 1;
	return 'later';
}

/** What of the vendor's version of an event starts the workflow. */
function confirmed(
	context: IWebhookFunctions,
	source: Source,
	{ event, wanted, claim: own }: Pending,
	version: IDataObject,
): boolean {
	// What the caller said may have passed the filters, and what the vendor says not.
	if (!wanted({ ...event, ...version })) return false;
	// A caller could say one event in many ways.
	const identity = source.identity(version);
	if (!own || identity.join('\n') === source.identity(event).join('\n')) return true;
	const other = claim(context, identity);
	other?.keep(context);
	return other !== undefined;
}

/**
 * What becomes of an event by a verdict that is final.
 *
 * @param context of the call that starts the workflow with it
 * @returns what starts the workflow, if anything
 */
export function settle(
	context: IWebhookFunctions,
	source: Source,
	pending: Pending,
	verdict: Exclude<Verdict, 'later'>,
): IDataObject[] {
	const { name } = context.getNode();
	const vendor = source.vendor.name;
	let item: IDataObject | undefined;
	if (typeof verdict === 'object') {
		if (confirmed(context, source, pending, verdict.event))
			item = { ...verdict.event, verified: true, ...pending.extra };
	} else if (verdict === 'denied') {
		context.logger.warn(`${name}: ${vendor} does not confirm an event, so it started nothing.`);
	} else if (pending.startUnchecked) {
		item = { ...pending.event, verified: false, ...pending.extra };
	} else {
		context.logger.error(
			`${name}: ${vendor} could not be asked about an event, so it was dropped.`,
		);
	}
	if (item) pending.claim?.keep(context);
	else pending.claim?.release();
	return item ? [item] : [];
}
