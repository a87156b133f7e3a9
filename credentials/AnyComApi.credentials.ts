import { jsonParse } from 'n8n-workflow';
import type {
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	INodeProperties,
} from 'n8n-workflow';

import { anyCom } from '../nodes/AnyCom/vendor';
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

/** What a credential test says, by AnyCom's status, which is the HTTP status or only in the body. */
const REFUSALS: Readonly<Record<number, string>> = {
	400: 'Missing authentication key! Where a proxy drops headers with an underscore, set Send Authentication In to Body.',
	401: 'Unauthorized! The authentication key does not exist or is not active. Check Auth Key and Auth User.',
	404: 'Invalid method. Check the Base URL.',
	412: 'Precondition Failed. Check Auth User and the Base URL.',
};

/** The same for what AnyCom says in the body alone when it cannot answer now. */
const FAULTS: Readonly<Record<number, string>> = {
	429: 'AnyCom asks for fewer requests. Try again later.',
	500: 'AnyCom has a fault. Try again later.',
	502: 'AnyCom has a fault. Try again later.',
	503: 'AnyCom has a fault. Try again later.',
	504: 'AnyCom has a fault. Try again later.',
};

const FOREIGN = 'The answer is not the one of AnyCom. Check the Base URL.';

/**
 * The body with the authentication in it.
 *
 * @param body after a 401 n8n authenticates an authenticated request again, which must not be wrapped twice
 */
function wrapBody(authentication: IDataObject, body: unknown): IDataObject {
	const { Authentication: earlier, Request: request } = (body ?? {}) as IDataObject;
	return {
		Authentication: authentication,
		Request: earlier && request ? request : (body as IDataObject),
	};
}

export class AnyComApi implements ICredentialType {
	name = 'anyComApi';

	displayName = 'AnyCom API';

	documentationUrl = 'https://github.com/n8n-nodes-chat-platforms/n8n-nodes-chat-platforms#anycom';

	icon = { light: 'file:../icons/anyCom.svg', dark: 'file:../icons/anyCom.dark.svg' } as const;

	properties: INodeProperties[] = [
		apiKeyField('In AnyCom, open the parameters menu. The key is shown there.', {
			displayName: 'Auth Key',
			name: 'authKey',
		}),
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
		baseUrlField('https://ws.anycom.io/'),
		...rateLimitFields(),
	];

	test: ICredentialTestRequest = connectionTest(
		{
			url: '/',
			method: 'POST',
			// A7, which changes nothing.
			body: { group: 'status', cmd: '', args: {} },
		},
		...Object.entries(REFUSALS).flatMap(([status, message]) => [
			statusRule(Number(status), message),
			bodyRule('status', Number(status), message),
		]),
		...Object.entries(FAULTS).map(([status, message]) =>
			bodyRule('status', Number(status), message),
		),
		// The first character of a text: an address that is not AnyCom's may return a web page.
		bodyRule('0', '<', 'A web page answered. Check the Base URL.'),
		bodyRule('status', 'error', FOREIGN),
		bodyRule('status', undefined, FOREIGN),
	);

	/** Adds the key and the user where the credential wants them, also to what the HTTP Request node sends. */
	authenticate = authenticateWith(anyCom, (credential, options) => {
		const authentication = {
			auth_key: credential.authKey as string,
			auth_user: credential.authUser as string,
		};
		if (credential.sendAuthenticationIn !== 'body') return withHeaders(options, authentication);
		const { body } = options;
		if (typeof body !== 'string') return { ...options, body: wrapBody(authentication, body) };
		const parsed = jsonParse<unknown>(body, {
			errorMessage: 'The body must be JSON: the authentication is to stand in it',
		});
		return { ...options, body: JSON.stringify(wrapBody(authentication, parsed)) };
	});
}
