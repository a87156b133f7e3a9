/**
 * The part of the sandbox that is the same for every vendor: an HTTP server on loopback that knows a list of
 * documented routes, refuses whatever they do not document, keeps a record of what it was asked, and misbehaves
 * on demand. What a vendor's documents say stands in the vendor's own file beside this one.
 */

import http from 'node:http';
import { EventEmitter } from 'node:events';

import { Bucket } from './pace';
import { matchPath, refuseCall, refuseValues } from './rules';
import { Postman } from './webhooks';
import type {
	Rule,
	Call,
	Answer,
	Place,
	About,
	Route,
	SandboxVendor,
	Fault,
	FaultKind,
	Recorded,
} from './types';
import type { Rate } from './pace';
import type { AddressInfo, Socket } from 'node:net';

export class Sandbox<State = any> extends EventEmitter {
	vendor: SandboxVendor<State>;
	url: string;
	state: State;
	requests: Recorded[];
	faults: Array<Fault & { seen: number }>;
	/** Calls the webhooks. */
	postman: Postman;
	inFlight: number;
	/** The most requests that were being handled at once. */
	mostInFlight: number;
	/** How long every answer takes, in milliseconds. */
	latency: number;
	/** How many requests are let through; undefined for any number. */
	bucket: Bucket | undefined;
	server: http.Server;

	constructor(vendor: SandboxVendor<State>) {
		super();
		this.setMaxListeners(0);
		this.vendor = vendor;
		this.url = '';
		this.state = vendor.seed();
		this.requests = [];
		this.faults = [];
		this.postman = new Postman();
		this.inFlight = 0;
		this.mostInFlight = 0;
		this.latency = 0;
		this.bucket = undefined;
		this.server = http.createServer((request, response) => void this.serve(request, response));
	}

	/** Refuses what goes beyond a rate, undefined for none. */
	set rate(rate: Rate | undefined) {
		this.bucket = rate && new Bucket(rate);
	}

	/**
	 * Starts listening on 127.0.0.1.
	 *
	 * @param port a free one when left out
	 */
	async start(port: number = 0) {
		await new Promise((resolve, reject) => {
			this.server.once('error', reject);
			this.server.listen(port, '127.0.0.1', () => resolve(undefined));
		});
		const address = this.server.address() as AddressInfo;
		this.url = `http://127.0.0.1:${address.port}`;
		return this;
	}

