import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { sendRequest } from '../http/client';
import { createApiError } from '../http/errors';
import type { Pagination } from '../operations/pagination';
import type { RequestContext, Vendor } from '../types';
import { toArray } from '../util/objects';
import { shortDigest } from '../util/digest';
import type { Position } from './seenEntries';
import { parseTimestamp } from './timestamps';

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
	positionOf: (entry: IDataObject) => { time: number | undefined; id: string };
	/** Whether the vendor gives what is new alone, and little else, so that all of it is read. */
	filteredSince: boolean;
	/** Makes the error for a list that cannot be read to its end. */
	createError: (message: string, hint: string) => Error;
}

/** An entry and its position in the order by time. */
export interface Entry extends Position {
	entry: IDataObject;
}

/** No answer is waited for longer than this, in milliseconds: the next poll comes within minutes. */
export const POLL_TIMEOUT_MS = 30_000;

/** Asks the vendor for something that changes nothing there. @throws NodeApiError in the vendor's words */
export async function sendPollRequest(
	context: RequestContext,
	vendor: Vendor,
	options: IHttpRequestOptions,
): Promise<IDataObject | undefined> {
	return await sendRequest(context, vendor, {
		options: { timeout: POLL_TIMEOUT_MS, ...options },
		isRead: true,
	});
}

/** What a poll must be told of a list. */
export interface ListOptions {
	/** The request without its paging parameters. */
	request: IHttpRequestOptions;
	pagination: Pagination;
	/** What the vendor's envelope holds it under. */
	envelopeKey?: string;
	/** The name of the entry's time on the wire. */
	time: string;
	/** What makes two entries the same one; its `id`, where it has one, if left out. */
	identity?: (entry: IDataObject) => unknown[];
	/** The name on the wire of the number of all entries. */
	total?: string;
	filteredSince?: boolean;
}

const isEntry = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null;

/**
 * A list of the vendor's.
 *
 * @param context the poll's context
 * @returns what reads it; every read throws a NodeApiError in the vendor's words where the vendor refuses
 */
export function createListReader(
	context: RequestContext,
	vendor: Vendor,
	listOptions: ListOptions,
): Listing {
	const {
		request,
		pagination,
		envelopeKey,
		total = 'total',
		identity = ({ id, ...rest }) => [id ?? rest],
	} = listOptions;
	const read = async (page: number): Promise<ListPage> => {
		const qs = {
			...request.qs,
			[pagination.sizeParam]: pagination.maxPageSize,
			[pagination.positionParam]: page,
		};
		const body = await sendPollRequest(context, vendor, { ...request, qs });
		const entries = toArray(body && vendor.unwrap(body, envelopeKey)).filter(isEntry);
		const { size, pages } = pagination.readPageInfo?.(body ?? {}) ?? {};
		const rows = body?.[total];
		return {
			entries,
			pages,
			total: typeof rows === 'number' ? rows : undefined,
			// A page with more than was asked for is the whole list.
			last:
				pages === undefined
					? entries.length < (size ?? pagination.minPageSize ?? pagination.maxPageSize) ||
						entries.length > pagination.maxPageSize
					: page >= pages,
		};
	};
	return {
		read,
		positionOf: (entry) => ({
			time: parseTimestamp(entry[listOptions.time]),
			id: shortDigest(...identity(entry)),
		}),
		filteredSince: listOptions.filteredSince ?? false,
		createError: (message, hint) =>
			createApiError({ node: context.getNode() }, vendor, { message, hint }),
	};
}
