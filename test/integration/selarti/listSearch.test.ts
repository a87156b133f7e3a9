import { known } from '../../support/sandbox/selarti';
import { byId } from '../../support/vendors/parameters';
import { useSelarti } from './useSelarti';
import type { INodeListSearchResult } from 'n8n-workflow';

const { sandbox, search } = useSelarti();

describe('list search', () => {
	test('searchCompanies names each company', async () => {
		const { results } = await search('searchCompanies');
		expect(results.map(({ value }) => value)).toEqual(known.companies);
		expect(results.every(({ name, value }) => name !== '' && name !== value)).toBe(true);
	});

	test.each([
		['searchAis', known.ais],
		['searchTasks', known.tasks],
		['searchChannels', known.channels],
	])('%s returns the records of the chosen company', async (method, ids) => {
		const { results } = await search(method, { parameters: { company: byId(known.company) } });
		expect(results.map(({ value }) => value).sort()).toEqual([...ids].sort());
	});

	test.each([{}, { company: byId('={{ $json.company }}') }])(
		'searchTasks returns the tasks of every company when none is chosen: %j',
		async (parameters) => {
			const { results } = await search('searchTasks', { parameters });
			expect(results).toHaveLength(sandbox.state.tasks.length);
			expect(sandbox.requestsTo('S3').map(({ query }) => query.company_id)).toEqual(
				known.companies,
			);
		},
	);

	test('searchGptVersions needs no log-in', async () => {
		const { results } = await search('searchGptVersions', {
			filter: known.versions[1].toUpperCase(),
		});
		expect(results).toContainEqual({ name: known.versions[1], value: known.versions[1] });
		expect(sandbox.requestsTo('S0')).toHaveLength(0);
	});

	test('searchThreads returns every thread once over its pages', async () => {
		for (let count = 0; count < 250; count += 1)
			void sandbox.happen('newThread', { title: `Mijoz ${count}` });
		const parameters = { task: byId(known.task) };
		const found: unknown[] = [];
		let paginationToken: string | undefined;
		do {
			const page: INodeListSearchResult = await search('searchThreads', {
				parameters,
				paginationToken,
			});
			found.push(...page.results.map(({ value }) => value));
			paginationToken = page.paginationToken as string | undefined;
		} while (paginationToken);
		expect(found).toHaveLength(known.threads.length + 250);
		expect(new Set(found).size).toBe(found.length);
	});

	test('searchThreads reads pages until the filter matches', async () => {
		const parameters = { task: byId(known.task) };
		void sandbox.happen('newThread', { title: 'Faqat bitta' });
		for (let count = 0; count < 250; count += 1)
			void sandbox.happen('newThread', { title: `Mijoz ${count}` });
		const { results } = await search('searchThreads', { parameters, filter: 'faqat BITTA' });
		expect(results.map(({ name }) => name)).toEqual(['Faqat bitta']);
		const nothing = await search('searchThreads', { parameters, filter: 'not there' });
		expect(nothing).toEqual({ results: [] });
	});

	test('searchThreads stops after ten pages without a match and returns a token for the next page', async () => {
		const thread = Array.from({ length: 100 }, (_, index) => ({
			_id: `t${index}`,
			title: 'Mijoz',
		}));
		sandbox.injectFault({
			kind: 'answer',
			on: 'S5',
			body: { status: 'success', response: { thread } },
		});
		const { results, paginationToken } = await search('searchThreads', { filter: 'not there' });
		expect([results, paginationToken]).toEqual([[], '10:1000']);
		expect(sandbox.requestsTo('S5')).toHaveLength(10);
	});

	test('searchCompanies names a record without a name by its ID and omits a record without an ID', async () => {
		const company = [{ _id: 'c1' }, { name: 'No ID' }, { _id: 'c2', title: 'By title' }];
		sandbox.injectFault({
			kind: 'answer',
			on: 'S4',
			body: { status: 'success', response: { company } },
		});
		const { results } = await search('searchCompanies');
		expect(results).toEqual([
			{ name: 'c1', value: 'c1' },
			{ name: 'By title', value: 'c2' },
		]);
	});

	test('a failed list shows the message of Selarti', async () => {
		sandbox.injectFault({ kind: 'refuse', on: 'S3', status: 400, body: 'The company is blocked' });
		await expect(
			search('searchTasks', { parameters: { company: byId(known.company) } }),
		).rejects.toThrow(
			'Selarti: The company is blocked (HTTP 400). Check the fields of this operation.',
		);
	});
});
