import {
	apiKeyField,
	baseUrlField,
	bodyRule,
	rateLimitFields,
	statusRule,
	testRules,
	withHeaders,
} from '../../../nodes/shared/http/credentialFields';

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
	expect(testRules(statusRule(401, 'No'), bodyRule('data', undefined, 'Empty'))).toEqual([
		{ type: 'responseCode', properties: { value: 401, message: 'No' } },
		{
			type: 'responseSuccessBody',
			properties: { key: 'data', value: undefined, message: 'Empty' },
		},
	]);
});
