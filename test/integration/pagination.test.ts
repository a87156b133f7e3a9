import { runNode } from '../support/engine';
import { startSandbox } from '../support/sandbox/server';
import { naxonAi, known } from '../support/sandbox/naxonAi';
import type { NaxonAiState } from '../support/sandbox/naxonAi';
import type { SandboxRequest, SandboxResponse, SandboxVendor } from '../support/sandbox/types';
import type { Sandbox } from '../support/sandbox/server';

/** A page as the vendor returns it. */
interface Page extends SandboxResponse {
	body: Record<string, unknown>;
}

type Handler = (request: SandboxRequest) => Page;

/** What the vendor does with a request instead of handling it. */
type Misbehavior = (request: SandboxRequest, handle: Handler) => Page;

const correct: Misbehavior = (request, handle) => handle(request);
let misbehavior = correct;

const misbehavingVendor: SandboxVendor<NaxonAiState> = {
	...naxonAi,
	routes: naxonAi.routes.map((route) => ({
		...route,
		handle: (request, state, self) =>
			misbehavior(request, (changed) => route.handle(changed, state, self) as Page),
	})),
};

let sandbox: Sandbox<NaxonAiState>;
beforeAll(async () => {
	sandbox = await startSandbox(misbehavingVendor);
});
afterAll(async () => await sandbox.close());
beforeEach(() => {
	sandbox.reset();
	sandbox.removeAllListeners();
	misbehavior = correct;
});

/** The IDs of all conversations, the newest first. */
const newestFirst = () =>
	[...sandbox.state.conversations].sort((a, b) => b.createdAt - a.createdAt).map(({ id }) => id);

async function read(parameters: object) {
	const { items, error } = await runNode({
		node: 'naxonAi',
		credentials: { naxonAiApi: { baseUrl: sandbox.url, apiToken: known.token, maxRetryTime: 0 } },
		parameters: { resource: 'conversation', operation: 'getAll', ...parameters },
	});
	const requested = sandbox.requests.map(({ query }) => [
		Number(query.page),
		Number(query.per_page),
	]);
	return { ids: items.map(({ json }) => json.id), requested, error };
}

/** Changes the page information of every response. */
const withPageInfo =
	(change: object): Misbehavior =>
	(request, handle) => {
		const page = handle(request);
		return { ...page, body: { ...page.body, ...change } };
	};

const all = { returnAll: true };
const pages = (count: number, size: number) =>
	Array.from({ length: count }, (_, index) => [index + 1, size]);

describe('a list of 130 in pages of at most 100', () => {
	test.each([
		[{ limit: 1 }, 1, pages(1, 1)],
		[{ limit: 99 }, 99, pages(1, 99)],
		[{ limit: 100 }, 100, pages(1, 100)],
		[{ limit: 101 }, 101, pages(2, 51)],
		[{ limit: 129 }, 129, pages(2, 65)],
		[{ limit: 130 }, 130, pages(2, 65)],
		[{ limit: 131 }, 130, pages(2, 66)],
		[{ limit: 5000 }, 130, pages(2, 100)],
		[{}, 50, pages(1, 50)],
		[all, 130, pages(2, 100)],
	])('returns %j as %i entries', async (parameters, count, requested) => {
		expect(await read(parameters)).toEqual({ ids: newestFirst().slice(0, count), requested });
	});

	test.each([
		[40, all, 130, pages(4, 100)],
		[65, all, 130, pages(2, 100)],
		[130, all, 130, pages(2, 100)],
		[40, { limit: 80 }, 80, pages(2, 80)],
		[40, { limit: 100 }, 100, pages(3, 100)],
		[40, { limit: 120 }, 120, pages(3, 60)],
		[7, { limit: 20 }, 20, pages(3, 20)],
	])(
		'reads on where the vendor has at most %i on a page: %j returns %i',
		async (most, parameters, count, requested) => {
			sandbox.state.maxPerPage = most;
			expect(await read(parameters)).toEqual({ ids: newestFirst().slice(0, count), requested });
		},
	);

	test('takes no further request when it ends with a full page', async () => {
		sandbox.state.conversations.length = 100;
		expect(await read(all)).toEqual({ ids: newestFirst(), requested: pages(1, 100) });
	});

	test.each([all, { limit: 200 }, { limit: 1 }])(
		'takes one request when it is empty, for %j',
		async (parameters) => {
			sandbox.state.conversations.length = 0;
			const { ids, requested, error } = await read(parameters);
			expect({ ids, error, requests: requested.length }).toEqual({
				ids: [],
				error: undefined,
				requests: 1,
			});
		},
	);
});

