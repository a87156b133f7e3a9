'use strict';

/** What a sandbox is told of a vendor, and what it tells of a request. */

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
 * @property {import('node:http').IncomingHttpHeaders} headers
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
 * @property {(call: Call, state: any, sandbox: import('./server').Sandbox) => Answer|Promise<Answer>} handle
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
 * @property {import('node:http').IncomingHttpHeaders} headers
 * @property {string} text the body exactly as it came
 * @property {any} body the body as JSON, undefined when there is none
 * @property {number} at milliseconds since the epoch
 * @property {number} inFlight how many requests were being handled at that moment, this one included
 * @property {boolean} handled whether the vendor acted on it
 * @property {number|undefined} status what was answered; undefined when the connection was cut
 * @property {string|undefined} refused the reason, when it was refused
 */

module.exports = {};
