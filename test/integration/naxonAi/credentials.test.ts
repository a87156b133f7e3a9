import { CREDENTIAL_HINT } from '../../../nodes/shared/http/credentialValues';
import { useVendor } from '../../support/useVendor';
import { known, naxonAi as naxonAiSandbox } from '../../support/sandbox/naxonAi';
import { naxonAi } from '../../support/vendors/naxonAi';
import { get } from './requests';
import { startSandbox } from '../../support/sandbox/server';

const { authenticate, run, sandbox, testCredential } = useVendor(naxonAi);

const SILENT = 'refused the request without saying why';

describe('the token', () => {
	const settings: Array<[fields: object, header: string | undefined]> = [
		[{}, undefined],
		[{ sendAs: 'bearer', headerName: 'X-Left-Over' }, undefined],
		[{ sendAs: 'header', headerName: 'X-API-Token' }, 'x-api-token'],
		[{ sendAs: 'header', headerName: ' api_token ' }, 'api_token'],
		[{ sendAs: 'header', headerName: 'Authorization' }, 'authorization'],
	];
	test.each(settings)('is in one header only with %j', async (fields, header) => {
		sandbox.state.tokenHeader = header;
		expect((await run(get, { credential: fields })).error).toBeUndefined();
		const [{ headers }] = sandbox.requests;
		const carriers = Object.entries(headers).filter(([, value]) =>
			String(value).includes(known.token),
		);
		expect(carriers).toEqual([
			header ? [header, known.token] : ['authorization', `Bearer ${known.token}`],
		]);
		expect((await testCredential(fields)).status).toBe('OK');
	});

	const letters =
		'Header Name of the credential may have only letters, digits, hyphens and underscores';
	const refused: Array<[fields: object, words: string]> = [
		[{ apiToken: '' }, 'API Token of the credential is empty'],
		[
			{ apiToken: 'two\nlines' },
			'API Token of the credential has a line break or another character that no key has',
		],
		[
			{ apiToken: 'ключ-ключ' },
			'API Token of the credential has a line break or another character that no key has',
		],
		[{ sendAs: 'header' }, 'Header Name of the credential is empty'],
		[{ sendAs: 'header', headerName: 'X Token' }, letters],
		[{ sendAs: 'header', headerName: 'X-Token:' }, letters],
		[{ sendAs: 'header', headerName: 'X\r\nInjected: yes' }, letters],
		[{ sendAs: 'header', headerName: '__proto__' }, letters],
		[{ sendAs: 'header', headerName: 'Заголовок' }, letters],
	];
	for (const headerName of ['Host', 'content-length', 'Transfer-Encoding']) {
		refused.push([
			{ sendAs: 'header', headerName },
			`Header Name of the credential cannot be ${headerName}, which HTTP uses itself`,
		]);
	}
	test.each(refused)('is refused before a request is sent with %j', async (fields, words) => {
		const { error } = await run(get, { credential: fields });
		expect(error?.message).toBe(`Naxon AI: ${words}. ${CREDENTIAL_HINT} [item 0]`);
		expect(error?.description).toBe('Nothing was sent for this item.');
		expect(await testCredential(fields)).toMatchObject({
			status: 'Error',
			message: `Naxon AI: ${words}. ${CREDENTIAL_HINT}`,
		});
		expect(sandbox.requests).toHaveLength(0);
	});

	test('is added to the headers of the HTTP Request node', async () => {
		const options = { url: '/models', headers: { Accept: 'application/json' } };
		const sent = await authenticate(options, { apiToken: ' abc\n' });
		expect(sent).toEqual({
			url: '/models',
			headers: { Accept: 'application/json', Authorization: 'Bearer abc' },
		});
		expect(options.headers).toEqual({ Accept: 'application/json' });
	});

	test.each([301, 302, 307, 308])(
		'is not sent to the target of a redirect (%i)',
		async (status) => {
			const elsewhere = await startSandbox(naxonAiSandbox);
			try {
				const fields = { sendAs: 'header', headerName: 'X-API-Token' };
				sandbox.injectFault({
					kind: 'answer',
					status,
					headers: { location: `${elsewhere.url}/models` },
				});
				const { error } = await run(
					{ resource: 'model', operation: 'getAll' },
					{ credential: fields },
				);
				expect(error?.message).toBe(
					`Naxon AI: ${SILENT} (HTTP ${status}). Check the base URL of the credential. [item 0]`,
				);
				const { status: tested, message } = await testCredential(fields);
				expect([tested, message]).toEqual([
					'Error',
					'The base URL redirects to another address, to which nothing was sent. Enter that address as the base URL.',
				]);
				expect(elsewhere.requests).toHaveLength(0);
			} finally {
				await elsewhere.close();
			}
		},
	);
});

describe('the credential test', () => {
	test.each(['', '/', '//', ' '])(
		'accepts a valid token and a base URL that ends in %j',
		async (end) => {
			expect(await testCredential({ baseUrl: sandbox.url + end })).toMatchObject({ status: 'OK' });
			expect(sandbox.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
				'GET /models?per_page=1',
			]);
		},
	);

	test('accepts an account without models', async () => {
		sandbox.state.models.length = 0;
		expect(await testCredential()).toMatchObject({ status: 'OK' });
	});

	const noList = 'The answer is no list of models: check the base URL and the token';
	test.each([
		[401, { error: 'no' }, 'Naxon AI does not accept this token: check it, and Send Token As'],
		[
			403,
			{ error: 'no' },
			'Naxon AI does not let this token read models: check it, and Send Token As',
		],
		[404, '<html></html>', 'There are no models at this base URL: check it'],
		[500, {}, 'Internal Server Error'],
		[200, { error: 'bad token' }, noList],
		[200, '<html></html>', noList],
		[204, undefined, noList],
	])('fails for HTTP %i with %j', async (status, body, message) => {
		sandbox.injectFault({ kind: 'answer', status, body });
		expect(await testCredential()).toMatchObject({
			status: 'Error',
			message,
		});
	});

	test('says that the vendor does not know a token', async () => {
		const { status, message } = await testCredential({ apiToken: 'nx_unknown' });
		expect([status, message]).toEqual([
			'Error',
			'Naxon AI does not accept this token: check it, and Send Token As',
		]);
	});
});
