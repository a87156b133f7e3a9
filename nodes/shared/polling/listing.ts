import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { vendorError } from '../errors';
import { entriesOf } from '../output';
import type { Paging } from '../paging';
import { send } from '../send';
import type { Context, Vendor } from '../vendor';
import { instantOf } from './instant';
import { digest } from './memory';
import type { Place } from './memory';

/** A page of a list that grows, as the vendor gave it. */
export interface ListPage {
	entries: IDataObject[];
	/** How many pages there are, where the vendor says so. */
	pages?: number;
	/** How many entries there are, where the vendor says so. */
	total?: number;
	/** Whether there is surely no further page. */
	last: boolean;
}

/** A list that can be read page by page, in whatever order the vendor keeps it. */
export interface Listing {
	/** @param page counted from 1 */
	read: (page: number) => Promise<ListPage>;
	/** The entry's time and digest; the time is undefined where it has none. */
	placeOf: (entry: IDataObject) => { time: number | undefined; id: string };
	/** Whether the vendor gives what is new alone, and little else, so that all of it is read. */
	narrowed: boolean;
	/** Makes the error for a list that cannot be read to its end. */
	malformed: (words: string, next: string) => Error;
}

/** An entry and its place in the order of news. */
export interface Entry extends Place {
	entry: IDataObject;
}

/** No answer is waited for longer than this, in milliseconds: the next poll comes within minutes. */
export const TIMEOUT = 30_000;

/** Asks the vendor for something that changes nothing there. @throws NodeApiError in the vendor's words */
export async function ask(
	context: Context,
	vendor: Vendor,
	options: IHttpRequestOptions,
): Promise<IDataObject | undefined> {
	return await send(context, vendor, { options: { timeout: TIMEOUT, ...options }, reads: true });
}

/** What a poll must be told of a list. */
export interface ListPlan {
	/** The request without its paging parameters. */
	request: IHttpRequestOptions;
	paging: Paging;
	/** What the vendor's envelope holds it under. */
	key?: string;
	/** The name of the entry's time on the wire. */
	time: string;
	/** What makes two entries the same one; its `id`, where it has one, if left out. */
	identity?: (entry: IDataObject) => unknown[];
	/** The name on the wire of the number of all entries. */
	total?: string;
	narrowed?: boolean;
}

const isEntry = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null;

/**
 * A list of the vendor's.
 *
 * @param context the poll's context
 * @returns what reads it; every read throws a NodeApiError in the vendor's words where the vendor refuses
 */
export function listing(context: Context, vendor: Vendor, plan: ListPlan): Listing {
	const {
		request,
		paging,
		key,
		total = 'total',
		identity = ({ id, ...rest }) => [id ?? rest],
	} = plan;
	const read = async (page: number): Promise<ListPage> => {
		const qs = { ...request.qs, [paging.size]: paging.most, [paging.position]: page };
		const body = await ask(context, vendor, { ...request, qs });
		const entries = entriesOf(body && vendor.payload(body, key)).filter(isEntry);
		const { size, pages } = paging.told?.(body ?? {}) ?? {};
		const rows = body?.[total];
		return {
			entries,
			pages,
			total: typeof rows === 'number' ? rows : undefined,
			// A page with more than was asked for is the whole list.
			last:
				pages === undefined
					? entries.length < (size ?? paging.least ?? paging.most) || entries.length > paging.most
					: page >= pages,
		};
	};
	return {
		read,
		placeOf: (entry) => ({ time: instantOf(entry[plan.time]), id: digest(...identity(entry)) }),
		narrowed: plan.narrowed ?? false,
		malformed: (words, next) => vendorError({ node: context.getNode() }, vendor, { words, next }),
	};
}
