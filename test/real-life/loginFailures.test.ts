/** A log-in that fails, in whatever form, is not repeated for each item: vendors lock accounts for that. */

import { known } from '../support/sandbox/selarti';
import { useVendor } from '../support/useVendor';
import { byId } from '../support/vendors/parameters';
import { selarti } from '../support/vendors/selarti';

let accounts = 0;
const { sandbox, run } = useVendor(selarti, () => ({
	apiKey: `login-key-${accounts}`,
	sessionToken: '',
}));
beforeEach(() => {
	accounts += 1;
	sandbox.state.key = `login-key-${accounts}`;
});

const sending = {
	resource: 'message',
	operation: 'send',
	thread: byId('={{ $json.thread }}'),
	message: 'Hello',
	messageType: 'bot',
};
const items = Array.from({ length: 300 }, (_, index) => ({
	thread: known.threads[index % known.threads.length],
}));

test.each<[string, number, unknown]>([
	['200 and an error', 200, { status: 'error', message: 'bad key' }],
	['200 and 401 in the body', 200, { status: 401, message: 'bad key' }],
	['200 and no token', 200, {}],
	['200 and a list', 200, ['bad key']],
	['200 and a page', 200, '<html>Maintenance</html>'],
	['302', 302, ''],
	['402', 402, {}],
	['404', 404, {}],
	['422', 422, {}],
	['500', 500, {}],
])('%s: few log-ins for 300 items, and no item blames its fields', async (_name, status, body) => {
	sandbox.injectFault({ kind: 'answer', on: 'S0', status, body });
	const { items: out } = await run(sending, { items, continueOnFail: true });
	expect(out).toHaveLength(300);
	for (const { json } of out) {
		expect(json.error).toMatch(/^Selarti: /);
		expect(json.error).not.toMatch(/fields of this operation|Check that the ID/);
	}
	// One, and another for each second that the items take.
	expect(sandbox.requestsTo('S0').length).toBeLessThan(10);
	expect(sandbox.requestsTo('S11')).toHaveLength(0);
});

test("n8n's Retry on Fail logs in anew", async () => {
	sandbox.injectFault({ kind: 'answer', on: 'S0', status: 500, body: {}, times: 1 });
	const settings = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1_000 };
	const { error } = await run(sending, { items: items.slice(0, 3), settings });
	expect(error).toBeUndefined();
	expect(sandbox.requestsTo('S11').filter(({ handled }) => handled)).toHaveLength(3);
});

test.each(['={{ null }}', '={{ "" }}', '={{ [] }}', '={{ true }}', '={{ "none" }}'])(
	'limits of the credential that are %j are the usual ones, not "never wait"',
	async (nothing) => {
		sandbox.injectFault({ kind: 'refuse', status: 429, on: 'S11', times: 1 });
		const credential = { maxRetryTime: nothing, maxConcurrentRequests: nothing };
		const { error } = await run(sending, { items: items.slice(0, 2), credential });
		expect(error).toBeUndefined();
	},
);
