/**
 * How a sandbox calls webhooks. A vendor's file keeps the addresses in `state.webhooks` and puts what is to be sent into
 * `state.outbox`; a body is made when something happens, and sent as the vendors send it: JSON, unsigned, once.
 */

/** what is to be sent */
export interface Letter {
	url: string;
	body: any;
}

/** what was sent */
export interface Delivery {
	url: string;
	body: any;
	/** undefined when nobody answered */
	status: number | undefined;
	/** the answer */
	text: string;
}

/** How long a vendor waits for an answer, in milliseconds. None documents it. */
const maxRetryTime = 10_000;

async function post({ url, body }: Letter, signal: AbortSignal): Promise<Delivery> {
	try {
		const answer = await fetch(url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
			signal: AbortSignal.any([signal, AbortSignal.timeout(maxRetryTime)]),
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

export class Postman {
	deliveries: Delivery[];
	/** What a messenger beside the vendor received, for workflows that pass something on. */
	inbox: any[];
	stop: AbortController;
	round: Promise<unknown>;

	constructor() {
		this.deliveries = [];
		this.inbox = [];
		this.stop = new AbortController();
		this.round = Promise.resolve();
	}

	/**
	 * Sends what lies in the outbox, in its order.
	 *
	 * @param state of the vendor
	 */
	collect(state: any) {
		for (const letter of state.outbox?.splice(0) ?? []) {
			this.round = this.round.then(async () =>
				this.deliveries.push(await post(letter, this.stop.signal)),
			);
		}
		return this.round;
	}

	/**
	 * Sends a delivery once more, as a vendor does that got no answer.
	 *
	 * @param index the last one when left out
	 */
	again(state: any, index: number = -1) {
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
