import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { tokenHeader } from '../nodes/NaxonAi/vendor';
import { rateLimitFields } from '../nodes/shared/http/credentialFields';

const REDIRECTED = 'This base URL leads to another address: enter that one';

export class NaxonAiApi implements ICredentialType {
	name = 'naxonAiApi';

	displayName = 'Naxon AI API';

	documentationUrl =
		'https://github.com/n8n-nodes-chat-platforms/n8n-nodes-chat-platforms#naxon-ai';

	icon = { light: 'file:../icons/naxonAi.svg', dark: 'file:../icons/naxonAi.dark.svg' } as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://<host>/v1',
			description:
				'The address of the API, to which /models is added. Ask Naxon AI for it: the public documentation does not show it.',
		},
		{
			displayName: 'API Token',
			name: 'apiToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'The token that Naxon AI gave you for its API',
		},
		{
			displayName: 'Send Token As',
			name: 'sendAs',
			type: 'options',
			options: [
				{
					name: 'Bearer Token',
					value: 'bearer',
					description: 'In the header "Authorization", after the word Bearer',
				},
				{ name: 'Header', value: 'header', description: 'Alone, in a header that you name' },
			],
			default: 'bearer',
			description: 'How the token reaches Naxon AI, whose public documentation does not say it',
		},
		{
			displayName: 'Header Name',
			name: 'headerName',
			type: 'string',
			displayOptions: { show: { sendAs: ['header'] } },
			required: true,
			default: '',
			placeholder: 'e.g. X-API-Token',
			description: 'The header that carries the token',
		},
		...rateLimitFields,
	];

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.baseUrl.trim().replace(/\\/+$/, "") }}',
			url: '/models',
			qs: { per_page: 1 },
			disableFollowRedirect: true,
		},
		rules: [
			...[301, 302, 303, 307, 308].map((value) => ({
				type: 'responseCode',
				properties: { value, message: REDIRECTED },
			})),
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message: 'Naxon AI does not accept this token: check it, and Send Token As',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 403,
					message: 'Naxon AI does not let this token read models: check it, and Send Token As',
				},
			},
			{
				type: 'responseCode',
				properties: { value: 404, message: 'There are no models at this base URL: check it' },
			},
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'data',
					value: undefined,
					message: 'The answer is no list of models: check the base URL and the token',
				},
			},
		] as ICredentialTestRequest['rules'],
	};

	/**
	 * Adds the token. A function, so that n8n resolves no expression for each request.
	 *
	 * @throws Error when the token or the header's name cannot be sent
	 */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return { ...options, headers: { ...options.headers, ...tokenHeader(credentials) } };
	}
}
