import { useVendor } from '../../support/useVendor';
import { known } from '../../support/sandbox/naxonAi';
import { naxonAi } from '../../support/vendors/naxonAi';
import { fromList } from '../../support/vendors/parameters';
import { get } from './requests';
import type { INodeListSearchResult } from 'n8n-workflow';

const { run, sandbox, search } = useVendor(naxonAi);

describe('searchModels', () => {
	test('returns names and IDs', async () => {
		const { results } = await search('searchModels');
		expect(results).toHaveLength(known.models);
		expect(results).toContainEqual({ name: known.model.name, value: String(known.model.id) });
	});

	test.each([
		['KOPI ', ['Kopi Senja Orders']],
		[String(known.emptyModel.id), [known.emptyModel.name]],
		['nothing like it', []],
	])('finds for %j the models %j', async (filter, names) => {
		expect((await search('searchModels', { filter })).results.map(({ name }) => name)).toEqual(
			names,
		);
	});

	test('omits a record without an ID and names a record without a name by its ID', async () => {
		sandbox.injectFault({
			kind: 'answer',
			status: 200,
			body: { data: [{ name: 'No ID' }, { id: 7, name: null }, { id: 'x8', name: 'Eight' }, 9] },
		});
		expect(await search('searchModels')).toMatchObject({
			results: [
				{ name: '7', value: '7' },
				{ name: 'Eight', value: 'x8' },
			],
		});
	});
});

describe('searchConversations', () => {
	test('shows the user and the last message', async () => {
		void sandbox.happen('newConversation', {
			platform: 'web',
			platformUserId: 'v-1',
			message: `One\n two ${'🙂'.repeat(100)}`,
		});
		const { results, paginationToken } = await search('searchConversations');
		expect([results.length, paginationToken]).toEqual([100, '1:100']);
		expect(results[0]).toEqual({
			name: `${known.model.name} · web · v-1`,
			value: String(known.newestConversation + 7),
			description: `One two ${'🙂'.repeat(71)}…`,
		});
		expect(results[1].description).toBe('Delivery is free this week 🎉');
	});

	test('returns every conversation once over its pages, also when the vendor limits the page size', async () => {
		sandbox.state.maxPerPage = 40;
		const found: unknown[] = [];
		let paginationToken: string | undefined;
		do {
			const page: INodeListSearchResult = await search('searchConversations', { paginationToken });
			found.push(...page.results.map(({ value }) => value));
			paginationToken = page.paginationToken as string | undefined;
		} while (paginationToken !== undefined);
		expect(new Set(found).size).toBe(known.conversations);
		expect(found).toHaveLength(known.conversations);
	});

	test.each([
		['whatsapp', undefined],
		['62811555010', undefined],
		[String(known.revivedConversation), [String(known.revivedConversation)]],
		['hello again', [String(known.revivedConversation)]],
		['nothing like it', []],
	])('finds conversations for %j', async (filter, values) => {
		const { results } = await search('searchConversations', { filter });
		if (values) expect(results.map(({ value }) => value)).toEqual(values);
		else expect(results.length).toBeGreaterThan(0);
		expect(results.every((item) => JSON.stringify(item).toLowerCase().includes(filter))).toBe(true);
	});

	test('gives a conversation without a message no description', async () => {
		sandbox.injectFault({
			kind: 'answer',
			status: 200,
			body: { data: [{ id: 4, platform: 'web', most_recent_message: null }] },
		});
		expect(await search('searchConversations')).toMatchObject({
			results: [{ name: 'web', value: '4', description: '' }],
		});
	});

	test.each(['searchModels', 'searchConversations'])(
		'%s shows the message of the vendor when it fails',
		async (method) => {
			await expect(search(method, { credential: { apiToken: 'nx_unknown' } })).rejects.toThrow(
				'Naxon AI: this API token is not known (HTTP 401). Check the token in the credential, and how it is sent.',
			);
		},
	);

	test('returns values that Get takes', async () => {
		const { results } = await search('searchConversations');
		const { items } = await run({
			...get,
			conversation: fromList(String(results[3].value)),
		});
		expect(String(items[0].json.id)).toBe(results[3].value);
	});
});
