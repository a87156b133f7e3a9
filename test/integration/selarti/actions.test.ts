import { runNode, searchList, testCredential } from '../../support/engine';
import { startSandbox } from '../../support/sandbox/server';
import { selarti, known } from '../../support/sandbox/selarti';
import type { Sandbox } from '../../support/sandbox/server';
import type { SelartiState } from '../../support/sandbox/selarti';

let sandbox: Sandbox<SelartiState>;
/** Every test has an account of its own, so that none finds the log-in of another. */
let key = 'invented-key-0';
let accounts = 0;

beforeAll(async () => {
	sandbox = await startSandbox(selarti);
});
beforeEach(() => {
	sandbox.reset();
	key = `invented-key-${(accounts += 1)}`;
	sandbox.happen('setKey', { key });
});
afterAll(async () => await sandbox.close());

const id = (value: string) => ({ __rl: true, mode: 'id', value });
const account = (fields: any = {}) => ({
	apiKey: key,
	baseUrl: sandbox.url,
	advancedBaseUrl: sandbox.url,
	sessionToken: '',
	// What is repeated, and how long is waited for, is tried in sends.test.js.
	maxRetryTime: 0,
	...fields,
});
const run = async (parameters: any, { credential, ...more }: any = {} as any) =>
	await runNode({
		node: 'selarti',
		credentials: { selartiApi: account(credential) },
		parameters,
		...more,
	});
const list = async (method: string, parameters: any = {}, more: any = {}) =>
	await searchList({
		node: 'selarti',
		credentials: { selartiApi: account() },
		parameters,
		method,
		...more,
	});

const companies = { resource: 'company', operation: 'getAll' };
const sending = {
	resource: 'message',
	operation: 'send',
	thread: id(known.thread),
	message: '={{ $json.text }}',
	messageType: 'bot',
};
const texts = (count: number) =>
	Array.from({ length: count }, (_, index) => ({ text: `invented message ${index}` }));

