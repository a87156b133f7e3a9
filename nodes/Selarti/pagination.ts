import type { OffsetPagination } from '../shared/operations/pagination';

/** S5 and S6 page by limit and offset. Without a limit they return 20; no maximum is documented. */
export const byOffset: OffsetPagination = {
	style: 'offset',
	positionParam: 'offset',
	sizeParam: 'limit',
	maxPageSize: 100,
	minPageSize: 20,
};
