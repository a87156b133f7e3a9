'use strict';

/**
 * How a sandbox calls webhooks. A vendor's file keeps the addresses in `state.webhooks` and puts what is to be sent into
 * `state.outbox`; a body is made when something happens, and sent as the vendors send it: JSON, unsigned, once.
 */

/**
 * @typedef {object} Letter what is to be sent
 * @property {string} url
 * @property {any} body
 *
 * @typedef {object} Delivery what was sent
 * @property {string} url
 * @property {any} body
 * @property {number|undefined} status undefined when nobody answered
 * @property {string} text the answer
 */

/** How long a vendor waits for an answer, in milliseconds. None documents it. */
const patience = 10_000;

/**
 * @param {Letter} letter @param {AbortSignal} signal
 * @returns {Promise<Delivery>}
 */
async function post({ url, body }, signal) {
	try {
		const answer = await fetch(url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
			signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
		});
		return { url, body, status: answer.status, text: await answer.text() };
	} catch (error) {
		return {
			url,
			body,
			status: undefined,
			text: error instanceof Error ? error.message : String(error),
		};
	}
}

class Postman {
	constructor() {
		/** @type {Delivery[]} */
		this.deliveries = [];
		/** What a messenger beside the vendor received, for workflows that pass something on. @type {any[]} */
		this.inbox = [];
		this.stop = new AbortController();
		/** @type {Promise<unknown>} */
		this.round = Promise.resolve();
	}

	/** Sends what lies in the outbox, in its order. @param {any} state of the vendor */
	collect(state) {
		for (const letter of state.outbox?.splice(0) ?? []) {
			this.round = this.round.then(async () =>
				this.deliveries.push(await post(letter, this.stop.signal)),
			);
		}
		return this.round;
	}

	/** Sends a delivery once more, as a vendor does that got no answer. @param {any} state @param {number} [index] the last one when left out */
	again(state, index = -1) {
		const delivery = this.deliveries.at(index);
		if (!delivery) throw new Error('nothing was delivered yet');
		state.outbox.push({ url: delivery.url, body: delivery.body });
		return this.collect(state);
	}

	reset() {
		this.deliveries.length = 0;
		this.inbox.length = 0;
	}

	/** Ends what is under way. */
	async close() {
		this.stop.abort();
		await this.round;
	}
}

module.exports = { Postman };
