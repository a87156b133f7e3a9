import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { selarti } from '../nodes/Selarti/vendor';
import {
	apiKeyField,
	baseUrlField,
	rateLimitFields,
	withHeaders,
} from '../nodes/shared/http/credentialFields';
import { getSessionToken, LoginRefusedError } from '../nodes/shared/http/sessionTokens';

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

	/** A function, because n8n would evaluate an expression for every request. */
	async authenticate(
		credential: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return withHeaders(options, { Authorization: `Bearer ${credential.sessionToken as string}` });
	}

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.baseUrl.replace(/\\/+$/, "") }}',
			url: '/api/1.1/wf/get_company',
		},
	};

	/**
	 * n8n calls this for the credential test and for the HTTP Request node, when the token is empty or was refused;
	 * this package's own nodes log in by themselves, through the same shared log-in.
	 *
	 * @throws Error in Selarti's words when it refuses the key
	 */
	async preAuthentication(
		this: IHttpRequestHelper,
		credential: ICredentialDataDecryptedObject,
	): Promise<{ sessionToken: string }> {
		try {
			const refused = credential.sessionToken as string;
			return { sessionToken: await getSessionToken(this.helpers, selarti, credential, refused) };
		} catch (error) {
			throw error instanceof LoginRefusedError ? error.explained(selarti) : error;
		}
	}
}