describe('log-in', () => {
	test.each([
		['an empty token', ''],
		['a stale token', 'bus|of-yesterday'],
	])('100 items cost one log-in with %s', async (_name, sessionToken) => {
		const { items, error } = await run(sending, {
			items: texts(100),
			credential: { sessionToken },
		});
		expect(error).toBeUndefined();
		expect(items).toHaveLength(100);
		expect(sandbox.requestsTo('S0')).toHaveLength(1);
		expect(sandbox.requestsTo('S11').filter(({ handled }) => handled)).toHaveLength(100);
	});

	test('a live token that the credential has is used without a log-in', async () => {
		sandbox.state.tokens.add('bus|live');
		await run(companies, { credential: { sessionToken: 'bus|live' } });
		expect(sandbox.requests.map(({ number }) => number)).toEqual(['S4']);
		expect(sandbox.requests[0].headers.authorization).toBe('Bearer bus|live');
	});

	test('two runs at once share one log-in, and later runs need none', async () => {
		await Promise.all([run(companies), run(companies)]);
		await run(companies);
		expect(sandbox.requestsTo('S0')).toHaveLength(1);
	});

	test('two accounts have a log-in each, and each its own token', async () => {
		await run(companies);
		sandbox.happen('setKey', { key: 'another-invented-key' });
		await run(companies, { credential: { apiKey: 'another-invented-key' } });
		expect(sandbox.requestsTo('S0').map(({ body }) => body.key)).toEqual([
			key,
			'another-invented-key',
		]);
		const [first, second] = sandbox.requestsTo('S4').map(({ headers }) => headers.authorization);
		expect(first).not.toBe(second);
	});

	test('a token that dies between two runs is renewed, and the dead one does not come back', async () => {
		await run(companies);
		sandbox.happen('expireTokens');
		const { error } = await run(sending, { items: texts(20) });
		expect(error).toBeUndefined();
		expect(sandbox.requestsTo('S0')).toHaveLength(2);
		const tokens = sandbox
			.requestsTo('S11')
			.filter(({ handled }) => handled)
			.map(({ headers }) => headers.authorization);
		expect(new Set(tokens).size).toBe(1);
		expect(tokens).toHaveLength(20);
	});

	test('a wrong key costs one refused log-in however many items there are', async () => {
		const { items } = await run(sending, {
			items: texts(5),
			credential: { apiKey: 'wrong-key-123' },
			continueOnFail: true,
		});
		expect(sandbox.requests.map(({ number }) => number)).toEqual(['S0']);
		expect(items.map(({ json }) => json.error)).toEqual(
			[0, 1, 2, 3, 4].map(
				(item) =>
					`Selarti: the log-in was refused: Invalid API key (HTTP 401). Check the credential, and renew its key if it was changed. [item ${item}]`,
			),
		);
	});

	test('a token refused again right after a log-in is an error, not a loop', async () => {
		sandbox.injectFault({
			kind: 'refuse',
			status: 401,
			on: 'S4',
			body: 'Invalid or expired token: bus|never-shown',
		});
		const { error } = await run(companies);
		expect(error.message).toBe(
			'Selarti: Invalid or expired token (HTTP 401). Check the credential, and renew its key if it was changed. [item 0]',
		);
		expect(JSON.stringify([error, error.message, error.stack, error.cause])).not.toContain('bus|');
		expect(sandbox.requestsTo('S0')).toHaveLength(3);
		expect(sandbox.requestsTo('S4')).toHaveLength(3);
	});

	test('a log-in without an answer says so, and sends nothing', async () => {
		sandbox.injectFault({ kind: 'cutBefore', on: 'S0' });
		const { error } = await run(sending, { items: texts(1) });
		expect(error.message).toMatch(
			/^Selarti: the log-in got no answer: .+\. Check the base URL in the credential and the connection, then try again\. \[item 0\]$/,
		);
		expect(sandbox.requestsTo('S11')).toHaveLength(0);
	});

	test.each([
		['no token', 200, { status: 'success', response: {} }],
		['a page', 200, '<html><title>Selarti</title></html>'],
		['nothing', 204, undefined],
		['another status', 302, { moved: true }],
	])('a log-in that answers with %s says so', async (_name, status, body) => {
		sandbox.injectFault({ kind: 'answer', on: 'S0', status, body });
		const { error } = await run(companies);
		expect(error.message).toMatch(/^Selarti: the log-in gave no token \(HTTP \d+\)\. /);
	});

	test('the GPT versions need none', async () => {
		const { items } = await run({ resource: 'gptVersion', operation: 'getAll', returnAll: true });
		expect(items.map(({ json }) => json.version)).toEqual(known.versions);
		expect(sandbox.requests.map(({ number, headers }) => [number, headers.authorization])).toEqual([
			['S1', undefined],
		]);
	});

	test('a proxy and a time limit of the request go for the log-in too', async () => {
		sandbox.injectFault({ kind: 'slow', on: 'S0', delay: 2_000 });
		const { error } = await run({ ...companies, requestOptions: { timeout: 50 } });
		expect(error.message).toMatch(/^Selarti: the log-in got no answer: /);
	});
});

