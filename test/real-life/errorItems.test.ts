/** What the user gets for an item that failed, where the node goes on: the item, its error, and a link to its input. */

import { known } from '../support/sandbox/selarti';
import { useVendor } from '../support/useVendor';
import { byId } from '../support/vendors/parameters';
import { selarti } from '../support/vendors/selarti';

const { sandbox, run } = useVendor(selarti, () => ({
	apiKey: 'one-key',
	sessionToken: 'bus|live',
}));
beforeEach(() => sandbox.state.tokens.add('bus|live'));

const both = ['continueRegularOutput', 'continueErrorOutput'] as const;
const sending = {
	resource: 'message',
	operation: 'send',
	thread: byId('={{ $json.thread }}'),
	message: '={{ $json.text }}',
	messageType: 'bot',
};

/** Runs with each way to go on. @returns the items of both outputs, those of the error output last */
async function failuresOf(
	parameters: Record<string, unknown>,
	items: object[],
	{ routing = false, onError }: { routing?: boolean; onError: (typeof both)[number] },
) {
	const {
		error,
		items: out,
		errorItems,
	} = await run(parameters, {
		items,
		routing,
		settings: { onError },
	});
	expect(error).toBeUndefined();
	if (onError === 'continueErrorOutput') expect(out.filter(({ json }) => json.error)).toEqual([]);
	return [...out, ...errorItems].filter(({ json }) => json.error);
}

describe.each(both)('with On Error = %s', (onError) => {
	// https://github.com/n8n-io/n8n/issues/12558, https://github.com/n8n-io/n8n/pull/24501
	test.each([false, true])(
		'an item that failed between one with two results and one with none keeps its link and its fields (routing: %s)',
		async (routing) => {
			sandbox.injectFault({ kind: 'refuse', on: 'S4', after: 1, times: 1, status: 404 });
			const items = ['A', 'B', 'C'].map((name) => ({ name }));
			const parameters = { resource: 'company', operation: 'getAll' };
			const { items: out, errorItems } = await run(parameters, {
				items,
				routing,
				settings: { onError },
				credential: { maxConcurrentRequests: 1 },
			});
			const failures = [...out, ...errorItems].filter(({ json }) => json.error);
			expect(failures).toHaveLength(1);
			expect(failures[0].pairedItem).toMatchObject({ item: 1 });
			if (onError === 'continueErrorOutput') expect(failures[0].json.name).toBe('B');
			expect(failures[0].json.error).toMatch(/HTTP 404/);
		},
	);

	test.each([false, true])(
		'a field that is empty, a vendor that refuses and a connection that breaks are each linked (routing: %s)',
		async (routing) => {
			sandbox.injectFault({ kind: 'refuse', on: 'S11', times: 1, status: 400, body: 'Not now' });
			sandbox.injectFault({ kind: 'cutAfter', on: 'S11', times: 1 });
			const items = [0, 1, 2, 3].map((index) => ({
				thread: known.threads[0],
				text: index === 2 ? '' : `message ${index}`,
			}));
			const failures = await failuresOf(sending, items, { routing, onError });
			expect(failures.map(({ pairedItem, json }) => [pairedItem?.item, json.error])).toEqual([
				[0, expect.stringMatching(/Not now/)],
				[1, expect.stringMatching(/may or may not/)],
				[2, expect.stringMatching(/Message is empty/)],
			]);
		},
	);

	test('an expression that cannot be evaluated is linked', async () => {
		const parameters = { ...sending, message: "={{ $('Not there').item.json.text }}" };
		const failures = await failuresOf(parameters, [{ thread: known.thread }, {}], { onError });
		expect(failures.map(({ pairedItem }) => pairedItem?.item)).toEqual([0, 1]);
	});

	test("an expression that n8n's routing evaluates by itself fails there, and routing links nothing", async () => {
		const parameters = { ...sending, message: "={{ $('Not there').item.json.text }}" };
		const items = [{ thread: known.thread }, {}, {}];
		const failures = await failuresOf(parameters, items, { onError, routing: true });
		expect(failures).toHaveLength(3);
	});

	test('an operation that the node does not have is linked, and nothing is sent', async () => {
		const failures = await failuresOf({ resource: 'message', operation: 'erase' }, [{}, {}], {
			onError,
		});
		expect(failures.map(({ pairedItem, json }) => [pairedItem?.item, json.error])).toEqual(
			[0, 1].map((item) => [
				item,
				`Operation must be one that this node has: choose it from the list [item ${item}]`,
			]),
		);
		expect(sandbox.requests).toHaveLength(0);
	});

	// https://github.com/n8n-io/n8n/issues/37407
	test.each([
		['a Proxy without a scheme', { proxy: 'proxy.example.com' }],
		['a Proxy that is a word', { proxy: 'none' }],
		['an expression in the Proxy that fails', { proxy: "={{ $('Not there').item.json.proxy }}" }],
	])(
		'%s in Request Options fails each item, and nothing is sent',
		async (_name, requestOptions) => {
			const items = [
				{ thread: known.thread, text: 'a' },
				{ thread: known.thread, text: 'b' },
			];
			const failures = await failuresOf({ ...sending, requestOptions }, items, { onError });
			expect(failures.map(({ pairedItem }) => pairedItem?.item)).toEqual([0, 1]);
			expect(sandbox.requestsTo('S11')).toHaveLength(0);
		},
	);

	test.each([null, 'nothing', 5, [], { batching: null }, { batching: { batch: null } }])(
		'Request Options that are %j are none',
		async (given) => {
			const requestOptions = `={{ ${JSON.stringify(given)} }}`;
			const items = [{ thread: known.thread, text: 'a' }];
			expect(await failuresOf({ ...sending, requestOptions }, items, { onError })).toEqual([]);
			expect(sandbox.requestsTo('S11')).toHaveLength(1);
		},
	);
});
