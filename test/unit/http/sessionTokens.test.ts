import type { GenericValue, ICredentialDataDecryptedObject } from 'n8n-workflow';

import { bindToken } from '../../../nodes/shared/http/accountKey';
import {
	getSessionToken,
	logInAnew,
	LoginRefusedError,
} from '../../../nodes/shared/http/sessionTokens';
import type { SessionAuth, SessionVendor } from '../../../nodes/shared/types';
import { plainVendor } from '../../support/fakeVendor';
import { deferred, settle } from '../../support/promises';

type LogIn = SessionAuth['logIn'];

const helpers = { httpRequest: async () => undefined };
const vendorWith = (logIn: LogIn): SessionVendor => ({
	...plainVendor,
	session: { tokenField: 'token', logIn },
});

let count = 0;
/** An account that no other test uses. @param stored the token in its credential */
function newAccount(stored: GenericValue = '', key = `key ${(count += 1)}`) {
	let logins = 0;
	const logIn = jest.fn<ReturnType<LogIn>, Parameters<LogIn>>(async () => `token ${(logins += 1)}`);
	const credential: ICredentialDataDecryptedObject = { key };
	// As it was stored after an earlier log-in of this account.
	credential.token =
		typeof stored === 'string' && stored !== ''
			? bindToken(vendorWith(logIn), credential, stored)
			: (stored as string);
	const token = async (refused?: string) =>
		await getSessionToken(helpers, vendorWith(logIn), credential, refused);
	return { logIn, credential, token };
}

