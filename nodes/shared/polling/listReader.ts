import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { sendRequest } from '../http/client';
import { createApiError } from '../http/errors';
import type { Pagination } from '../operations/pagination';
import type { RequestContext, Vendor } from '../types';
import { shortDigest } from '../util/digest';
import { toArray } from '../util/objects';
import { parseCount } from '../util/text';
import { createPageReader } from './pageReader';
import type { ListPage } from './pageReader';
import type { SortKey } from './seenEntries';
import { parseTimestamp } from './timestamps';

export type { ListPage } from './pageReader';

/** A list that can be read page by page, in whatever order the vendor keeps it. */
export interface Listing {
	/** @param page counted from 1; a page after the last one is empty */
	read: (page: number) => Promise<ListPage>;
	/** Whether a page can be reached through the pages before it only, so that a search must not jump. */
	isSequential: boolean;
	/** The entry's time and digest; the time is undefined where it has none. */
	positionOf: (entry: IDataObject) => { time: number | undefined; id: string };
	/** Whether the vendor returns new entries and few others, so that all of them are read. */
	filteredSince: boolean;
	/** Makes the error for a list that cannot be read to its end. */
	createError: (message: string, hint: string) => Error;
}

/** An entry and its position in the order by time. */
export interface Entry extends SortKey {
	entry: IDataObject;
}

/** No response is waited for longer than this, in milliseconds: the next poll comes within minutes. */
const POLL_TIMEOUT_MS = 30_000;

/**
 * Sends a request that changes nothing at the vendor.
 *
 * @returns the parsed body; undefined where there is none
 * @throws NodeApiError in the vendor's words
 */
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

/** Where a list is and how it is read. */
export interface ListOptions {
	/** The request without its paging parameters. */
	request: IHttpRequestOptions;
	pagination: Pagination;
	/** The key of the list in the vendor's envelope. */
	envelopeKey?: string;
	/** The name of the entry's time on the wire. */
	time: string;
	/** What distinguishes an entry from others; by default its `id`, or all of it where it has none. */
	identity?: (entry: IDataObject) => unknown[];
	/** The name on the wire of the number of all entries. */
	total?: string;
	/** As in `Listing`. */
	filteredSince?: boolean;
}

const isEntry = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null;

const defaultIdentity = ({ id, ...rest }: IDataObject): unknown[] => [id ?? rest];

/**
 * Makes the reader of a list for one poll.
 *
 * @param context the poll's context
 * @returns the list; every read throws a NodeApiError in the vendor's words where the vendor refuses
 */
export function createListReader(
	context: RequestContext,
	vendor: Vendor,
	options: ListOptions,
): Listing {
	const { request, pagination, envelopeKey, total = 'total', identity = defaultIdentity } = options;
	const createError = (message: string, hint: string) =>
		createApiError({ node: context.getNode() }, vendor, { message, hint });
	const fetchPage = async (paging: IDataObject) => {
		const qs = { ...request.qs, ...paging };
		const body = await sendPollRequest(context, vendor, { ...request, qs });
		return {
			entries: toArray(body && vendor.unwrap(body, envelopeKey)).filter(isEntry),
			body: body ?? {},
			total: parseCount(body?.[total]),
		};
	};
	return {
		read: createPageReader(pagination, fetchPage, createError),
		isSequential: pagination.style === 'cursor',
		positionOf: (entry) => ({
			time: parseTimestamp(entry[options.time]),
			id: shortDigest(...identity(entry)),
		}),
		filteredSince: options.filteredSince ?? false,
		createError,
	};
}
