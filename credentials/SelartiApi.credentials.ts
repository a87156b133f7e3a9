import type { ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

import { selarti, WORKFLOWS } from '../nodes/Selarti/vendor';
import {
	apiKeyField,
	baseUrlField,
	connectionTest,
	rateLimitFields,
} from '../nodes/shared/http/credentialFields';
import { markTest, sessionCredential } from '../nodes/shared/http/sessionCredential';

const session = sessionCredential(selarti, (token) => ({ Authorization: `Bearer ${token}` }));

export class SelartiApi implements ICredentialType {
	name = 'selartiApi';

	displayName = 'Selarti API';

	documentationUrl = 'https://github.com/n8n-nodes-chat-platforms/n8n-nodes-chat-platforms#selarti';

	icon = { light: 'file:../icons/selarti.svg', dark: 'file:../icons/selarti.dark.svg' } as const;

	properties: INodeProperties[] = [
		apiKeyField(
			'In the Selarti panel, click your avatar, then Get API Key. The key is sent to you in Telegram.',
		),
		baseUrlField('https://selarti.com'),
		baseUrlField('https://api.selarti.com', {
			displayName: 'Advanced Base URL',
			name: 'advancedBaseUrl',
			description: 'The address of the advanced API, which adds targets with context',
		}),
		...rateLimitFields(),
		{
			displayName: 'Session Token',
			name: 'sessionToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
	];

	authenticate = session.authenticate;

	test: ICredentialTestRequest = markTest(connectionTest({ url: `${WORKFLOWS}/get_company` }));

	/** For n8n's own calls. This package's own nodes log in by themselves, through the same shared log-in. */
	preAuthentication = session.preAuthentication;
}
