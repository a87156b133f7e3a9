import { loadPackage, nodeTypeOf } from '../../support/engine';
import { useVendor } from '../../support/useVendor';
import { known } from '../../support/sandbox/naxonAi';
import { naxonAi } from '../../support/vendors/naxonAi';
import { byId } from '../../support/vendors/parameters';
import { get, getAll } from './requests';

const { run, sandbox } = useVendor(naxonAi);

describe('times', () => {
	test.each([
		['2025-05-05T05:05:05+07:00', 'UTC', 'since=2025-05-05T05%3A05%3A05%2B0700'],
		['2025-05-05T05:05:05', 'Asia/Jakarta', 'since=2025-05-05T05%3A05%3A05%2B0700'],
		['2025-05-05T05:05:05', 'America/New_York', 'since=2025-05-05T05%3A05%3A05-0400'],
		['2025-01-05T05:05:05', 'America/New_York', 'since=2025-01-05T05%3A05%3A05-0500'],
		['2025-05-05T05:05:05Z', 'Asia/Jakarta', 'since=2025-05-05T05%3A05%3A05%2B0000'],
	])('the time %s in the time zone %s is sent as %s', async (since, timezone, raw) => {
		const { error } = await run({ ...getAll, filters: { since } }, { timezone });
		expect(error).toBeUndefined();
		// Axios may encode a colon or not; both mean the same.
		expect(sandbox.requests[0].url.replace(/:/g, '%3A')).toContain(`?${raw}&`);
	});

	test('a period includes both ends, and Sort determines which time it applies to', async () => {
		const [conversation] = sandbox.state.conversations.filter(
			({ id }) => id === known.revivedConversation,
		);
		const at = (time: number) => ({
			since: new Date(time).toISOString(),
			until: new Date(time).toISOString(),
		});
		const ids = async (filters: object) =>
			(await run({ ...getAll, filters })).items.map(({ json }) => json.id);
		expect(await ids(at(conversation.createdAt))).toEqual([known.revivedConversation]);
		expect(await ids(at(conversation.updatedAt))).toEqual([]);
		expect(await ids({ ...at(conversation.updatedAt), sort: 'updated_at' })).toEqual([
			known.revivedConversation,
		]);
	});
});

test('Sort offers the two times that are documented', async () => {
	const { properties } = nodeTypeOf(await loadPackage(), 'naxonAi').description;
	const sorts = properties
		.filter(({ name }) => name === 'filters')
		.flatMap(({ options = [] }) => options.filter(({ name }) => name === 'sort'));
	expect(sorts).toHaveLength(2);
	for (const sort of sorts)
		expect(sort).toMatchObject({ options: [{ value: 'created_at' }, { value: 'updated_at' }] });
});

describe('invalid parameters', () => {
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
		[{ ...get, conversation: byId('={{ $json.gone }}') }, 'Conversation is empty'],
		[{ ...get, conversation: byId('={{ [1] }}') }, 'Conversation must be a text'],
		[{ ...get, conversation: byId('..') }, 'Conversation must be an ID, not ".."'],
		[{ resource: 'model', operation: 'get', model: byId('={{ $json.gone }}') }, 'Model is empty'],
		[
			{ resource: 'conversation', operation: 'getAllForModel', model: byId('.') },
			'Model must be an ID, not "."',
		],
		[
			{ resource: 'message', operation: 'getAll', conversation: byId('={{ $json.gone }}') },
			'Conversation is empty',
		],
	])('a run of %j sends nothing: %s', async (parameters, words) => {
		const { error } = await run(parameters);
		expect(error?.message).toBe(`${words} [item 0]`);
		const { items } = await run(parameters, { continueOnFail: true });
		expect(items.map(({ json }) => json)).toEqual([{ error: `${words} [item 0]` }]);
		expect(sandbox.requests).toHaveLength(0);
	});
});
