import { jsonParse } from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { rateLimitFields } from '../nodes/shared/http/credentialFields';

/** What to tell of a credential test, by AnyCom's status, which stands in the HTTP status or only in the body. */
const REFUSALS: Readonly<Record<number, string>> = {
	400: 'Missing authentication key! Where a proxy drops headers with an underscore, set Send Authentication In to Body.',
	401: 'Unauthorized! The authentication key does not exist or is not active. Check Auth Key and Auth User.',
	404: 'Invalid method. Check the Base URL.',
	412: 'Precondition Failed. Check Auth User and the Base URL.',
};

/**
 * The body form of authentication.
 *
 * @param body the request; after a 401 n8n authenticates what is authenticated already, which must not be wrapped twice
 */
function wrapped(authentication: IDataObject, body: unknown): IDataObject {
	const { Authentication: before, Request: within } = (body ?? {}) as IDataObject;
	return {
		Authentication: authentication,
		Request: before && within ? within : (body as IDataObject),
	};
}

export class AnyComApi implements ICredentialType {
	name = 'anyComApi';

	displayName = 'AnyCom API';

	documentationUrl = 'https://github.com/n8n-nodes-chat-platforms/n8n-nodes-chat-platforms#anycom';

	icon = { light: 'file:../icons/anyCom.svg', dark: 'file:../icons/anyCom.dark.svg' } as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Auth Key',
			name: 'authKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'In AnyCom, open the parameters menu. The key is shown there.',
		},
		{
			displayName: 'Auth User',
			name: 'authUser',
			type: 'string',
			required: true,
			default: '',
			description: 'A user from the users menu of AnyCom',
		},
		{
			displayName: 'Send Authentication In',
			name: 'sendAuthenticationIn',
			type: 'options',
			options: [
				{
					name: 'Body',
					value: 'body',
					description: 'For proxies that drop headers with an underscore',
				},
				{ name: 'Header', value: 'header', description: 'What AnyCom prefers' },
			],
			default: 'header',
			description: 'Where the key and the user stand in a request',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: 'https://ws.anycom.io/',
			description: 'The address of the API',
		},
		...rateLimitFields,
	];

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.baseUrl.replace(/\\/+$/, "") }}',
			url: '/',
			method: 'POST',
			// A7, which changes nothing.
			body: { group: 'status', cmd: '', args: {} },
		},
		// Rules of both kinds count, in their order; the type knows lists of one kind only.
		rules: [
			...Object.entries(REFUSALS).flatMap(([status, message]) => [
				{ type: 'responseCode', properties: { value: Number(status), message } },
				{
					type: 'responseSuccessBody',
					properties: { key: 'status', value: Number(status), message },
				},
			]),
			// A text's first character: an address that is not AnyCom's may show anybody a page.
			{
				type: 'responseSuccessBody',
				properties: { key: '0', value: '<', message: 'A web page answered. Check the Base URL.' },
			},
		] as ICredentialTestRequest['rules'],
	};

	/** Adds the key and the user where the credential wants them, also to what the HTTP Request node sends. */
	async authenticate(
		credential: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const authentication = {
			auth_key: credential.authKey as string,
			auth_user: credential.authUser as string,
		};
		if (credential.sendAuthenticationIn !== 'body') {
			return { ...options, headers: { ...options.headers, ...authentication } };
		}
		const { body } = options;
		if (typeof body !== 'string') return { ...options, body: wrapped(authentication, body) };
		const parsed = jsonParse<unknown>(body, {
			errorMessage: 'The body must be JSON: the authentication is to stand in it',
		});
		return { ...options, body: JSON.stringify(wrapped(authentication, parsed)) };
	}
}
