/** What becomes of a request whose answer says in its body that it failed, under HTTP 200: gateways do that. */

import { known as knownAtSelarti } from '../support/sandbox/selarti';
import { useVendor } from '../support/useVendor';
import { anyCom } from '../support/vendors/anyCom';
import { naxonAi } from '../support/vendors/naxonAi';
import { byId } from '../support/vendors/parameters';
import { selarti } from '../support/vendors/selarti';
import { vardast } from '../support/vendors/vardast';

const selartiClient = useVendor(selarti, () => ({ apiKey: 'one-key', sessionToken: 'bus|live' }));
const anyComClient = useVendor(anyCom);
const readers = {
	Selarti: { client: selartiClient, read: { resource: 'company', operation: 'getAll' } },
	'Naxon AI': { client: useVendor(naxonAi), read: { resource: 'model', operation: 'getAll' } },
	Vardast: { client: useVendor(vardast), read: { resource: 'channel', operation: 'getAll' } },
};
beforeEach(() => selartiClient.sandbox.state.tokens.add('bus|live'));

const sending = {
	resource: 'message',
	operation: 'send',
	thread: byId(knownAtSelarti.thread),
	message: '=It is {{ $now }}',
	messageType: 'bot',
};
const settings = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

describe('a message is not sent again after an answer with HTTP 200 that holds the error of a gateway', () => {
	test.each([
		[{ status: 504 }],
		[{ status: '503', message: 'no answer from upstream' }],
		[{ statusCode: 502, message: 'Bad Gateway' }],
		[{ code: 504, error: 'upstream request timeout' }],
		[{ error: { code: 503, message: 'The service is unavailable' } }],
		[{ errors: [{ status: 500, detail: 'broke' }] }],
		[{ error: 'upstream request timeout' }],
		[{ success: false, status: 502 }],
	])('%j', async (body) => {
		selartiClient.sandbox.injectFault({ kind: 'answerAfter', on: 'S11', status: 200, body });
		const { error, items } = await selartiClient.run(sending, { settings });
		expect(error?.message).toMatch(
			/^Selarti: .*so the request may or may not have been carried out/,
		);
		expect(items).toEqual([]);
		expect(selartiClient.sandbox.requestsTo('S11')).toHaveLength(1);
	});
});

describe.each(Object.entries(readers))('%s', (name, { client, read }) => {
	test.each([
		[{ status: 429, message: 'Slow down' }],
		[{ status: '503' }],
		[{ statusCode: 502, message: 'Bad Gateway' }],
		[{ error: { code: 504 } }],
	])('a read is tried again when HTTP 200 holds %j', async (body) => {
		client.sandbox.injectFault({ kind: 'answer', times: 1, status: 200, body });
		const { error } = await client.run(read, { credential: { maxRetryTime: 5 } });
		expect(error).toBeUndefined();
		expect(client.sandbox.requests).toHaveLength(2);
	});

	test.each([[{ error: 'The key is blocked' }], [{ errors: ['The key is blocked'] }]])(
		'HTTP 200 with nothing but %j is an error in the words of the server, and no item',
		async (body) => {
			client.sandbox.injectFault({ kind: 'answer', status: 200, body });
			const { error, items } = await client.run(read);
			expect(error?.message).toContain('The key is blocked (HTTP 200)');
			expect(error?.message.startsWith(name)).toBe(true);
			expect(items).toEqual([]);
		},
	);
});

test('a token that HTTP 200 refuses with 401 in the body is renewed', async () => {
	selartiClient.sandbox.injectFault({
		kind: 'answer',
		on: 'S11',
		times: 1,
		status: 200,
		body: { status: 401 },
	});
	selartiClient.sandbox.state.key = 'one-key';
	const { error } = await selartiClient.run(sending);
	expect(error).toBeUndefined();
	expect(selartiClient.sandbox.requestsTo('S0')).toHaveLength(1);
});

describe("AnyCom's credential test fails like the nodes", () => {
	test.each([
		['nothing', ''],
		['an empty object', {}],
		['a list', []],
		['another API', { message: 'ok' }],
		['a text for a status', { status: 'error' }],
		['too many requests', { status: 429 }],
		['a gateway', { status: 503 }],
	])('where the answer under HTTP 200 is %s', async (_name, body) => {
		anyComClient.sandbox.injectFault({ kind: 'answer', status: 200, body });
		const { status, message } = await anyComClient.testCredential();
		expect([status, message]).toEqual(['Error', expect.stringMatching(/AnyCom/)]);
	});

	test('and succeeds where AnyCom answers', async () => {
		expect((await anyComClient.testCredential()).status).toBe('OK');
	});
});