describe('errors', () => {
	const advice = 'Check the fields of this operation.';
	const forms: Array<[string, any, string, string?]> = [
		[
			'a missing parameter',
			{
				status: 400,
				body: {
					statusCode: 400,
					body: {
						status: 'MISSING_DATA',
						message: 'Missing parameter for workflow send_message: parameter message',
					},
				},
			},
			`Selarti: Missing parameter for workflow send_message: parameter message (HTTP 400). ${advice} [item 0]`,
		],
		[
			'a refusal with a status alone',
			{ status: 400, body: { statusCode: 400, body: { status: 'NOT_RUN' } } },
			`Selarti: NOT_RUN (HTTP 400). ${advice} [item 0]`,
		],
		[
			'a refusal without words',
			{ status: 400, body: { statusCode: 400, body: {} } },
			`Selarti: refused the request (HTTP 400). ${advice} [item 0]`,
		],
		[
			'an error class',
			{
				status: 403,
				body: { error_class: 'Forbidden', args: {}, message: 'Not yours', translation: null },
			},
			'Selarti: Not yours (HTTP 403). Check that the account of this credential may do this. [item 0]',
		],
		[
			'an error class alone',
			{ status: 500, body: { error_class: 'Broken' } },
			'Selarti: Broken (HTTP 500). The fault is at the vendor: try again later. [item 0]',
		],
		[
			'a status that is no success',
			{ status: 200, body: { status: 'error', message: 'The thread is closed' } },
			`Selarti: The thread is closed (HTTP 200). ${advice} [item 0]`,
		],
		[
			'no success',
			{ status: 200, body: { success: false } },
			`Selarti: said that the request failed (HTTP 200). ${advice} [item 0]`,
		],
		[
			'too many requests',
			{ status: 429, body: { statusCode: 429, body: { status: 'RATE', message: 'Slow down' } } },
			'Selarti: Slow down (HTTP 429). Wait a little and try again, or raise Max Retry Time in the credential. [item 0]',
		],
		[
			'a page of a gateway',
			{
				status: 502,
				body: '<!DOCTYPE html><html><head><title>Bad   gateway</title></head><body>secret stuff</body></html>',
			},
			'Selarti: answered with a web page titled "Bad gateway" instead of JSON (HTTP 502). The fault is at the vendor: try again later. [item 0]',
		],
		[
			'a page without a title',
			{ status: 200, body: '<html><body><h1>Sign in</h1></body></html>' },
			'Selarti: answered with a web page titled "Sign in" instead of JSON (HTTP 200). Check the base URL of the credential. [item 0]',
		],
		[
			'a page without any words',
			{ status: 200, body: '<html></html>' },
			'Selarti: answered with a web page instead of JSON (HTTP 200). Check the base URL of the credential. [item 0]',
		],
		[
			'a text',
			{ status: 503, body: 'upstream   connect error' },
			'Selarti: answered with the text "upstream connect error" instead of JSON (HTTP 503). The fault is at the vendor: try again later. [item 0]',
		],
		[
			'JSON of another form',
			{ status: 404, body: { message: 'no such workflow' } },
			'Selarti: no such workflow (HTTP 404). Check that the ID exists in this account, and the base URL of the credential. [item 0]',
		],
		[
			'nothing',
			{ status: 500 },
			'Selarti: refused the request without saying why (HTTP 500). The fault is at the vendor: try again later. [item 0]',
		],
	];

	test.each(forms)('%s', async (_name, answer, message) => {
		sandbox.injectFault({ kind: 'answer', on: 'S4', ...answer });
		const stopped = await run(companies);
		expect(stopped.error.message).toBe(message);
		expect(stopped.error.description).toBe('The request was GET /api/1.1/wf/get_company.');
		expect(stopped.error.httpCode).toBe(String(answer.status));
		const went = await run(companies, { items: [{}, {}], continueOnFail: true });
		expect(went.items.map(({ json }) => json.error)).toEqual([
			message,
			message.replace('[item 0]', '[item 1]'),
		]);
	});

	test('a field that Selarti complains of is called as the node calls it', async () => {
		const words = 'Missing parameter for workflow send_message: parameter message';
		sandbox.injectFault({
			kind: 'answer',
			on: 'S11',
			status: 400,
			body: { statusCode: 400, body: { status: 'MISSING_DATA', message: words } },
		});
		const { error } = await run(sending, { items: texts(1) });
		expect(error.message).toBe(`Selarti: ${words} (HTTP 400). Check Message. [item 0]`);
	});

	test.each(
		forms.filter(
			([, { status, body }]) => status >= 500 || (status === 200 && typeof body === 'string'),
		),
	)(
		'%s in place of an answer to a message leaves open whether it was sent',
		async (_name, answer, message) => {
			sandbox.injectFault({ kind: 'answer', on: 'S11', ...answer });
			const { error } = await run(sending, { items: texts(1) });
			const [words] = message.split(` (HTTP ${answer.status})`);
			expect(error.message).toBe(
				`${words}, so the request may or may not have been carried out (HTTP ${answer.status}). Look at Selarti whether it was, before you send it again. [item 0]`,
			);
			expect(sandbox.requestsTo('S11')).toHaveLength(1);
		},
	);

	test('no key, token, password or message of a customer stands in an error', async () => {
		const message = 'My card is 0000 and my name is Nodira';
		const token = 'bus|told-by-nobody';
		sandbox.state.tokens.add(token);
		for (const [parameters, number, secrets] of [
			[{ ...sending, message }, 'S11', [message]],
			[
				{
					resource: 'telegramUser',
					operation: 'authPassword',
					company: id(known.company),
					phone: '998000000000',
					token: 'tg-token-1',
					password: 'p4ss',
				},
				'S10',
				['998000000000', 'tg-token-1', 'p4ss'],
			],
			[
				{
					resource: 'telegramUser',
					operation: 'authCode',
					company: id(known.company),
					phone: '998000000000',
					token: 'tg-token-1',
					code: '73519',
				},
				'S9',
				['73519'],
			],
		] as Array<[any, string, string[]]>) {
			const echo = `You sent ${JSON.stringify(secrets.join(' and '))} with ${key} and ${token}`;
			sandbox.injectFault({ kind: 'refuse', on: number, status: 400, body: echo });
			sandbox.injectFault({ kind: 'answer', on: number, status: 502, body: echo });
			const { error, items } = await run(parameters, { credential: { sessionToken: token } });
			const shown = JSON.stringify([
				error.message,
				error.description,
				error.messages,
				error.context,
				error.cause,
				error.stack,
				items,
			]);
			for (const secret of [...secrets, key, token]) expect(shown).not.toContain(secret);
			expect(error.message).toContain('[hidden]');
		}
	});

	test('a connection that breaks before the answer: a message may have been sent, a list was not', async () => {
		sandbox.injectFault({ kind: 'cutAfter', on: ['S11', 'S4'] });
		const sent = await run(sending, { items: texts(1) });
		expect(sent.error.message).toBe(
			'Selarti: gave no answer (the connection broke), so the request may or may not have been carried out. Look at Selarti whether it was, before you send it again. [item 0]',
		);
		expect(sandbox.requestsTo('S11')).toHaveLength(1);
		const read = await run(companies);
		expect(read.error.message).toBe(
			'Selarti: could not be reached: the connection broke. Check the base URL in the credential and the connection, then try again. [item 0]',
		);
	});

	test.each([
		[
			'',
			'Selarti: the credential has no base URL. Enter one that begins with https:// in the credential. [item 0]',
		],
		[
			'selarti.com',
			'Selarti: the base URL in the credential is no web address. Enter one that begins with https:// in the credential. [item 0]',
		],
	])('the base URL %j', async (baseUrl, message) => {
		const { error } = await run(companies, { credential: { baseUrl } });
		expect(error.message).toBe(message);
		expect(sandbox.requests).toHaveLength(0);
	});

	test.each([
		[
			{ resource: 'thread', operation: 'get', thread: id(known.unknownId) },
			'found no thread with this ID',
		],
		[
			{ resource: 'ai', operation: 'get', company: id(known.company), ai: id(known.unknownId) },
			'found no AI with this ID',
		],
	])('a thing that is not there: %#', async (parameters, words) => {
		const { error } = await run(parameters);
		expect(error.message).toBe(
			`Selarti: ${words}. Check the ID, and that it belongs to this account. [item 0]`,
		);
	});
});

