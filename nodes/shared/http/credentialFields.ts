import type {
	ICredentialTestRequest,
	IDataObject,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

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

/** The rules of a credential test. n8n checks rules of both types one by one; its type knows only lists of one type. */
export const testRules = (...rules: TestRule[]): TestRules => rules as TestRules;
