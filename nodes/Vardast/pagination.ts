import type { IDataObject } from 'n8n-workflow';

import type { PageInfo, PagePagination } from '../shared/operations/pagination';
import { parseCount } from '../shared/util/text';

const MAX_PAGE_SIZE = 100;

/** What a response says of its pages; a bare list says nothing. */
function readPageInfo({ size, pages }: IDataObject): PageInfo {
	return { pageSize: parseCount(size) || undefined, pageCount: parseCount(pages) || undefined };
}

/** V2 and V3. Without a size they return 20; no maximum is documented. */
export const bySize: PagePagination = {
	style: 'page',
	positionParam: 'page',
	sizeParam: 'size',
	maxPageSize: MAX_PAGE_SIZE,
	minPageSize: 20,
	readPageInfo,
};

/** V9 and V10. The vendor's documentation allows 1 to 100 on a page. */
export const byPageSize: PagePagination = {
	style: 'page',
	positionParam: 'page',
	sizeParam: 'page_size',
	maxPageSize: MAX_PAGE_SIZE,
	readPageInfo,
};
