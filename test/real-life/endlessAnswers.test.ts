/** Answers that never end: whatever a server does, a request ends by the time-out that the user has set. */

import net from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

import { known } from '../support/sandbox/anyCom';
import { useVendor } from '../support/useVendor';
import { anyCom } from '../support/vendors/anyCom';
import { byId } from '../support/vendors/parameters';
import { selarti } from '../support/vendors/selarti';

const { run } = useVendor(anyCom);
const account = useVendor(selarti);

const sockets = new Set<Socket>();
const servers: net.Server[] = [];
afterEach(async () => {
	for (const socket of sockets) socket.destroy();
	for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

/** A server that answers each request like this. @returns its address, and how many requests it got */
async function serve(answer: (socket: Socket) => void) {
	const requests: string[] = [];
	const server = net.createServer((socket) => {
		sockets.add(socket);
		socket.on('error', () => socket.destroy());
		socket.on('data', (data) => {
			requests.push(String(data));
			answer(socket);
		});
	});
	servers.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

/** Writes a text again and again until the connection ends. */
function repeat(socket: Socket, text: string) {
	const timer = setInterval(() => socket.write(text), 20);
	socket.once('close', () => clearInterval(timer));
}

const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';
const answers: Array<[string, (socket: Socket) => void]> = [
	// https://github.com/axios/axios/issues/5886, https://github.com/postmanlabs/httpbin/issues/642
	[
		'a blank every 20 ms',
		(socket) => {
			socket.write(`${head}content-length: 1000000\r\n\r\n`);
			repeat(socket, ' ');
		},
	],
	[
		'a chunk every 20 ms',
		(socket) => {
			socket.write(`${head}transfer-encoding: chunked\r\n\r\n`);
			repeat(socket, '1\r\n \r\n');
		},
	],
	// https://github.com/axios/axios/issues/459, https://github.com/axios/axios/issues/2143
	[
		'half an answer, and then nothing',
		(socket) => socket.write(`${head}content-length: 100\r\n\r\n{`),
	],
	[
		'that it continues, again and again',
		(socket) => repeat(socket, 'HTTP/1.1 100 Continue\r\n\r\n'),
	],
	[
		'headers without end',
		(socket) => {
			socket.write(head);
			repeat(socket, 'x: y\r\n');
		},
	],
	[
		'another protocol to switch to',
		(socket) =>
			socket.write(
				'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n',
			),
	],
];

test.each(answers)('a server that sends %s', async (_title, answer) => {
	const { url, requests } = await serve(answer);
	const options = { credential: { baseUrl: url } };
	const requestOptions = { timeout: 300 };
	const [read, written] = await Promise.all([
		run({ resource: 'channel', operation: 'getAll', requestOptions }, options),
		run(
			{
				resource: 'message',
				operation: 'send',
				channel: byId(known.channel),
				customerNumber: byId(known.onBotNumber),
				flow: '1',
				message: 'Olá',
				requestOptions,
			},
			options,
		),
	]);
	expect(read.error?.message).toMatch(/^AnyCom: could not be reached: no answer came in time/);
	expect(written.error?.message).toMatch(
		/^AnyCom: gave no answer \(no answer came in time\), so the request may or may not have been carried out/,
	);
	expect(requests).toHaveLength(2);
});

// https://github.com/axios/axios/issues/5886
test('a log-in that is answered without end ends too, and nothing is sent', async () => {
	const { url, requests } = await serve((socket) => {
		socket.write(`${head}content-length: 1000000\r\n\r\n`);
		repeat(socket, ' ');
	});
	const { error } = await account.run(
		{ resource: 'company', operation: 'getAll', requestOptions: { timeout: 300 } },
		{ credential: { baseUrl: url, sessionToken: '' } },
	);
	expect(error?.message).toMatch(/^Selarti: the log-in got no answer: no answer came in time/);
	expect(requests).toHaveLength(1);
});

test('a slow answer that ends in time is the answer', async () => {
	const parts =
		`${head}content-length: 26\r\n\r\n{"status":200,"result":[]}`.match(/[^]{1,9}/g) ?? [];
	const { url } = await serve((socket) => {
		const timer = setInterval(() => {
			const part = parts.shift();
			if (part === undefined) clearInterval(timer);
			else socket.write(part);
		}, 5);
	});
	const { items, error } = await run(
		{ resource: 'channel', operation: 'getAll', requestOptions: { timeout: 5_000 } },
		{ credential: { baseUrl: url } },
	);
	expect([items, error]).toEqual([[], undefined]);
});
