/** The client of the load suite sends as vendors do, and each of its rows counts for itself. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { localHttp, postJson } from '../../../scripts/n8n/client';
import { deliver } from '../../e2e/load/loadTest';
import { verifyOutcomes } from '../../e2e/load/outcomes';

let server: Server;
let url: string;
async function listen(handle: RequestListener): Promise<void> {
	server = createServer((request, response) => {
		request.resume();
		request.on('end', () => handle(request, response));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}
afterEach(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});

const createTarget = () => ({
	key: 'test',
	url,
	headers: {},
	workflowId: '1',
	createBody: (id: string) => ({ id }),
	eventCount: 0,
});
const { signal } = new AbortController();

describe('an event', () => {
	it('is never lost on a connection that the server closes after each answer', async () => {
		let received = 0;
		await listen((request, response) => {
			received += 1;
			// The server says that it keeps the connection, and then closes it.
			response.writeHead(200, { connection: 'keep-alive', 'content-length': '0' });
			response.end(() => request.socket.destroy());
		});
		const target = createTarget();
		for (let number = 0; number < 20; number += 1) {
			expect((await deliver(target, `event-${number}`, signal)).status).toBe(200);
			expect(await postJson(url, {})).toBe(200);
		}
		expect(received).toBe(40);
	});

	it('has a connection of its own, which ends with it', async () => {
		const connections = new Set<unknown>();
		await listen((request, response) => {
			connections.add(request.socket);
			response.end(request.headers.connection);
		});
		for (let number = 0; number < 3; number += 1)
			expect((await localHttp.post(url, {})).data).toBe('close');
		expect(connections.size).toBe(3);
	});

	it('is sent again when n8n says that it is too busy, and that is told', async () => {
		const statuses = [503, 200];
		await listen((_, response) => response.writeHead(statuses.shift() ?? 500).end());
		const { status, refusals } = await deliver(createTarget(), 'event-test1', signal);
		expect([status, refusals]).toEqual([200, 1]);
	});

	it('that n8n refuses is not sent again', async () => {
		await listen((_, response) => response.writeHead(404).end());
		const { status, refusals } = await deliver(createTarget(), 'event-test1', signal);
		expect([status, refusals]).toEqual([404, 0]);
	});
});

describe('a row of the load suite', () => {
	beforeEach(() => listen((_, response) => response.end()));
	const outcome = (eventId: string, status = 'success') => ({ eventId, status });

	it('counts its own events, and not what an earlier row has left', () => {
		const outcomes = [outcome('a'), outcome('late'), outcome('late', 'error'), outcome('b')];
		expect(verifyOutcomes(['a', 'b'], outcomes)).toBe('0 lost, 0 executed twice');
	});

	it.each([
		['an event that started nothing', [outcome('a')], /1 lost, 0 executed twice/],
		['an event that started twice', [outcome('a'), outcome('a'), outcome('b')], /1 executed twice/],
		['a failed execution', [outcome('a'), outcome('b', 'error')], /1 executions failed/],
	])('fails for %s', (_, outcomes, message) => {
		expect(() => verifyOutcomes(['a', 'b'], outcomes)).toThrow(message);
	});
});
