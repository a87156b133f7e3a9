import { loadPackage, runNode, searchList } from '../../support/engine';
import { startSandbox } from '../../support/sandbox/server';
import { naxonAi, known } from '../../support/sandbox/naxonAi';
import type { Sandbox } from '../../support/sandbox/server';
import type { NaxonAiState } from '../../support/sandbox/naxonAi';

let sandbox: Sandbox<NaxonAiState>;
beforeAll(async () => {
	sandbox = await startSandbox(naxonAi);
});
afterAll(async () => await sandbox.close());
beforeEach(() => sandbox.reset());

const id = (value: any) => ({ __rl: true, mode: 'id', value });
const getAll = { resource: 'conversation', operation: 'getAll' };
const get = {
	resource: 'conversation',
	operation: 'get',
	conversation: id(known.longConversation),
};
const credentials = (fields?: any) => ({
	naxonAiApi: { baseUrl: sandbox.url, apiToken: known.token, ...fields },
});

const run = async (parameters: any, more?: any) =>
	await runNode({ node: 'naxonAi', credentials: credentials(), parameters, ...more });
const search = async (method: string, more?: any) =>
	await searchList({
		node: 'naxonAi',
		credentials: credentials(),
		parameters: {},
		method,
		...more,
	});

describe('times on the wire', () => {
	test.each([
		['2025-05-05T05:05:05+07:00', 'UTC', 'since=2025-05-05T05%3A05%3A05%2B0700'],
		['2025-05-05T05:05:05', 'Asia/Jakarta', 'since=2025-05-05T05%3A05%3A05%2B0700'],
		['2025-05-05T05:05:05', 'America/New_York', 'since=2025-05-05T05%3A05%3A05-0400'],
		['2025-01-05T05:05:05', 'America/New_York', 'since=2025-01-05T05%3A05%3A05-0500'],
		['2025-05-05T05:05:05Z', 'Asia/Jakarta', 'since=2025-05-05T05%3A05%3A05%2B0000'],
	])('%s in %s is %s', async (since, timezone, raw) => {
		const { error } = await run({ ...getAll, filters: { since } }, { timezone });
		expect(error).toBeUndefined();
		// Axios leaves a colon as it is, or not: both mean the same.
		expect(sandbox.requests[0].url.replace(/:/g, '%3A')).toContain(`?${raw}&`);
	});

	test('both ends of a period are included, and Sort chooses the time', async () => {
		const conversation = sandbox.state.conversations.find(
			(row: any) => row.id === known.revivedConversation,
		);
		const at = (time: number) => ({
			since: new Date(time).toISOString(),
			until: new Date(time).toISOString(),
		});
		const ids = async (filters: any) =>
			(await run({ ...getAll, filters })).items.map(({ json }) => json.id);
		expect(await ids(at(conversation.createdAt))).toEqual([known.revivedConversation]);
		expect(await ids(at(conversation.updatedAt))).toEqual([]);
		expect(await ids({ ...at(conversation.updatedAt), sort: 'updated_at' })).toEqual([
			known.revivedConversation,
		]);
	});
});

test('Sort offers the two times that are documented', async () => {
	const { properties } = (await loadPackage()).nodeTypes.naxonAi.type.description;
	const sorts = properties
		.filter(({ name }) => name === 'filters')
		.flatMap(({ options }) => options.filter(({ name }: any) => name === 'sort'));
	expect(sorts).toHaveLength(2);
	for (const { options } of sorts)
		expect(options.map(({ value }: any) => value)).toEqual(['created_at', 'updated_at']);
});

describe('what cannot be sent', () => {
	test.each([
		[
			{ ...getAll, filters: { since: 'tomorrow' } },
			'Since must be a date, e.g. 2026-01-31T12:00:00Z',
		],
		[
			{ ...getAll, filters: { until: '2025-13-01T00:00:00Z' } },
			'Until must be a date, e.g. 2026-01-31T12:00:00Z',
		],
		[
			{ ...getAll, filters: { until: '={{ true }}' } },
			'Until must be a date, e.g. 2026-01-31T12:00:00Z',
		],
		[
			{ resource: 'model', operation: 'getAll', filters: { since: '={{ [] }}' } },
			'Since must be a date, e.g. 2026-01-31T12:00:00Z',
		],
		[{ ...getAll, filters: { sort: '={{ {} }}' } }, 'Sort must be a text'],
		[{ ...getAll, limit: 0 }, 'Limit must be a whole number of at least 1'],
		[{ ...getAll, limit: '={{ "many" }}' }, 'Limit must be a whole number of at least 1'],
		[{ ...get, conversation: id('={{ $json.gone }}') }, 'Conversation is empty'],
		[{ ...get, conversation: id('={{ [1] }}') }, 'Conversation must be a text'],
		[{ ...get, conversation: id('..') }, 'Conversation must be an ID, not ".."'],
		[{ resource: 'model', operation: 'get', model: id('={{ $json.gone }}') }, 'Model is empty'],
		[
			{ resource: 'conversation', operation: 'getAllForModel', model: id('.') },
			'Model must be an ID, not "."',
		],
		[
			{ resource: 'message', operation: 'getAll', conversation: id('={{ $json.gone }}') },
			'Conversation is empty',
		],
	])('%j: %s', async (parameters, words) => {
		const { error } = await run(parameters);
		expect(error.message).toBe(`${words} [item 0]`);
		const { items } = await run(parameters, { continueOnFail: true });
		expect(items.map(({ json }) => json)).toEqual([{ error: `${words} [item 0]` }]);
		expect(sandbox.requests).toHaveLength(0);
	});
});

