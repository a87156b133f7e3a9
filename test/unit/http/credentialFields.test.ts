import {
	apiKeyField,
	authenticateWith,
	baseUrlField,
	bodyRule,
	connectionTest,
	rateLimitFields,
	statusRule,
	withHeaders,
} from '../../../nodes/shared/http/credentialFields';
import { plainVendor } from '../../support/fakeVendor';

test('apiKeyField is a required password, whose name a vendor may change', () => {
	const field = {
		displayName: 'API Key',
		name: 'apiKey',
		type: 'string',
		typeOptions: { password: true },
		required: true,
		default: '',
		description: 'Somewhere',
	};
	expect(apiKeyField('Somewhere')).toEqual(field);
	expect(apiKeyField('Somewhere', { name: 'token' })).toEqual({ ...field, name: 'token' });
});

test('baseUrlField is required, with the default address of the vendor', () => {
	const field = {
		displayName: 'Base URL',
		name: 'baseUrl',
		type: 'string',
		required: true,
		default: 'https://a.example',
		description: 'The address of the API',
	};
	expect(baseUrlField('https://a.example')).toEqual(field);
	expect(baseUrlField('https://a.example', { description: 'Another' })).toEqual({
		...field,
		description: 'Another',
	});
});

test('rateLimitFields allow 50 requests at once and 60 seconds of retries', () => {
	expect(rateLimitFields()).toMatchObject([
		{ name: 'maxConcurrentRequests', default: 50, type: 'number', typeOptions: { minValue: 1 } },
		{ name: 'maxRetryTime', default: 60, type: 'number', typeOptions: { minValue: 0 } },
	]);
});

test('withHeaders keeps the other options and headers', () => {
	expect(withHeaders({ url: '/', headers: { a: '1', b: '2' } }, { b: '3' })).toEqual({
		url: '/',
		headers: { a: '1', b: '3' },
	});
	expect(withHeaders({ url: '/' }, { b: '3' })).toEqual({ url: '/', headers: { b: '3' } });
});

test('rules of a credential test may be of both types', () => {
	const { rules } = connectionTest(
		{ url: '/' },
		statusRule(401, 'No'),
		bodyRule('data', undefined, 'Empty'),
	);
	expect(rules?.slice(-2)).toEqual([
		{ type: 'responseCode', properties: { value: 401, message: 'No' } },
		{
			type: 'responseSuccessBody',
			properties: { key: 'data', value: undefined, message: 'Empty' },
		},
	]);
});

test('connectionTest follows no redirect, and says what to correct for each kind', () => {
	const { request, rules } = connectionTest({ url: '/me', method: 'POST', body: { a: 1 } });
	expect(request).toEqual({
		url: '/me',
		method: 'POST',
		body: { a: 1 },
		baseURL: '={{ $credentials.baseUrl }}',
		disableFollowRedirect: true,
	});
	expect(rules).toEqual(
		[300, 301, 302, 303, 305, 307, 308].map((value) => ({
			type: 'responseCode',
			properties: {
				value,
				message:
					'The base URL redirects to another address, to which nothing was sent. Enter that address as the base URL.',
			},
		})),
	);
});

describe('authenticateWith', () => {
	const authenticate = authenticateWith(plainVendor, ({ key }, options) =>
		withHeaders(options, { key }),
	);
	const baseUrl = ' https://v.example// ';

	test('signs with clean values, and cleans the base URL of a credential test', async () => {
		const options = { url: '/me', baseURL: baseUrl, headers: { a: 1 } };
		expect(await authenticate({ key: '\u200bsecret\n', baseUrl }, options)).toEqual({
			url: '/me',
			baseURL: 'https://v.example',
			headers: { a: 1, key: 'secret' },
		});
		expect(options).toEqual({ url: '/me', baseURL: baseUrl, headers: { a: 1 } });
		expect(await authenticate({ key: 'k', baseUrl }, { url: 'https://v.example/me' })).toEqual({
			url: 'https://v.example/me',
			headers: { key: 'k' },
		});
	});

	test('signs nothing with a credential that lacks something', async () => {
		await expect(authenticate({ key: '', baseUrl }, { url: '/' })).rejects.toThrow(
			new Error(
				'Vendor: Key of the credential is empty. Correct it, or the expression in it, then try again.',
			),
		);
	});
});
