import { useVendor } from '../../support/useVendor';
import { known } from '../../support/sandbox/anyCom';
import { anyCom } from '../../support/vendors/anyCom';
import { channels } from './requests';
import type { IHttpRequestOptions } from 'n8n-workflow';
import type { Fault } from '../../support/sandbox/types';

const { authenticate, run, sandbox, testCredential } = useVendor(anyCom);

describe('authentication', () => {
	const runWith = async (credential: object) =>
		await run({ ...channels, limit: 1 }, { credential });

	test('is sent in headers by default', async () => {
		expect((await runWith({})).items).toHaveLength(1);
		const [{ headers, body }] = sandbox.requests;
		expect([headers.auth_key, headers.auth_user]).toEqual([known.key, known.user]);
		expect(body).toEqual({ group: 'status', cmd: '', args: {} });
	});

	test('is sent in the body for a proxy that drops the headers', async () => {
		sandbox.state.dropsHeaders = true;
		expect((await runWith({})).error?.message).toMatch(
			/^AnyCom: Missing authentication key! \(HTTP 400\)\. .+ set Send Authentication In to Body there\./,
		);
		expect((await runWith({ sendAuthenticationIn: 'body' })).items).toHaveLength(1);
		const { headers, body } = sandbox.requests[1];
		expect(Object.keys(headers)).not.toEqual(
			expect.arrayContaining([expect.stringMatching(/^auth_/)]),
		);
		expect(body).toEqual({
			Authentication: { auth_key: known.key, auth_user: known.user },
			Request: { group: 'status', cmd: '', args: {} },
		});
	});

	test('has a user whom a header carries, or stands in the body', async () => {
		const { error } = await runWith({ authUser: 'Али' });
		expect(error?.message).toBe(
			'AnyCom: Auth User of the credential has a character that no header can carry: set Send Authentication In to Body. Correct it, or the expression in it, then try again. [item 0]',
		);
		expect(sandbox.requests).toHaveLength(0);
		await runWith({ authUser: 'integração' });
		await runWith({ authUser: 'Али', sendAuthenticationIn: 'body' });
		expect(sandbox.requests.map(({ headers, body }) => [headers.auth_user, body])).toEqual([
			['integração', expect.anything()],
			[undefined, expect.objectContaining({ Authentication: expect.anything() })],
		]);
	});

	describe('of the HTTP Request node', () => {
		const request = { group: 'chat', cmd: 'show', args: { target: 'user' } };
		const authentication = { auth_key: known.key, auth_user: known.user };
		const authenticateIn = async (options: Partial<IHttpRequestOptions>, location: string) =>
			await authenticate(options, { sendAuthenticationIn: location });

		test('adds headers to its own', async () => {
			const options = { url: sandbox.url, headers: { accept: 'application/json' }, body: request };
			expect(await authenticateIn(options, 'header')).toEqual({
				...options,
				headers: { accept: 'application/json', ...authentication },
			});
			expect(await authenticateIn({ url: sandbox.url }, 'header')).toEqual({
				url: sandbox.url,
				headers: authentication,
			});
		});

		test('wraps its body once, as an object or as text', async () => {
			const wrapped = { Authentication: authentication, Request: request };
			const once = await authenticateIn({ url: sandbox.url, body: request }, 'body');
			expect(once).toEqual({ url: sandbox.url, body: wrapped });
			expect(await authenticateIn(once, 'body')).toEqual(once);
			expect(
				JSON.parse(
					(await authenticateIn({ body: JSON.stringify(request) }, 'body')).body as string,
				),
			).toEqual(wrapped);
			expect(await authenticateIn({}, 'body')).toEqual({
				body: { Authentication: authentication },
			});
			await expect(authenticateIn({ body: 'no JSON' }, 'body')).rejects.toThrow(
				'The body must be JSON: the authentication is to stand in it',
			);
		});
	});
});

describe('the credential test', () => {
	const unauthorized =
		'Unauthorized! The authentication key does not exist or is not active. Check Auth Key and Auth User.';
	const missing =
		'Missing authentication key! Where a proxy drops headers with an underscore, set Send Authentication In to Body.';
	const tested = async (fields?: object) => {
		const { status, message } = await testCredential(fields);
		return [status, message];
	};

	test.each(['header', 'body'])(
		'accepts a valid key in the %s and says why a wrong one is refused',
		async (sendAuthenticationIn) => {
			for (const always200 of [false, true]) {
				sandbox.state.httpStatusAlways200 = always200;
				expect(await tested({ sendAuthenticationIn, baseUrl: `${sandbox.url}/` })).toEqual([
					'OK',
					'Connection successful!',
				]);
				expect(await tested({ sendAuthenticationIn, authKey: 'wrong-key-0042' })).toEqual([
					'Error',
					unauthorized,
				]);
				expect(await tested({ sendAuthenticationIn, authUser: 'nobody' })).toEqual([
					'Error',
					unauthorized,
				]);
			}
		},
	);

	test('accepts a key in the body behind a proxy that drops the headers', async () => {
		sandbox.state.dropsHeaders = true;
		expect(await tested()).toEqual(['Error', missing]);
		expect(await tested({ sendAuthenticationIn: 'body' })).toMatchObject([
			'OK',
			expect.any(String),
		]);
	});

	const responses: Array<[answer: Omit<Fault, 'kind'>, message: string]> = [
		[
			{ status: 404, body: { status: 404, result: 'Invalid method.' } },
			'Invalid method. Check the Base URL.',
		],
		[
			{ status: 200, body: { status: 404, result: 'Invalid method.' } },
			'Invalid method. Check the Base URL.',
		],
		[
			{ status: 200, body: { status: 412, result: 'Precondition Failed.' } },
			'Precondition Failed. Check Auth User and the Base URL.',
		],
		[
			{ status: 200, body: '<!doctype html><title>AnyCom</title>' },
			'A web page answered. Check the Base URL.',
		],
		[{ status: 503, body: 'later' }, 'Service Unavailable'],
	];
	test.each(responses)('fails for the response %j', async (answer, message) => {
		sandbox.injectFault({ kind: 'answer', ...answer });
		expect(await tested()).toEqual(['Error', message]);
	});

	test('sends a request that changes nothing', async () => {
		await tested();
		expect(sandbox.requests.map(({ number }) => number)).toEqual(['A7']);
	});
});
