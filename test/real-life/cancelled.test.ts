/** What a user is told when an execution is cancelled or runs out of time while requests are under way. */

import type { NodeResult } from '../support/engine';
import { known } from '../support/sandbox/selarti';
import { useVendor } from '../support/useVendor';
import { byId } from '../support/vendors/parameters';
import { selarti } from '../support/vendors/selarti';

let accounts = 0;
const { sandbox, run } = useVendor(selarti, () => ({
	apiKey: `cancelled-key-${accounts}`,
	sessionToken: 'bus|live',
	maxRetryTime: 60,
}));
/** Each test has an account of its own. */
beforeEach(() => {
	accounts += 1;
	sandbox.state.key = `cancelled-key-${accounts}`;
	sandbox.state.tokens.add('bus|live');
});

const sending = {
	resource: 'message',
	operation: 'send',
	thread: byId('={{ $json.thread }}'),
	message: 'Hello',
	messageType: 'bot',
};
const companies = { resource: 'company', operation: 'getAll' };
const customers = (count: number) =>
	Array.from({ length: count }, (_, index) => ({ thread: known.threads[index % 20] }));

/** Runs the node, and cancels the execution as soon as the vendor has had so many requests of an inventory number. */
async function cancelAfter(
	requests: number,
	number: string,
	parameters: Record<string, unknown>,
	{ credential = {}, count = 200 } = {},
): Promise<NodeResult> {
	const controller = new AbortController();
	sandbox.on('request', () => {
		if (sandbox.requestsTo(number).length === requests) controller.abort();
	});
	try {
		return await run(parameters, {
			items: customers(count),
			signal: controller.signal,
			credential,
			continueOnFail: true,
		});
	} finally {
		sandbox.removeAllListeners('request');
	}
}

const errorsOf = ({ items }: NodeResult) =>
	items.flatMap(({ json }) => (json.error === undefined ? [] : String(json.error)));

const CANCELLED = /^Selarti: the execution was cancelled or ran out of time/;

test('200 messages: those under way may have been carried out, and of all others nothing was sent', async () => {
	sandbox.injectFault({ kind: 'slow', on: 'S11', delay: 5_000 });
	const errors = errorsOf(await cancelAfter(20, 'S11', sending));
	expect(errors).toHaveLength(200);
	for (const error of errors) expect(error).toMatch(CANCELLED);
	const unknown = errors.filter((error) => /may or may not have been carried out/.test(error));
	const unsent = errors.filter((error) => /Nothing was sent for this item/.test(error));
	expect(unknown).toHaveLength(sandbox.requestsTo('S11').length);
	expect(unsent).toHaveLength(200 - unknown.length);
});

test('messages that are refused for now: the error has the refusal, and says that nothing was carried out', async () => {
	sandbox.injectFault({
		kind: 'refuse',
		on: 'S11',
		status: 429,
		body: 'Slow down',
		headers: { 'retry-after': '30' },
	});
	const controller = new AbortController();
	// The backoff is computed at random when the refusal has come, and then waited for.
	const random = jest.spyOn(Math, 'random').mockImplementation(() => {
		if (sandbox.requestsTo('S11').length > 0) setImmediate(() => controller.abort());
		return 0.5;
	});
	const errors = errorsOf(
		await run(sending, {
			items: customers(1),
			signal: controller.signal,
			continueOnFail: true,
		}),
	);
	random.mockRestore();
	expect(errors).toHaveLength(1);
	expect(errors[0]).toMatch(CANCELLED);
	expect(errors[0]).toMatch(
		/The attempt before that had failed: .*Slow down.* \(HTTP 429\)\. Nothing was carried out for this item\./,
	);
});

test('a read that is under way: nothing is said of sending', async () => {
	sandbox.injectFault({ kind: 'slow', on: 'S4', delay: 5_000 });
	const [error, ...others] = errorsOf(await cancelAfter(1, 'S4', companies, { count: 1 }));
	expect(error).toMatch(CANCELLED);
	expect(error).not.toMatch(/Nothing was sent|may or may not/);
	expect(others).toEqual([]);
});

test('a log-in that is under way: nothing was sent', async () => {
	sandbox.injectFault({ kind: 'slow', on: 'S0', delay: 5_000 });
	const errors = errorsOf(
		await cancelAfter(1, 'S0', sending, { credential: { sessionToken: '' }, count: 3 }),
	);
	expect(errors).toHaveLength(3);
	for (const error of errors)
		expect(error).toMatch(
			/^Selarti: the execution was cancelled or ran out of time\. Nothing was sent/,
		);
	expect(sandbox.requestsTo('S11')).toHaveLength(0);
});

test('another execution that waits for the log-in of a cancelled one logs in itself', async () => {
	sandbox.injectFault({ kind: 'slow', on: 'S0', delay: 5_000, times: 1 });
	const credential = { apiKey: 'shared-key', sessionToken: '' };
	sandbox.state.key = 'shared-key';
	const controller = new AbortController();
	const cancelled = run(sending, {
		items: customers(1),
		signal: controller.signal,
		credential,
		continueOnFail: true,
	});
	await new Promise((resolve) => sandbox.once('request', resolve));
	const other = run(sending, { items: customers(1), credential });
	setTimeout(() => controller.abort(), 100);
	expect(errorsOf(await cancelled)[0]).toMatch(CANCELLED);
	expect((await other).error).toBeUndefined();
	expect(sandbox.requestsTo('S0')).toHaveLength(2);
});
