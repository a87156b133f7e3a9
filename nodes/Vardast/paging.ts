import type { IDataObject } from 'n8n-workflow';

import type { Paging } from '../shared/paging';

const MOST = 100;

/** What an answer says of its pages; a bare list says nothing. */
function told({ size, pages }: IDataObject): { size?: number; pages?: number } {
	return {
		...(typeof size === 'number' && { size }),
		...(typeof pages === 'number' && { pages }),
	};
}

/** V2 and V3. Without a size they give 20; no maximum is documented. */
export const bySize: Paging = {
	by: 'page',
	position: 'page',
	size: 'size',
	most: MOST,
	least: 20,
	told,
};

/** V9 and V10. The document allows 1 to 100 on a page. */
export const byPageSize: Paging = {
	by: 'page',
	position: 'page',
	size: 'page_size',
	most: MOST,
	told,
};
