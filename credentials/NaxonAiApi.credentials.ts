import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { tokenHeader } from '../nodes/NaxonAi/vendor';
import {
	apiKeyField,
	baseUrlField,
	bodyRule,
	rateLimitFields,
	statusRule,
	testRules,
	withHeaders,
} from '../nodes/shared/http/credentialFields';

const REDIRECTED = 'This base URL leads to another address: enter that one';

export class NaxonAiApi implements ICredentialType {
	name = 'naxonAiApi';

	displayName = 'Naxon AI API';

	documentationUrl =
		'https://github.com/n8n-nodes-chat-platforms/n8n-nodes-chat-platforms#naxon-ai';

	icon = { light: 'file:../icons/naxonAi.svg', dark: 'file:../icons/naxonAi.dark.svg' } as const;

	properties: INodeProperties[] = [
		baseUrlField('', {
			placeholder: 'e.g. https://<host>/v1',
			description:
				'The address of the API, to which /models is added. Ask Naxon AI for it: the public documentation does not show it.',
		}),
		apiKeyField('The token that Naxon AI gave you for its API', {
			displayName: 'API Token',
			name: 'apiToken',
		}),
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
		...rateLimitFields(),
	];

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.baseUrl.trim().replace(/\\/+$/, "") }}',
			url: '/models',
			qs: { per_page: 1 },
			disableFollowRedirect: true,
		},
		rules: testRules(
			...[301, 302, 303, 307, 308].map((status) => statusRule(status, REDIRECTED)),
			statusRule(401, 'Naxon AI does not accept this token: check it, and Send Token As'),
			statusRule(403, 'Naxon AI does not let this token read models: check it, and Send Token As'),
			statusRule(404, 'There are no models at this base URL: check it'),
			bodyRule(
				'data',
				undefined,
				'The answer is no list of models: check the base URL and the token',
			),
		),
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
		return withHeaders(options, tokenHeader(credentials));
	}
}
