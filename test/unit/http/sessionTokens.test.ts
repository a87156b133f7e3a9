/** Accounts and their tokens by themselves, where an engine would hide who waited for whom. */

import {
	accountKey,
	LoginRefusedError,
	getSessionToken,
} from '../../../nodes/shared/http/sessionTokens';

const helpers = {} as any;
const vendor = { credential: 'inventedApi', session: { property: 'token' } } as any;
let count = 0;
const fresh = () => `account ${(count += 1)}`;

/** Lets everything go on that waits for nothing. */
const settle = async () => await new Promise((resolve) => setImmediate(resolve));

describe('the key of an account', () => {
	test('is a digest of all but the token', () => {
		const key = accountKey(vendor, { key: 'k', token: 't1' });
		expect(key).toMatch(/^[\da-f]{64}$/);
		expect(accountKey(vendor, { key: 'k', token: 't2' })).toBe(key);
		expect(accountKey(vendor, { key: 'l', token: 't1' })).not.toBe(key);
		expect(accountKey({ ...vendor, credential: 'otherApi' }, { key: 'k' })).not.toBe(key);
		expect(accountKey({ ...vendor, session: undefined }, { key: 'k', token: 't1' })).not.toBe(key);
	});

	test('leaves the credential as it is', () => {
		const credential = { key: 'k', token: 't' };
		accountKey(vendor, credential);
		expect(credential).toEqual({ key: 'k', token: 't' });
	});
});

describe('a token', () => {
	function accountOf(name: string, stored: any = '') {
		const logIn = jest.fn(async () => `token ${logIn.mock.calls.length}`);
		const credential = { key: name, token: stored };
		const token = async (refused?: string) =>
			await getSessionToken(helpers, vendor, { property: 'token', logIn }, credential, refused);
		return { logIn, credential, token };
	}

	test('that is stored is used, until it is refused', async () => {
		const { logIn, credential, token } = accountOf(fresh(), 'stored');
		expect(await token()).toBe('stored');
		expect(logIn).not.toHaveBeenCalled();
		expect(await token('stored')).toBe('token 1');
		expect(logIn).toHaveBeenCalledWith(helpers, credential);
		expect(await token()).toBe('token 1');
		expect(await token('stored')).toBe('token 1');
		expect(await token('token 1')).toBe('token 2');
		expect(logIn).toHaveBeenCalledTimes(2);
	});

	test.each([[''], [undefined], [7]])('that is stored as %p is none', async (stored) => {
		const { logIn, token } = accountOf(fresh(), stored ?? null);
		expect(await token()).toBe('token 1');
		expect(logIn).toHaveBeenCalledTimes(1);
	});

	test('comes of one log-in, for all who wait; a stored one is not used meanwhile', async () => {
		const name = fresh();
		const { logIn, token } = accountOf(name, 'stored');
		let open: (token: string) => void = (): void => {};
		logIn.mockImplementation(async () => await new Promise((resolve) => (open = resolve)));
		const waiting = [token('stored'), token('stored'), token()];
		await settle();
		open('new');
		expect(await Promise.all(waiting)).toEqual(['new', 'new', 'new']);
		expect(logIn).toHaveBeenCalledTimes(1);
	});

	test('is remembered for 500 accounts', async () => {
		const { logIn, token } = accountOf(fresh());
		await token();
		for (let account = 0; account < 499; account += 1) await accountOf(fresh()).token();
		await token();
		expect(logIn).toHaveBeenCalledTimes(1);
	});

	test('a refusal says to n8n what to do next', () => {
		const said = (status: number | undefined) =>
			new LoginRefusedError('not you', status).explained({ ...vendor, name: 'Vendor' }).message;
		expect([said(403), said(undefined)]).toEqual([
			'Vendor: not you. Check that the account of this credential may do this.',
			'Vendor: not you. Check the credential, and renew its key if it was changed.',
		]);
	});

	test('is asked for again after a failure, and a refusal does not outlive a log-in', async () => {
		const { logIn, token } = accountOf(fresh());
		logIn.mockRejectedValueOnce(new Error('no line'));
		await expect(token()).rejects.toThrow('no line');
		expect(await token()).toBe('token 2');
		jest.useFakeTimers({ now: 0, doNotFake: ['nextTick', 'setImmediate'] });
		try {
			logIn.mockRejectedValueOnce(new LoginRefusedError('not you', 403));
			await expect(token('token 2')).rejects.toMatchObject({ message: 'not you', httpStatus: 403 });
			jest.setSystemTime(9_999);
			await expect(token('token 2')).rejects.toThrow('not you');
			expect(logIn).toHaveBeenCalledTimes(3);
			jest.setSystemTime(10_000);
			expect(await token('token 2')).toBe('token 4');
		} finally {
			jest.useRealTimers();
		}
	});
});
