/** Lists whose answers say how long they are in another form, not at all, or wrongly. */

import type { IDataObject } from 'n8n-workflow';

import { byPage } from '../../nodes/NaxonAi/pagination';
import { byOffset } from '../../nodes/Selarti/pagination';
import { paginate } from '../../nodes/shared/operations/pagination';
import type { Pagination } from '../../nodes/shared/operations/pagination';
import { createPageReader } from '../../nodes/shared/polling/pageReader';
import { byPageSize, bySize } from '../../nodes/Vardast/pagination';

const LIMIT_OF_VENDOR = 10;

/** A list of thirty entries of which the vendor gives ten at once, whatever is asked for. */
function listOf(pagination: Pagination, info: IDataObject) {
	let requestCount = 0;
	return {
		requestCount: () => requestCount,
		fetchPage: async (qs: IDataObject) => {
			requestCount += 1;
			const start =
				pagination.style === 'offset' ? Number(qs.offset) : (Number(qs.page) - 1) * LIMIT_OF_VENDOR;
			const ids = Array.from({ length: 30 }, (_, id) => ({ id }));
			return { entries: ids.slice(start, start + LIMIT_OF_VENDOR), body: info };
		},
	};
}

// https://github.com/laravel/framework/pull/31493
const lists: Array<[string, Pagination, IDataObject]> = [
	[
		'Naxon AI: figures as texts',
		byPage,
		{ rows_per_page: '10', total_pages: '3', total_rows: '30' },
	],
	['Naxon AI: figures as texts with spaces', byPage, { rows_per_page: ' 10 ', total_pages: '3 ' }],
	['Naxon AI: no figures', byPage, {}],
	['Naxon AI: figures that are null', byPage, { rows_per_page: null, total_pages: null }],
	['Naxon AI: figures that are 0', byPage, { rows_per_page: 0, total_pages: 0 }],
	['Vardast: figures as texts', bySize, { size: '10', pages: '3' }],
	['Vardast: no figures', bySize, {}],
	['Vardast: no figures in a report', byPageSize, {}],
	['Selarti, whose document has none', byOffset, {}],
];

describe('all of a list is read', () => {
	test.each(lists)('by Return All. %s', async (_name, pagination, info) => {
		const list = listOf(pagination, info);
		const entries = await paginate({
			pagination,
			limit: Infinity,
			options: { url: '/' },
			fetchPage: async ({ qs }) => await list.fetchPage(qs as IDataObject),
			createError: (message) => new Error(message),
		});
		expect(entries).toHaveLength(30);
		expect(list.requestCount()).toBeLessThanOrEqual(4);
	});

	test.each(lists.filter(([, { style }]) => style === 'page'))(
		'by a poll. %s',
		async (_name, pagination, info) => {
			const list = listOf(pagination, info);
			const read = createPageReader(pagination, list.fetchPage, (message) => new Error(message));
			let count = 0;
			for (let number = 1, isLast = false; !isLast; number += 1) {
				const page = await read(number);
				count += page.entries.length;
				({ isLast } = page);
			}
			expect(count).toBe(30);
		},
	);
});

test('a list that announces a billion pages and repeats one ends', async () => {
	let requestCount = 0;
	const entries = await paginate({
		pagination: bySize,
		limit: Infinity,
		options: { url: '/' },
		fetchPage: async () => {
			requestCount += 1;
			return { entries: [{ id: 1 }], body: { pages: 1e9 } };
		},
		createError: (message) => new Error(message),
	});
	expect([entries, requestCount]).toEqual([[{ id: 1 }], 2]);
});
