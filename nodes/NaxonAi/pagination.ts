import type { IDataObject } from 'n8n-workflow';

import type { PagePagination } from '../shared/operations/pagination';
import { parseCount } from '../shared/util/text';

/** None of the figures says anything where it is 0. */
const countOf = (value: unknown) => parseCount(value) || undefined;

/** The pages there are, by the larger of the two figures in a response: the smaller one could hide entries. */
function pagesOf({ rows_per_page, total_pages, total_rows }: IDataObject): number | undefined {
	const [size, pages, rows] = [rows_per_page, total_pages, total_rows].map(countOf);
	return pages && size && rows ? Math.max(pages, Math.ceil(rows / size)) : pages;
}

/** N1, N3, N4 and N6. No maximum is documented; `rows_per_page` of a response is the size of its pages. */
export const byPage: PagePagination = {
	style: 'page',
	positionParam: 'page',
	sizeParam: 'per_page',
	maxPageSize: 100,
	readPageInfo: (body) => ({
		pageSize: countOf(body.rows_per_page),
		pageCount: pagesOf(body),
	}),
};
