'use strict';

/**
 * The part of the sandbox that is the same for every vendor: an HTTP server on loopback that knows a list of
 * documented routes, refuses whatever they do not document, keeps a record of what it was asked, and misbehaves
 * on demand. What a vendor's documents say stands in the vendor's own file beside this one.
 */

const http = require('node:http');
const { EventEmitter } = require('node:events');

/**
 * @typedef {object} Rule how one documented value is checked
 * @property {'string'|'number'|'integer'|'boolean'|'object'|'array'|'date'|'any'} type `any` leaves it to `check`
 * @property {boolean} [required]
 * @property {boolean} [mayBeEmpty] whether an empty text is a value of its own
 * @property {boolean} [mayBeNull] whether the document names null among the values
 * @property {ReadonlyArray<string|number>} [enum]
 * @property {Rule} [items] the rule for each entry of an array
 * @property {number} [min]
 * @property {number} [max]
 * @property {(value: any) => string|undefined} [check] a reason to refuse, or nothing
 *
 * @typedef {object} Call a request as the vendor understood it
 * @property {string} method
 * @property {string} path the path as it came, still encoded, without the query
 * @property {Record<string, string>} params the decoded path parameters
 * @property {Record<string, string>} query
 * @property {any} body the parsed JSON body, undefined when there was none
 * @property {http.IncomingHttpHeaders} headers
 *
 * @typedef {object} Answer
 * @property {number} status
 * @property {any} [body] sent as JSON; a string is sent as it is
 * @property {Record<string, string>} [headers]
 * @property {string} [refused] why the vendor did not act, for one that says so under a status below 400
 *
 * @typedef {object} Place where a refused value stood, for vendors that say so in their errors
 * @property {'query'|'body'} where
 * @property {string} [name] the parameter; undefined when the body as a whole is refused
 *
 * @typedef {object} About what a refusal is about
 * @property {Route|undefined} route undefined for a request no document has
 * @property {any} state
 *
 * @typedef {object} Route one row of the inventory
 * @property {string} number e.g. S11
 * @property {string} method
 * @property {string} path e.g. /models/{model_id}
 * @property {(call: Call) => boolean} [matches] for vendors with one path for all: whether this row is meant
 * @property {boolean} [open] whether it needs no authentication
 * @property {Record<string, Rule>} [query] every documented query parameter
 * @property {Record<string, Rule>} [body] every documented key of the JSON body
 * @property {(call: Call) => Record<string, any>} [fields] where the body's keys stand, if not at its top
 * @property {(call: Call, state: any, sandbox: Sandbox) => Answer|Promise<Answer>} handle
 *
 * @typedef {object} Vendor
 * @property {string} name
 * @property {Route[]} routes
 * @property {number} invalidStatus the HTTP status the vendor gives a request whose values it refuses, e.g. 400 or 422
 * @property {() => any} seed a fresh state, the same each time
 * @property {(call: Call, state: any, route: Route) => Answer|undefined} authenticate an answer that refuses, or nothing
 * @property {(status: number, reason: string, place: Place|undefined, about: About) => Answer} refuse the vendor's own form of an error
 * @property {Record<string, (state: any, options: any) => void>} [events] things that happen at the vendor
 *
 * @typedef {object} Fault something the vendor does wrong
 * @property {FaultKind} kind
 * @property {string|string[]} [on] the inventory numbers it applies to; every one when left out
 * @property {number} [times] how many requests it spoils; every one when left out
 * @property {number} [after] how many requests of those numbers it lets pass first
 * @property {number} [status]
 * @property {any} [body]
 * @property {Record<string, string>} [headers]
 * @property {number} [delay] milliseconds, for `slow`
 *
 * - `answer`: answers `status`, `headers` and `body` instead of handling the request
 * - `refuse`: the vendor's own error form for `status`, with `body` as the reason
 * - `slow`: handles the request, then answers `delay` milliseconds later
 * - `cutBefore`: closes the connection without having handled the request
 * - `cutAfter`: handles the request, then closes the connection without an answer
 * - `cutMiddle`: handles the request, sends half of the answer, then closes the connection
 * - `answerAfter`: handles the request, then answers `status` and `body` all the same (a gateway that gave up)
 * - `rewrite`: handles the request, then lets `status`, `headers` and `body` replace parts of the answer
 * @typedef {'answer'|'refuse'|'slow'|'cutBefore'|'cutAfter'|'cutMiddle'|'answerAfter'|'rewrite'} FaultKind
 *
 * @typedef {object} Recorded one request, as it stood on the wire
 * @property {string} vendor
 * @property {string|undefined} number the inventory number; undefined for a request no document has
 * @property {string} method
 * @property {string} url path and query exactly as they came
 * @property {string} path
 * @property {Record<string, string>} query
 * @property {http.IncomingHttpHeaders} headers
 * @property {string} text the body exactly as it came
 * @property {any} body the body as JSON, undefined when there is none
 * @property {number} at milliseconds since the epoch
 * @property {number} inFlight how many requests were being handled at that moment, this one included
 * @property {boolean} handled whether the vendor acted on it
 * @property {number|undefined} status what was answered; undefined when the connection was cut
 * @property {string|undefined} refused the reason, when it was refused
 */

