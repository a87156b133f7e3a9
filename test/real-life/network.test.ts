/** What a user is told, and what is sent again, when the connection to a vendor fails. */

import { ClientRequest, createServer as createHttpServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

import { OutboundHttp } from '@n8n/backend-network';
import { Container } from '@n8n/di';

import { fastClock } from '../support/engine/clock';
import { selfSigned } from '../support/fixtures/certificate';
import type { NodeFailure } from '../support/engine';
import { useVendor } from '../support/useVendor';
import { anyCom } from '../support/vendors/anyCom';
import { known } from '../support/sandbox/anyCom';
import { byId } from '../support/vendors/parameters';

let accounts = 0;
const { sandbox, run } = useVendor(anyCom, () => ({
	apiKey: `network-key-${(accounts += 1)}`,
	maxRetryTime: 10,
}));

const sending = {
	resource: 'message',
	operation: 'send',
	channel: byId(known.channel),
	customerNumber: byId(known.onBotNumber),
	flow: '1',
	message: 'mensagem inventada',
};

let clock: ReturnType<typeof fastClock>;
beforeEach(() => (clock = fastClock(20)));
afterEach(() => clock.stop());

const servers: Server[] = [];
const sockets = new Set<Socket>();
afterEach(async () => {
	for (const socket of sockets) socket.destroy();
	await Promise.all(
		servers.splice(0).map(async (server) => await new Promise((done) => server.close(done))),
	);
});

/** Starts a server on a free port. */
async function listen(server: Server): Promise<number> {
	servers.push(server);
	server.on('connection', (socket) => {
		sockets.add(socket);
		socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return (server.address() as AddressInfo).port;
}

/** A server that counts the requests that reach it. */
function countingServer() {
	const arrived: IncomingMessage[] = [];
	return {
		arrived,
		http: createHttpServer((request, answer) => {
			arrived.push(request);
			answer.end('{}');
		}),
	};
}

const freePort = async () => {
	const server = createServer();
	const port = await listen(server);
	await new Promise((done) => server.close(done));
	return port;
};

/** The error of a message that is sent to an address. */
async function errorOf(baseUrl: string, requestOptions: object = {}): Promise<NodeFailure> {
	const { error } = await run({ ...sending, requestOptions }, { credential: { baseUrl } });
	if (!error) throw new Error('there is no error');
	return error;
}

/** Nothing of the network or of OpenSSL, and nothing that sounds as if the message may have been sent. */
function expectPlainWords({ message }: NodeFailure) {
	expect(message).not.toMatch(
		/127\.0\.0\.1|OpenSSL|EPROTO|ssl3|routines|[A-Z]{5,}_|may or may not/,
	);
}

describe('a message that certainly did not reach the vendor', () => {
	test('because the certificate is not trusted: the error says so, and which option helps', async () => {
		let arrived = 0;
		const port = await listen(createHttpsServer(selfSigned, () => (arrived += 1)));
		const error = await errorOf(`https://127.0.0.1:${port}`);
		expect(error.message).toBe(
			"AnyCom: could not be reached: the certificate isn't trusted: it is self-signed. Let the server use a certificate that n8n trusts, or turn on Ignore SSL Issues (Insecure) under Request Options. [item 0]",
		);
		expectPlainWords(error);
		expect(arrived).toBe(0);
	});

	test('that option helps', async () => {
		let arrived = 0;
		const server = createHttpsServer(selfSigned, (_request, answer) => {
			arrived += 1;
			answer.end('{"status":"success"}');
		});
		const port = await listen(server);
		await run(
			{ ...sending, requestOptions: { allowUnauthorizedCerts: true } },
			{ credential: { baseUrl: `https://127.0.0.1:${port}` } },
		);
		expect(arrived).toBe(1);
	});

	test('because there is no HTTPS at the address', async () => {
		const { arrived, http } = countingServer();
		const error = await errorOf(`https://127.0.0.1:${await listen(http)}`);
		expect(error.message).toMatch(
			/could not be reached: there is no HTTPS at this address\. Check/,
		);
		expectPlainWords(error);
		expect(arrived).toHaveLength(0);
	});

	test.each([
		['a port that does not exist', 'http://127.0.0.1:99999'],
		['a space in the host', 'http://127.0.0.1 :80'],
		['a space in the port', 'https://example.invalid:44 3/api'],
	])('because of the base URL: %s', async (_name, baseUrl) => {
		const error = await errorOf(baseUrl);
		expect(error.message).toMatch(/web address/);
		expect(error.message).toMatch(/credential/);
		expectPlainWords(error);
	});

	test('because nothing listens at the port: it is tried four times', async () => {
		const error = await errorOf(`http://127.0.0.1:${await freePort()}`);
		expect(error.message).toMatch(/could not be reached: nothing answers at this address/);
		expectPlainWords(error);
	});

	test.each(['destroy', 'resetAndDestroy'] as const)(
		'because the server ends the connection before it is secure (%s): it is tried four times',
		async (end) => {
			let connections = 0;
			const server = createServer((socket) => {
				connections += 1;
				socket.once('data', () => socket[end]());
			});
			const error = await errorOf(`https://127.0.0.1:${await listen(server)}`);
			expect(error.message).toMatch(/could not be reached: the connection broke/);
			expectPlainWords(error);
			expect(connections).toBe(4);
		},
	);

	test('because the secure connection takes too long', async () => {
		const server = createServer(() => undefined);
		const error = await errorOf(`https://127.0.0.1:${await listen(server)}`, { timeout: 40 });
		expect(error.message).toMatch(/could not be reached: no answer came in time/);
		expectPlainWords(error);
	});

	test('because n8n blocks the address', async () => {
		const { arrived, http } = countingServer();
		const port = await listen(http);
		const outbound = Container.get(OutboundHttp) as unknown as { ssrfConfig: { enabled: boolean } };
		outbound.ssrfConfig.enabled = true;
		try {
			const error = await errorOf(`http://127.0.0.1:${port}`);
			expect(error.message).toMatch(
				/could not be reached: n8n blocks this address\. Ask the admin/,
			);
			expectPlainWords(error);
			expect(arrived).toHaveLength(0);
		} finally {
			outbound.ssrfConfig.enabled = false;
		}
	});
});

describe('a proxy', () => {
	const throughProxy = (port: number) => ({ proxy: `http://127.0.0.1:${port}` });

	test('that does not exist: the error names it', async () => {
		const error = await errorOf('https://vendor.invalid', throughProxy(await freePort()));
		expect(error.message).toMatch(
			/nothing answers at this address\. Check Proxy under Request Options/,
		);
		expectPlainWords(error);
	});

	test.each(['end', 'resetAndDestroy'] as const)(
		'that ends the connection (%s): nothing was sent, and it is tried again',
		async (end) => {
			let connections = 0;
			const server = createServer((socket) => {
				connections += 1;
				socket.once('data', () => socket[end]());
			});
			const error = await errorOf('https://vendor.invalid', throughProxy(await listen(server)));
			expect(error.message).toMatch(/could not be reached/);
			expectPlainWords(error);
			expect(connections).toBe(4);
		},
	);

	test('that says nothing: nothing was sent', async () => {
		const port = await listen(createServer(() => undefined));
		const error = await errorOf('https://vendor.invalid', { ...throughProxy(port), timeout: 40 });
		expect(error.message).toMatch(/could not be reached: no answer came in time/);
		expectPlainWords(error);
	});

	test('that wants a user name: the error says where to enter it', async () => {
		const server = createServer((socket) =>
			socket.once('data', () =>
				socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n'),
			),
		);
		const error = await errorOf('https://vendor.invalid', throughProxy(await listen(server)));
		expect(error.message).toMatch(
			/the proxy wants a user name and a password \(HTTP 407\)\. Add them/,
		);
		expectPlainWords(error);
	});

	test('to a server whose certificate is not trusted: nothing was sent', async () => {
		const target = await listen(createHttpsServer(selfSigned));
		const proxy = createHttpServer();
		proxy.on('connect', (_request, socket: Socket) => {
			const upstream = connect(target, '127.0.0.1', () => {
				socket.write('HTTP/1.1 200 OK\r\n\r\n');
				upstream.pipe(socket).pipe(upstream);
			});
			for (const end of [socket, upstream]) end.on('error', () => undefined);
		});
		const error = await errorOf('https://vendor.invalid', throughProxy(await listen(proxy)));
		expect(error.message).toMatch(/the certificate isn't trusted: it is self-signed/);
		expectPlainWords(error);
	});
});

describe('a message that may have reached the vendor is not sent again', () => {
	/** Lets the connection of the next request fail with a code of the network after the request has arrived. */
	const failAfterArrival = (code: string) =>
		sandbox.once('done', () => {
			const fail = jest.spyOn(ClientRequest.prototype, 'emit');
			fail.mockImplementation(function (this: ClientRequest, event, ...values) {
				if (event !== 'response') return emit.call(this, event, ...values);
				fail.mockRestore();
				this.destroy(Object.assign(new Error(`read ${code}`), { code, syscall: 'read' }));
				return true;
			});
		});
	const { emit } = ClientRequest.prototype;

	test.each(['EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'ECONNRESET'])(
		'when the connection ends with %s',
		async (code) => {
			failAfterArrival(code);
			const { error } = await run(sending, {
				settings: { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
			});
			expect(error?.message).toMatch(/so the request may or may not have been carried out\. Look/);
			expect(sandbox.requests.filter(({ handled }) => handled)).toHaveLength(1);
			expect(sandbox.requests).toHaveLength(1);
		},
	);

	test('but a read is', async () => {
		failAfterArrival('EHOSTUNREACH');
		const { error } = await run({ resource: 'channel', operation: 'getAll' });
		expect(error).toBeUndefined();
		expect(sandbox.requests).toHaveLength(2);
	});
});
