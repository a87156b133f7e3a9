import type { IDataObject, IHttpRequestOptions, IPollFunctions } from 'n8n-workflow';

import type { PagePagination } from '../../../nodes/shared/operations/pagination';
import { createListReader } from '../../../nodes/shared/polling/listReader';
import type { ListOptions } from '../../../nodes/shared/polling/listReader';
import type { Vendor } from '../../../nodes/shared/types';
import { shortDigest } from '../../../nodes/shared/util/digest';

const vendor: Vendor = {
	name: 'Vendor',
	credential: 'vendorApi',
	requiredFields: [],
	secretFields: [],
	sensitiveKeys: [],
	parseError: () => undefined,
	unwrap: (body, key) => (key ? (body as IDataObject)[key] : body),
};
const pagination: PagePagination = {
	style: 'page',
	sizeParam: 'size',
	positionParam: 'page',
	maxPageSize: 3,
};

/** A list of a vendor that responds with these bodies, and the requests that it got. */
function listOf(bodies: unknown[], options: Partial<ListOptions> = {}) {
	const requests: IHttpRequestOptions[] = [];
	const context = {
		__emit: () => {},
		getNode: () => ({ name: 'T', type: 't', parameters: {} }),
		getCredentials: async () => ({ baseUrl: 'https://vendor.example', maxRetryTime: 0 }),
		helpers: {
			httpRequestWithAuthentication: async (_type: string, request: IHttpRequestOptions) => {
				requests.push(request);
				return { statusCode: 200, headers: {}, body: bodies[requests.length - 1] };
			},
		},
	};
	const list = createListReader(context as unknown as IPollFunctions, vendor, {
		request: { method: 'GET', url: '/list', qs: { own: 1 } },
		pagination,
		envelopeKey: 'rows',
		time: 'at',
		...options,
	});
	return { list, requests };
}
const rows = (...entries: unknown[]) => ({ rows: entries });

test('A page is requested with the parameters of the list and its own', async () => {
	const { list, requests } = listOf([rows()]);
	await list.read(2);
	expect(requests[0]).toMatchObject({
		method: 'GET',
		url: 'https://vendor.example/list',
		timeout: 30_000,
		qs: { own: 1, size: 3, page: 2 },
	});
});

test('A page by cursor is requested with the cursor of the one before it', async () => {
	const { list, requests } = listOf([{ ...rows({ id: 1 }), next: 'n' }, rows({ id: 2 })], {
		pagination: {
			style: 'cursor',
			cursorParam: 'after',
			maxPageSize: 3,
			readNextCursor: ({ next }) => next as string | undefined,
		},
	});
	expect(list.isSequential).toBe(true);
	expect((await list.read(2)).entries).toEqual([{ id: 2 }]);
	expect(requests.map(({ qs }) => qs)).toEqual([{ own: 1 }, { own: 1, after: 'n' }]);
});

test.each<[string, unknown, Partial<ListOptions>, IDataObject]>([
	[
		'has the entries',
		rows({ id: 1 }, { id: 2 }, { id: 3 }),
		{},
		{ entries: [{ id: 1 }, { id: 2 }, { id: 3 }], isLast: false },
	],
	[
		'is not the last one for being short',
		rows({ id: 1 }),
		{},
		{ entries: [{ id: 1 }], isLast: false },
	],
	['leaves out what is no entry', rows(null, 'a', 7, { id: 1 }), {}, { entries: [{ id: 1 }] }],
	['is empty where there is no body', '', {}, { entries: [], isLast: true, total: undefined }],
	['has the number of entries', { ...rows(), total: 9 }, {}, { total: 9 }],
	['has the number of entries as digits in a text', { ...rows(), total: '9' }, {}, { total: 9 }],
	['has no number of entries in words', { ...rows(), total: 'nine' }, {}, { total: undefined }],
	[
		'has the number of entries by another name',
		{ ...rows(), total: 9, count: 4 },
		{ total: 'count' },
		{ total: 4 },
	],
])('A page %s', async (_what, body, options, page) => {
	expect(await listOf([body], options).list.read(1)).toMatchObject(page);
});

test('A page is judged by its body, also by one that is empty', async () => {
	const readPageInfo = jest.fn(() => ({}));
	const { list } = listOf([{ ...rows(), a: 1 }, ''], {
		pagination: { ...pagination, readPageInfo },
	});
	await list.read(1);
	await list.read(2);
	expect(readPageInfo.mock.calls).toEqual([[{ rows: [], a: 1 }], [{}]]);
});

describe('An entry', () => {
	test('has its time and a digest of its ID', () => {
		const { list } = listOf([]);
		expect(list.positionOf({ id: 7, at: 1_769_860_800, name: 'a' })).toEqual({
			time: 1_769_860_800_000,
			id: shortDigest(7),
		});
	});

	test('has a digest of all of it where it has no ID', () => {
		const { list } = listOf([]);
		expect(list.positionOf({ name: 'a' })).toEqual({
			time: undefined,
			id: shortDigest({ name: 'a' }),
		});
	});

	test('has a digest of what distinguishes it', () => {
		const { list } = listOf([], { identity: ({ a, b }) => [a, b] });
		expect(list.positionOf({ a: 1, b: 2, id: 7 }).id).toBe(shortDigest(1, 2));
	});
});

test('A list says whether it is filtered and whether its pages can be read in any order', () => {
	const { list } = listOf([]);
	expect([list.filteredSince, list.isSequential]).toEqual([false, false]);
	expect(listOf([], { filteredSince: true }).list.filteredSince).toBe(true);
});

test('A list makes errors in the name of the vendor and the node', () => {
	expect(listOf([]).list.createError('is odd', 'Ask.')).toMatchObject({
		message: 'Vendor: is odd. Ask.',
		node: { name: 'T' },
	});
});