describe('answers the document does not show', () => {
	test.each([
		[
			'the thing in its envelope',
			{ thread: { _id: 't1', title: 'Sardor' } },
			{ id: 't1', title: 'Sardor' },
		],
		['another key', { thread_id: 't1' }, {}],
		['a text', 'done', { success: true, message: 'done' }],
		['nothing in the envelope', {}, { success: true }],
	])('create thread answers with %s', async (_name, response, json) => {
		sandbox.injectFault({ kind: 'answer', on: 'S17', body: { status: 'success', response } });
		const { items } = await run({ resource: 'thread', operation: 'create', task: id(known.task) });
		expect(items).toEqual([{ json, pairedItem: { item: 0 } }]);
	});

	test('an empty body gives no item', async () => {
		sandbox.injectFault({ kind: 'answer', on: 'S11', status: 200 });
		const { items, error } = await run(sending, { items: texts(1) });
		expect([items, error]).toEqual([[], undefined]);
	});

	test('what has spaces and capitals in its name comes out tidy, at most ten fields', async () => {
		const many = Object.fromEntries(
			Array.from({ length: 20 }, (_, index) => [`Field No ${index}`, index]),
		);
		const task = {
			Name: 'x',
			_id: 't',
			'Created Date': 0,
			'Modified Date': 'never',
			integrations: ['a'],
			nothing: null,
			...many,
		};
		sandbox.injectFault({
			kind: 'answer',
			on: 'S3',
			body: { status: 'success', response: { task: [task] } },
		});
		const { items } = await run({
			resource: 'task',
			operation: 'getAll',
			company: id(known.company),
		});
		expect(items[0].json).toEqual({
			id: 't',
			name: 'x',
			createdDate: '1970-01-01T00:00:00.000Z',
			modifiedDate: 'never',
			...Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`fieldNo${index}`, index])),
		});
	});
});

