import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { rateLimitFields } from '../nodes/shared/http/credentialFields';

export class VardastApi implements ICredentialType {
	name = 'vardastApi';

	displayName = 'Vardast API';

	documentationUrl = 'https://github.com/n8n-nodes-chat-platforms/n8n-nodes-chat-platforms#vardast';

	icon = { light: 'file:../icons/vardast.svg', dark: 'file:../icons/vardast.dark.svg' } as const;

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'The API key of your Vardast account',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: 'https://apigw.vardast.chat/uaa/public',
			description: 'The address of the public API',
		},
		...rateLimitFields,
	];

	/** A function, because n8n would evaluate an expression for every request. */
	async authenticate(
		credential: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return {
			...options,
			headers: { ...options.headers, 'X-API-Key': credential.apiKey as string },
		};
	}

	/** V11, the one read whose answer never holds a secret. Vardast may say under HTTP 200 that something failed. */
	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.baseUrl.trim().replace(/\\/+$/, "") }}',
			url: '/payment/get-usage-info/',
		},
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message: 'Vardast does not know this API key. Copy it again from your Vardast account.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 403,
					message:
						'Vardast does not let this API key read the account. Check it in your Vardast account.',
				},
			},
			{
				type: 'responseCode',
				properties: { value: 404, message: 'There is no Vardast API at this base URL. Check it.' },
			},
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'status',
					value: 'error',
					message: 'Vardast refused the request. Check the API key.',
				},
			},
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'response',
					value: undefined,
					message:
						'The answer is not the one of the Vardast API. Check the API key and the base URL.',
				},
			},
			// n8n checks rules of both types one by one; its type knows only lists of one type.
		] as ICredentialTestRequest['rules'],
	};
}
