import type { IHttpRequestOptions } from 'n8n-workflow';

import { loadPackage } from './package';

/**
 * Adds a credential to a request, as n8n does for the HTTP Request node.
 *
 * @param type of the credential, e.g. `selartiApi`
 * @throws what the credential throws, and when it has no function for it
 */
export async function authenticateRequest(
	type: string,
	fields: object,
	options: Partial<IHttpRequestOptions>,
): Promise<IHttpRequestOptions> {
	const credential = (await loadPackage()).credentialTypes[type].type;
	if (typeof credential.authenticate !== 'function')
		throw new Error(`the credential ${type} authenticates no request itself`);
	return await credential.authenticate({ ...fields }, options as IHttpRequestOptions);
}
