import { authenticate, hasSession } from '../../../nodes/shared/http/authenticate';
import { LoginRefusedError } from '../../../nodes/shared/http/sessionTokens';
import type { SessionAuth } from '../../../nodes/shared/types';
import { createFakeVendor, networkError, plainVendor } from '../../support/fakeVendor';
import type { FakeResponse } from '../../support/fakeVendor';

const withSession = (logIn: SessionAuth['logIn'], responses: FakeResponse[] = [{}]) =>
	createFakeVendor(responses, {
		credential: { token: '' },
		vendor: { session: { tokenField: 'token', logIn } },
	});

test('hasSession says whether a vendor needs a log-in', () => {
	const session = { tokenField: 'token', logIn: async () => 'token' };
	expect([hasSession(plainVendor), hasSession({ ...plainVendor, session })]).toEqual([false, true]);
});

describe('authenticate', () => {
	test('gives the credential itself if the vendor has no sessions', async () => {
		const prepared = await createFakeVendor([]).prepare();
		expect(await authenticate(prepared)).toBe(prepared.credential);
	});

	test('gives nothing for a public request', async () => {
		const logIn = jest.fn(async () => 'token');
		const prepared = await withSession(logIn).prepare({ isPublic: true });
		expect(await authenticate(prepared)).toBeUndefined();
		expect(logIn).not.toHaveBeenCalled();
	});

	test('adds a token, and a newer one after a refusal, and redacts both', async () => {
		const logIn = jest.fn().mockResolvedValueOnce('token-1').mockResolvedValueOnce('token-2');
		const prepared = await withSession(logIn).prepare();
		const first = await authenticate(prepared);
		const withToken = (token: string) => ({
			...prepared.credential,
			token: `${prepared.account}.${token}`,
		});
		expect(first).toEqual(withToken('token-1'));
		expect(await authenticate(prepared)).toEqual(first);
		expect(await authenticate(prepared, first)).toEqual(withToken('token-2'));
		expect(logIn).toHaveBeenCalledTimes(2);
		expect(prepared.errorContext.redacted.slice(1)).toEqual(['token-1', 'token-1', 'token-2']);
	});

	test('logs in by the network options and the allowed domains of the request', async () => {
		const network = {
			proxy: { host: 'p', port: 1 },
			timeout: 7,
			skipSslCertificateValidation: true,
		};
		const logIn: SessionAuth['logIn'] = async (helpers) => {
			const { body } = (await helpers.httpRequest({ url: 'https://l' })) as {
				body: { token: string };
			};
			return body.token;
		};
		const { send, sent } = withSession(logIn, [{ body: { token: 'given-token' } }, {}]);
		await send({ options: { ...network, allowedDomains: 'vendor.example', qs: { a: 1 } } });
		expect(sent[0]).toMatchObject({
			...network,
			allowedDomains: 'vendor.example',
			url: 'https://l',
		});
		expect(sent[1].credential?.token).toMatch(/^[\w-]{43}\.given-token$/);
	});

	test('sends no log-in to an invalid base URL', async () => {
		const logIn = jest.fn(async () => 'token');
		const { messageOf } = createFakeVendor([{}], {
			credential: { token: '', baseUrl: '', other: 'https://b.example' },
			vendor: { session: { tokenField: 'token', logIn } },
		});
		expect(await messageOf({ baseUrlField: 'other' })).toContain(
			'Base URL of the credential is empty',
		);
		expect(logIn).not.toHaveBeenCalled();
	});

	test("explains a refused log-in in the vendor's words", async () => {
		const { send, sent } = withSession(async () => {
			throw new LoginRefusedError('the key is wrong', 403);
		});
		await expect(send()).rejects.toMatchObject({
			message:
				'Vendor: the key is wrong (HTTP 403). Check that the account of this credential may do this. [item 2]',
			description: 'Nothing was sent for this item: the log-in comes first.',
		});
		expect(sent).toHaveLength(0);
	});

	test('explains a log-in without a response', async () => {
		const { send } = withSession(async () => {
			throw networkError('ENOTFOUND');
		});
		await expect(send()).rejects.toMatchObject({
			message:
				'Vendor: the log-in got no answer: the host name is not known. Check the base URL in the credential and the connection, then try again. [item 2]',
			description: 'Nothing was sent for this item: the log-in comes first.',
		});
	});
});
