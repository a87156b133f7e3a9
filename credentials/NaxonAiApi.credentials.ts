import type { ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

import { naxonAi, tokenHeader } from '../nodes/NaxonAi/vendor';
import {
	apiKeyField,
	authenticateWith,
	baseUrlField,
	bodyRule,
	connectionTest,
	rateLimitFields,
	statusRule,
	withHeaders,
} from '../nodes/shared/http/credentialFields';

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

	test: ICredentialTestRequest = connectionTest(
		{ url: '/models', qs: { per_page: 1 } },
		statusRule(401, 'Naxon AI does not accept this token: check it, and Send Token As'),
		statusRule(403, 'Naxon AI does not let this token read models: check it, and Send Token As'),
		statusRule(404, 'There are no models at this base URL: check it'),
		bodyRule(
			'data',
			undefined,
			'The answer is no list of models: check the base URL and the token',
		),
	);

	authenticate = authenticateWith(naxonAi, (credential, options) =>
		withHeaders(options, tokenHeader(credential)),
	);
}
