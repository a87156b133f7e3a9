'use strict';

/**
 * The part of the sandbox that is the same for every vendor: an HTTP server on loopback that knows a list of
 * documented routes, refuses whatever they do not document, keeps a record of what it was asked, and misbehaves
 * on demand. What a vendor's documents say stands in the vendor's own file beside this one.
 */

const http = require('node:http');
const { EventEmitter } = require('node:events');

const { Bucket } = require('./pace');
const { matchPath, refuseCall, refuseValues } = require('./rules');
const { Postman } = require('./webhooks');

/**
 * @typedef {import('./types').Rule} Rule
 * @typedef {import('./types').Call} Call
 * @typedef {import('./types').Answer} Answer
 * @typedef {import('./types').Place} Place
 * @typedef {import('./types').About} About
 * @typedef {import('./types').Route} Route
 * @typedef {import('./types').Vendor} Vendor
 * @typedef {import('./types').Fault} Fault
 * @typedef {import('./types').FaultKind} FaultKind
 * @typedef {import('./types').Recorded} Recorded
 */

class Sandbox extends EventEmitter {
	/** @param {Vendor} vendor */
	constructor(vendor) {
		super();
		this.setMaxListeners(0);
		this.vendor = vendor;
		this.url = '';
		/** @type {any} */
		this.state = vendor.seed();
		/** @type {Recorded[]} */
		this.requests = [];
		/** @type {Array<Fault & {seen: number}>} */
		this.faults = [];
		/** Calls the webhooks. */
		this.postman = new Postman();
		this.inFlight = 0;
		/** The most requests that were being handled at once. */
		this.mostInFlight = 0;
		/** How long every answer takes, in milliseconds. */
		this.latency = 0;
		/** How many requests are let through; undefined for any number. @type {Bucket|undefined} */
		this.bucket = undefined;
		this.server = http.createServer((request, response) => void this.serve(request, response));
	}

	/** Refuses what goes beyond a rate, undefined for none. @param {import('./pace').Rate|undefined} rate */
	set rate(rate) {
		this.bucket = rate && new Bucket(rate);
	}

	/** Starts listening on 127.0.0.1. @param {number} [port] a free one when left out */
	async start(port = 0) {
		await new Promise((resolve, reject) => {
			this.server.once('error', reject);
			this.server.listen(port, '127.0.0.1', () => resolve(undefined));
		});
		const address = /** @type {import('node:net').AddressInfo} */ (this.server.address());
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

	/** @param {Fault} fault */
	misbehave(fault) {
		this.faults.push({ ...fault, seen: 0 });
	}

	/**
	 * Lets something happen at the vendor.
	 * @param {string} event @param {any} [options]
	 * @returns {Promise<unknown>} resolves when the webhooks that tell of it were answered
	 */
	happen(event, options = {}) {
		const change = this.vendor.events?.[event];
		if (!change) throw new Error(`${this.vendor.name} has no event ${event}`);
		change(this.state, options);
		return this.postman.collect(this.state);
	}

	/** The requests of one inventory number. @param {string} number */
	asked(number) {
		return this.requests.filter((request) => request.number === number);
	}

	/** @param {string|undefined} number */
	takeFault(number) {
		for (const fault of this.faults) {
			const on = fault.on === undefined ? undefined : [fault.on].flat();
			if (on && !(number && on.includes(number))) continue;
			fault.seen += 1;
			const turn = fault.seen - (fault.after ?? 0);
			if (turn >= 1 && turn <= (fault.times ?? Infinity)) return fault;
		}
		return undefined;
	}

	/** @param {http.IncomingMessage} request @param {http.ServerResponse} response */
	async serve(request, response) {
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
		/** @type {Call} */
		const call = {
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
		/** @type {Recorded} */
		const record = {
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
			/** @type {Answer} */
			let answer;
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

	/** Waits, but no longer than the caller does. @param {number} milliseconds @param {import('node:net').Socket} socket */
	async wait(milliseconds, socket) {
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

	/**
	 * @param {Route|undefined} route @param {Call} call @param {URLSearchParams} search @param {boolean} broken
	 * @param {boolean} samePath @param {Recorded} record @returns {Promise<Answer>}
	 */
	async answer(route, call, search, broken, samePath, record) {
		/** @param {number} status @param {string} reason @param {Place} [place] */
		const refuse = (status, reason, place) => {
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
	 * @param {string} path @param {string} text @param {http.ServerResponse} response
	 */
	control(path, text, response) {
		/** @param {number} status @param {any} body */
		const reply = (status, body) => {
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

/** @param {Vendor} vendor @param {number} [port] @returns {Promise<Sandbox>} */
async function startSandbox(vendor, port) {
	return await new Sandbox(vendor).start(port);
}

module.exports = { startSandbox, Sandbox, refuseValues };