	/** Ends the server and every connection to it. */
	async close() {
		await this.postman.close();
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	/** Forgets what was asked, what was changed and what was to go wrong. */
	reset() {
		this.state = this.vendor.seed();
		this.requests.length = 0;
		this.faults.length = 0;
		this.postman.reset();
		this.latency = 0;
		this.rate = undefined;
		this.mostInFlight = this.inFlight;
	}

	misbehave(fault: Fault) {
		this.faults.push({ ...fault, seen: 0 });
	}

	/**
	 * Lets something happen at the vendor.
	 *
	 * @returns resolves when the webhooks that tell of it were answered
	 */
	happen(event: string, options: any = {}): Promise<unknown> {
		const change = this.vendor.events?.[event];
		if (!change) throw new Error(`${this.vendor.name} has no event ${event}`);
		change(this.state, options);
		return this.postman.collect(this.state);
	}

	/** The requests of one inventory number. */
	asked(number: string) {
		return this.requests.filter((request) => request.number === number);
	}

	takeFault(number: string | undefined) {
		for (const fault of this.faults) {
			const on = fault.on === undefined ? undefined : [fault.on].flat();
			if (on && !(number && on.includes(number))) continue;
			fault.seen += 1;
			const turn = fault.seen - (fault.after ?? 0);
			if (turn >= 1 && turn <= (fault.times ?? Infinity)) return fault;
		}
		return undefined;
	}

	async serve(request: http.IncomingMessage, response: http.ServerResponse) {
		const chunks = [];
		try {
			for await (const chunk of request) chunks.push(chunk);
		} catch {
			return;
		}
		const text = Buffer.concat(chunks).toString('utf8');
		const url = request.url ?? '/';
		const [path] = url.split('?');
		const search = new URLSearchParams(url.slice(path.length + 1));
		if (path.startsWith('/__sandbox/')) return this.control(path, text, response);

		let body;
		let broken = false;
		try {
			body = text === '' ? undefined : JSON.parse(text);
		} catch {
			broken = true;
		}
		const call: Call = {
			method: request.method ?? 'GET',
			path,
			params: {},
			query: Object.fromEntries(search),
			body,
			headers: request.headers,
		};
		let samePath = false;
		const route = this.vendor.routes.find((candidate) => {
			const params = matchPath(candidate.path, path);
			if (!params) return false;
			samePath = true;
			if (candidate.method !== call.method || candidate.matches?.({ ...call, params }) === false)
				return false;
			call.params = params;
			return true;
		});

		this.inFlight += 1;
		this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
		const record: Recorded = {
			vendor: this.vendor.name,
			number: route?.number,
			method: call.method,
			url,
			path,
			query: call.query,
			headers: request.headers,
			text,
			body,
			at: Date.now(),
			inFlight: this.inFlight,
			handled: false,
			status: undefined,
			refused: undefined,
		};
		this.requests.push(record);
		this.emit('request', record);

		try {
			const fault = this.takeFault(record.number);
			const spoiltBefore = fault && ['answer', 'refuse', 'cutBefore'].includes(fault.kind);
			let answer: Answer;
			if (this.bucket?.take() === false) {
				// After that second the bucket is full again.
				answer = {
					...this.vendor.refuse(429, 'too many requests', undefined, { route, state: this.state }),
					headers: { 'retry-after': '1' },
				};
				record.refused = 'too many requests';
			} else if (spoiltBefore) {
				if (fault.kind === 'cutBefore') {
					record.refused = 'cut';
					request.socket.destroy();
					return;
				}
				answer =
					fault.kind === 'refuse'
						? this.vendor.refuse(fault.status ?? 500, fault.body ?? 'told to refuse', undefined, {
								route,
								state: this.state,
							})
						: { status: fault.status ?? 200, body: fault.body, headers: fault.headers };
				if (fault.kind === 'refuse') answer.headers = { ...answer.headers, ...fault.headers };
				record.refused = 'told to';
			} else {
				answer = await this.answer(route, call, search, broken, samePath, record);
			}
			if (this.latency > 0) await this.wait(this.latency, request.socket);
			if (fault?.kind === 'slow') await this.wait(fault.delay ?? 50, request.socket);
			if (fault?.kind === 'cutAfter') {
				request.socket.destroy();
				return;
			}
			if (fault?.kind === 'answerAfter')
				answer = { status: fault.status ?? 502, body: fault.body, headers: fault.headers };
			if (fault?.kind === 'rewrite') {
				answer = {
					status: fault.status ?? answer.status,
					headers: { ...answer.headers, ...fault.headers },
					body: 'body' in fault ? fault.body : answer.body,
				};
			}
			record.status = answer.status;
			const isText = typeof answer.body === 'string';
			const payload =
				answer.body === undefined ? '' : isText ? answer.body : JSON.stringify(answer.body);
			response.writeHead(answer.status, {
				...(payload === ''
					? {}
					: { 'content-type': isText ? 'text/html; charset=utf-8' : 'application/json' }),
				...(fault?.kind === 'cutMiddle'
					? { 'content-length': String(Buffer.byteLength(payload) + 1) }
					: {}),
				...answer.headers,
			});
			if (fault?.kind === 'cutMiddle') {
				response.write(payload.slice(0, Math.max(1, payload.length >> 1)), () =>
					request.socket.destroy(),
				);
				return;
			}
			response.end(payload);
		} catch (error) {
			record.refused = 'the sandbox failed';
			response.writeHead(599, { 'content-type': 'text/plain' });
			response.end(error instanceof Error ? error.stack : String(error));
		} finally {
			this.inFlight -= 1;
			this.emit('done', record);
		}
	}

	/** Waits, but no longer than the caller does. */
	async wait(milliseconds: number, socket: Socket) {
		await new Promise((resolve) => {
			const end = () => {
				clearTimeout(timer);
				// A connection is used again and again.
				socket.off('close', end);
				resolve(undefined);
			};
			const timer = setTimeout(end, milliseconds);
			socket.once('close', end);
		});
	}

	async answer(
		route: Route | undefined,
		call: Call,
		search: URLSearchParams,
		broken: boolean,
		samePath: boolean,
		record: Recorded,
	): Promise<Answer> {
		const refuse = (status: number, reason: string, place?: Place) => {
			record.refused = reason;
			return this.vendor.refuse(status, reason, place, { route, state: this.state });
		};
		if (!route) return refuse(samePath ? 405 : 404, `no document has ${call.method} ${call.path}`);
		if (broken) return refuse(400, 'the body is not JSON');
		if (!route.open) {
			const refusal = this.vendor.authenticate(call, this.state, route);
			if (refusal) {
				record.refused = 'not authenticated';
				return refusal;
			}
		}
		const refused = refuseCall(route, call, search);
		if (refused)
			return refuse(this.vendor.invalidStatus, refused.reason, {
				where: refused.where,
				name: refused.name,
			});
		const answer = await route.handle(call, this.state, this);
		void this.postman.collect(this.state);
		record.handled = answer.status < 400 && answer.refused === undefined;
		if (!record.handled) record.refused ??= answer.refused ?? 'refused by the vendor';
		return answer;
	}

	/**
	 * Steers a sandbox that runs in another process: GET /__sandbox/requests, POST /__sandbox/misbehave (a Fault),
	 * POST /__sandbox/happen ({event, options}), POST /__sandbox/reset. What is posted to /__sandbox/inbox, GET tells.
	 */
	control(path: string, text: string, response: http.ServerResponse) {
		const reply = (status: number, body: any) => {
			response.writeHead(status, { 'content-type': 'application/json' });
			response.end(JSON.stringify(body));
		};
		try {
			const body = text === '' ? {} : JSON.parse(text);
			if (path === '/__sandbox/requests') return reply(200, this.requests);
			if (path === '/__sandbox/misbehave') this.misbehave(body);
			else if (path === '/__sandbox/happen') void this.happen(body.event, body.options);
			else if (path === '/__sandbox/inbox' && text === '') return reply(200, this.postman.inbox);
			else if (path === '/__sandbox/inbox') this.postman.inbox.push(body);
			else if (path === '/__sandbox/reset') this.reset();
			else return reply(404, { error: 'unknown' });
			return reply(200, { ok: true });
		} catch (error) {
			return reply(400, { error: error instanceof Error ? error.message : String(error) });
		}
	}
}

export async function startSandbox<State>(
	vendor: SandboxVendor<State>,
	port?: number,
): Promise<Sandbox<State>> {
	return await new Sandbox(vendor).start(port);
}

export { refuseValues };