describe('a vendor with wrong page information', () => {
	test.each([
		['total_pages is too high', { total_pages: 9 }, 3],
		['total_pages is too low', { total_pages: 1 }, 2],
		['total_pages is missing', { total_pages: undefined }, 2],
		['total_pages is null', { total_pages: null }, 2],
		['total_pages is a text', { total_pages: 'many' }, 2],
		['rows_per_page is missing', { rows_per_page: undefined }, 2],
		['total_rows is missing', { total_rows: undefined }, 2],
		['total_rows is too high', { total_rows: 500 }, 3],
		['total_rows is too low', { total_rows: 1 }, 2],
		['all page information is zero', { total_pages: 0, total_rows: 0, rows_per_page: 0 }, 3],
		[
			'all page information is missing',
			{ total_pages: undefined, total_rows: undefined, rows_per_page: undefined },
			3,
		],
	])('gives every entry once when %s', async (_name, wrong, requests) => {
		misbehavior = withPageInfo(wrong);
		expect(await read(all)).toEqual({ ids: newestFirst(), requested: pages(requests, 100) });
	});

	test('gives every entry once when rows_per_page is the requested size, not the real one', async () => {
		sandbox.state.maxPerPage = 40;
		misbehavior = withPageInfo({ rows_per_page: 100 });
		expect(await read(all)).toEqual({ ids: newestFirst(), requested: pages(4, 100) });
	});

	test('ends the list with its last page again instead of a page behind the end', async () => {
		misbehavior = (request, handle) => {
			const page = handle({
				...request,
				query: { ...request.query, page: String(Math.min(2, Number(request.query.page))) },
			});
			return { ...page, body: { ...page.body, total_pages: 99 } };
		};
		expect(await read(all)).toEqual({ ids: newestFirst(), requested: pages(3, 100) });
	});

	test.each([all, { limit: 120 }])(
		'causes an error, not an endless list, when it repeats a page, for %j',
		async (parameters) => {
			misbehavior = (request, handle) =>
				handle({ ...request, query: { ...request.query, page: '1' } });
			const { ids, requested, error } = await read(parameters);
			expect(error?.message).toBe(
				'Naxon AI: the list repeats a page. Use Limit instead of Return All, and tell the vendor. [item 0]',
			);
			expect(ids).toEqual([]);
			expect(requested).toHaveLength(2);
		},
	);

	test('has surplus entries removed', async () => {
		misbehavior = (request, handle) =>
			handle({ ...request, query: { ...request.query, per_page: '25' } });
		expect(await read({ limit: 5 })).toEqual({
			ids: newestFirst().slice(0, 5),
			requested: pages(1, 5),
		});
	});

	test('is read on after a short page while there are more pages', async () => {
		misbehavior = (request, handle) =>
			handle({ ...request, query: { ...request.query, per_page: '25' } });
		expect(await read({ limit: 60 })).toEqual({
			ids: newestFirst().slice(0, 60),
			requested: pages(3, 60),
		});
	});

	test('gives no entries at all when a later page fails', async () => {
		sandbox.injectFault({
			kind: 'refuse',
			on: 'N4',
			status: 503,
			body: 'come back later',
			after: 1,
		});
		const { ids, error } = await read(all);
		expect(ids).toEqual([]);
		expect(error?.message).toBe(
			'Naxon AI: come back later (HTTP 503). The fault is at the vendor: try again later. [item 0]',
		);
	});
});

describe('entries that appear while the list is read', () => {
	test.each([1, 5, 99])(
		'cause no duplicates and hide no entries: %i after each page',
		async (count) => {
			const before = newestFirst();
			let rounds = 3;
			sandbox.on('done', () => {
				if (rounds-- > 0)
					for (let index = 0; index < count; index += 1) sandbox.happen('newConversation');
			});
			const { ids, error } = await read(all);
			expect(error).toBeUndefined();
			expect(new Set(ids).size).toBe(ids.length);
			expect(ids).toEqual(before);
		},
	);

	test('do not shorten a list with a Limit', async () => {
		const before = newestFirst();
		sandbox.once('done', () => sandbox.happen('newConversation'));
		expect(await read({ limit: 120 })).toEqual({
			ids: before.slice(0, 120),
			requested: pages(3, 60),
		});
	});
});
