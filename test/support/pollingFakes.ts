/** Small stand-ins for what polling works with: a list in pages, and n8n's context of a poll. */

import type { IDataObject, INode, IPollFunctions } from 'n8n-workflow';

import type { Listing, ListPage } from '../../nodes/shared/polling/listReader';
import { shortDigest } from '../../nodes/shared/util/digest';

/** An entry of a fake list; its time is its ID too, unless it has one. */
export interface FakeEntry extends IDataObject {
	id?: string;
	time?: number;
}

/** A list that also says which pages were requested. */
export interface FakeListing extends Listing {
	requested: number[];
}

/** An entry's position in a fake list. */
export const positionOf = (entry: IDataObject) => {
	const { time, id = time } = entry as FakeEntry;
	return { time, id: shortDigest(id) };
};

/** Entries of these times. */
export const entriesAt = (times: ReadonlyArray<number | undefined>): FakeEntry[] =>
	times.map((time) => (time === undefined ? {} : { time }));

/** A list that answers each request as given. @param respond by the page and the count of requests up to this one */
export function listOf(
	respond: (page: number, count: number) => ListPage,
	options: Partial<Listing> = {},
): FakeListing {
	const requested: number[] = [];
	return {
		requested,
		isSequential: false,
		filteredSince: false,
		positionOf,
		createError: (message, hint) => new Error(`${message}. ${hint}`),
		read: async (page) => respond(page, requested.push(page)),
		...options,
	};
}

/** A list with these times on its pages, the last of which is known to be the last. */
export const listOfPages = (
	pages: ReadonlyArray<ReadonlyArray<number | undefined>>,
	info: Partial<ListPage> = {},
	options: Partial<Listing> = {},
): FakeListing =>
	listOf(
		(page) => ({
			entries: entriesAt(pages[page - 1] ?? []),
			isLast: page >= pages.length,
			...info,
		}),
		options,
	);

/** n8n's context of a poll, as far as polling uses it, and the static data that it saves. */
export interface FakePollContext {
	context: IPollFunctions;
	staticData: IDataObject;
}

/** @param parameters the values of the node's fields */
export function pollContextOf(
	parameters: IDataObject,
	{ mode = 'trigger', node = {} }: { mode?: 'trigger' | 'manual'; node?: Partial<INode> } = {},
): FakePollContext {
	const staticData: IDataObject = {};
	const context: Pick<
		IPollFunctions,
		'getNode' | 'getMode' | 'getWorkflowStaticData' | 'logger'
	> & {
		getNodeParameter: (name: string, fallback?: unknown) => unknown;
	} = {
		getNode: () => ({
			id: '1',
			name: 'T',
			type: 't',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
			...node,
		}),
		getMode: () => mode,
		logger: { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} },
		getWorkflowStaticData: () => staticData,
		getNodeParameter: (name, fallback) => parameters[name] ?? fallback,
	};
	return { context: context as IPollFunctions, staticData };
}

/** A row of a fake list: its ID and its time. */
export type FakeRow = readonly [id: string, time?: number];

/** Rows named by their times, e.g. `r7`. */
export const rowsAt = (from: number, to: number): FakeRow[] =>
	Array.from(
		{ length: Math.abs(to - from) + 1 },
		(_, index) => from + index * Math.sign(to - from || 1),
	).map((time) => [`r${time}`, time]);

/** A list of rows in the vendor's order. */
export function listOfRows(
	rows: readonly FakeRow[],
	{
		size = 2,
		counts = false,
		countsPages = false,
		filteredSince = false,
	}: { size?: number; counts?: boolean; countsPages?: boolean; filteredSince?: boolean } = {},
): FakeListing {
	const pageCount = Math.ceil(rows.length / size);
	return listOf(
		(page) => {
			const onPage = rows.slice((page - 1) * size, page * size);
			return {
				entries: onPage.map(([id, time]) => ({ id, time })),
				isLast: countsPages ? page >= pageCount : onPage.length < size,
				...(counts && { total: rows.length }),
				...(countsPages && { pageCount }),
			};
		},
		{ filteredSince },
	);
}
