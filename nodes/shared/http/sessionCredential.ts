import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
} from 'n8n-workflow';

import type { SessionVendor } from '../types';
import { bindToken, ownToken } from './accountKey';
import { withCleanUrl, withHeaders } from './credentialFields';
import { readCredential } from './credentialValues';
import { getSessionToken, LoginRefusedError, logInAnew } from './sessionTokens';

/** An option of a credential test's request, by which `authenticate` knows it. n8n passes it on and sends it nowhere. */
const TEST_MARK = 'isCredentialTest';

/** What is known of a decrypted credential, which is one object for the whole of a request. */
interface Progress {
	isTest?: boolean;
	/** Whether a log-in was made for this request. */
	isFresh?: boolean;
}

const progressOf = new WeakMap<ICredentialDataDecryptedObject, Progress>();

/** Makes n8n call `preAuthentication`, as after a refused token (n8n 2.41.1 and 2.8.4). Nothing was sent. */
const expired = () =>
	Object.assign(new Error('The session token was made with another key or address'), {
		response: { status: 401 },
	});

/** The `test` of a credential that logs in. */
export function markTest(test: ICredentialTestRequest): ICredentialTestRequest {
	const marked = { ...test.request, [TEST_MARK]: true };
	return { ...test, request: marked };
}

/** Adds the token to a request. @throws an error by which n8n logs in, if the stored token must not be used */
function signRequest(
	vendor: SessionVendor,
	credential: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
	sign: (token: string) => IDataObject,
): IHttpRequestOptions {
	const { [TEST_MARK]: mark, ...request } = withCleanUrl(options) as IHttpRequestOptions &
		IDataObject;
	const token = ownToken(vendor, readCredential(vendor, credential));
	const progress = { ...progressOf.get(credential), isTest: mark === true };
	progressOf.set(credential, progress);
	if (token === undefined || (progress.isTest && !progress.isFresh)) throw expired();
	return withHeaders(request as IHttpRequestOptions, sign(token));
}

/** Logs in where n8n asks for it. @returns the token to store; nothing if n8n must show first whether this is a test */
async function logInForN8n(
	vendor: SessionVendor,
	{ helpers }: IHttpRequestHelper,
	credential: ICredentialDataDecryptedObject,
): Promise<IDataObject> {
	const values = readCredential(vendor, credential);
	const progress = progressOf.get(credential);
	let isFresh = progress?.isTest === true;
	const watched = {
		httpRequest: async (login: IHttpRequestOptions): Promise<unknown> => {
			isFresh = true;
			return await helpers.httpRequest(login);
		},
	};
	try {
		const token = progress?.isTest
			? await logInAnew(watched, vendor, values)
			: await getSessionToken(watched, vendor, values, ownToken(vendor, values));
		progressOf.set(credential, { isFresh });
		return { [vendor.session.tokenField]: bindToken(vendor, values, token) };
	} catch (error) {
		// A refusal that is remembered: a test must log in all the same.
		if (error instanceof LoginRefusedError && !isFresh && !progress) return {};
		throw error instanceof LoginRefusedError ? error.explained(vendor) : error;
	}
}

/**
 * The `authenticate` and `preAuthentication` of a credential that logs in. n8n calls `preAuthentication` when the stored
 * token is empty, and after a 401; in some versions also for the credential test, in others not (n8n 2.41.1), where the
 * test would be made with the token of an earlier key. So `authenticate` refuses every token but one that the same key
 * and address made, and in a credential test every token but that of a log-in made for it.
 *
 * @param sign the headers that carry the token
 */
export const sessionCredential = (vendor: SessionVendor, sign: (token: string) => IDataObject) => ({
	authenticate: async (
		credential: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => signRequest(vendor, credential, options, sign),

	async preAuthentication(
		this: IHttpRequestHelper,
		credential: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		return await logInForN8n(vendor, this, credential);
	},
});