/** @param {string} template @param {string} path @returns {Record<string, string>|undefined} */
function matchPath(template, path) {
	const wanted = template.split('/');
	const given = path.split('/');
	if (wanted.length !== given.length) return undefined;
	/** @type {Record<string, string>} */
	const params = {};
	for (const [index, part] of wanted.entries()) {
		const name = /^\{(.+)\}$/.exec(part)?.[1];
		if (name === undefined) {
			if (part !== given[index]) return undefined;
		} else {
			if (given[index] === '') return undefined;
			try {
				params[name] = decodeURIComponent(given[index]);
			} catch {
				return undefined;
			}
		}
	}
	return params;
}

const isoDate = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** @param {any} value @param {Rule['type']} type @param {boolean} fromText whether it came in a query, where all is text */
function hasType(value, type, fromText) {
	switch (type) {
		case 'string':
			return typeof value === 'string';
		case 'date':
			return typeof value === 'string' && isoDate.test(value);
		case 'number':
		case 'integer':
			if (fromText) return type === 'integer' ? /^-?\d+$/.test(value) : value !== '' && !Number.isNaN(Number(value));
			return type === 'integer' ? Number.isInteger(value) : typeof value === 'number';
		case 'boolean':
			return fromText ? value === 'true' || value === 'false' : typeof value === 'boolean';
		case 'array':
			return Array.isArray(value);
		case 'any':
			return true;
		case 'object':
			return typeof value === 'object' && value !== null && !Array.isArray(value);
	}
}

/** @param {string} name @param {any} value @param {Rule} rule @param {boolean} fromText @returns {string|undefined} */
function refuseValue(name, value, rule, fromText) {
	if (value === undefined) return rule.required ? `${name} is required` : undefined;
	if (value === null && rule.mayBeNull) return undefined;
	if (!hasType(value, rule.type, fromText)) return `${name} must be of type ${rule.type}`;
	if (value === '' && !rule.mayBeEmpty) return `${name} must not be empty`;
	if (rule.enum && !rule.enum.includes(value)) return `${name} must be one of ${rule.enum.join(', ')}`;
	if (rule.min !== undefined && Number(value) < rule.min) return `${name} must be at least ${rule.min}`;
	if (rule.max !== undefined && Number(value) > rule.max) return `${name} must be at most ${rule.max}`;
	if (rule.items) {
		for (const entry of value) {
			const reason = refuseValue(`an entry of ${name}`, entry, rule.items, false);
			if (reason) return reason;
		}
	}
	return rule.check?.(value);
}

/**
 * @param {Record<string, any>} values @param {Record<string, Rule>} rules @param {Place['where']} where
 * @returns {Place & {reason: string}|undefined}
 */
function refuseValues(values, rules, where) {
	for (const name of Object.keys(values)) {
		if (!Object.hasOwn(rules, name)) return { reason: `the ${where} has no parameter ${name}`, where, name };
	}
	for (const [name, rule] of Object.entries(rules)) {
		const reason = refuseValue(name, values[name], rule, where === 'query');
		if (reason) return { reason, where, name };
	}
	return undefined;
}

