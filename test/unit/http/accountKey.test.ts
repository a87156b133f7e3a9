import { accountKey } from '../../../nodes/shared/http/accountKey';
import { plainVendor } from '../../support/fakeVendor';

describe('accountKey', () => {
	const vendor = {
		...plainVendor,
		session: { tokenField: 'token', logIn: async () => 'token' },
	};

	test('is a digest of all fields but the token', () => {
		const key = accountKey(vendor, { key: 'k', token: 't1' });
		expect(key).toMatch(/^[\w-]{43}$/);
		expect(accountKey(vendor, { key: 'k', token: 't2' })).toBe(key);
		expect(accountKey(vendor, { key: 'l', token: 't1' })).not.toBe(key);
		expect(accountKey({ ...vendor, credential: 'otherApi' }, { key: 'k' })).not.toBe(key);
		expect(accountKey(plainVendor, { key: 'k', token: 't1' })).not.toBe(key);
	});

	test('leaves the credential as it is', () => {
		const credential = { key: 'k', token: 't' };
		accountKey(vendor, credential);
		expect(credential).toEqual({ key: 'k', token: 't' });
	});
});
