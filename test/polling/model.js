'use strict';

/**
 * A list at a vendor that grows, shrinks and moves while it is read, and what a trigger must make of it. It knows nothing
 * of how the trigger goes about it.
 */

const { join } = require('node:path');

const { root } = require('../engine');

/** @type {any} */
const { readFirst, readNews } = require(join(root, 'dist/nodes/shared/polling/news'));
/** @type {any} */
const { digest } = require(join(root, 'dist/nodes/shared/polling/memory'));

/**
 * @typedef {object} Row
 * @property {number} id counted from 1
 * @property {number|undefined} time milliseconds since 1970
 * @property {number} version how often it was changed
 * @property {string} shuffled its place in a list that is in no order
 */

/** @param {Row} row */
const timeOf = ({ time }) => time ?? -Infinity;

class VendorList {
	/**
	 * @param {object} options
	 * @param {'newestFirst'|'oldestFirst'|'byId'|'shuffled'} options.order
	 * @param {number} options.size rows on a page
	 * @param {boolean} options.counts whether an answer says how many rows and pages there are
	 */
	constructor({ order, size, counts }) {
		this.order = order;
		this.size = size;
		this.counts = counts;
		/** @type {Row[]} in the order the vendor gives them */
		this.rows = [];
		this.made = 0;
		this.reads = 0;
		/** Whether it gives what is new alone, if it is asked for that. */
		this.narrows = false;
		/** What happens at the vendor just before its next answers. @type {Array<() => void>} */
		this.meanwhile = [];
		/** The read that fails, counted from now. @type {number|undefined} */
		this.failing = undefined;
	}

	/** Puts a row in its place. @param {Row} row @param {number} luck where it goes among its equals, 0 to 1 */
	place(row, luck) {
		const at = timeOf(row);
		if (this.order === 'shuffled' || this.order === 'byId') {
			const rank = (/** @type {Row} */ { id, shuffled }) =>
				this.order === 'byId' ? String(id).padStart(9, '0') : shuffled;
			const later = this.rows.findIndex((other) => rank(other) > rank(row));
			this.rows.splice(later < 0 ? this.rows.length : later, 0, row);
			return row;
		}
		const first = (/** @type {number} */ time) =>
			this.order === 'newestFirst' ? time > at : time < at;
		const low = this.rows.filter((other) => first(timeOf(other))).length;
		const equals = this.rows.filter((other) => timeOf(other) === at).length;
		this.rows.splice(low + Math.floor(luck * (equals + 0.999)), 0, row);
		return row;
	}

	/** A new row. @param {number|undefined} time @param {number} [luck] */
	add(time, luck = 0) {
		const id = ++this.made;
		return this.place({ id, time, version: 0, shuffled: digest(id) }, luck);
	}

	/** A row changes, and its time with it. @param {number} luck which one @param {number} time */
	change(luck, time) {
		if (this.rows.length === 0) return;
		const [row] = this.rows.splice(Math.floor(luck * this.rows.length), 1);
		this.place({ ...row, time, version: row.version + 1 }, luck);
	}

	/** Takes away one of the rows made up to then, if there is any. @param {number} luck 0 to 1 @param {number} [upTo] the last of their ids */
	remove(luck, upTo = this.made) {
		const some = this.rows.filter(({ id }) => id <= upTo);
		if (some.length > 0)
			this.rows.splice(this.rows.indexOf(some[Math.floor(luck * some.length)]), 1);
	}

	/** As a trigger reads it. @param {number} [since] the first time wanted */
	listing(since) {
		return {
			narrowed: this.narrows,
			placeOf: (/** @type {Row} */ { id, time, version }) => ({ time, id: digest(id, version) }),
			malformed: (/** @type {string} */ words) => new Error(words),
			read: async (/** @type {number} */ page) => {
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
class Trigger {
	/** @param {VendorList} list @param {number} keep @param {boolean} [narrows] whether it asks for what is new alone */
	constructor(list, keep, narrows = false) {
		this.list = list;
		this.keep = keep;
		list.narrows = narrows;
		/** What is in the memory of n8n. @type {any} */
		this.state = undefined;
		/** What is stored: what was there with the last rows. */
		this.stored = 'null';
		/** @type {Row[]} in the order they came */
		this.delivered = [];
		/** The most rows that came at once. */
		this.most = 0;
	}

	/** Begins, or n8n has started again. */
	async activate() {
		this.state = JSON.parse(this.stored) ?? (await readFirst(this.list.listing(), this.keep));
		this.stored = JSON.stringify(this.state);
	}

	/** @returns {Promise<number>} how many rows came */
	async poll() {
		const since = this.list.narrows ? (this.state.memory.below ?? undefined) : undefined;
		const { entries, state } = await readNews(this.list.listing(since), this.state, this.keep);
		this.state = JSON.parse(JSON.stringify(state));
		if (entries.length > 0) this.stored = JSON.stringify(state);
		this.delivered.push(...entries.map((/** @type {any} */ { entry }) => entry));
		this.most = Math.max(this.most, entries.length);
		return entries.length;
	}

	/** Polls while the vendor does things and fails. @param {{failing?: number, meanwhile: Array<() => void>}} options */
	async pollWhile({ failing, meanwhile }) {
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

module.exports = { VendorList, Trigger };
