/** How the Vardast node pages lists, in pages and bare, and what its pick lists show. */

import { loadPackage, runNode, searchList } from '../../support/engine';
import { uuid } from '../../support/sandbox/invent';
import { startSandbox } from '../../support/sandbox/server';
import { vardast, known } from '../../support/sandbox/vardast';
import type { Sandbox } from '../../support/sandbox/server';
import type { VardastState } from '../../support/sandbox/vardast';

let sandbox: Sandbox<VardastState>;
beforeAll(async () => {
	sandbox = await startSandbox(vardast);
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

const id = (value: string) => ({ __rl: true, mode: 'id', value });
const inChannel = { channel: id(known.channel.id) };
const all = { returnAll: true };
const contacts = { resource: 'contact', operation: 'getAll' };
const messages = {
	resource: 'message',
	operation: 'getAll',
	...inChannel,
	contact: id(known.contact.id),
};
const orders = { resource: 'order', operation: 'getAll', ...inChannel };
const channelContacts = { resource: 'channelContact', operation: 'getAll', ...inChannel };

const base = () => ({
	node: 'vardast',
	credentials: {
		vardastApi: { apiKey: known.apiKey, baseUrl: `${sandbox.url}/uaa/public`, maxRetryTime: 0 },
	},
});
const read = async (parameters: any): Promise<{ ids: any[]; error: any; pages: string[] }> => {
	const { items, error } = await runNode({ ...base(), parameters });
	const pages = sandbox.requests.map(
		({ query }) => `${query.page}x${query.size ?? query.page_size}`,
	);
	return { ids: items.map(({ json }) => json.id), error, pages };
};
const things = (count: number, from: number = 0) =>
	Array.from({ length: count }, (_, index) => ({
		id: uuid(`thing ${from + index}`),
		name: `شماره ${from + index}`,
	}));
/** The same answer whatever page is asked for. */
const always = (body: any, more?: any) =>
	sandbox.injectFault({ kind: 'answer', status: 200, body, ...more });

describe('Return All and Limit', () => {
	/** parameters, entries, pages */
	const cases: Array<[any, number, string[]]> = [
		[{ ...contacts, ...all }, 230, ['1x100', '2x100', '3x100']],
		[contacts, 50, ['1x50']],
		[{ ...contacts, limit: 1 }, 1, ['1x1']],
		[{ ...contacts, limit: 150 }, 150, ['1x75', '2x75']],
		[{ ...contacts, limit: 1000 }, 230, ['1x100', '2x100', '3x100']],
		[{ ...messages, ...all }, 90, ['1x100']],
		[{ ...orders, ...all }, 150, ['1x100', '2x100']],
		[{ ...orders, limit: 101 }, 101, ['1x51', '2x51']],
		[{ ...channelContacts, ...all }, 120, ['1x100', '2x100']],
	];
	test.each(cases)('%j', async (parameters, count, pages) => {
		const given = await read(parameters);
		expect([given.error, given.ids.length, new Set(given.ids).size, given.pages]).toEqual([
			undefined,
			count,
			count,
			pages,
		]);
	});

	test.each(cases)('%j of bare lists', async (parameters, count) => {
		sandbox.state.bareArrays = true;
		const given = await read(parameters);
		expect([given.error, given.ids.length, new Set(given.ids).size]).toEqual([
			undefined,
			count,
			count,
		]);
	});

	test.each([false, true])(
		'a vendor that gives fewer on a page than asked, bare: %s',
		async (bare) => {
			Object.assign(sandbox.state, { maxSize: 30, bareArrays: bare });
			const given = await read({ ...contacts, ...all });
			expect([given.error, new Set(given.ids).size, given.pages.length]).toEqual([
				undefined,
				230,
				8,
			]);
		},
	);

	test.each([0, 5, 20, 60, 99, 100, 101, 230])(
		'a vendor that gives its whole list of %d bare, whatever page is asked for',
		async (count) => {
			always(things(count));
			for (const parameters of [contacts, orders]) {
				const given = await read({ ...parameters, ...all });
				expect([given.error, given.ids]).toEqual([
					undefined,
					things(count).map((thing) => thing.id),
				]);
			}
			for (const limit of [1, 19, 20, 60, 99, 150, 250]) {
				const { ids, error } = await read({ ...contacts, limit });
				expect([error, ids.length]).toEqual([undefined, Math.min(limit, count)]);
			}
			expect(
				Math.max(...sandbox.requests.map(({ query }) => Number(query.page))),
			).toBeLessThanOrEqual(2);
		},
	);

	test('unpaged lists are cut to the limit, in an envelope and bare', async () => {
		for (const bare of [false, true]) {
			sandbox.state.bareArrays = bare;
			for (const [resource, count] of [
				['channel', 4],
				['assistant', 6],
			] as const) {
				expect((await read({ resource, operation: 'getAll', ...all })).ids).toHaveLength(count);
				expect((await read({ resource, operation: 'getAll', limit: 3 })).ids).toHaveLength(3);
			}
		}
	});

	test('a list in pages that repeats, and a bare one that stops moving, are errors and no endless loop', async () => {
		always({ items: things(100), total: 900, page: 1, size: 100, pages: 9 });
		expect((await read({ ...contacts, ...all })).error.message).toMatch(
			/^Vardast: the list repeats a page\. .* \[item 0\]$/,
		);
		expect(sandbox.requests).toHaveLength(2);
		sandbox.reset();
		always(things(100), { times: 1 });
		always(things(100, 100));
		const { ids, error } = await read({ ...orders, ...all });
		expect([ids, error.message]).toEqual([[], expect.stringContaining('the list repeats a page')]);
		expect(sandbox.requests).toHaveLength(3);
	});

	test('an envelope whose numbers are missing or wrong does not end the list early', async () => {
		always({ items: things(100), pages: null, size: '100' }, { times: 1 });
		always({ items: things(30, 100) });
		expect((await read({ ...orders, ...all })).ids).toHaveLength(130);
	});
});

describe('pick lists', () => {
	const search = async (
		method: string,
		parameters: any = {},
		filter?: string,
		paginationToken?: string,
	) => await searchList({ ...base(), parameters, method, filter, paginationToken });

	test('channels and assistants', async () => {
		for (const bare of [false, true]) {
			sandbox.state.bareArrays = bare;
			const { results, paginationToken } = await search('searchChannels');
			expect([results.length, paginationToken]).toEqual([4, undefined]);
			expect(results[3]).toEqual({
				name: known.channel.name,
				value: known.channel.id,
				description: 'narges.flowers, INSTAGRAM',
			});
			expect((await search('searchChannels', {}, 'bale')).results).toMatchObject([
				{ value: known.smallChannel.id },
			]);
			expect((await search('searchAssistants', {}, known.assistant.name)).results).toEqual([
				{ name: known.assistant.name, value: known.assistant.id, description: 'large-model' },
			]);
		}
		expect(JSON.stringify(await search('searchChannels'))).not.toContain(known.secrets[0]);
	});

	test('contacts are those of the chosen channel, or all while none is', async () => {
		const { results } = await search('searchContacts', { channel: id(known.smallChannel.id) });
		expect([results.length, sandbox.requests[0].query]).toEqual([
			40,
			{ channel_ids: known.smallChannel.id, page: '1', size: '100' },
		]);
		for (const channel of [undefined, id(''), id('={{ $json.channel }}')]) {
			expect(await search('searchContacts', { channel })).toMatchObject({
				results: { length: 100 },
				paginationToken: '1:100',
			});
		}
		expect(sandbox.requests[1].query).toEqual({ page: '1', size: '100' });
	});

	test.each([{}, { maxSize: 30 }, { bareArrays: true }, { maxSize: 30, bareArrays: true }])(
		'every contact can be reached: %j',
		async (state) => {
			Object.assign(sandbox.state, state);
			const found = new Set();
			let token;
			do {
				const page = await search('searchContacts', {}, undefined, token);
				for (const { value } of page.results) found.add(value);
				token = page.paginationToken;
			} while (token);
			expect(found.size).toBe(230);
			const oldest = sandbox.state.contacts[0];
			expect(
				(await search('searchContacts', {}, ` ${oldest.username.toUpperCase()} `)).results,
			).toEqual([
				{
					name: oldest.name,
					value: oldest.id,
					description: `${oldest.username}, ${oldest.identifier}, ${oldest.platform}`,
				},
			]);
		},
	);

	test.each([20, 60, 100, 230])('a whole list of %d that comes bare ends', async (count) => {
		always(things(count));
		const first = await search('searchContacts');
		expect(first.results).toHaveLength(count);
		expect(await search('searchContacts', {}, '', first.paginationToken ?? '1')).toEqual({
			results: [],
		});
		expect(await search('searchContacts', {}, 'none of them')).toEqual({ results: [] });
	});

	test('channel contacts and orders need the channel, and are found by who, what and when', async () => {
		expect(await search('searchOrders', inChannel)).toMatchObject({
			results: { length: 100 },
			paginationToken: '1:100',
		});
		expect(await search('searchOrders', inChannel, '', '1')).toMatchObject({
			results: { length: 50 },
		});
		const row = sandbox.state.orders.find((order: any) => order.id === known.order);
		const [{ product_name, quantity }] = row.order_list;
		const { results } = await search('searchOrders', inChannel, product_name);
		expect(results).toContainEqual({
			name: row.full_name,
			value: known.order,
			description: expect.stringContaining(
				`${row.created_at.slice(0, 10)}, ${quantity} × ${product_name}`,
			),
		});
		const report = sandbox.state.reportContacts[0];
		expect(
			(await search('searchChannelContacts', inChannel, report.phone_number)).results,
		).toMatchObject([{ name: report.full_name, value: known.reportContact }]);
		expect(sandbox.requests.every(({ refused }) => refused === undefined)).toBe(true);

		sandbox.requests.length = 0;
		await expect(search('searchOrders')).rejects.toThrow(
			'Choose a Channel first: the orders of one channel are listed',
		);
		await expect(search('searchChannelContacts', { channel: id('={{ 1 }}') })).rejects.toThrow(
			'Choose a Channel first: the contacts of one channel are listed',
		);
		expect(sandbox.requests).toHaveLength(0);
		await expect(search('searchOrders', { channel: id('a/b?c') })).rejects.toThrow(
			'Vardast: there is no channel a/b?c (HTTP 404).',
		);
	});

	test('entries without a name or an ID, and orders without goods', async () => {
		always({
			items: [
				{ id: 'a', name: '' },
				{ name: 'no id' },
				{ id: '' },
				{ id: 'b', full_name: null, username: 'noor', order_list: null },
			],
		});
		expect((await search('searchChannels')).results).toEqual([
			{ name: 'a', value: 'a' },
			{ name: 'b', value: 'b' },
		]);
		expect((await search('searchOrders', inChannel)).results).toEqual([
			{ name: 'a', value: 'a' },
			{ name: 'noor', value: 'b' },
		]);
		sandbox.reset();
		always(undefined, { status: 204 });
		expect((await search('searchContacts')).results).toEqual([]);
	});

	test('a list that fails shows what the vendor said, without the key', async () => {
		const { methods } = (await loadPackage()).nodeTypes.vardast.type;
		for (const method of Object.keys(methods.listSearch)) {
			sandbox.reset();
			sandbox.injectFault({ kind: 'refuse', status: 403, body: `${known.apiKey} is not yours` });
			await expect(search(method, inChannel)).rejects.toThrow(
				'Vardast: [hidden] is not yours (HTTP 403). Check that the account of this credential may do this.',
			);
		}
		expect.assertions(5);
	});
});
