/** A write happens once, whatever n8n tries again and whatever the fields hold by then. */

import { createTool, runNode } from '../support/engine';
import type { NodeRun } from '../support/engine';
import { known } from '../support/sandbox/selarti';
import { useVendor } from '../support/useVendor';
import type { RunOptions } from '../support/useVendor';
import { selarti } from '../support/vendors/selarti';
import { byId } from '../support/vendors/parameters';

let accounts = 0;
const { sandbox, run, credentialData } = useVendor(selarti, () => ({
	apiKey: `invented-key-${(accounts += 1)}`,
	sessionToken: 'bus|live',
}));
beforeEach(() => sandbox.state.tokens.add('bus|live'));

const settings = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
const refusal = { kind: 'refuse', on: 'S11', times: 1, status: 400, body: 'Not now' } as const;
const sending = {
	resource: 'message',
	operation: 'send',
	thread: byId('={{ $json.thread }}'),
	message: '={{ $json.text }}',
	messageType: 'bot',
};
/** Two customers. */
const items = [0, 1].map((index) => ({ thread: known.threads[index], text: `message ${index}` }));
/** What the vendor carried out, by chat. */
const accepted = () =>
	sandbox
		.requestsTo<{ thread: string }>('S11')
		.filter(({ handled }) => handled)
		.map(({ body }) => body.thread);

describe('Retry on Fail', () => {
	// https://github.com/n8n-io/n8n/issues/14423
	test.each(['It is {{ $now }}', '{{ Math.random() }}', '{{ $now.toMillis() }} {{ $json.text }}'])(
		'sends nobody a second message whose text changes with each try: %s',
		async (text) => {
			sandbox.injectFault({ ...refusal, after: 1 });
			const { error, items: out } = await run(
				{ ...sending, message: `=${text}` },
				{ items, settings },
			);
			expect(error).toBeUndefined();
			expect(out).toHaveLength(2);
			expect(accepted()).toEqual([known.threads[0], known.threads[1]]);
			expect(sandbox.requestsTo('S11')).toHaveLength(3);
		},
	);

	test('starts no second mass send whose Start Date changes with each try', async () => {
		sandbox.injectFault({ ...refusal, on: 'S13', after: 1 });
		const list = {
			resource: 'message',
			operation: 'sendList',
			threadList: '={{ $json.thread }}',
			message: 'Hello',
			messageType: 'bot',
			additionalFields: { startDate: "={{ $now.plus(5, 'minutes') }}" },
		};
		const { error } = await run(list, { items, settings });
		expect(error).toBeUndefined();
		expect(sandbox.requestsTo('S13').filter(({ handled }) => handled)).toHaveLength(2);
	});

	test('does not repeat a message of unknown fate whose text changes with each try', async () => {
		sandbox.injectFault({ kind: 'cutAfter', on: 'S11', times: 1 });
		const { error } = await run({ ...sending, message: '=It is {{ $now }}' }, { items, settings });
		expect(error?.message).toMatch(/may or may not have been carried out/);
		expect(sandbox.requestsTo('S11')).toHaveLength(2);
	});

	test('sends each of several items, runs and nodes its own message, even if all are equal', async () => {
		const [item] = items;
		await run(sending, { items: [item, item], settings });
		await run(sending, { items: [item], settings });
		expect(accepted()).toHaveLength(3);
	});

	// https://github.com/n8n-io/n8n/issues/9236, https://github.com/n8n-io/n8n/pull/9395
	describe.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'with On Error = %s',
		(onError) => {
			test('tries again when the first item failed, and sends only that one', async () => {
				sandbox.injectFault(refusal);
				const result = await run(
					{ ...sending, message: '=It is {{ $now }}' },
					{ items, settings: { ...settings, onError } },
				);
				expect(result.items.map(({ json }) => json.success)).toEqual([true, true]);
				expect(accepted().sort()).toEqual([...known.threads.slice(0, 2)].sort());
				expect(sandbox.requestsTo('S11')).toHaveLength(3);
			});

			test('repeats no message of unknown fate', async () => {
				sandbox.injectFault({ kind: 'cutAfter', on: 'S11', times: 1 });
				const result = await run(sending, { items, settings: { ...settings, onError } });
				const failed = [...result.items, ...result.errorItems].filter(({ json }) => json.error);
				expect(failed).toHaveLength(1);
				expect(failed[0].json.error).toMatch(/may or may not have been carried out/);
				expect(sandbox.requestsTo('S11')).toHaveLength(2);
			});
		},
	);
});

