import * as fc from 'fast-check';
import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { paginate } from '../../nodes/shared/operations/pagination';
import type { Pagination } from '../../nodes/shared/operations/pagination';

const createError = (message: string) => new Error(message);

test('a list without an end is refused after 10,000 pages', async () => {
	let count = 0;
	const endless = async () => ({ entries: [{ id: count++ }, { id: count++ }], body: {} });
	const pagination: Pagination = {
		style: 'offset',
		positionParam: 'offset',
		sizeParam: 'limit',
		maxPageSize: 2,
	};
	const list = { pagination, limit: Infinity, options: { url: '/' }, fetchPage: endless };
	await expect(paginate({ ...list, createError })).rejects.toThrow(
		'the list has more than 10000 pages',
	);
	expect(count).toBe(20_000);
});

test('a bare list that comes whole twice is returned once', async () => {
	const entries = Array.from({ length: 40 }, (_, id) => ({ id }));
	const fetchPage = jest.fn(async () => ({ entries, body: entries as unknown as IDataObject }));
	const pagination: Pagination = {
		style: 'page',
		positionParam: 'page',
		sizeParam: 'size',
		maxPageSize: 40,
	};
	const list = { pagination, limit: Infinity, options: { url: '/' }, fetchPage, createError };
	expect(await paginate(list)).toEqual(entries);
	expect(fetchPage).toHaveBeenCalledTimes(2);
});

/** A vendor as the properties vary it. */
interface VendorModel {
	entryCount: number;
	maxPageSize: number;
	/** The maximum number of entries in a page of the vendor. */
	cap: number;
	limit: number;
	style: 'page' | 'offset' | 'cursor';
	/** What an answer says of its pages; a cursor is always there. */
	info: 'nothing' | 'size' | 'pages' | 'both';
	ids: 'id' | '_id' | 'none' | 'plain';
	/** How many entries appear before each page but the first. */
	insertions: number[];
}

const vendors: fc.Arbitrary<VendorModel> = fc.record({
	entryCount: fc.nat(60),
	maxPageSize: fc.integer({ min: 1, max: 20 }),
	cap: fc.integer({ min: 1, max: 25 }),
	limit: fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 80 })),
	style: fc.constantFrom('page', 'offset', 'cursor'),
	info: fc.constantFrom('nothing', 'size', 'pages', 'both'),
	ids: fc.constantFrom('id', '_id', 'none', 'plain'),
	insertions: fc.array(fc.nat(24), { maxLength: 6 }),
});

function paginationOf({ style, maxPageSize, cap }: VendorModel): Pagination {
	const sizing = { sizeParam: 'size', maxPageSize, minPageSize: Math.min(cap, maxPageSize) };
	return style === 'cursor'
		? { ...sizing, style, cursorParam: 'at', readNextCursor: ({ next }) => next as string }
		: { ...sizing, style, positionParam: 'at', readPageInfo: (body) => body };
}

/** Reads the list of a vendor. @param insertions how many entries come before each page but the first */
async function readList(vendor: VendorModel, insertions: number[]) {
	const { entryCount, cap, limit, style, info, ids } = vendor;
	const entry = (number: number): unknown =>
		({
			id: { id: number },
			_id: { _id: `${number}`, id: 0 },
			none: { text: number },
			plain: number,
		})[ids];
	const originals = Array.from({ length: entryCount }, (_, number) => entry(number));
	let list = [...originals];
	const queries: IDataObject[] = [];

	const fetchPage = async ({ qs }: IHttpRequestOptions) => {
		const query = qs as IDataObject;
		const pageSize = Math.min(query.size as number, cap);
		// Fewer than a page, as a page of known entries alone would be taken for a repeated one.
		const inserted =
			queries.length === 0 ? 0 : Math.min(insertions[queries.length - 1] ?? 0, pageSize - 1);
		list = [
			...Array.from({ length: inserted }, (_, index) => entry(-1 - list.length - index)),
			...list,
		];
		queries.push(query);
		const start = {
			page: (Number(query.at) - 1) * pageSize,
			offset: Number(query.at),
			// A cursor stands for an entry, wherever that has moved to.
			cursor: Number(query.at ?? 0) + (list.length - entryCount) * (query.at === undefined ? 0 : 1),
		}[style];
		const pageCount = Math.ceil(list.length / pageSize);
		const end = start + pageSize;
		const body = {
			...((info === 'size' || info === 'both') && { pageSize }),
			...((info === 'pages' || info === 'both') && { pageCount }),
			...(end < list.length && { next: String(end - (list.length - entryCount)) }),
		};
		return { entries: list.slice(start, end), body };
	};
	const options = { url: '/', qs: { own: 1 } };
	const pagination = paginationOf(vendor);
	const found = await paginate({ pagination, limit, options, fetchPage, createError });
	return { found, queries, originals };
}

describe('a list', () => {
	test('is read to the exact limit, in order, with the fewest requests', async () => {
		await fc.assert(
			fc.asyncProperty(vendors, async (vendor) => {
				const { found, queries, originals } = await readList(vendor, []);
				const wanted = Math.min(vendor.limit, vendor.entryCount);
				expect(found).toEqual(originals.slice(0, wanted));
				const size = queries[0].size as number;
				expect(size).toBeLessThanOrEqual(Math.min(vendor.maxPageSize, vendor.limit));
				const fewest = Math.max(1, Math.ceil(wanted / Math.min(size, vendor.cap)));
				const knowsEnd =
					vendor.style === 'cursor' || vendor.info === 'pages' || vendor.info === 'both';
				expect(queries.length - fewest).toBeLessThanOrEqual(knowsEnd ? 0 : 1);
				// Where there is enough, even pages of the largest size would have taken as many.
				const largest = Math.min(vendor.maxPageSize, vendor.cap);
				if (wanted === vendor.limit) expect(queries).toHaveLength(Math.ceil(wanted / largest));
				expect(queries.every((query) => query.size === size && query.own === 1)).toBe(true);
				expect(new Set(queries.map(({ at }) => at)).size).toBe(queries.length);
			}),
			{ numRuns: 500 },
		);
	});

	test('returns every entry once, whatever appears meanwhile', async () => {
		await fc.assert(
			fc.asyncProperty(vendors, async (vendor) => {
				const { found, originals } = await readList(vendor, vendor.insertions);
				expect(new Set(found.map((entry) => JSON.stringify(entry))).size).toBe(found.length);
				const wanted = Math.min(vendor.limit, vendor.entryCount);
				expect(found.length).toBeGreaterThanOrEqual(wanted);
				expect(found.slice(0, wanted)).toEqual(originals.slice(0, wanted));
			}),
			{ numRuns: 500 },
		);
	});

	test('whose cursors lead in a circle is refused', async () => {
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: 1, max: 30 }), fc.nat(29), async (length, back) => {
				let count = 0;
				const pagination: Pagination = {
					style: 'cursor',
					cursorParam: 'at',
					maxPageSize: 1,
					// After `length` pages the cursors begin again with one of those before.
					readNextCursor: ({ page }) =>
						String((page as number) <= length ? page : Math.min(back, length - 1) + 1),
				};
				const fetchPage = async () => ({ entries: [{ id: (count += 1) }], body: { page: count } });
				const list = { pagination, limit: Infinity, options: { url: '/' }, fetchPage };
				await expect(paginate({ ...list, createError })).rejects.toThrow('the list repeats a page');
				expect(count).toBe(length + 1);
			}),
		);
	});
});
