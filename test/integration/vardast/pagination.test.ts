import { useVendor } from '../../support/useVendor';
import { known } from '../../support/sandbox/vardast';
import { vardast } from '../../support/vendors/vardast';
import { byId } from '../../support/vendors/parameters';
import { contacts, inChannel, orders, records } from './requests';
import type { Fault } from '../../support/sandbox/types';

const { run, sandbox } = useVendor(vardast);

const all = { returnAll: true };
const messages = {
	resource: 'message',
	operation: 'getAll',
	...inChannel,
	contact: byId(known.contact.id),
};
const channelContacts = { resource: 'channelContact', operation: 'getAll', ...inChannel };
/** Runs an operation; `pages` are the number and the size of each page that was requested so far. */
const read = async (parameters: Record<string, unknown>) => {
	const { items, error } = await run(parameters);
	const pages = sandbox.requests.map(
		({ query }) => `${query.page}x${query.size ?? query.page_size}`,
	);
	return { ids: items.map(({ json }) => json.id), error, pages };
};
/** Lets the vendor give the same response for every page. */
const always = (body: unknown, more?: Partial<Fault>) =>
	sandbox.injectFault({ kind: 'answer', status: 200, body, ...more });

describe('Return All and Limit', () => {
	const cases: Array<[parameters: Record<string, unknown>, count: number, pages: string[]]> = [
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
	test.each(cases)('%j gives %i entries from the pages %j', async (parameters, count, pages) => {
		const given = await read(parameters);
		expect([given.error, given.ids.length, new Set(given.ids).size, given.pages]).toEqual([
			undefined,
			count,
			count,
			pages,
		]);
	});

	test.each(cases)('%j gives %i entries from bare lists', async (parameters, count) => {
		sandbox.state.bareArrays = true;
		const given = await read(parameters);
		expect([given.error, given.ids.length, new Set(given.ids).size]).toEqual([
			undefined,
			count,
			count,
		]);
	});

	test.each([false, true])(
		'Return All gives every entry when the vendor limits the page size (bare: %s)',
		async (bare) => {
			Object.assign(sandbox.state, { maxSize: 30, bareArrays: bare });
			const given = await read({ ...contacts, ...all });
			expect([given.error, new Set(given.ids).size, given.pages.length]).toEqual([
				undefined,
				230,
				// A bare list does not say where it ends.
				bare ? 9 : 8,
			]);
		},
	);

	test.each([0, 5, 20, 60, 99, 100, 101, 230])(
		'every entry comes once when the vendor gives its bare list of %d for every page',
		async (count) => {
			always(records(count));
			for (const parameters of [contacts, orders]) {
				const given = await read({ ...parameters, ...all });
				expect([given.error, given.ids]).toEqual([
					undefined,
					records(count).map((record) => record.id),
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

	test('Limit cuts lists without pages, in an envelope and bare', async () => {
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

	test('a list that repeats a page, in an envelope or bare, leads to an error', async () => {
		always({ items: records(100), total: 900, page: 1, size: 100, pages: 9 });
		expect((await read({ ...contacts, ...all })).error?.message).toMatch(
			/^Vardast: the list repeats a page\. .* \[item 0\]$/,
		);
		expect(sandbox.requests).toHaveLength(2);
		sandbox.reset();
		always(records(100), { times: 1 });
		always(records(100, 100));
		const { ids, error } = await read({ ...orders, ...all });
		expect([ids, error?.message]).toEqual([[], expect.stringContaining('the list repeats a page')]);
		expect(sandbox.requests).toHaveLength(3);
	});

	test('missing or wrong numbers in an envelope do not end the list early', async () => {
		always({ items: records(100), pages: null, size: '100' }, { times: 1 });
		always({ items: records(30, 100) });
		expect((await read({ ...orders, ...all })).ids).toHaveLength(130);
	});
});