describe('an error names the items that were accepted before it', () => {
	const description = async (failing: number[], more: RunOptions = {}) => {
		const { error } = await run(sending, {
			items: Array.from({ length: 6 }, (_, index) => ({
				thread: known.threads[index],
				text: failing.includes(index) ? '' : 'Hello',
			})),
			...more,
		});
		return error?.description;
	};
	const accepted012 =
		'Nothing was sent for this item. Correct Message, or the expression in it. These items were accepted, and a new execution would write them again: 0 to 2.';

	test('once, however often n8n tries', async () => {
		expect(await description([3])).toBe(accepted012);
		expect(await description([3], { settings })).toBe(accepted012);
		sandbox.injectFault({ kind: 'cutAfter', on: 'S11', times: 1 });
		const text = await description([3], { settings, credential: { maxConcurrentRequests: 1 } });
		expect(text?.match(/These items/g)).toHaveLength(1);
		expect(text).toMatch(/again: 1 to 2\.$/);
	});

	test('unless there are none, or nothing was written', async () => {
		expect(await description([0])).not.toMatch(/accepted/);
		sandbox.injectFault({ kind: 'refuse', on: 'S4', after: 1, times: 1, status: 403 });
		const { error } = await run({ resource: 'company', operation: 'getAll' }, { items: [{}, {}] });
		expect(error?.description).not.toMatch(/accepted/);
	});
});

describe("an agent's tool", () => {
	const tool = async (parameters: object, more: Partial<NodeRun> = {}) =>
		await createTool({
			node: 'selarti',
			credentials: { selartiApi: credentialData() },
			parameters: { ...sending, thread: byId(known.thread), message: 'Hello', ...parameters },
			settings,
			...more,
		});

	// https://github.com/open-condo-software/condo/pull/7773
	test.each(['Hello', '=It is {{ $now }}', "={{ $json.text ?? 'Hello' }}"])(
		'sends the message %j once when the answer is lost, and tells the model so',
		async (message) => {
			sandbox.injectFault({ kind: 'cutAfter', on: 'S11', times: 1 });
			const call = await tool({ message });
			await expect(call({ text: 'Hi' })).rejects.toThrow(/may or may not have been carried out/);
			expect(sandbox.requestsTo('S11')).toHaveLength(1);
		},
	);

	// https://github.com/n8n-io/n8n/issues/38870
	test('tells the model that nothing was found, not nothing', async () => {
		sandbox.injectFault({
			kind: 'answer',
			on: 'S4',
			status: 200,
			body: { status: 'success', response: { company: [] } },
		});
		const call = await tool({ resource: 'company', operation: 'getAll' });
		expect(JSON.parse(await call())).toEqual([{ message: 'Nothing was found.' }]);
	});

	test('tries again what the vendor refused', async () => {
		sandbox.injectFault(refusal);
		expect(await (await tool({}))({ text: 'Hi' })).toContain('success');
		expect(accepted()).toHaveLength(1);
	});

	test('sends again when the model calls it again, with equal or with the same arguments', async () => {
		const call = await tool({});
		const same = { text: 'Hi' };
		await call(same);
		await call(same);
		await Promise.all([call({ text: 'Hi' }), call({ text: 'Hi' }), call(), call()]);
		expect(accepted()).toHaveLength(6);
	});

	test('may be called again after a message of unknown fate', async () => {
		sandbox.injectFault({ kind: 'cutAfter', on: 'S11', times: 1 });
		const call = await tool({});
		await expect(call({ text: 'Hi' })).rejects.toThrow();
		await call({ text: 'Hi' });
		expect(sandbox.requestsTo('S11')).toHaveLength(2);
	});

	test('with On Error = Continue sends once and tells the model what went wrong', async () => {
		sandbox.injectFault({ kind: 'cutAfter', on: 'S11', times: 1 });
		const call = await tool({}, { continueOnFail: true });
		const args = { text: 'Hi' };
		expect(await call(args)).toMatch(/may or may not have been carried out/);
		expect(sandbox.requestsTo('S11')).toHaveLength(1);
		await call(args);
		expect(accepted()).toHaveLength(2);
	});
});

test.each([false, true])(
	'a try that begins while a write is under way waits for it (routing: %s)',
	async (routing) => {
		sandbox.injectFault({ kind: 'slow', on: 'S11', times: 1, delay: 300 });
		const failing = [items[0], { thread: '', text: 'no chat' }];
		const { error } = await runNode({
			node: 'selarti',
			credentials: { selartiApi: credentialData() },
			parameters: sending,
			items: failing,
			settings,
			routing,
		});
		expect(error?.message).toMatch(/is empty/);
		expect(sandbox.requestsTo('S11')).toHaveLength(1);
	},
);
