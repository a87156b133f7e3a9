/**
 * A run with thousands of items is a good neighbor of all else in n8n: it needs few of the database's connections at
 * once (https://github.com/n8n-io/n8n/issues/23957).
 */

import { known } from '../support/sandbox/selarti';
import { useVendor } from '../support/useVendor';
import { byId } from '../support/vendors/parameters';
import { selarti } from '../support/vendors/selarti';

let accounts = 0;
const { sandbox, run } = useVendor(selarti, () => ({
	apiKey: `key-of-many-${(accounts += 1)}`,
	sessionToken: 'bus|live',
}));
beforeEach(() => sandbox.state.tokens.add('bus|live'));

const companies = { resource: 'company', operation: 'getAll' };
const sending = {
	resource: 'message',
	operation: 'send',
	thread: byId('={{ $json.thread }}'),
	message: '={{ $json.text }}',
	messageType: 'bot',
};
const messages = (count: number, threads: string[]) =>
	Array.from({ length: count }, (_, index) => ({
		thread: threads[index % threads.length],
		text: `message ${index}`,
	}));

test.each([
	['a read', companies],
	['a send', sending],
])(
	'%s of 1,500 items reads two credentials at once, and each item gets its answer',
	async (_name, parameters) => {
		const items = messages(1_500, known.threads);
		const { items: out, error, credentials } = await run(parameters, { items });
		expect(error).toBeUndefined();
		expect(new Set(out.map(({ pairedItem }) => pairedItem?.item)).size).toBe(1_500);
		expect(credentials.maxConcurrentReads).toBe(2);
		expect(sandbox.maxInFlight).toBeLessThanOrEqual(50);
	},
);

test.each([1, 7, 80])(
	'the limit of the account is used up: %d requests at once',
	async (maxConcurrentRequests) => {
		sandbox.injectFault({
			kind: 'slow',
			until: () => sandbox.maxInFlight >= maxConcurrentRequests,
		});
		const items = messages(maxConcurrentRequests * 2, known.threads);
		const { error } = await run(companies, { items, credential: { maxConcurrentRequests } });
		expect(error).toBeUndefined();
		expect(sandbox.maxInFlight).toBe(maxConcurrentRequests);
	},
);

test('a credential whose key is an expression is that of each item', async () => {
	const tokens = Array.from({ length: 300 }, (_, index) => `bus|${index}`);
	for (const token of tokens) sandbox.state.tokens.add(token);
	const { error } = await run(companies, {
		items: tokens.map((token) => ({ token })),
		credential: { sessionToken: '={{ $json.token }}', apiKey: '={{ $json.token }}' },
	});
	expect(error).toBeUndefined();
	expect(
		sandbox
			.requestsTo('S4')
			.map(({ headers }) => headers.authorization)
			.sort(),
	).toEqual(tokens.map((token) => `Bearer ${token}`).sort());
});

test('1,500 messages to one chat hold up no message to another chat among the first thousand items', async () => {
	const items = [
		...messages(990, known.threads.slice(0, 1)),
		...messages(5, known.threads.slice(1, 2)),
		...messages(510, known.threads.slice(0, 1)),
	];
	const { error } = await run(sending, { items });
	expect(error).toBeUndefined();
	const sent = sandbox.requestsTo<{ thread: string; message: string }>('S11');
	expect(sent).toHaveLength(1_505);
	const last = sent.map(({ body }) => body.thread).lastIndexOf(known.threads[1]);
	expect(last).toBeLessThan(900);
	const first = sent.filter(({ body }) => body.thread === known.threads[0]);
	expect(first.map(({ body }) => body.message)).toEqual(
		items.filter(({ thread }) => thread === known.threads[0]).map(({ text }) => text),
	);
});

test('a cancelled run of thousands of items sends no more', async () => {
	const controller = new AbortController();
	const running = run(sending, {
		items: messages(3_000, known.threads),
		signal: controller.signal,
	}).catch(() => undefined);
	await new Promise((resolve) => sandbox.once('request', resolve));
	controller.abort();
	await running;
	expect(sandbox.requests.length).toBeLessThan(200);
});