/** @param {Route} route @param {Call} call @param {URLSearchParams} search @returns {Place & {reason: string}|undefined} */
function refuseCall(route, call, search) {
	for (const name of new Set(search.keys())) {
		if (search.getAll(name).length > 1) return { reason: `the query gives ${name} twice`, where: 'query', name };
	}
	const query = refuseValues(call.query, route.query ?? {}, 'query');
	if (query) return query;
	/** @param {string} reason */
	const body = (reason) => ({ reason, where: /** @type {const} */ ('body') });
	if (!route.body) return call.body === undefined ? undefined : body('a body is not documented');
	if (!String(call.headers['content-type'] ?? '').startsWith('application/json')) return body('the body must be application/json');
	const fields = route.fields ? route.fields(call) : call.body;
	if (!hasType(fields, 'object', false)) return body('the body must be a JSON object');
	return refuseValues(fields, route.body, 'body');
}

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
		this.inFlight = 0;
		/** The most requests that were being handled at once. */
		this.mostInFlight = 0;
		this.server = http.createServer((request, response) => void this.serve(request, response));
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
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	/** Forgets what was asked, what was changed and what was to go wrong. */
	reset() {
		this.state = this.vendor.seed();
		this.requests.length = 0;
		this.faults.length = 0;
		this.mostInFlight = this.inFlight;
	}

	/** @param {Fault} fault */
	misbehave(fault) {
		this.faults.push({ ...fault, seen: 0 });
	}

	/** Lets something happen at the vendor. @param {string} event @param {any} [options] */
	happen(event, options = {}) {
		const change = this.vendor.events?.[event];
		if (!change) throw new Error(`${this.vendor.name} has no event ${event}`);
		change(this.state, options);
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
		const call = { method: request.method ?? 'GET', path, params: {}, query: Object.fromEntries(search), body, headers: request.headers };
		let samePath = false;
		const route = this.vendor.routes.find((candidate) => {
			const params = matchPath(candidate.path, path);
			if (!params) return false;
			samePath = true;
			if (candidate.method !== call.method || candidate.matches?.({ ...call, params }) === false) return false;
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
			if (spoiltBefore) {
				if (fault.kind === 'cutBefore') {
					record.refused = 'cut';
					request.socket.destroy();
					return;
				}
				answer =
					fault.kind === 'refuse'
						? this.vendor.refuse(fault.status ?? 500, fault.body ?? 'told to refuse', undefined, { route, state: this.state })
						: { status: fault.status ?? 200, body: fault.body, headers: fault.headers };
				if (fault.kind === 'refuse') answer.headers = { ...answer.headers, ...fault.headers };
				record.refused = 'told to';
			} else {
				answer = await this.answer(route, call, search, broken, samePath, record);
			}
			if (fault?.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.delay ?? 50));
			if (fault?.kind === 'cutAfter') {
				request.socket.destroy();
				return;
			}
			if (fault?.kind === 'answerAfter') answer = { status: fault.status ?? 502, body: fault.body, headers: fault.headers };
			if (fault?.kind === 'rewrite') {
				answer = {
					status: fault.status ?? answer.status,
					headers: { ...answer.headers, ...fault.headers },
					body: 'body' in fault ? fault.body : answer.body,
				};
			}
			record.status = answer.status;
			const isText = typeof answer.body === 'string';
			const payload = answer.body === undefined ? '' : isText ? answer.body : JSON.stringify(answer.body);
			response.writeHead(answer.status, {
				...(payload === '' ? {} : { 'content-type': isText ? 'text/html; charset=utf-8' : 'application/json' }),
				...(fault?.kind === 'cutMiddle' ? { 'content-length': String(Buffer.byteLength(payload) + 1) } : {}),
				...answer.headers,
			});
			if (fault?.kind === 'cutMiddle') {
				response.write(payload.slice(0, Math.max(1, payload.length >> 1)), () => request.socket.destroy());
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
		if (refused) return refuse(this.vendor.invalidStatus, refused.reason, { where: refused.where, name: refused.name });
		const answer = await route.handle(call, this.state, this);
		record.handled = answer.status < 400 && answer.refused === undefined;
		if (!record.handled) record.refused ??= answer.refused ?? 'refused by the vendor';
		return answer;
	}

	/**
	 * Steers a sandbox that runs in another process: GET /__sandbox/requests, POST /__sandbox/misbehave (a Fault),
	 * POST /__sandbox/happen ({event, options}), POST /__sandbox/reset.
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
			else if (path === '/__sandbox/happen') this.happen(body.event, body.options);
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
