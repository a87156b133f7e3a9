import type { IDataObject } from 'n8n-workflow';

import type { RequestContext, Vendor } from '../types';
import { sendWithRetries } from './attempts';
import { authenticate, hasSession } from './authenticate';
import { prepareRequest } from './prepareRequest';
import type { ApiRequest, PreparedRequest } from './prepareRequest';
import { toRequestError } from './requestError';
import type { RequestFailure } from './requestError';
import { sendOnce } from './transport';

/** How often a request may find its token refused: another process or session may revoke it meanwhile. */
const MAX_LOGINS = 2;

const isTokenRejected = ({ vendor, request }: PreparedRequest, result: RequestFailure): boolean =>
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
	let credential = await authenticate(prepared);
	for (let logins = 0; ; logins += 1) {
		const send = async () => await sendOnce(prepared, credential);
		const result = await sendWithRetries(prepared, request.isRead, send);
		if (result.kind === 'success') return result.body;
		if (logins === MAX_LOGINS || !isTokenRejected(prepared, result))
			throw toRequestError(prepared, result);
		credential = await authenticate(prepared, credential);
	}
}
