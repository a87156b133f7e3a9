/**
 * How a sandbox calls webhooks. The vendor keeps the URLs in `state.webhooks` and adds what is to be sent to
 * `state.outbox`. A body is made when something happens, and sent as the vendors send it: JSON, unsigned, once.
 */

/** A webhook call that is still to be sent. */
export interface WebhookCall {
	url: string;
	body: unknown;
}

/** The part of a vendor's state that webhook calls come from; vendors without webhooks have none. */
export interface WebhookState {
	outbox?: WebhookCall[];
}

/** A webhook call that was sent. */
export interface Delivery {
	url: string;
	body: unknown;
	/** Undefined when there was no response. */
	status: number | undefined;
	/** The body of the response, or the message of the error. */
	text: string;
}

/** How long a vendor waits for a response, in milliseconds. None documents it. */
const responseTimeout = 10_000;

async function post({ url, body }: WebhookCall, signal: AbortSignal): Promise<Delivery> {
	try {
		const response = await fetch(url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
			signal: AbortSignal.any([signal, AbortSignal.timeout(responseTimeout)]),
		});
		return { url, body, status: response.status, text: await response.text() };
	} catch (error) {
		const text = error instanceof Error ? error.message : String(error);
		return { url, body, status: undefined, text };
	}
}

/** Sends the webhook calls of a vendor one after the other. */
export class WebhookSender {
	readonly deliveries: Delivery[] = [];

	/** What `/__sandbox/inbox` received, for workflows that pass messages on to another service. */
	readonly inbox: Array<Record<string, unknown>> = [];

	/** Resolves when the calls so far were sent. */
	pending: Promise<unknown> = Promise.resolve();

	private readonly abort = new AbortController();

	/** Sends the outbox in its order. */
	collect(state: unknown): Promise<unknown> {
		for (const call of (state as WebhookState).outbox?.splice(0) ?? []) {
			this.pending = this.pending.then(async () =>
				this.deliveries.push(await post(call, this.abort.signal)),
			);
		}
		return this.pending;
	}

	/**
	 * Sends a delivery again, as a vendor does that got no response.
	 *
	 * @param index of the delivery; the last one when left out
	 */
	again(state: unknown, index: number = -1): Promise<unknown> {
		const delivery = this.deliveries.at(index);
		if (!delivery) throw new Error('nothing was delivered yet');
		(state as WebhookState).outbox?.push({ url: delivery.url, body: delivery.body });
		return this.collect(state);
	}

	reset() {
		this.deliveries.length = 0;
		this.inbox.length = 0;
	}

	/** Aborts the call in progress. */
	async close() {
		this.abort.abort();
		await this.pending;
	}
}
