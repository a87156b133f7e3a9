import type { IDataObject } from 'n8n-workflow';

import type {
	CursorPagination,
	OffsetPagination,
	PagePagination,
	Pagination,
} from '../../../nodes/shared/operations/pagination';
import { createPageReader, MAX_CURSOR_PAGES } from '../../../nodes/shared/polling/pageReader';
import type { PageResponse } from '../../../nodes/shared/polling/pageReader';

const byPage: PagePagination = {
	style: 'page',
	sizeParam: 'size',
	positionParam: 'page',
	maxPageSize: 3,
};
const byOffset: OffsetPagination = { ...byPage, style: 'offset', positionParam: 'offset' };
const byCursor: CursorPagination = {
	style: 'cursor',
	cursorParam: 'cursor',
	maxPageSize: 3,
	readNextCursor: ({ next }) => next as string | undefined,
};

const entriesOf = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_, index) => ({ id: index }));

/** A reader of a vendor that responds as given, and what was requested. */
function readerOf(pagination: Pagination, respond: (paging: IDataObject) => Partial<PageResponse>) {
	const requests: IDataObject[] = [];
	const read = createPageReader(
		pagination,
		async (paging) => {
			requests.push(paging);
			return { entries: [], body: {}, ...respond(paging) };
		},
		(message, hint) => new Error(`${message}. ${hint}`),
	);
	return { read, requests };
}

describe('A list by page', () => {
	test('is requested by size and number', async () => {
		const { read, requests } = readerOf(byPage, () => ({ entries: entriesOf(3), total: 9 }));
		expect(await read(2)).toEqual({
			entries: entriesOf(3),
			total: 9,
			pageCount: undefined,
			isLast: false,
		});
		expect(requests).toEqual([{ size: 3, page: 2 }]);
	});

	test.each<[string, number, Partial<PagePagination>, boolean]>([
		['an empty page', 0, {}, true],
		['fewer entries than were asked for', 2, {}, false],
		['a full page', 3, {}, false],
		['more than a full page, which is the whole list', 4, {}, true],
		['the fewest entries a page can have', 1, { minPageSize: 1 }, false],
		['less than the size that the vendor says', 1, { readPageInfo: () => ({ pageSize: 2 }) }, true],
		['the size that the vendor says', 2, { readPageInfo: () => ({ pageSize: 2 }) }, false],
		['page 1 of one', 3, { readPageInfo: () => ({ pageCount: 1 }) }, true],
		['page 1 of two', 1, { readPageInfo: () => ({ pageCount: 2 }) }, false],
	])('with %s', async (_what, count, more, isLast) => {
		const { read } = readerOf({ ...byPage, ...more }, () => ({ entries: entriesOf(count) }));
		expect((await read(1)).isLast).toBe(isLast);
	});

	test('has as many pages as the vendor says', async () => {
		const readPageInfo = jest.fn(({ pages }: IDataObject) => ({ pageCount: Number(pages) }));
		const { read } = readerOf({ ...byPage, readPageInfo }, () => ({ body: { pages: 4 } }));
		expect([(await read(3)).isLast, (await read(4)).isLast]).toEqual([false, true]);
		expect((await read(1)).pageCount).toBe(4);
		expect(readPageInfo).toHaveBeenCalledWith({ pages: 4 });
	});
});

describe('A list by offset', () => {
	test('is requested by the number of entries before a page', async () => {
		const { read, requests } = readerOf(byOffset, () => ({ entries: entriesOf(3) }));
		await read(1);
		await read(4);
		expect(requests).toEqual([
			{ size: 3, offset: 0 },
			{ size: 3, offset: 9 },
		]);
	});

	test('is requested in pages as small as the vendor may make them', async () => {
		const { read, requests } = readerOf({ ...byOffset, minPageSize: 2 }, () => ({
			entries: entriesOf(2),
		}));
		expect((await read(2)).isLast).toBe(false);
		expect(requests).toEqual([{ size: 2, offset: 2 }]);
	});

	test('passes over no entries where the vendor says that a page is smaller', async () => {
		const pagination = { ...byOffset, readPageInfo: () => ({ pageSize: 2 }) };
		const { read, requests } = readerOf(pagination, () => ({ entries: entriesOf(2) }));
		await read(1);
		await read(3);
		expect(requests.map(({ offset }) => offset)).toEqual([0, 4]);
	});

	test('does not move its pages where the vendor says that a page is larger', async () => {
		const pagination = { ...byOffset, readPageInfo: () => ({ pageSize: 9 }) };
		const { read, requests } = readerOf(pagination, () => ({ entries: entriesOf(3) }));
		await read(1);
		await read(3);
		expect(requests.map(({ offset }) => offset)).toEqual([0, 6]);
	});
});

