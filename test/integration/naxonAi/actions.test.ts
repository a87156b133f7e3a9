import { loadPackage, runNode, testCredential } from '../../support/engine';
import { startSandbox } from '../../support/sandbox/server';
import { naxonAi, known } from '../../support/sandbox/naxonAi';
import type { Sandbox } from '../../support/sandbox/server';
import type { NaxonAiState } from '../../support/sandbox/naxonAi';

let sandbox: Sandbox<NaxonAiState>;
beforeAll(async () => {
	sandbox = await startSandbox(naxonAi);
});
afterAll(async () => await sandbox.close());
beforeEach(() => sandbox.reset());

const id = (value: any) => ({ __rl: true, mode: 'id', value });
const getAll = { resource: 'conversation', operation: 'getAll' };
const get = {
	resource: 'conversation',
	operation: 'get',
	conversation: id(known.longConversation),
};
const credential = (more?: any) => ({
	baseUrl: sandbox.url,
	apiToken: known.token,
	maxRetryTime: 0,
	...more,
});

/** @param fields of the credential */
const run = async (parameters: any, fields?: any, more?: any) =>
	await runNode({
		node: 'naxonAi',
		credentials: { naxonAiApi: credential(fields) },
		parameters,
		...more,
	});

const textsOf = (error: any) =>
	`${JSON.stringify(error)} ${error.message} ${error.description} ${error.stack}`;

const CREDENTIAL = 'Check the base URL and the token in the credential.';
const TOKEN = 'Check the token in the credential, and how it is sent.';
const ID = 'Check that the ID exists in this account, and the base URL of the credential.';
const FIELDS = 'Check the fields of this operation.';
const LATER = 'The fault is at the vendor: try again later.';
const SILENT = 'refused the request without saying why';
const ODD = 'answered in a form that is not documented';

describe('the document shows no error, so each form is told in the words it has', () => {
	test.each([
		[400, { error: 'page is too far' }, `page is too far (HTTP 400). ${FIELDS}`],
		[401, { message: 'Unauthenticated.' }, `Unauthenticated (HTTP 401). ${TOKEN}`],
		[401, undefined, `${SILENT} (HTTP 401). ${TOKEN}`],
		[403, { error: { code: 'E7', reason: 'read only' } }, `E7: read only (HTTP 403). ${TOKEN}`],
		[404, { error: '', message: null, detail: 'gone' }, `gone (HTTP 404). ${ID}`],
		[404, {}, `${SILENT} (HTTP 404). ${ID}`],
		[
			422,
			{ errors: [{ field: 'since', detail: 'is no time' }, ' '] },
			`since: is no time (HTTP 422). ${FIELDS}`,
		],
		[422, ['one', 2, 'two'], `one: two (HTTP 422). ${FIELDS}`],
		[
			429,
			{ error: 'slow down' },
			'slow down (HTTP 429). Wait a little and try again, or raise Max Retry Time in the credential.',
		],
		[500, { trace: 'x'.repeat(300) }, `${'x'.repeat(200)} (HTTP 500). ${LATER}`],
		[
			502,
			'<html><head><title>Bad gateway</title></head></html>',
			`answered with a web page titled "Bad gateway" instead of JSON (HTTP 502). ${LATER}`,
		],
		[
			200,
			{ error: 'this token is not known' },
			`${ODD}: this token is not known (HTTP 200). ${CREDENTIAL}`,
		],
		[200, { success: false }, `${ODD} (HTTP 200). ${CREDENTIAL}`],
		[200, [{ id: 1 }], `${ODD} (HTTP 200). ${CREDENTIAL}`],
		[200, '', `${ODD} (HTTP 200). ${CREDENTIAL}`],
		[204, undefined, `${ODD} (HTTP 204). ${CREDENTIAL}`],
		[
			200,
			'<!doctype html><title>Welcome</title>',
			'answered with a web page titled "Welcome" instead of JSON (HTTP 200). Check the base URL of the credential.',
		],
	])('%i %j', async (status, body, words) => {
		sandbox.injectFault({ kind: 'answer', status, body });
		for (const parameters of [getAll, get]) {
			const { error, items } = await run(parameters);
			expect([error.message, items]).toEqual([`Naxon AI: ${words} [item 0]`, []]);
			const { items: kept } = await run(parameters, {}, { continueOnFail: true });
			expect(kept.map(({ json }) => json)).toEqual([{ error: `Naxon AI: ${words} [item 0]` }]);
		}
	});

	test('the request is told, and the item that failed', async () => {
		const parameters = { ...get, conversation: id('={{ $json.id }}') };
		const { error } = await run(
			parameters,
			{},
			{ items: [{ id: known.longConversation }, { id: known.unknownId }] },
		);
		expect(error.message).toBe(
			`Naxon AI: there is nothing with the conversation_id ${known.unknownId} (HTTP 404). ${ID} [item 1]`,
		);
		expect(error.description).toBe(`The request was GET /conversations/${known.unknownId}.`);
		expect([error.httpCode, error.context.itemIndex]).toEqual(['404', 1]);
	});

	test.each(['', '\n', ' \t'])(
		'a token pasted with %j after it works, and is never told',
		async (pasted) => {
			const fields = { apiToken: `${known.token}${pasted}` };
			expect((await run(get, fields)).error).toBeUndefined();
			sandbox.injectFault({
				kind: 'refuse',
				status: 401,
				body: `the token ${known.token} is not known`,
			});
			const { error } = await run(get, fields);
			expect(error.message).toBe(
				`Naxon AI: the token [hidden] is not known (HTTP 401). ${TOKEN} [item 0]`,
			);
			expect(textsOf(error)).not.toContain(known.token);
			const { items } = await run(get, fields, { continueOnFail: true });
			expect(JSON.stringify(items)).not.toContain(known.token);
		},
	);

	test('data that is null is an empty list', async () => {
		sandbox.injectFault({
			kind: 'answer',
			status: 200,
			body: { data: null, page: 1, rows_per_page: 50, total_pages: 0, total_rows: 0 },
		});
		expect(await run(getAll)).toMatchObject({ items: [], error: undefined });
	});
});