describe('pick lists', () => {
	test('companies, by their names', async () => {
		const { results } = await list('searchCompanies');
		expect(results.map(({ value }) => value)).toEqual(known.companies);
		expect(results.every(({ name, value }) => name !== '' && name !== value)).toBe(true);
	});

	test.each([
		['searchAis', 'ais'],
		['searchTasks', 'tasks'],
		['searchChannels', 'channels'],
	])('%s gives those of the chosen company', async (method, things) => {
		const { results } = await list(method, { company: id(known.company) });
		expect(results.map(({ value }) => value).sort()).toEqual([...(known as any)[things]].sort());
	});

	test.each([{}, { company: id('={{ $json.company }}') }])(
		'tasks of every company while none is chosen: %j',
		async (parameters) => {
			const { results } = await list('searchTasks', parameters);
			expect(results).toHaveLength(sandbox.state.tasks.length);
			expect(sandbox.requestsTo('S3').map(({ query }) => query.company_id)).toEqual(
				known.companies,
			);
		},
	);

	test('GPT versions, without a log-in', async () => {
		const { results } = await list(
			'searchGptVersions',
			{},
			{ filter: known.versions[1].toUpperCase() },
		);
		expect(results).toContainEqual({ name: known.versions[1], value: known.versions[1] });
		expect(sandbox.requestsTo('S0')).toHaveLength(0);
	});

	test('threads page by page', async () => {
		for (let count = 0; count < 250; count += 1)
			sandbox.happen('newThread', { title: `Mijoz ${count}` });
		const found = [];
		let paginationToken;
		do {
			const page = await list('searchThreads', { task: id(known.task) }, { paginationToken });
			found.push(...page.results.map(({ value }) => value));
			paginationToken = page.paginationToken;
		} while (paginationToken);
		expect(found).toHaveLength(known.threads.length + 250);
		expect(new Set(found).size).toBe(found.length);
	});

	test('a search reads on until it finds something', async () => {
		sandbox.happen('newThread', { title: 'Faqat bitta' });
		for (let count = 0; count < 250; count += 1)
			sandbox.happen('newThread', { title: `Mijoz ${count}` });
		const { results } = await list(
			'searchThreads',
			{ task: id(known.task) },
			{ filter: 'faqat BITTA' },
		);
		expect(results.map(({ name }) => name)).toEqual(['Faqat bitta']);
		const nothing = await list('searchThreads', { task: id(known.task) }, { filter: 'not there' });
		expect(nothing).toEqual({ results: [] });
	});

	test('a search in an endless list gives up and offers the next page', async () => {
		const thread = Array.from({ length: 100 }, (_, index) => ({
			_id: `t${index}`,
			title: 'Mijoz',
		}));
		sandbox.injectFault({
			kind: 'answer',
			on: 'S5',
			body: { status: 'success', response: { thread } },
		});
		const { results, paginationToken } = await list('searchThreads', {}, { filter: 'not there' });
		expect([results, paginationToken]).toEqual([[], '10:1000']);
		expect(sandbox.requestsTo('S5')).toHaveLength(10);
	});

	test('things without a name show their ID, things without an ID are left out', async () => {
		const company = [{ _id: 'c1' }, { name: 'No ID' }, { _id: 'c2', title: 'By title' }];
		sandbox.injectFault({
			kind: 'answer',
			on: 'S4',
			body: { status: 'success', response: { company } },
		});
		const { results } = await list('searchCompanies');
		expect(results).toEqual([
			{ name: 'c1', value: 'c1' },
			{ name: 'By title', value: 'c2' },
		]);
	});

	test('a list that cannot load says why in the words of Selarti', async () => {
		sandbox.injectFault({ kind: 'refuse', on: 'S3', status: 400, body: 'The company is blocked' });
		await expect(list('searchTasks', { company: id(known.company) })).rejects.toThrow(
			'Selarti: The company is blocked (HTTP 400). Check the fields of this operation.',
		);
	});
});

describe('the credential test', () => {
	test('is passed by a good key, also while an old token is stored', async () => {
		for (const sessionToken of ['', 'bus|of-yesterday']) {
			expect(
				await testCredential('selartiApi', account({ sessionToken, baseUrl: `${sandbox.url}/` })),
			).toMatchObject({ status: 'OK' });
		}
		expect(sandbox.requestsTo('S4').every(({ handled }) => handled)).toBe(true);
	});

	test('says why a bad key fails', async () => {
		const { status, message } = await testCredential(
			'selartiApi',
			account({ apiKey: 'bad-key-12345' }),
		);
		expect([status, message]).toEqual([
			'Error',
			'Selarti: the log-in was refused: Invalid API key. Check the credential, and renew its key if it was changed.',
		]);
		expect(sandbox.requestsTo('S4')).toHaveLength(0);
	});
});
