/** One request by itself: pick lists, cancelling and logging in. */

import { fetchEntries } from '../../../nodes/shared/operations/listSearch';
import { LoginRefusedError } from '../../../nodes/shared/http/sessionTokens';
import { broken, silent, status, vendorOf } from '../../support/fakeVendor';

describe('a pick list', () => {
	test('asks as one who reads', async () => {
		const { from, asked } = vendorOf([status(500, { message: 'Oh' })], {
			credential: { maxRetryTime: 0 },
		});
		await expect(fetchEntries(from as any, silent, { method: 'POST', url: '/l' })).rejects.toThrow(
			'Vendor: Oh (HTTP 500). The fault is at the vendor: try again later.',
		);
		expect(asked[0].data).toBeDefined();
		await expect(
			fetchEntries(from as any, silent, { method: 'POST', url: '/l' }, undefined, true),
		).rejects.toThrow('Oh');
		expect(asked[1].data).toBeUndefined();
	});
});

describe('cancelled', () => {
	const cancelled = 'Vendor: the execution was cancelled. Nothing was sent for this item. [item 2]';

	test('before it begins', async () => {
		const { words, asked } = vendorOf([{}], {
			context: { getExecutionCancelSignal: () => AbortSignal.abort() },
		});
		expect([await words(), asked.length]).toEqual([cancelled, 0]);
	});

	test.each([
		[true, cancelled],
		[false, 'gave no answer (the connection broke)'],
	])('while it is under way (reads: %s)', async (reads, words) => {
		const controller = new AbortController();
		const own = vendorOf([{}], {
			context: { getExecutionCancelSignal: () => controller.signal, helpers: {} },
		});
		Object.assign(own.from.helpers, {
			httpRequestWithAuthentication: async () => (
				controller.abort(),
				Promise.reject(broken('ECONNRESET'))
			),
		});
		expect(await own.words({ reads })).toContain(words);
	});

	test('a wait ends, in the words of the vendor', async () => {
		const controller = new AbortController();
		const own = vendorOf([status(503, { message: 'Ill' })], {
			context: { getExecutionCancelSignal: () => controller.signal },
		});
		const said = own.words();
		setTimeout(() => controller.abort(), 20);
		expect([await said, own.asked.length]).toEqual([cancelled, 1]);
	});
});

describe('a log-in', () => {
	const withSession = (logIn: any, answers: any[]) =>
		vendorOf(answers, {
			credential: { token: '' },
			vendor: { session: { property: 'token', logIn } },
		});

	test('gives the token, and a new one twice where it is refused', async () => {
		let count = 0;
		const logIn = jest.fn(async () => `token-number-${(count += 1)}`);
		const { asked, words, go } = withSession(logIn, [
			status(401),
			status(401),
			status(401, { message: 'no token-number-3' }),
		]);
		expect(await words()).toBe(
			'Vendor: no [hidden] (HTTP 401). Check the credential, and renew its key if it was changed. [item 2]',
		);
		expect(asked.map(({ data }) => data.token)).toEqual([
			'token-number-1',
			'token-number-2',
			'token-number-3',
		]);
		expect(asked[0].data.key).toMatch(/^secret-of/);
		await expect(go({ open: true })).rejects.toThrow('HTTP 401');
		expect([asked[3].data, logIn.mock.calls.length]).toEqual([undefined, 3]);
	});

	test('goes by the same network, and says why it fails', async () => {
		const network = {
			proxy: { host: 'p', port: 1 },
			timeout: 7,
			skipSslCertificateValidation: true,
		};
		const own = withSession(
			async (helpers: any) => (await helpers.httpRequest({ url: 'https://l' })).body.token,
			[{ body: { token: 'given-token' } }, {}],
		);
		await own.go({ options: network });
		expect([own.asked[0], own.asked[1].data.token]).toEqual([
			{ ...network, url: 'https://l', data: undefined, allowedDomains: undefined },
			'given-token',
		]);
		const refused = withSession(
			async () => Promise.reject(new LoginRefusedError('the key is wrong', 403)),
			[{}],
		);
		await expect(refused.go()).rejects.toMatchObject({
			message:
				'Vendor: the key is wrong (HTTP 403). Check that the account of this credential may do this. [item 2]',
			description: 'Nothing was sent for this item: the log-in comes first.',
		});
		const gone = withSession(async () => Promise.reject(broken('ENOTFOUND')), [{}]);
		await expect(gone.go()).rejects.toThrow(
			'Vendor: the log-in got no answer: the host name is not known. Check the base URL in the credential and the connection, then try again. [item 2]',
		);
	});
});
