/**
 * The part of the sandbox that is the same for every vendor: an HTTP server on loopback that has the documented
 * routes, refuses everything that is not documented, records the requests, and injects faults. What the documents of a
 * vendor say is in the folder of the vendor.
 */

import http from 'node:http';
import { EventEmitter, once } from 'node:events';
import { TokenBucket } from './rateLimit';
import { matchPath, refuseRequest } from './validation';
import { WebhookSender } from './webhooks';
import type {
	Fault,
	ParameterLocation,
	RequestRecord,
	Route,
	SandboxRequest,
	SandboxResponse,
	SandboxVendor,
} from './types';
import type { Rate } from './rateLimit';
import type { AddressInfo, Socket } from 'node:net';

/** A request that was received, before the vendor has seen it. */
interface ReceivedRequest<State> {
	request: SandboxRequest;
	route: Route<State> | undefined;
	/** The query with repeated parameters. */
	search: URLSearchParams;
	/** Whether the body is not JSON. */
	malformed: boolean;
	/** Whether another method is documented for the path. */
	knownPath: boolean;
	record: RequestRecord;
	socket: Socket;
}

/** Faults that respond instead of the vendor. */
const preventsHandling: ReadonlyArray<Fault['kind']> = ['answer', 'refuse', 'cutBefore'];

async function readText(stream: http.IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of stream) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks).toString('utf8');
}

function parseBody(text: string): { body?: unknown; malformed: boolean } {
	if (text === '') return { malformed: false };
	try {
		return { body: JSON.parse(text), malformed: false };
	} catch {
		return { malformed: true };
	}
}

/** Waits, but not after the connection is closed. */
async function wait(milliseconds: number, socket: Socket) {
	await new Promise<void>((resolve) => {
		const end = () => {
			clearTimeout(timer);
			// A connection is reused by later requests.
			socket.off('close', end);
			resolve();
		};
		const timer = setTimeout(end, milliseconds);
		socket.once('close', end);
	});
}

/** Replaces the response of the vendor where the fault says so. */
function alterResponse(response: SandboxResponse, fault: Fault | undefined): SandboxResponse {
	if (fault?.kind === 'answerAfter')
		return { status: fault.status ?? 502, body: fault.body, headers: fault.headers };
	if (fault?.kind !== 'rewrite') return response;
	return {
		status: fault.status ?? response.status,
		headers: { ...response.headers, ...fault.headers },
		body: 'body' in fault ? fault.body : response.body,
	};
}

/** @param truncated whether the connection is closed after half of the body */
function writeResponse(
	output: http.ServerResponse,
	{ status, body, headers }: SandboxResponse,
	truncated: boolean,
) {
	const payload = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
	const type = typeof body === 'string' ? 'text/html; charset=utf-8' : 'application/json';
	output.writeHead(status, {
		...(payload !== '' && { 'content-type': type }),
		...(truncated && { 'content-length': String(Buffer.byteLength(payload) + 1) }),
		...headers,
	});
	if (!truncated) {
		output.end(payload);
		return;
	}
	const half = payload.slice(0, Math.max(1, payload.length >> 1));
	output.write(half, () => output.socket?.destroy());
}