describe('getSessionToken', () => {
	test('uses a stored token until it is refused', async () => {
		const { logIn, credential, token } = newAccount('stored');
		expect(await token()).toBe('stored');
		expect(logIn).not.toHaveBeenCalled();
		expect(await token('stored')).toBe('token 1');
		expect(logIn).toHaveBeenCalledWith(helpers, credential);
		expect(await token()).toBe('token 1');
		expect(await token('stored')).toBe('token 1');
		expect(await token('token 1')).toBe('token 2');
		expect(logIn).toHaveBeenCalledTimes(2);
	});

	test.each([[''], [undefined], [7]])('logs in if the stored token is %p', async (stored) => {
		const { logIn, token } = newAccount(stored ?? null);
		expect(await token()).toBe('token 1');
		expect(logIn).toHaveBeenCalledTimes(1);
	});

	test.each([
		['another key', { key: 'of another account' }],
		['another address', { baseUrl: 'https://b.example' }],
	])('ignores a stored token that %s made', async (_title, change) => {
		const { logIn, credential, token } = newAccount('stored');
		Object.assign(credential, change, { key: `${String(credential.key)} ${_title}` });
		expect(await token()).toBe('token 1');
		expect(logIn).toHaveBeenCalledTimes(1);
	});

	test('ignores a stored token whose owner is not known', async () => {
		const { credential, token } = newAccount();
		credential.token = 'stored by an earlier version';
		expect(await token()).toBe('token 1');
	});

	test('shares one log-in among all who wait, and uses no stored token meanwhile', async () => {
		const { logIn, token } = newAccount('stored');
		const { promise, resolve } = deferred<string>();
		logIn.mockImplementation(async () => await promise);
		const waiting = [token('stored'), token('stored'), token()];
		await settle();
		resolve('new');
		expect(await Promise.all(waiting)).toEqual(['new', 'new', 'new']);
		expect(logIn).toHaveBeenCalledTimes(1);
	});

	test('remembers 500 accounts', async () => {
		const { logIn, token } = newAccount();
		await token();
		for (let account = 0; account < 499; account += 1) await newAccount().token();
		await token();
		expect(logIn).toHaveBeenCalledTimes(1);
	});

	test('forgets the account unused for longest of more than 500, which logs in anew', async () => {
		const first = newAccount();
		const second = newAccount();
		await first.token();
		await second.token();
		for (let account = 0; account < 499; account += 1) await newAccount().token();
		await second.token();
		expect(second.logIn).toHaveBeenCalledTimes(1);
		await first.token();
		expect(first.logIn).toHaveBeenCalledTimes(2);
	});

	describe('after an error', () => {
		let now = 0;
		beforeEach(() => {
			now = 0;
			jest.spyOn(performance, 'now').mockImplementation(() => now);
		});
		afterEach(() => void jest.restoreAllMocks());

		test('throws the same refusal for ten seconds, without another log-in', async () => {
			const { logIn, token } = newAccount();
			logIn.mockRejectedValue(new LoginRefusedError('not you', 403));
			await expect(token()).rejects.toMatchObject({ message: 'not you', httpStatus: 403 });
			now = 9_999;
			await expect(token()).rejects.toThrow('not you');
			expect(logIn).toHaveBeenCalledTimes(1);
			now = 10_000;
			await expect(token()).rejects.toThrow('not you');
			expect(logIn).toHaveBeenCalledTimes(2);
		});

		test('remembers a refusal for ten seconds, whatever happens to the clock of the machine', async () => {
			const { logIn, token } = newAccount();
			logIn.mockRejectedValueOnce(new LoginRefusedError('not you', 401));
			await expect(token()).rejects.toThrow('not you');
			jest.spyOn(Date, 'now').mockReturnValue(Date.now() - 3_600_000);
			now = 10_000;
			expect(await token()).toBe('token 1');
		});

		test.each([[400], [401], [403]])('remembers a refusal with %d', async (status) => {
			const { logIn, token } = newAccount();
			logIn.mockRejectedValueOnce(new LoginRefusedError('not you', status));
			await expect(token()).rejects.toThrow('not you');
			await expect(token()).rejects.toThrow('not you');
			expect(logIn).toHaveBeenCalledTimes(1);
		});

		test.each([[200], [302], [404], [429], [500], [503], [undefined]])(
			'logs in again at once after %p, which refuses no key',
			async (status) => {
				const { logIn, token } = newAccount();
				logIn.mockRejectedValueOnce(new LoginRefusedError('not now', status));
				await expect(token()).rejects.toThrow('not now');
				expect(await token()).toBe('token 1');
			},
		);

		test('logs in again at once if the vendor was not reached', async () => {
			const { logIn, token } = newAccount();
			logIn.mockRejectedValue(new Error('no connection'));
			await expect(token()).rejects.toThrow('no connection');
			await expect(token()).rejects.toThrow('no connection');
			expect(logIn).toHaveBeenCalledTimes(2);
		});

		test('forgets a refusal when a later log-in succeeds', async () => {
			const { logIn, token } = newAccount();
			logIn.mockRejectedValueOnce(new Error('no connection'));
			await expect(token()).rejects.toThrow('no connection');
			expect(await token()).toBe('token 1');
			logIn.mockRejectedValueOnce(new LoginRefusedError('not you', 403));
			await expect(token('token 1')).rejects.toThrow('not you');
			now = 10_000;
			expect(await token('token 1')).toBe('token 2');
			now = 0;
			expect(await token('token 2')).toBe('token 3');
		});
	});
});

test.each([
	[403, 'Vendor: not you. Check that the account of this credential may do this.'],
	[undefined, 'Vendor: not you. Check the credential, and renew its key if it was changed.'],
])('LoginRefusedError explains the status %p to a user', (status, message) => {
	const error = new LoginRefusedError('not you', status);
	expect(error.httpStatus).toBe(status);
	expect(error.explained(plainVendor).message).toBe(message);
});

describe('logInAnew', () => {
	test('logs in although a token is known, which later requests then use', async () => {
		const { logIn, credential, token } = newAccount();
		expect(await token()).toBe('token 1');
		expect(await logInAnew(helpers, vendorWith(logIn), credential)).toBe('token 2');
		expect(await token()).toBe('token 2');
	});

	test('logs in although a refusal is remembered', async () => {
		const { logIn, credential, token } = newAccount();
		logIn.mockRejectedValueOnce(new LoginRefusedError('not you', 403));
		await expect(token()).rejects.toThrow('not you');
		expect(await logInAnew(helpers, vendorWith(logIn), credential)).toBe('token 1');
	});
});
