import { accountKey, bindToken, ownToken, tokenIn } from '../../../nodes/shared/http/accountKey';
import { plainVendor } from '../../support/fakeVendor';

const vendor = {
	...plainVendor,
	session: { tokenField: 'token', logIn: async () => 'token' },
};

describe('accountKey', () => {
	test('is a digest of all fields but the token', () => {
		const key = accountKey(vendor, { key: 'k', token: 't1' });
		expect(key).toMatch(/^[\w-]{43}$/);
		expect(accountKey(vendor, { key: 'k', token: 't2' })).toBe(key);
		expect(accountKey(vendor, { key: 'l', token: 't1' })).not.toBe(key);
		expect(accountKey({ ...vendor, credential: 'otherApi' }, { key: 'k' })).not.toBe(key);
		expect(accountKey(plainVendor, { key: 'k', token: 't1' })).not.toBe(key);
	});

	test('is the same in any order of the fields, and for any limits', () => {
		const key = accountKey(vendor, { key: 'k', baseUrl: 'u' });
		expect(accountKey(vendor, { baseUrl: 'u', key: 'k' })).toBe(key);
		const limits = {
			maxConcurrentRequests: 1,
			maxRetryTime: 2,
			allowedHttpRequestDomains: 'domains',
			allowedDomains: 'a.example',
		};
		expect(accountKey(vendor, { ...limits, key: 'k', baseUrl: 'u' })).toBe(key);
	});

	test('leaves the credential as it is', () => {
		const credential = { key: 'k', token: 't' };
		accountKey(vendor, credential);
		expect(credential).toEqual({ key: 'k', token: 't' });
	});
});

describe('a stored token', () => {
	const credential = { key: 'k', baseUrl: 'u' };
	const stored = bindToken(vendor, credential, 'a.b|c');

	test('is found again with the key and the address that made it', () => {
		expect(stored).toBe(`${accountKey(vendor, credential)}.a.b|c`);
		expect(ownToken(vendor, { ...credential, token: stored })).toBe('a.b|c');
		expect(tokenIn(stored)).toBe('a.b|c');
	});

	test.each([
		['another key', { key: 'l', token: stored }],
		['another address', { baseUrl: 'v', token: stored }],
		['no digest', { token: 'a.b|c' }],
		['another digest', { token: `${'x'.repeat(43)}.a.b|c` }],
		['a digest alone', { token: bindToken(vendor, credential, '') }],
		['nothing in it', { token: '' }],
		['no text in it', { token: 7 }],
	])('is ignored with %s', (_title, change) => {
		expect(ownToken(vendor, { ...credential, ...change })).toBeUndefined();
	});

	test.each([
		['bus|1', 'bus|1'],
		[undefined, ''],
	])('of an earlier version is read whole: %p', (value, token) => {
		expect(tokenIn(value)).toBe(token);
	});
});
