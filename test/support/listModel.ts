/**
 * A list at a vendor that grows, shrinks and moves while it is read, and what a trigger must make of it. It knows nothing
 * of how the trigger goes about it.
 */

import { initialize, readNewEntries } from '../../nodes/shared/polling/newEntries';
import { shortDigest } from '../../nodes/shared/util/digest';

export interface Row {
	/** counted from 1 */
	id: number;
	/** milliseconds since 1970 */
	time: number | undefined;
	/** how often it was changed */
	version: number;
	/** its place in a list that is in no order */
	shuffled: string;
}

const timeOf = ({ time }: Row) => time ?? -Infinity;

export class VendorList {
	order: string;
	size: number;
	counts: boolean;
	/** in the order the vendor gives them */
	rows: Row[];
	made: number;
	reads: number;
	/** Whether it gives what is new alone, if it is asked for that. */
	narrows: boolean;
	/** What happens at the vendor just before its next answers. */
	meanwhile: Array<() => void>;
	/** The read that fails, counted from now. */
	failing: number | undefined;

	constructor({
		order,
		size,
		counts,
	}: {
		order: 'newestFirst' | 'oldestFirst' | 'byId' | 'shuffled';
		/** rows on a page */
		size: number;
		/** whether an answer says how many rows and pages there are */
		counts: boolean;
	}) {
		this.order = order;
		this.size = size;
		this.counts = counts;
		this.rows = [];
		this.made = 0;
		this.reads = 0;
		this.narrows = false;
		this.meanwhile = [];
		this.failing = undefined;
	}

	/**
	 * Puts a row in its place.
	 *
	 * @param luck where it goes among its equals, 0 to 1
	 */
	place(row: Row, luck: number) {
		const at = timeOf(row);
		if (this.order === 'shuffled' || this.order === 'byId') {
			const rank = ({ id, shuffled }: Row) =>
				this.order === 'byId' ? String(id).padStart(9, '0') : shuffled;
			const later = this.rows.findIndex((other) => rank(other) > rank(row));
			this.rows.splice(later < 0 ? this.rows.length : later, 0, row);
			return row;
		}
		const first = (time: number) => (this.order === 'newestFirst' ? time > at : time < at);
		const low = this.rows.filter((other) => first(timeOf(other))).length;
		const equals = this.rows.filter((other) => timeOf(other) === at).length;
		this.rows.splice(low + Math.floor(luck * (equals + 0.999)), 0, row);
		return row;
	}

	/** A new row. */
	add(time: number | undefined, luck: number = 0) {
		const id = ++this.made;
		return this.place({ id, time, version: 0, shuffled: shortDigest(id) }, luck);
	}

	/**
	 * A row changes, and its time with it.
	 *
	 * @param luck which one
	 */
	change(luck: number, time: number) {
		if (this.rows.length === 0) return;
		const [row] = this.rows.splice(Math.floor(luck * this.rows.length), 1);
		this.place({ ...row, time, version: row.version + 1 }, luck);
	}

	/**
	 * Takes away one of the rows made up to then, if there is any.
	 *
	 * @param luck 0 to 1
	 * @param upTo the last of their ids
	 */
	remove(luck: number, upTo: number = this.made) {
		const some = this.rows.filter(({ id }) => id <= upTo);
		if (some.length > 0)
			this.rows.splice(this.rows.indexOf(some[Math.floor(luck * some.length)]), 1);
	}

	/**
	 * As a trigger reads it.
	 *
	 * @param since the first time wanted
	 */
	listing(since?: number) {
		return {
			narrowed: this.narrows,
			placeOf: ({ id, time, version }: Row) => ({ time, id: shortDigest(id, version) }),
			malformed: (words: string) => new Error(words),
			read: async (page: number) => {
				this.reads += 1;
				if (this.failing !== undefined && this.failing-- === 0)
					throw new Error('the connection broke');
				this.meanwhile.shift()?.();
				const rows =
					since === undefined ? this.rows : this.rows.filter((row) => timeOf(row) >= since);
				const entries = rows
					.slice((page - 1) * this.size, page * this.size)
					.map((row) => ({ ...row }));
				const pages = Math.ceil(rows.length / this.size);
				return this.counts
					? { entries, pages, total: rows.length, last: page >= pages }
					: { entries, last: entries.length < this.size };
			},
		};
	}
}

/** A trigger over such a list, with n8n around it that may end at any moment. */
export class Trigger {
	list: VendorList;
	keep: number;
	/** What is in the memory of n8n. */
	state: any;
	/** What is stored: what was there with the last rows. */
	stored: string;
	/** in the order they came */
	delivered: Row[];
	/** The most rows that came at once. */
	most: number;

	/** @param narrows whether it asks for what is new alone */
	constructor(list: VendorList, keep: number, narrows: boolean = false) {
		this.list = list;
		this.keep = keep;
		list.narrows = narrows;
		this.state = undefined;
		this.stored = 'null';
		this.delivered = [];
		this.most = 0;
	}

	/** Begins, or n8n has started again. */
	async activate() {
		this.state = JSON.parse(this.stored) ?? (await initialize(this.list.listing(), this.keep));
		this.stored = JSON.stringify(this.state);
	}

	/** @returns how many rows came */
	async poll(): Promise<number> {
		const since = this.list.narrows ? (this.state.memory.below ?? undefined) : undefined;
		const { entries, state } = await readNewEntries(
			this.list.listing(since),
			this.state,
			this.keep,
		);
		this.state = JSON.parse(JSON.stringify(state));
		if (entries.length > 0) this.stored = JSON.stringify(state);
		this.delivered.push(...entries.map(({ entry }: any) => entry));
		this.most = Math.max(this.most, entries.length);
		return entries.length;
	}

	/** Polls while the vendor does things and fails. */
	async pollWhile({ failing, meanwhile }: { failing?: number; meanwhile: Array<() => void> }) {
		this.list.failing = failing;
		this.list.meanwhile = meanwhile;
		await this.poll().catch((error) => {
			if (!/broke|kept changing/.test(error.message)) throw error;
		});
		this.list.failing = undefined;
		this.list.meanwhile = [];
	}

	/** What came more than once, by id and version. */
	get repeated() {
		const names = this.delivered.map(({ id, version }) => `${id}.${version}`);
		return names.filter((name, index) => names.indexOf(name) !== index);
	}
}
