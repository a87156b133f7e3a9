import type { IDataObject } from 'n8n-workflow';

import type { RequestContext, Vendor } from '../types';
import { delay } from '../util/delay';
import { pauseAccount, runLimited } from './accountLimiter';
import { authenticate, hasSession } from './authenticate';
import { prepareRequest } from './prepareRequest';
import type { ApiRequest, PreparedRequest } from './prepareRequest';
import { createCancelledError, toRequestError } from './requestError';
import { isRateLimited, retryDelay } from './retryPolicy';
import { sendOnce } from './transport';
import type { AttemptResult } from './transport';

/** How often a request may find its token refused: another process or session may revoke it meanwhile. */
const MAX_LOGINS = 2;

/** Whether a read got no response because the execution was cancelled. A write may have been carried out all the same. */
const wasCancelled = ({ signal, request }: PreparedRequest, result: AttemptResult): boolean =>
	signal?.aborted === true && result.kind === 'noResponse' && request.isRead;

const isTokenRejected = ({ vendor, request }: PreparedRequest, result: AttemptResult): boolean =>
	result.kind === 'rejected' && result.status === 401 && hasSession(vendor) && !request.isPublic;

/**
 * Sends a request with the credential of its item: logs in if the vendor needs it, keeps to the account's limit of
 * concurrent requests, and retries what can be repeated without harm for as long as the retry budget lasts.
 *
 * @param context of the operation, the pick list or the trigger
 * @returns the parsed body; undefined if the response has none
 * @throws NodeApiError with the vendor's own words, the status, and what to do next; `isOutcomeUnknown` says whether a
 * write may have been carried out all the same
 */
export async function sendRequest(
	context: RequestContext,
	vendor: Vendor,
	request: ApiRequest,
): Promise<IDataObject | undefined> {
	const prepared = await prepareRequest(context, vendor, request);
	const { account, maxConcurrent, retryBudgetMs, signal } = prepared;
	let credential = await authenticate(prepared);
	let logins = 0;
	let waitedMs = 0;
	for (let attempts = 0; ; attempts += 1) {
		const send = async () => await sendOnce(prepared, credential);
		const result = await runLimited(account, maxConcurrent, signal, send);
		if (!result || wasCancelled(prepared, result)) throw createCancelledError(prepared);
		if (result.kind === 'success') return result.body;
		if (logins < MAX_LOGINS && isTokenRejected(prepared, result)) {
			logins += 1;
			credential = await authenticate(prepared, credential);
			continue;
		}
		const delayMs = retryDelay(result, attempts, request.isRead);
		if (delayMs === undefined) throw toRequestError(prepared, result);
		if (isRateLimited(result)) pauseAccount(account, Math.min(delayMs, retryBudgetMs));
		if (waitedMs + delayMs > retryBudgetMs || signal?.aborted)
			throw toRequestError(prepared, result);
		waitedMs += delayMs;
		await delay(delayMs, signal);
	}
}
