/** What servers and proxies put on the wire in place of, or around, a vendor's answer. */

import dns from 'node:dns';
import net from 'node:net';
import zlib from 'node:zlib';
import type { AddressInfo, Socket } from 'node:net';

import { known } from '../support/sandbox/anyCom';
import { useVendor } from '../support/useVendor';
import { anyCom } from '../support/vendors/anyCom';
import { byId } from '../support/vendors/parameters';

const { run, credentialData } = useVendor(anyCom);

const reading = { resource: 'channel', operation: 'getAll', simplify: false };
const writing = {
	resource: 'message',
	operation: 'send',
	channel: byId(known.channel),
	customerNumber: byId(known.onBotNumber),
	flow: '1',
	message: 'Olá',
};
const channel = { status: 'UP', channel: { id: 31, type: 'whatsapp' } };
const text = JSON.stringify({ status: 200, result: [channel] });

/** A response with these headers beside its length. */
const answer = (body: string | Buffer, ...headers: string[]) =>
	Buffer.concat([
		Buffer.from(
			['HTTP/1.1 200 OK', `content-length: ${Buffer.byteLength(body)}`, ...headers, '', ''].join(
				'\r\n',
			),
		),
		Buffer.from(body),
	]);
const json = 'content-type: application/json';

const servers: net.Server[] = [];
const sockets = new Set<Socket>();
afterEach(async () => {
	for (const socket of sockets) socket.destroy();
	for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

/** A server that says this to everybody. @returns its address, and how many requests it got */
async function serve(bytes: Buffer | string, end = false) {
	const requests: string[] = [];
	const server = net.createServer((socket) => {
		sockets.add(socket);
		socket.on('error', () => socket.destroy());
		socket.on('data', (data) => {
			requests.push(String(data));
			if (end) socket.end(bytes);
			else socket.write(bytes);
		});
	});
	servers.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

/** The items and the error of an operation whose vendor says this. */
async function runAgainst(parameters: object, bytes: Buffer | string, end = false) {
	const { url, requests } = await serve(bytes, end);
	const { items, error } = await run(
		{ ...parameters, requestOptions: { timeout: 5_000 } },
		{ credential: { baseUrl: url } },
	);
	return { items: items.map((item) => item.json), error: error?.message, requests };
}

const zipped = zlib.gzipSync(text);

describe('an answer in an unusual form is the answer', () => {
	test.each([
		// https://github.com/snoyberg/http-client/issues/521
		[
			'after an early hint',
			Buffer.concat([
				Buffer.from('HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'),
				answer(text, json),
			]),
		],
		[
			'after a hundred words that it continues',
			Buffer.concat([Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'.repeat(100)), answer(text, json)]),
		],
		// https://github.com/axios/axios/issues/5319
		['compressed', answer(zipped, json, 'content-encoding: gzip')],
		['compressed by Brotli', answer(zlib.brotliCompressSync(text), json, 'content-encoding: br')],
		['as a page', answer(text, 'content-type: text/html; charset=utf-8')],
		['without a type', answer(text)],
		['behind a byte order mark', answer(`\ufeff${text}`, json)],
		['with white space around it', answer(`\r\n ${text}\r\n\r\n`, json)],
		[
			'under 206',
			Buffer.from(answer(text, json).toString().replace('200 OK', '206 Partial Content')),
		],
	])('%s', async (_title, bytes) => {
		expect(await runAgainst(reading, bytes)).toMatchObject({ items: [channel], error: undefined });
	});

	test('by HTTP 1.0, without a length', async () => {
		expect(await runAgainst(reading, `HTTP/1.0 200 OK\r\n\r\n${text}`, true)).toMatchObject({
			items: [channel],
			error: undefined,
		});
	});

	test('with a key twice, of which the last counts', async () => {
		const { items } = await runAgainst(reading, answer(`{"result":[],${text.slice(1)}`, json));
		expect(items).toEqual([channel]);
	});
});

describe('an answer that cannot be read is an error, and a write may have been carried out', () => {
	test.each([
		// https://github.com/brian7704/OpenTAKServer/issues/291
		[
			'JSON with NaN',
			answer(text.replace('31', 'NaN'), json),
			false,
			/^AnyCom: answered with the text "\{"status":200/,
		],
		[
			'JSON with a comma too many',
			answer(text.replace('}]}', '}],}'), json),
			false,
			/instead of JSON/,
		],
		['two JSON texts', answer(`${text}\n${text}`, json), false, /instead of JSON/],
		[
			'JSON that ends in the middle',
			`HTTP/1.1 200 OK\r\n${json}\r\n\r\n${text.slice(0, 40)}`,
			true,
			/instead of JSON/,
		],
		// https://github.com/axios/axios/issues/2267, https://github.com/axios/axios/issues/1658
		[
			'a text that says it is compressed',
			answer(text, json, 'content-encoding: gzip'),
			false,
			/cannot be decompressed/,
		],
		[
			'half of a compressed text',
			answer(zipped.subarray(0, 40), json, 'content-encoding: gzip'),
			false,
			/instead of JSON|unexpected end/,
		],
		// https://github.com/postmanlabs/postman-app-support/issues/8656
		[
			'headers of 40 kB',
			answer(text, json, `x-trace: ${'y'.repeat(40_000)}`),
			false,
			/the headers of the answer are too long/,
		],
		// https://github.com/n8n-io/n8n/issues/29131
		['another protocol', 'SSH-2.0-OpenSSH_9.6\r\n', false, /the answer is no HTTP/],
		[
			'two lengths',
			'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}',
			false,
			/the answer is no valid HTTP/,
		],
		[
			'a damaged chunk',
			'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
			false,
			/the answer is no valid HTTP/,
		],
	])('%s', async (_title, bytes, end, reason) => {
		const read = await runAgainst(reading, bytes, end);
		expect(read.items).toEqual([]);
		expect(read.error).toMatch(reason);
		const written = await runAgainst(writing, bytes, end);
		expect(written.items).toEqual([]);
		expect(written.error).toMatch(reason);
		expect(written.error).toMatch(/so the request may or may not have been carried out/);
		expect(written.requests).toHaveLength(1);
	});
});

describe('a host', () => {
	afterEach(() => jest.restoreAllMocks());

	// https://github.com/openkfw/TruSpace/issues/177, https://github.com/nodejs/undici/pull/5329
	test('with two addresses of which none answers has got nothing, in words', async () => {
		const { lookup } = dns;
		const addresses = ['127.0.0.1', '127.0.0.2'].map((address) => ({ address, family: 4 }));
		const twoAddresses = (host: string, options: dns.LookupOptions, done: CallableFunction) =>
			host === 'two.example'
				? done(null, ...(options.all ? [addresses] : ['127.0.0.1', 4]))
				: (lookup as CallableFunction)(host, options, done);
		jest.spyOn(dns, 'lookup').mockImplementation(twoAddresses as unknown as typeof dns.lookup);
		const { error } = await run(writing, { credential: { baseUrl: 'http://two.example:1' } });
		expect(error?.message).toMatch(
			/^AnyCom: could not be reached: nothing answers at this address/,
		);
	});

	test('may be written with a dot at its end, in capitals, or as a name', async () => {
		const { url } = await serve(answer(text, json));
		const { port } = new URL(url);
		for (const baseUrl of [
			`http://127.0.0.1.:${port}`,
			`HTTP://127.0.0.1:${port}`,
			`http://LocalHost:${port}/`,
		]) {
			const { items, error } = await run(reading, { credential: { baseUrl } });
			expect([error?.message, items.length]).toEqual([undefined, 1]);
		}
		expect(credentialData().baseUrl).not.toBe(url);
	});
});