describe('how the token is sent', () => {
	test.each([
		[{}, undefined],
		[{ sendAs: 'bearer', headerName: 'X-Left-Over' }, undefined],
		[{ sendAs: 'header', headerName: 'X-API-Token' }, 'x-api-token'],
		[{ sendAs: 'header', headerName: ' api_token ' }, 'api_token'],
		[{ sendAs: 'header', headerName: 'Authorization' }, 'authorization'],
	])('%j', async (fields, header) => {
		sandbox.state.tokenHeader = header;
		expect((await run(get, fields)).error).toBeUndefined();
		const [{ headers }] = sandbox.requests;
		const carriers = Object.entries(headers).filter(([, value]) =>
			String(value).includes(known.token),
		);
		expect(carriers).toEqual([
			header ? [header, known.token] : ['authorization', `Bearer ${known.token}`],
		]);
		expect((await testCredential('naxonAiApi', credential(fields))).status).toBe('OK');
	});

	const letters =
		'the Header Name in the credential may have only letters, digits, hyphens and underscores';
	const refused: Array<[any, string]> = [
		[{ apiToken: '' }, 'the credential has no API Token'],
		[
			{ apiToken: 'two\nlines' },
			'the API Token in the credential has a character that no header can carry',
		],
		[
			{ apiToken: 'ключ-ключ' },
			'the API Token in the credential has a character that no header can carry',
		],
		[{ sendAs: 'header' }, 'the credential has no Header Name'],
		[{ sendAs: 'header', headerName: 'X Token' }, letters],
		[{ sendAs: 'header', headerName: 'X-Token:' }, letters],
		[{ sendAs: 'header', headerName: 'X\r\nInjected: yes' }, letters],
		[{ sendAs: 'header', headerName: '__proto__' }, letters],
		[{ sendAs: 'header', headerName: 'Заголовок' }, letters],
	];
	for (const headerName of ['Host', 'content-length', 'Transfer-Encoding']) {
		refused.push([
			{ sendAs: 'header', headerName },
			`the Header Name in the credential cannot be ${headerName}, which HTTP uses itself`,
		]);
	}
	test.each(refused)('%j is refused before anything is sent', async (fields, words) => {
		const { error } = await run(get, fields);
		expect(error.message).toBe(`Naxon AI: ${words}. Correct it, then try again. [item 0]`);
		expect(error.description).toBe('Nothing was sent for this item.');
		expect(await testCredential('naxonAiApi', credential(fields))).toMatchObject({
			status: 'Error',
			message: `Naxon AI: ${words}`,
		});
		expect(sandbox.requests).toHaveLength(0);
	});

	test('other headers stay as they are', async () => {
		const options = { url: '/models', headers: { Accept: 'application/json' } };
		const { type } = (await loadPackage()).credentialTypes.naxonAiApi;
		const sent = await type.authenticate({ apiToken: 'abc' }, options);
		expect(sent).toEqual({
			url: '/models',
			headers: { Accept: 'application/json', Authorization: 'Bearer abc' },
		});
		expect(options.headers).toEqual({ Accept: 'application/json' });
	});

	test.each([301, 302, 307, 308])('a redirect (%i) does not carry it elsewhere', async (status) => {
		const elsewhere = await startSandbox(naxonAi);
		try {
			const fields = { sendAs: 'header', headerName: 'X-API-Token' };
			sandbox.injectFault({
				kind: 'answer',
				status,
				headers: { location: `${elsewhere.url}/models` },
			});
			const { error } = await run({ resource: 'model', operation: 'getAll' }, fields);
			expect(error.message).toBe(
				`Naxon AI: ${SILENT} (HTTP ${status}). Check the base URL of the credential. [item 0]`,
			);
			const { status: tested, message } = await testCredential('naxonAiApi', credential(fields));
			expect([tested, message]).toEqual([
				'Error',
				'This base URL leads to another address: enter that one',
			]);
			expect(elsewhere.requests).toHaveLength(0);
		} finally {
			await elsewhere.close();
		}
	});
});

describe('the credential test', () => {
	test.each(['', '/', '//', ' '])(
		'is OK for a good token and a base URL that ends in %j',
		async (end) => {
			expect(
				await testCredential('naxonAiApi', credential({ baseUrl: sandbox.url + end })),
			).toMatchObject({ status: 'OK' });
			expect(sandbox.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
				'GET /models?per_page=1',
			]);
		},
	);

	test('is OK for an account without models', async () => {
		sandbox.state.models.length = 0;
		expect(await testCredential('naxonAiApi', credential())).toMatchObject({ status: 'OK' });
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
	])('%i %j', async (status, body, message) => {
		sandbox.injectFault({ kind: 'answer', status, body });
		expect(await testCredential('naxonAiApi', credential())).toMatchObject({
			status: 'Error',
			message,
		});
	});

	test('tells a token that the vendor does not know', async () => {
		const { status, message } = await testCredential(
			'naxonAiApi',
			credential({ apiToken: 'nx_unknown' }),
		);
		expect([status, message]).toEqual([
			'Error',
			'Naxon AI does not accept this token: check it, and Send Token As',
		]);
	});
});
