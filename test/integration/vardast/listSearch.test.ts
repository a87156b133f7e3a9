import { loadPackage, nodeTypeOf } from '../../support/engine';
import { useVendor } from '../../support/useVendor';
import { known } from '../../support/sandbox/vardast';
import { vardast } from '../../support/vendors/vardast';
import { byId } from '../../support/vendors/parameters';
import { inChannel, records } from './requests';
import type { INodeListSearchResult } from 'n8n-workflow';
import type { Fault } from '../../support/sandbox/types';

const { sandbox, search } = useVendor(vardast);

const forChannel = { parameters: inChannel };

/** Lets the vendor give the same response for every page. */
const always = (body: unknown, more?: Partial<Fault>) =>
	sandbox.injectFault({ kind: 'answer', status: 200, body, ...more });

describe('list search', () => {
	test('searchChannels and searchAssistants return the entries that match', async () => {
		for (const bare of [false, true]) {
			sandbox.state.bareArrays = bare;
			const { results, paginationToken } = await search('searchChannels');
			expect([results.length, paginationToken]).toEqual([4, undefined]);
			expect(results[3]).toEqual({
				name: known.channel.name,
				value: known.channel.id,
				description: 'narges.flowers, INSTAGRAM',
			});
			expect((await search('searchChannels', { filter: 'bale' })).results).toMatchObject([
				{ value: known.smallChannel.id },
			]);
			expect((await search('searchAssistants', { filter: known.assistant.name })).results).toEqual([
				{ name: known.assistant.name, value: known.assistant.id, description: 'large-model' },
			]);
		}
		expect(JSON.stringify(await search('searchChannels'))).not.toContain(known.secrets[0]);
	});

	test('searchContacts returns the contacts of the chosen channel, or all when none is chosen', async () => {
		const { results } = await search('searchContacts', {
			parameters: { channel: byId(known.smallChannel.id) },
		});
		expect([results.length, sandbox.requests[0].query]).toEqual([
			40,
			{ channel_ids: known.smallChannel.id, page: '1', size: '100' },
		]);
		for (const channel of [undefined, byId(''), byId('={{ $json.channel }}')]) {
			expect(await search('searchContacts', { parameters: { channel } })).toMatchObject({
				results: { length: 100 },
				paginationToken: '1:100',
			});
		}
		expect(sandbox.requests[1].query).toEqual({ page: '1', size: '100' });
	});

	test.each([{}, { maxSize: 30 }, { bareArrays: true }, { maxSize: 30, bareArrays: true }])(
		'searchContacts returns every contact over its pages: %j',
		async (state) => {
			Object.assign(sandbox.state, state);
			const found = new Set();
			let paginationToken: string | undefined;
			do {
				const page: INodeListSearchResult = await search('searchContacts', {
					paginationToken,
				});
				for (const { value } of page.results) found.add(value);
				paginationToken = page.paginationToken as string | undefined;
			} while (paginationToken);
			expect(found.size).toBe(230);
			const oldest = sandbox.state.contacts[0];
			expect(
				(await search('searchContacts', { filter: ` ${oldest.username.toUpperCase()} ` })).results,
			).toEqual([
				{
					name: oldest.name,
					value: oldest.id,
					description: `${oldest.username}, ${oldest.identifier}, ${oldest.platform}`,
				},
			]);
		},
	);

	test.each([20, 60, 100, 230])('searchContacts returns a bare list of %d once', async (count) => {
		always(records(count));
		const first = await search('searchContacts');
		expect(first.results).toHaveLength(count);
		expect(
			await search('searchContacts', {
				filter: '',
				paginationToken: (first.paginationToken as string | undefined) ?? '1',
			}),
		).toEqual({
			results: [],
		});
		expect(await search('searchContacts', { filter: 'none of them' })).toEqual({ results: [] });
	});

	test('searchChannelContacts and searchOrders need a channel and find entries by customer and product', async () => {
		expect(await search('searchOrders', forChannel)).toMatchObject({
			results: { length: 100 },
			paginationToken: '1:100',
		});
		expect(
			await search('searchOrders', { ...forChannel, filter: '', paginationToken: '1' }),
		).toMatchObject({
			results: { length: 50 },
		});
		const [row] = sandbox.state.orders.filter(({ id }) => id === known.order);
		const [{ product_name, quantity }] = row.order_list;
		const { results } = await search('searchOrders', { ...forChannel, filter: product_name });
		expect(results).toContainEqual({
			name: row.full_name,
			value: known.order,
			description: expect.stringContaining(
				`${row.created_at?.slice(0, 10)}, ${quantity} × ${product_name}`,
			),
		});
		const report = sandbox.state.reportContacts[0];
		expect(
			(await search('searchChannelContacts', { ...forChannel, filter: report.phone_number }))
				.results,
		).toMatchObject([{ name: report.full_name, value: known.reportContact }]);
		expect(sandbox.requests.every(({ refused }) => refused === undefined)).toBe(true);

		sandbox.requests.length = 0;
		await expect(search('searchOrders')).rejects.toThrow(
			'Choose a Channel first: the orders of one channel are listed',
		);
		await expect(
			search('searchChannelContacts', { parameters: { channel: byId('={{ 1 }}') } }),
		).rejects.toThrow('Choose a Channel first: the contacts of one channel are listed');
		expect(sandbox.requests).toHaveLength(0);
		await expect(
			search('searchOrders', { parameters: { channel: byId('a/b?c') } }),
		).rejects.toThrow('Vardast: there is no channel a/b?c (HTTP 404).');
	});

	test('the lists handle entries without a name or an ID, and orders without products', async () => {
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
		expect((await search('searchOrders', forChannel)).results).toEqual([
			{ name: 'a', value: 'a' },
			{ name: 'noor', value: 'b' },
		]);
		sandbox.reset();
		always(undefined, { status: 204 });
		expect((await search('searchContacts')).results).toEqual([]);
	});

	test('a failed list shows the message of the vendor without the key', async () => {
		const { methods } = nodeTypeOf(await loadPackage(), 'vardast');
		for (const method of Object.keys(methods?.listSearch ?? {})) {
			sandbox.reset();
			sandbox.injectFault({ kind: 'refuse', status: 403, body: `${known.apiKey} is not yours` });
			await expect(search(method, forChannel)).rejects.toThrow(
				'Vardast: [hidden] is not yours (HTTP 403). Check that the account of this credential may do this.',
			);
		}
		expect.assertions(5);
	});
});
