import type { Paging } from '../shared/paging';

/** S5 and S6 page by limit and offset. Without a limit they give 20; no maximum is documented. */
export const byOffset: Paging = {
	by: 'offset',
	position: 'offset',
	size: 'limit',
	most: 100,
	least: 20,
};
