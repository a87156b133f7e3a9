import type { IDataObject } from 'n8n-workflow';

import type { PagePagination } from '../shared/operations/pagination';

const count = (value: unknown) =>
	Number.isSafeInteger(value) && (value as number) > 0 ? (value as number) : undefined;

/** The pages there are, by the larger of the two figures in a response: the smaller one could hide entries. */
function pagesOf({ rows_per_page, total_pages, total_rows }: IDataObject): number | undefined {
	const [size, pages, rows] = [count(rows_per_page), count(total_pages), count(total_rows)];
	return pages && size && rows ? Math.max(pages, Math.ceil(rows / size)) : pages;
}

/** N1, N3, N4 and N6. No maximum is documented; `rows_per_page` of a response is the size of its pages. */
export const byPage: PagePagination = {
	style: 'page',
	positionParam: 'page',
	sizeParam: 'per_page',
	maxPageSize: 100,
	readPageInfo: (body) => ({
		pageSize: count(body.rows_per_page),
		pageCount: pagesOf(body),
	}),
};