describe('A list by cursor', () => {
	/** Pages of one entry; the cursors are their numbers. */
	const pagesOf = (count: number) =>
		readerOf(byCursor, ({ cursor = '1' }) => ({
			entries: [{ id: cursor }],
			body: { next: Number(cursor) < count ? String(Number(cursor) + 1) : undefined },
		}));
	const cursorsOf = (requests: IDataObject[]) => requests.map(({ cursor }) => cursor);

	test('is requested with its size where the vendor takes one', async () => {
		const { read, requests } = readerOf({ ...byCursor, sizeParam: 'limit' }, () => ({ total: 7 }));
		expect(await read(1)).toEqual({ entries: [], total: 7, isLast: true });
		expect(requests).toEqual([{ limit: 3 }]);
	});

	test('reaches a page through those before it', async () => {
		const { read, requests } = pagesOf(5);
		expect(await read(3)).toEqual({ entries: [{ id: '3' }], isLast: false, total: undefined });
		expect(cursorsOf(requests)).toEqual([undefined, '2', '3']);
	});

	test('reaches a page again by one request', async () => {
		const { read, requests } = pagesOf(5);
		await read(5);
		requests.length = 0;
		expect((await read(2)).entries).toEqual([{ id: '2' }]);
		expect((await read(5)).isLast).toBe(true);
		expect((await read(1)).isLast).toBe(false);
		expect(cursorsOf(requests)).toEqual(['2', '5', undefined]);
	});

	test('has empty pages after its end, which are not requested', async () => {
		const { read, requests } = pagesOf(2);
		expect(await read(9)).toEqual({ entries: [], isLast: true });
		expect(await read(3)).toEqual({ entries: [], isLast: true });
		expect(cursorsOf(requests)).toEqual([undefined, '2']);
	});

	test.each([[''], [undefined]])('ends with the cursor %j', async (next) => {
		const { read } = readerOf(byCursor, () => ({ entries: entriesOf(3), body: { next } }));
		expect((await read(1)).isLast).toBe(true);
	});

	test('goes on after empty pages that have a successor', async () => {
		const { read, requests } = readerOf(byCursor, ({ cursor = '1' }) => ({
			entries: cursor === '3' ? [{ id: 3 }] : [],
			body: { next: cursor === '4' ? undefined : String(Number(cursor) + 1) },
		}));
		expect(await read(1)).toEqual({ entries: [{ id: 3 }], isLast: false, total: undefined });
		expect(await read(2)).toEqual({ entries: [], isLast: true, total: undefined });
		expect(cursorsOf(requests)).toEqual([undefined, '2', '3', '4']);
	});

	test('forgets the pages after one that has another successor by now', async () => {
		let suffix = '';
		const { read, requests } = readerOf(byCursor, ({ cursor = 'x' }) => ({
			entries: [{ id: cursor }],
			body: { next: String(cursor).length < 4 ? `${String(cursor)}x${suffix}` : undefined },
		}));
		await read(4);
		suffix = 'y';
		await read(2);
		requests.length = 0;
		expect((await read(4)).entries).toEqual([]);
		expect((await read(3)).entries).toEqual([{ id: 'xxxy' }]);
		expect(cursorsOf(requests)).toEqual(['xxxy', 'xxxy']);
	});

	test('goes on where the last page has a successor by now', async () => {
		let count = 2;
		const { read } = readerOf(byCursor, ({ cursor = '1' }) => ({
			entries: [{ id: cursor }],
			body: { next: Number(cursor) < count ? String(Number(cursor) + 1) : undefined },
		}));
		expect((await read(2)).isLast).toBe(true);
		count = 3;
		expect((await read(2)).isLast).toBe(false);
		expect((await read(3)).entries).toEqual([{ id: '3' }]);
	});

	test.each([
		['of the same page', () => '2', 2],
		['of an earlier page', (cursor: string) => (cursor === '4' ? '2' : `${Number(cursor) + 1}`), 4],
	])('is refused with a cursor %s', async (_which, nextOf, requestCount) => {
		for (const entries of [entriesOf(1), []]) {
			const { read, requests } = readerOf(byCursor, ({ cursor = '1' }) => ({
				entries,
				body: { next: nextOf(String(cursor)) },
			}));
			await expect(read(9)).rejects.toThrow(
				'the list repeats a page. Choose something narrower in this node.',
			);
			expect(requests).toHaveLength(requestCount);
		}
	});

	test.each([
		['pages', entriesOf(1)],
		['empty pages', []],
	])('is refused with more than 1,000 %s', async (_what, entries) => {
		const { read, requests } = readerOf(byCursor, ({ cursor = '1' }) => ({
			entries,
			body: { next: String(Number(cursor) + 1) },
		}));
		const error = 'the list has more than 1000 pages. Choose something narrower in this node.';
		await expect(read(MAX_CURSOR_PAGES + 1)).rejects.toThrow(error);
		expect(requests).toHaveLength(1_000);
		await expect(read(MAX_CURSOR_PAGES + 1)).rejects.toThrow(error);
	});

	test('has a page 1,000', async () => {
		const { read } = pagesOf(1_000);
		expect(await read(1_000)).toEqual({
			entries: [{ id: '1000' }],
			isLast: true,
			total: undefined,
		});
	});
});
