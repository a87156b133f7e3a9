import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	IDataObject,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import type { Vendor } from '../types';
import { cleanUrl, readCredential } from './credentialValues';

/** The key that proves the account. @param description where the user finds it */
export const apiKeyField = (
	description: string,
	own: Partial<INodeProperties> = {},
): INodeProperties => ({
	displayName: 'API Key',
	name: 'apiKey',
	type: 'string',
	typeOptions: { password: true },
	required: true,
	default: '',
	description,
	...own,
});

/** The address of an API. @param defaultUrl empty if the vendor documents none */
export const baseUrlField = (
	defaultUrl: string,
	own: Partial<INodeProperties> = {},
): INodeProperties => ({
	displayName: 'Base URL',
	name: 'baseUrl',
	type: 'string',
	required: true,
	default: defaultUrl,
	description: 'The address of the API',
	...own,
});

/** The limits of an account. They are fields of the credential, because all nodes that use the account share them. */
export const rateLimitFields = (): INodeProperties[] => [
	{
		displayName: 'Max Concurrent Requests',
		name: 'maxConcurrentRequests',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description:
			'How many requests may be under way at the same time, over all nodes that use this account in one n8n process',
	},
	{
		displayName: 'Max Retry Time (Seconds)',
		name: 'maxRetryTime',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 60,
		description:
			'How many seconds a request may wait in all when the vendor asks for fewer requests or cannot be reached, before it becomes an error. 0 never waits.',
	},
];

/** The request with more headers. */
export const withHeaders = (
	options: IHttpRequestOptions,
	headers: IDataObject,
): IHttpRequestOptions => ({ ...options, headers: { ...options.headers, ...headers } });

/**
 * A request with the base URL of a credential test as it is sent: the expression in it gives what the user typed. The
 * HTTP Request node has no base URL.
 */
export const withCleanUrl = (options: IHttpRequestOptions): IHttpRequestOptions =>
	'baseURL' in options ? { ...options, baseURL: cleanUrl(options.baseURL) } : options;

/**
 * The `authenticate` of a credential: checks the credential and adds it to a request. It is a function, because n8n would
 * evaluate an expression for every request. It must be a field of the class, not a method: n8n copies the own properties
 * of a credential, and offers those with `authenticate` in the HTTP Request node (n8n 2.41.1).
 *
 * @param sign adds the credential, whose fields are clean and complete, to a request
 */
export const authenticateWith =
	(
		vendor: Vendor,
		sign: (
			credential: ICredentialDataDecryptedObject,
			options: IHttpRequestOptions,
		) => IHttpRequestOptions,
	) =>
	async (
		credential: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> =>
		sign(readCredential(vendor, credential), withCleanUrl(options));

type TestRules = NonNullable<ICredentialTestRequest['rules']>;
type TestRule = TestRules[number];

/** Fails a credential test with this HTTP status. @param message what n8n shows */
export const statusRule = (value: number, message: string): TestRule => ({
	type: 'responseCode',
	properties: { value, message },
});

/** Fails a credential test whose response has this value under a key, although its HTTP status says success. */
export const bodyRule = (key: string, value: unknown, message: string): TestRule => ({
	type: 'responseSuccessBody',
	properties: { key, value, message },
});

/** A list of its own for each credential, because n8n changes the descriptions that it is handed. */
const redirectRules = () =>
	[300, 301, 302, 303, 305, 307, 308].map((status) =>
		statusRule(
			status,
			'The base URL redirects to another address, to which nothing was sent. Enter that address as the base URL.',
		),
	);

/**
 * The `test` of a credential: a request to its base URL that changes nothing. It follows no redirect, because n8n would
 * send the key to the other host (n8n 2.41.1).
 *
 * @param rules n8n checks rules of both types one by one; its type knows only lists of one type
 */
export const connectionTest = (
	request: ICredentialTestRequest['request'],
	...rules: TestRule[]
): ICredentialTestRequest => ({
	request: {
		...request,
		baseURL: '={{ $credentials.baseUrl }}',
		disableFollowRedirect: true,
	},
	rules: [...redirectRules(), ...rules] as TestRules,
});
