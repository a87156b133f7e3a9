/**
 * A vendor's list that grows, shrinks and moves while it is read, and what a trigger must make of it. The model knows
 * nothing of how the trigger reads it.
 */

import type { IDataObject } from 'n8n-workflow';

import type { Pagination } from '../../nodes/shared/operations/pagination';
import type { Listing } from '../../nodes/shared/polling/listReader';
import { initialize, readNewEntries } from '../../nodes/shared/polling/newEntries';
import type { ListState } from '../../nodes/shared/polling/newEntries';
import { createPageReader } from '../../nodes/shared/polling/pageReader';
import { shortDigest } from '../../nodes/shared/util/digest';

/** How the list is sorted: by time, by ID, or by a digest, which is no order. */
export type ListOrder = 'newestFirst' | 'oldestFirst' | 'byId' | 'shuffled';

/** How the list is paged. A cursor names the last row of a page, or hides the number of the rows before the next one. */
export type ListStyle = 'page' | 'offset' | 'rowCursor' | 'offsetCursor';

export interface ListSetting {
	order: ListOrder;
	/** The rows on a page. */
	size: number;
	/** Whether a response has the number of rows and pages. */
	counts: boolean;
	/** `page` where this is left out. */
	style?: ListStyle;
}

export interface Row extends IDataObject {
	/** Counted from 1. */
	id: number;
	/** Milliseconds since 1970. */
	time: number | undefined;
	/** How often it was changed. */
	version: number;
}

/** A row's name, by which it differs from others and from itself before a change. */
export const nameOf = ({ id, version }: Row) => `${id}.${version}`;

const timeOf = ({ time }: Row) => time ?? -Infinity;

const paginationOf = ({ style = 'page', size, counts }: ListSetting): Pagination =>
	style === 'page' || style === 'offset'
		? {
				style,
				sizeParam: 'size',
				positionParam: style,
				maxPageSize: size,
				...(counts && {
					readPageInfo: ({ total }: IDataObject) => ({
						pageCount: Math.ceil(Number(total) / size),
					}),
				}),
			}
		: {
				style: 'cursor',
				sizeParam: 'size',
				cursorParam: 'cursor',
				maxPageSize: size,
				readNextCursor: ({ next }) => next as string | undefined,
			};

export class VendorList {
	/** In the order of the vendor. */
	rows: Row[] = [];
	rowsMade = 0;
	requestCount = 0;
	/** Whether it returns new rows only where a request demands it. */
	filtersSince = false;
	/** What happens at the vendor just before its next responses. */
	meanwhile: Array<() => void> = [];
	/** The number of requests before the one that fails. */
	failsAfter: number | undefined;
	/** The names of the rows up to the one that a cursor names. */
	private rowsUpTo = new Map<string, ReadonlySet<string>>();

	constructor(readonly setting: ListSetting) {}

	/** Inserts a row. @param luck where it stands among rows that are equal in order, 0 to 1 */
	private insert(row: Row, luck: number) {
		const { order } = this.setting;
		if (order === 'shuffled' || order === 'byId') {
			const rank = ({ id }: Row) =>
				order === 'byId' ? String(id).padStart(9, '0') : shortDigest(id);
			const index = this.rows.findIndex((other) => rank(other) > rank(row));
			this.rows.splice(index < 0 ? this.rows.length : index, 0, row);
			return;
		}
		const time = timeOf(row);
		const isBefore = (other: Row) =>
			order === 'newestFirst' ? timeOf(other) > time : timeOf(other) < time;
		const equalCount = this.rows.filter((other) => timeOf(other) === time).length;
		const index = this.rows.filter(isBefore).length + Math.floor(luck * (equalCount + 0.999));
		this.rows.splice(index, 0, row);
	}

	/** Adds a new row. */
	add(time: number | undefined, luck = 0) {
		this.rowsMade += 1;
		this.insert({ id: this.rowsMade, time, version: 0 }, luck);
	}

	/** Changes a row and its time. @param luck which one, 0 to 1 */
	change(luck: number, time: number) {
		if (this.rows.length === 0) return;
		const [row] = this.rows.splice(Math.floor(luck * this.rows.length), 1);
		this.insert({ ...row, time, version: row.version + 1 }, luck);
	}

	/** Removes a row, if there is one. @param luck which one, 0 to 1 @param maxId only rows up to this ID are removed */
	remove(luck: number, maxId = this.rowsMade) {
		const removable = this.rows.filter(({ id }) => id <= maxId);
		if (removable.length === 0) return;
		this.rows.splice(this.rows.indexOf(removable[Math.floor(luck * removable.length)]), 1);
	}