describe('Simplify', () => {
	test('gives ten plain values, in clean names and with times in UTC', async () => {
		const [{ json }] = (await run(get)).items;
		expect(Object.keys(json)).toHaveLength(10);
		expect(Object.values(json).every((value) => typeof value !== 'object')).toBe(true);
		expect(json.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/);
	});

	test('switched off, gives what the vendor gave', async () => {
		const [{ json }] = (await run({ ...get, simplify: false })).items;
		expect(Object.keys(json)).toHaveLength(9);
		expect(json.recent_messages).toHaveLength(5);
	});

	test.each([
		['2025-05-05T05:05:05+0700', '2025-05-04T22:05:05.000Z'],
		['2025-05-05T05:05:05-0330', '2025-05-05T08:35:05.000Z'],
		['2025-05-05T05:05:05+07:00', '2025-05-04T22:05:05.000Z'],
		['2025-05-05T05:05:05Z', '2025-05-05T05:05:05Z'],
		['2025-99-99T05:05:05+0700', '2025-99-99T05:05:05+0700'],
		['some day', 'some day'],
		['5', '5'],
		[null, null],
		[1746396305, 1746396305],
	])('the time %j becomes %j', async (given, shown) => {
		sandbox.injectFault({
			kind: 'answer',
			status: 200,
			body: { id: 5, created_at: given, most_recent_message: null },
		});
		expect((await run(get)).items.map(({ json }) => json)).toEqual([{ id: 5, createdAt: shown }]);
	});
});

describe('the list of models', () => {
	test('has their names and IDs', async () => {
		const { results } = await search('searchModels');
		expect(results).toHaveLength(known.models);
		expect(results).toContainEqual({ name: known.model.name, value: String(known.model.id) });
	});

	test.each([
		['KOPI ', ['Kopi Senja Orders']],
		[String(known.emptyModel.id), [known.emptyModel.name]],
		['nothing like it', []],
	])('searched for %j gives %j', async (filter, names) => {
		expect((await search('searchModels', { filter })).results.map(({ name }) => name)).toEqual(
			names,
		);
	});

	test('leaves out what has no ID, and names by its ID what has no name', async () => {
		sandbox.injectFault({
			kind: 'answer',
			status: 200,
			body: { data: [{ name: 'No ID' }, { id: 7, name: null }, { id: 'x8', name: 'Eight' }, 9] },
		});
		expect(await search('searchModels')).toEqual({
			results: [
				{ name: '7', value: '7' },
				{ name: 'Eight', value: 'x8' },
			],
		});
	});
});

describe('the list of conversations', () => {
	test('has who it is with, and what was said last', async () => {
		sandbox.happen('newConversation', {
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

	test('goes on to its end, each once, also where the vendor gives fewer than asked', async () => {
		sandbox.state.maxPerPage = 40;
		const found = [];
		let paginationToken;
		do {
			const page = await search('searchConversations', { paginationToken });
			found.push(...page.results.map(({ value }) => value));
			paginationToken = page.paginationToken;
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
	])('searched for %j', async (filter, values) => {
		const { results } = await search('searchConversations', { filter });
		if (values) expect(results.map(({ value }) => value)).toEqual(values);
		else expect(results.length).toBeGreaterThan(0);
		expect(results.every((item) => JSON.stringify(item).toLowerCase().includes(filter))).toBe(true);
	});

	test('one without a message has no description', async () => {
		sandbox.injectFault({
			kind: 'answer',
			status: 200,
			body: { data: [{ id: 4, platform: 'web', most_recent_message: null }] },
		});
		expect(await search('searchConversations')).toEqual({
			results: [{ name: 'web', value: '4', description: '' }],
		});
	});

	test.each(['searchModels', 'searchConversations'])(
		"%s says in the vendor's words why it failed",
		async (method) => {
			await expect(
				search(method, { credentials: credentials({ apiToken: 'nx_unknown' }) }),
			).rejects.toThrow(
				'Naxon AI: this API token is not known (HTTP 401). Check the token in the credential, and how it is sent.',
			);
		},
	);

	test('what is picked is what is got', async () => {
		const { results } = await search('searchConversations');
		const { items } = await run({
			...get,
			conversation: { __rl: true, mode: 'list', value: results[3].value },
		});
		expect(String(items[0].json.id)).toBe(results[3].value);
	});
});
