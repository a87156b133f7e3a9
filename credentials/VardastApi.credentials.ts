import type { ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

import { vardast } from '../nodes/Vardast/vendor';
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

export class VardastApi implements ICredentialType {
	name = 'vardastApi';

	displayName = 'Vardast API';

	documentationUrl = 'https://github.com/n8n-nodes-chat-platforms/n8n-nodes-chat-platforms#vardast';

	icon = { light: 'file:../icons/vardast.svg', dark: 'file:../icons/vardast.dark.svg' } as const;

	properties: INodeProperties[] = [
		apiKeyField('The API key of your Vardast account'),
		baseUrlField('https://apigw.vardast.chat/uaa/public', {
			description: 'The address of the public API',
		}),
		...rateLimitFields(),
	];

	authenticate = authenticateWith(vardast, ({ apiKey }, options) =>
		withHeaders(options, { 'X-API-Key': apiKey }),
	);

	/** V11, the one read whose response never has a secret. Vardast may say with HTTP 200 that something failed. */
	test: ICredentialTestRequest = connectionTest(
		{ url: '/payment/get-usage-info/' },
		statusRule(401, 'Vardast does not know this API key. Copy it again from your Vardast account.'),
		statusRule(
			403,
			'Vardast does not let this API key read the account. Check it in your Vardast account.',
		),
		statusRule(404, 'There is no Vardast API at this base URL. Check it.'),
		bodyRule('status', 'error', 'Vardast refused the request. Check the API key.'),
		bodyRule(
			'response',
			undefined,
			'The answer is not the one of the Vardast API. Check the API key and the base URL.',
		),
	);
}
