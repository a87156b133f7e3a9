import type { IHttpRequestOptions, INodeType } from 'n8n-workflow';

import type { TestCredentialsHelper } from './credentialsHelper';
import { createContext, createNode } from './testCredential';

const httpRequest = {
	description: { name: 'httpRequest', properties: [], credentials: [] },
} as unknown as INodeType;

/**
 * Sends a request with a credential as the HTTP Request node does.
 *
 * @param credentials what n8n has stored
 * @param helper `requestWithAuthentication` is what the HTTP Request node calls, the other what newer nodes call
 */
export async function requestWithCredential(
	type: string,
	credentials: TestCredentialsHelper,
	options: IHttpRequestOptions,
	helper: 'requestWithAuthentication' | 'httpRequestWithAuthentication',
): Promise<unknown> {
	const node = { ...createNode(type, 'noOp'), type: 'n8n-nodes-base.httpRequest', parameters: {} };
	const { helpers } = createContext(node, httpRequest, credentials);
	const context = createContext(node, httpRequest, credentials);
	return await (helper === 'requestWithAuthentication'
		? helpers.requestWithAuthentication.call(context, type, {
				uri: options.url,
				method: 'GET',
				json: true,
			})
		: helpers.httpRequestWithAuthentication.call(context, type, options));
}
