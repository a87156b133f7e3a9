import { delay } from '../util/delay';
import { runLimited } from './accountLimiter';
import type { PreparedRequest } from './prepareRequest';
import { isBeyondBudget, retryDelay } from './retryPolicy';
import type { AttemptResult, HttpFailure } from './transport';

/** A request that ended because the execution was cancelled or ran out of time. */
export interface Cancelled {
	kind: 'cancelled';
	/** Whether an attempt was under way and may have reached the vendor. */
	wasUnderWay: boolean;
	/** How the attempt before it had failed. */
	last: HttpFailure | undefined;
}

/** A request that was not sent, because the account is paused for longer than it may wait. */
export interface Paused {
	kind: 'paused';
}

/**
 * Sends a request, and again as the retry policy allows, for as long as the retry budget of the request lasts. Every
 * attempt keeps to the limits of the account.
 *
 * @param isRead whether repeating it does no harm
 * @param send sends it once
 * @returns the last attempt's result, or why there was none
 */
export async function sendWithRetries<T extends AttemptResult>(
	{ account, maxConcurrent, budget, signal }: PreparedRequest,
	isRead: boolean,
	send: () => Promise<T>,
): Promise<T | HttpFailure | Cancelled | Paused> {
	let last: HttpFailure | undefined;
	let retries = 0;
	for (;;) {
		const turn = await runLimited(account, { maxConcurrent, budget, signal }, send);
		if (turn === 'cancelled') return { kind: 'cancelled', wasUnderWay: false, last };
		if (turn === 'paused') return last ?? { kind: 'paused' };
		const { result, pauseMs } = turn;
		if (result.kind === 'success') return result;
		if (signal?.aborted && result.kind === 'noResponse')
			return { kind: 'cancelled', wasUnderWay: !result.neverSent, last };
		const delayMs = pauseMs ?? retryDelay(result, retries, isRead);
		if (delayMs === undefined || isBeyondBudget(budget, delayMs)) return result;
		last = result;
		// The account's own pause is waited for with all others who use it.
		if (pauseMs !== undefined) continue;
		retries += 1;
		budget.spentMs += delayMs;
		await delay(delayMs, signal);
	}
}
