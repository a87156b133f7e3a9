/** Credentials that name one account in different spellings share its session and its limits. */

import { known } from '../support/sandbox/selarti';
import { useVendor } from '../support/useVendor';
import { byId } from '../support/vendors/parameters';
import { selarti } from '../support/vendors/selarti';

const { sandbox, run } = useVendor(selarti, () => ({ apiKey: 'one-account', sessionToken: '' }));
const companies = { resource: 'company', operation: 'getAll' };
const spellings = (): Array<(url: string) => string> => [
	(url) => `${url}/`,
	(url) => url.replace('http', 'HTTP'),
	(url) => url.replace('127.0.0.1', '127.1'),
	(url) => url.replace(/:(\d+)$/, ':0$1'),
	(url) => ` ${url}//\n`,
];

test('one log-in serves all spellings of the address', async () => {
	sandbox.state.key = 'one-account';
	for (const spell of spellings()) {
		const credential = { baseUrl: spell(sandbox.url) };
		expect((await run(companies, { credential })).error).toBeUndefined();
	}
	expect(sandbox.requestsTo('S0')).toHaveLength(1);
});

test('another path, port or host is another account', async () => {
	sandbox.state.key = 'one-account';
	const credential = { baseUrl: sandbox.url.replace('127.0.0.1', 'localhost') };
	await run(companies, { credential });
	expect(sandbox.requestsTo('S0')).toHaveLength(1);
});

test('one pause after a 429 holds for all spellings of the address', async () => {
	sandbox.state.key = 'one-account';
	await run(companies);
	sandbox.requests.length = 0;
	const headers = { 'retry-after': '100' };
	sandbox.injectFault({ kind: 'refuse', status: 429, on: 'S11', headers });
	const sending = {
		resource: 'message',
		operation: 'send',
		thread: byId(known.thread),
		message: 'Hello',
		messageType: 'bot',
	};
	await run(sending, { credential: { maxRetryTime: 5 } });
	for (const spell of spellings()) {
		const credential = { baseUrl: spell(sandbox.url), maxRetryTime: 0 };
		const { error } = await run(sending, { credential });
		expect(error?.message).toMatch(/\(HTTP 429\)\. Nothing was sent/);
	}
	expect(sandbox.requestsTo('S11')).toHaveLength(1);
});
