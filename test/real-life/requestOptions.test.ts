/** What an expression or a slip puts into Request Options: nothing is sent in another way than the user wants. */

import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import { selfSigned } from '../support/fixtures/certificate';
import { known } from '../support/sandbox/anyCom';
import { useVendor } from '../support/useVendor';
import { anyCom } from '../support/vendors/anyCom';
import { byId } from '../support/vendors/parameters';

const { sandbox, run } = useVendor(anyCom);
const sending = {
	resource: 'message',
	operation: 'send',
	channel: byId(known.channel),
	customerNumber: byId(known.onBotNumber),
	flow: '1',
	message: 'Hello',
};
const ways = [false, true].map((routing) => [routing] as const);

describe.each(ways)("through n8n's routing: %s", (routing) => {
	test.each([
		-1,
		-5_000,
		'ten seconds',
		' ',
		'={{ ({}) }}',
		'={{ [] }}',
		'={{ true }}',
		'={{ "NaN" }}',
	])('Timeout %j is refused in words, and nothing is sent', async (timeout) => {
		const { errorItems, items } = await run(
			{ ...sending, requestOptions: { timeout } },
			{ items: [{}, {}], routing, settings: { onError: 'continueErrorOutput' } },
		);
		expect(items).toEqual([]);
		expect(errorItems).toHaveLength(2);
		for (const { json } of errorItems)
			expect(json.error).toMatch(/^Timeout in Request Options is no number of milliseconds/);
		expect(sandbox.requests).toHaveLength(0);
	});

	test.each([5_000.5, '5000', '۵۰۰۰', ' 5000\n', 1e10, '={{ 1e12 }}', 0, '', '={{ null }}'])(
		'Timeout %j is a time, and the message is sent',
		async (timeout) => {
			const { error } = await run({ ...sending, requestOptions: { timeout } }, { routing });
			expect(error).toBeUndefined();
			expect(sandbox.requests).toHaveLength(1);
		},
	);

	test.each(['socks5://127.0.0.1:1080', 'ftp://127.0.0.1:21'])(
		'Proxy %s, which n8n cannot use, is refused: the message does not go past it',
		async (proxy) => {
			const { error } = await run({ ...sending, requestOptions: { proxy } }, { routing });
			expect(error?.message).toMatch(/^Proxy in Request Options is no address/);
			expect(sandbox.requests).toHaveLength(0);
		},
	);

	test.each<[unknown, number]>([
		['false', 0],
		['no', 0],
		[0, 0],
		[{}, 0],
		['true', 1],
		[1, 1],
		[true, 1],
	])(
		'Ignore SSL Issues %j: %d messages go to a server that nobody vouches for',
		async (allowUnauthorizedCerts, count) => {
			let arrived = 0;
			const server = createServer(selfSigned, (_request, answer) => {
				arrived += 1;
				answer.end('{"status":200}');
			});
			await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
			const baseUrl = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
			await run(
				{ ...sending, requestOptions: { allowUnauthorizedCerts } },
				{ routing, credential: { baseUrl } },
			);
			server.closeAllConnections();
			await new Promise((done) => server.close(done));
			expect(arrived).toBe(count);
		},
	);
});