	/** The list as a trigger reads it. @param since the first time wanted */
	listing(since?: number): Listing {
		const { style = 'page' } = this.setting;
		const createError = (message: string) => new Error(message);
		return {
			read: createPageReader(
				paginationOf(this.setting),
				async (paging) => this.respond(paging, since),
				createError,
			),
			isSequential: style.endsWith('Cursor'),
			filteredSince: this.filtersSince,
			positionOf: (entry) => ({
				time: (entry as Row).time,
				id: shortDigest((entry as Row).id, (entry as Row).version),
			}),
			createError,
		};
	}

	private respond(paging: IDataObject, since: number | undefined) {
		this.requestCount += 1;
		if (this.failsAfter !== undefined && this.failsAfter-- === 0)
			throw new Error('the connection broke');
		this.meanwhile.shift()?.();
		const rows = since === undefined ? this.rows : this.rows.filter((row) => timeOf(row) >= since);
		const start = this.startOf(paging, rows);
		const end = start + this.setting.size;
		const entries = rows.slice(start, end).map((row) => ({ ...row }));
		const body: IDataObject = { total: rows.length };
		if (end < rows.length) body.next = this.cursorAt(rows, end);
		return { entries, body, ...(this.setting.counts && { total: rows.length }) };
	}

	/** The index of the first row of a page. */
	private startOf({ page, offset, cursor }: IDataObject, rows: readonly Row[]): number {
		if (page !== undefined) return (Number(page) - 1) * this.setting.size;
		if (offset !== undefined) return Number(offset);
		if (cursor === undefined) return 0;
		if (this.setting.style === 'offsetCursor') return Number(cursor);
		const before = this.rowsUpTo.get(String(cursor));
		return rows.findLastIndex((row) => before?.has(nameOf(row))) + 1;
	}

	/** The cursor of the page that begins at an index. */
	private cursorAt(rows: readonly Row[], index: number): string {
		if (this.setting.style === 'offsetCursor') return String(index);
		const names = rows.slice(0, index).map(nameOf);
		const cursor = names[names.length - 1];
		this.rowsUpTo.set(cursor, new Set(names));
		return cursor;
	}
}

/** A trigger that watches such a list, in an n8n that may stop at any moment. */
export class ListTrigger {
	/** What is in the memory of n8n. */
	private memory: ListState | undefined;
	/** What is stored: the state that was saved with the last rows, as JSON. */
	private stored = 'null';
	/** In the order they were emitted. */
	readonly emitted: Row[] = [];

	/** @param keep how many rows it remembers @param filtersSince whether it requests new rows only */
	constructor(
		private readonly list: VendorList,
		private readonly keep: number,
		filtersSince = false,
	) {
		list.filtersSince = filtersSince;
	}

	get state(): ListState {
		if (!this.memory) throw new Error('the trigger is not active');
		return this.memory;
	}

	/** Activates the trigger, or n8n starts again. */
	async activate() {
		const stored = JSON.parse(this.stored) as ListState | null;
		this.memory = stored ?? (await initialize(this.list.listing(), this.keep));
		this.stored = JSON.stringify(this.memory);
	}

	/** @returns how many rows it emitted */
	async poll(): Promise<number> {
		const since = this.list.filtersSince ? (this.state.seen.watermark ?? undefined) : undefined;
		const list = this.list.listing(since);
		const { entries, state } = await readNewEntries(list, this.state, this.keep);
		const json = JSON.stringify(state);
		this.memory = JSON.parse(json) as ListState;
		if (entries.length > 0) this.stored = json;
		this.emitted.push(...entries.map(({ entry }) => entry as Row));
		return entries.length;
	}

	/** Polls while the vendor does things and fails. */
	async pollWhile({ failsAfter, meanwhile }: Pick<VendorList, 'failsAfter' | 'meanwhile'>) {
		Object.assign(this.list, { failsAfter, meanwhile });
		await this.poll().catch((error: Error) => {
			if (!/broke|kept changing/.test(error.message)) throw error;
		});
		Object.assign(this.list, { failsAfter: undefined, meanwhile: [] });
	}

	/** The names of rows that were emitted more than once. */
	get repeated(): string[] {
		const names = this.emitted.map(nameOf);
		return names.filter((name, index) => names.indexOf(name) !== index);
	}
}
