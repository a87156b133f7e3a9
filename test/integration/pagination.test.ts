import { runNode } from '../support/engine';
import { startSandbox } from '../support/sandbox/server';
import { naxonAi, known } from '../support/sandbox/naxonAi';
import type { SandboxRequest, SandboxResponse } from '../support/sandbox/types';
import type { Sandbox } from '../support/sandbox/server';

/** What the vendor does with a request, other than it should. */
let lie: (
	call: SandboxRequest,
	handle: (call: SandboxRequest) => SandboxResponse,
) => SandboxResponse;
const honest = (call: SandboxRequest, handle: (call: SandboxRequest) => SandboxResponse) =>
	handle(call);

const lying = {
	...naxonAi,
	routes: naxonAi.routes.map((route) => ({
		...route,
		handle: (call: SandboxRequest, state: any, self: any) =>
			lie(call, (asked) => route.handle(asked, state, self) as SandboxResponse),
	})),
};

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox(lying);
});
afterAll(async () => await sandbox.close());
beforeEach(() => {
	sandbox.reset();
	sandbox.removeAllListeners();
	lie = honest;
});

/** The IDs of all conversations, the newest first. */
const newestFirst = () =>
	[...sandbox.state.conversations].sort((a, b) => b.createdAt - a.createdAt).map(({ id }) => id);

async function read(parameters: Record<string, any>) {
	const { items, error } = await runNode({
		node: 'naxonAi',
		credentials: { naxonAiApi: { baseUrl: sandbox.url, apiToken: known.token, maxRetryTime: 0 } },
		parameters: { resource: 'conversation', operation: 'getAll', ...parameters },
	});
	const asked = sandbox.requests.map(({ query }) => [Number(query.page), Number(query.per_page)]);
	return { ids: items.map(({ json }) => json.id), asked, error };
}

/** Changes the figures of every answer. */
const figures =
	(change: (body: any) => any) =>
	(call: SandboxRequest, handle: (call: SandboxRequest) => SandboxResponse) => {
		const answer = handle(call);
		return { ...answer, body: { ...answer.body, ...change(answer.body) } };
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
	])('%j gives %i entries', async (parameters, count, asked) => {
		expect(await read(parameters)).toEqual({ ids: newestFirst().slice(0, count), asked });
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
		'where the vendor gives no more than %i at once, %j gives %i',
		async (most, parameters, count, asked) => {
			sandbox.state.maxPerPage = most;
			expect(await read(parameters)).toEqual({ ids: newestFirst().slice(0, count), asked });
		},
	);

	test('a list that ends with a full page takes no request more', async () => {
		sandbox.state.conversations.length = 100;
		expect(await read(all)).toEqual({ ids: newestFirst(), asked: pages(1, 100) });
	});

	test.each([all, { limit: 200 }, { limit: 1 }])(
		'an empty list takes one request for %j',
		async (parameters) => {
			sandbox.state.conversations.length = 0;
			const { ids, asked, error } = await read(parameters);
			expect({ ids, error, requests: asked.length }).toEqual({
				ids: [],
				error: undefined,
				requests: 1,
			});
		},
	);
});

describe('a vendor that does not keep to its own figures', () => {
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
		['all figures are zero', { total_pages: 0, total_rows: 0, rows_per_page: 0 }, 2],
		[
			'all figures are missing',
			{ total_pages: undefined, total_rows: undefined, rows_per_page: undefined },
			2,
		],
	])('every entry comes once when %s', async (_name, wrong, requests) => {
		lie = figures(() => wrong);
		expect(await read(all)).toEqual({ ids: newestFirst(), asked: pages(requests, 100) });
	});

	test('every entry comes once when rows_per_page tells what was asked, not what was given', async () => {
		sandbox.state.maxPerPage = 40;
		lie = figures(() => ({ rows_per_page: 100 }));
		expect(await read(all)).toEqual({ ids: newestFirst(), asked: pages(4, 100) });
	});

	test('the last page again, for a page behind the end, is an end', async () => {
		lie = (call, handle) => {
			const answer = handle({
				...call,
				query: { ...call.query, page: String(Math.min(2, Number(call.query.page))) },
			});
			return { ...answer, body: { ...answer.body, total_pages: 99 } };
		};
		expect(await read(all)).toEqual({ ids: newestFirst(), asked: pages(3, 100) });
	});

	test.each([all, { limit: 120 }])(
		'a page that repeats is an error for %j, not an endless list',
		async (parameters) => {
			lie = (call, handle) => handle({ ...call, query: { ...call.query, page: '1' } });
			const { ids, asked, error } = await read(parameters);
			expect(error.message).toBe(
				'Naxon AI: the list repeats a page. Use Limit instead of Return All, and tell the vendor. [item 0]',
			);
			expect(ids).toEqual([]);
			expect(asked).toHaveLength(2);
		},
	);

	test('more entries than asked for are cut', async () => {
		lie = (call, handle) => handle({ ...call, query: { ...call.query, per_page: '25' } });
		expect(await read({ limit: 5 })).toEqual({
			ids: newestFirst().slice(0, 5),
			asked: pages(1, 5),
		});
	});

	test('fewer entries than asked for are no end while there are more pages', async () => {
		lie = (call, handle) => handle({ ...call, query: { ...call.query, per_page: '25' } });
		expect(await read({ limit: 60 })).toEqual({
			ids: newestFirst().slice(0, 60),
			asked: pages(3, 60),
		});
	});

	test('a failure on a later page gives no entries at all', async () => {
		sandbox.injectFault({
			kind: 'refuse',
			on: 'N4',
			status: 503,
			body: 'come back later',
			after: 1,
		});
		const { ids, error } = await read(all);
		expect(ids).toEqual([]);
		expect(error.message).toBe(
			'Naxon AI: come back later (HTTP 503). The fault is at the vendor: try again later. [item 0]',
		);
	});
});

describe('entries that appear while the list is read', () => {
	test.each([1, 5, 99])(
		'%i new ones after each page give no duplicate and hide none',
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

	test('a Limit is still filled', async () => {
		const before = newestFirst();
		sandbox.once('done', () => sandbox.happen('newConversation'));
		expect(await read({ limit: 120 })).toEqual({ ids: before.slice(0, 120), asked: pages(3, 60) });
	});
});