/** Emits `request` when a request was received, and `done` when it is over. */
export class Sandbox<State = unknown> extends EventEmitter<{
	request: [RequestRecord];
	done: [RequestRecord];
}> {
	readonly vendor: SandboxVendor<State>;

	url = '';

	state: State;

	readonly requests: RequestRecord[] = [];

	readonly faults: Array<Fault & { seen: number }> = [];

	/** Calls the webhooks. */
	readonly webhookSender = new WebhookSender();

	inFlight = 0;

	/** The maximum of `inFlight` since the last reset. */
	maxInFlight = 0;

	/** How long each response takes, in milliseconds. */
	latency = 0;

	readonly server: http.Server;

	private bucket: TokenBucket | undefined;

	constructor(vendor: SandboxVendor<State>) {
		super();
		this.setMaxListeners(0);
		this.vendor = vendor;
		this.state = vendor.seed();
		this.server = http.createServer((request, response) => void this.serve(request, response));
	}

	/** Limits the rate of requests; undefined for no limit. */
	set rate(rate: Rate | undefined) {
		this.bucket = rate && new TokenBucket(rate);
	}

	/**
	 * Starts listening on 127.0.0.1.
	 *
	 * @param port a free one when left out
	 * @throws when the port is taken
	 */
	async start(port: number = 0): Promise<this> {
		await new Promise<void>((resolve, reject) => {
			this.server.once('error', reject);
			this.server.listen(port, '127.0.0.1', resolve);
		});
		const address = this.server.address() as AddressInfo;
		this.url = `http://127.0.0.1:${address.port}`;
		return this;
	}

	/** Ends the server and every connection to it. */
	async close() {
		await this.webhookSender.close();
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	/** Resets the state, the records and the faults. */
	reset() {
		this.state = this.vendor.seed();
		this.requests.length = 0;
		this.faults.length = 0;
		this.webhookSender.reset();
		this.latency = 0;
		this.rate = undefined;
		this.maxInFlight = this.inFlight;
	}

	/** Injects a fault. */
	injectFault(fault: Fault) {
		this.faults.push({ ...fault, seen: 0 });
	}

	/**
	 * Lets an event happen at the vendor.
	 *
	 * @returns resolves when the webhooks that report it were called
	 * @throws for an event that the vendor does not have
	 */
	happen(event: string, options: object = {}): Promise<unknown> {
		const handle = this.vendor.events?.[event];
		if (!handle) throw new Error(`${this.vendor.name} has no event ${event}`);
		handle(this.state, options);
		return this.webhookSender.collect(this.state);
	}

	/** @returns the requests of one inventory number; `Body` asserts the type of their bodies */
	requestsTo<Body = Record<string, unknown>>(number: string): Array<RequestRecord<Body>> {
		const found = this.requests.filter((record) => record.number === number);
		return found as Array<RequestRecord<unknown>> as Array<RequestRecord<Body>>;
	}

	/** Counts the request for each fault of its number, and returns the first fault that applies. */
	private nextFault(number: string | undefined): Fault | undefined {
		for (const fault of this.faults) {
			const on = fault.on === undefined ? undefined : [fault.on].flat();
			if (on && !(number && on.includes(number))) continue;
			fault.seen += 1;
			const position = fault.seen - (fault.after ?? 0);
			if (position >= 1 && position <= (fault.times ?? Infinity)) return fault;
		}
		return undefined;
	}

	private async serve(input: http.IncomingMessage, output: http.ServerResponse) {
		const text = await readText(input).catch(() => undefined);
		// The caller has closed the connection.
		if (text === undefined) return;
		const [path] = (input.url ?? '/').split('?');
		if (path.startsWith('/__sandbox/')) {
			this.control(path, text, output);
			return;
		}
		this.inFlight += 1;
		this.maxInFlight = Math.max(this.maxInFlight, this.inFlight);
		const received = this.receive(input, text);
		const { record } = received;
		this.requests.push(record);
		this.emit('request', record);
		try {
			await this.respond(received, output);
		} catch (error) {
			record.refused = 'the sandbox failed';
			output.writeHead(599, { 'content-type': 'text/plain' });
			output.end(error instanceof Error ? error.stack : String(error));
		} finally {
			this.inFlight -= 1;
			this.emit('done', record);
		}
	}

	/** Parses a request and finds its route. */
	private receive(input: http.IncomingMessage, text: string): ReceivedRequest<State> {
		const { url = '/', method = 'GET', headers, socket } = input;
		const [path] = url.split('?');
		const search = new URLSearchParams(url.slice(path.length + 1));
		const { body, malformed } = parseBody(text);
		const query = Object.fromEntries(search);
		const request: SandboxRequest = { method, path, params: {}, query, body, headers };
		let knownPath = false;
		const route = this.vendor.routes.find((candidate) => {
			const params = matchPath(candidate.path, path);
			if (!params) return false;
			knownPath = true;
			if (candidate.method !== method || candidate.matches?.({ ...request, params }) === false)
				return false;
			request.params = params;
			return true;
		});
		const record: RequestRecord = {
			vendor: this.vendor.name,
			number: route?.number,
			...{ method, url, path, query, headers, text },
			body: body as RequestRecord['body'],
			at: Date.now(),
			inFlight: this.inFlight,
			handled: false,
			status: undefined,
			refused: undefined,
		};
		return { request, route, search, malformed, knownPath, record, socket };
	}

	/** Handles a request, with the fault that applies to it. */
	private async respond(received: ReceivedRequest<State>, output: http.ServerResponse) {
		const { record, route, socket } = received;
		const fault = this.nextFault(record.number);
		let response: SandboxResponse;
		if (this.bucket?.take() === false) {
			const refusal = this.refuse(received, 429, 'too many requests');
			// After one second the bucket is full again.
			response = { ...refusal, headers: { 'retry-after': '1' } };
		} else if (fault?.kind === 'cutBefore') {
			record.refused = 'cut';
			socket.destroy();
			return;
		} else if (fault && preventsHandling.includes(fault.kind)) {
			response = this.faultResponse(fault, route);
			record.refused = 'fault injected';
		} else {
			response = await this.handle(received);
		}
		if (this.latency > 0) await wait(this.latency, socket);
		if (fault?.kind === 'slow') {
			while (fault.until?.() === false) await once(this, 'request');
			await wait(fault.delay ?? 50, socket);
		}
		if (fault?.kind === 'cutAfter') {
			socket.destroy();
			return;
		}
		response = alterResponse(response, fault);
		record.status = response.status;
		writeResponse(output, response, fault?.kind === 'cutMiddle');
	}

	private faultResponse(fault: Fault, route: Route<State> | undefined): SandboxResponse {
		const { kind, status, body, headers } = fault;
		if (kind === 'answer') return { status: status ?? 200, body, headers };
		const reason = body === undefined ? 'fault injected' : String(body);
		const context = { route, state: this.state };
		const refusal = this.vendor.refuse(status ?? 500, reason, undefined, context);
		return { ...refusal, headers: { ...refusal.headers, ...headers } };
	}

	/** Records why a request is refused. */
	private refuse(
		{ record, route }: ReceivedRequest<State>,
		status: number,
		reason: string,
		location?: ParameterLocation,
	): SandboxResponse {
		record.refused = reason;
		return this.vendor.refuse(status, reason, location, { route, state: this.state });
	}

	/** Lets the vendor handle a request if it is documented, authenticated and valid. */
	private async handle(received: ReceivedRequest<State>): Promise<SandboxResponse> {
		const { request, route, search, malformed, knownPath, record } = received;
		if (!route) {
			const reason = `no document has ${request.method} ${request.path}`;
			return this.refuse(received, knownPath ? 405 : 404, reason);
		}
		if (malformed) return this.refuse(received, 400, 'the body is not JSON');
		if (!route.open) {
			const refusal = this.vendor.authenticate(request, this.state, route);
			if (refusal) {
				record.refused = 'not authenticated';
				return refusal;
			}
		}
		const invalid = refuseRequest(route, request, search);
		if (invalid) {
			const { reason, where, name } = invalid;
			return this.refuse(received, this.vendor.invalidStatus, reason, { where, name });
		}
		const response = await route.handle(request, this.state, this);
		void this.webhookSender.collect(this.state);
		record.handled = response.status < 400 && response.refused === undefined;
		if (!record.handled) record.refused ??= response.refused ?? 'refused by the vendor';
		return response;
	}

	/**
	 * Controls a sandbox that runs in another process: GET /__sandbox/requests, POST /__sandbox/faults (a Fault),
	 * POST /__sandbox/happen ({event, options}), POST /__sandbox/reset. GET /__sandbox/inbox returns what was posted there.
	 */
	private control(path: string, text: string, output: http.ServerResponse) {
		const reply = (status: number, body: unknown) => {
			output.writeHead(status, { 'content-type': 'application/json' });
			output.end(JSON.stringify(body));
		};
		try {
			const body: unknown = text === '' ? {} : JSON.parse(text);
			if (path === '/__sandbox/requests') return reply(200, this.requests);
			if (path === '/__sandbox/inbox' && text === '') return reply(200, this.webhookSender.inbox);
			if (path === '/__sandbox/faults') this.injectFault(body as Fault);
			else if (path === '/__sandbox/happen') {
				const { event, options } = body as { event: string; options?: object };
				void this.happen(event, options);
			} else if (path === '/__sandbox/inbox') {
				this.webhookSender.inbox.push(body as Record<string, unknown>);
			} else if (path === '/__sandbox/reset') this.reset();
			else return reply(404, { error: 'unknown' });
			return reply(200, { ok: true });
		} catch (error) {
			return reply(400, { error: error instanceof Error ? error.message : String(error) });
		}
	}
}

/** Starts the sandbox of a vendor on 127.0.0.1, on a free port when none is given. */
export async function startSandbox<State>(
	vendor: SandboxVendor<State>,
	port?: number,
): Promise<Sandbox<State>> {
	return await new Sandbox(vendor).start(port);
}
