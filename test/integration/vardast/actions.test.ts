/**
 * What the Vardast node says when something goes wrong, what it refuses to send, and what it keeps to itself.
 */

import { runNode, testCredential } from '../../support/engine';
import { startSandbox } from '../../support/sandbox/server';
import { vardast, known } from '../../support/sandbox/vardast';
import type { Sandbox } from '../../support/sandbox/server';
import type { VardastState } from '../../support/sandbox/vardast';

let sandbox: Sandbox<VardastState>;
beforeAll(async () => {
	sandbox = await startSandbox(vardast);
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

const id = (value: string) => ({ __rl: true, mode: 'id', value });
const pair = { channel: id(known.channel.id), contact: id(known.contact.id) };
const process = {
	resource: 'message',
	operation: 'process',
	...pair,
	message: '={{ $json.secret }}',
};
const contacts = { resource: 'contact', operation: 'getAll' };
const channels = { resource: 'channel', operation: 'getAll' };
const assistants = { resource: 'assistant', operation: 'getAll' };
const newAssistant = {
	resource: 'assistant',
	operation: 'create',
	assistantName: 'شب',
	model: 'tiny',
	apiKey: '={{ $json.secret }}',
};
const newPrompt = {
	resource: 'prompt',
	operation: 'create',
	assistant: id(known.assistant.id),
	text: 'گرم',
	promptJson: '{}',
	createdBy: 'n8n',
};
const info = { resource: 'usage', operation: 'getInfo' };
const activity = { resource: 'usage', operation: 'getActivity' };
const orders = { resource: 'order', operation: 'getAll', channel: id(known.channel.id) };

const credential = (changes: any = {}) => ({
	apiKey: known.apiKey,
	baseUrl: `${sandbox.url}/uaa/public`,
	maxRetryTime: 0,
	...changes,
});
const run = async (
	parameters: any,
	items: any[] = [{ secret: 'a message for نگار' }],
	more: any = {},
) =>
	await runNode({
		node: 'vardast',
		credentials: { vardastApi: credential() },
		parameters,
		items,
		...more,
	});
const jsonOf = async (parameters: any, items?: any[]) => {
	const { items: given, error } = await run(parameters, items);
	expect(error).toBeUndefined();
	return given.map(({ json }) => json);
};
const answer = (body: any, status: number = 200) =>
	sandbox.injectFault({ kind: 'answer', status, body });

const lost = {
	detail: [
		{
			loc: ['body', 'channel_id'],
			msg: 'Input should be a valid UUID',
			type: 'uuid_parsing',
			input: 'a message for نگار',
		},
	],
};
const unknown = 'so the request may or may not have been carried out';
const steps = {
	fields: 'Check the fields of this operation.',
	id: 'Check that the ID exists in this account, and the base URL of the credential.',
	look: 'Look at Vardast whether it was, before you send it again.',
};

describe('each form of an error', () => {
	/** status, body, parameters, message */
	const forms: Array<[number, any, any, string]> = [
		[
			401,
			{ detail: 'Invalid API key' },
			channels,
			'Invalid API key (HTTP 401). Check the credential, and renew its key if it was changed.',
		],
		[404, { detail: 'Contact not found' }, contacts, `Contact not found (HTTP 404). ${steps.id}`],
		[
			500,
			{ detail: 'Database is busy.' },
			process,
			`Database is busy, ${unknown} (HTTP 500). ${steps.look}`,
		],
		[
			429,
			{ detail: 'Slow down' },
			info,
			'Slow down (HTTP 429). Wait a little and try again, or raise Max Retry Time in the credential.',
		],
		[422, lost, process, 'channel_id: Input should be a valid UUID (HTTP 422). Check Channel.'],
		[
			422,
			{ detail: [...lost.detail, { loc: ['body', 'message'], msg: 'Too long' }] },
			process,
			'channel_id: Input should be a valid UUID; message: Too long (HTTP 422). Check Channel.',
		],
		[
			422,
			{ detail: [{ loc: ['body', 'functions', 0], msg: 'Unknown function' }] },
			newAssistant,
			'functions.0: Unknown function (HTTP 422). Check Functions.',
		],
		[
			422,
			{ detail: [{ loc: ['query', 'size'], msg: 'Too large' }] },
			contacts,
			`size: Too large (HTTP 422). ${steps.fields}`,
		],
		[
			422,
			{ detail: [{ loc: ['body'], msg: 'Field required' }, 'what?'] },
			process,
			`Field required (HTTP 422). ${steps.fields}`,
		],
		[
			422,
			{ detail: [{ loc: ['path', 'channel_id'] }] },
			orders,
			'channel_id: is refused (HTTP 422). Check Channel.',
		],
		[422, { detail: [{ msg: 'No place' }] }, process, `No place (HTTP 422). ${steps.fields}`],
		[422, { detail: [] }, process, `refused the request (HTTP 422). ${steps.fields}`],
		[
			403,
			{ detail: { code: 7, message: 'Not your channel' } },
			orders,
			'Not your channel (HTTP 403). Check that the account of this credential may do this.',
		],
		[
			400,
			{ detail: { code: 7 } },
			orders,
			`refused the request without saying why (HTTP 400). ${steps.fields}`,
		],
		[
			400,
			{ detail: null },
			orders,
			`refused the request without saying why (HTTP 400). ${steps.fields}`,
		],
		[200, { detail: 'Invalid API key' }, orders, `Invalid API key (HTTP 200). ${steps.fields}`],
		[
			200,
			{ status: 'error', error: 'The credit is used up' },
			process,
			`The credit is used up (HTTP 200). ${steps.fields}`,
		],
		[
			200,
			{ status: 'error', response: 'No such plan' },
			info,
			`No such plan (HTTP 200). ${steps.fields}`,
		],
		[
			200,
			{ status: 'ERROR', error: ' ' },
			process,
			`said that the request failed, but not why (HTTP 200). ${steps.fields}`,
		],
		[
			502,
			'<html><title>Bad gateway</title></html>',
			contacts,
			'answered with a web page titled "Bad gateway" instead of JSON (HTTP 502). The fault is at the vendor: try again later.',
		],
		[
			503,
			undefined,
			contacts,
			'refused the request without saying why (HTTP 503). The fault is at the vendor: try again later.',
		],
	];

	test.each(forms)('%d %j', async (status, body, parameters, words) => {
		answer(body, status);
		const message = `Vardast: ${words} [item 0]`;
		const { error } = await run(parameters);
		expect(error.message).toBe(message);
		expect(error.description).toMatch(/^The request was (GET|POST) \//);
		expect(error.httpCode).toBe(String(status));
		expect(`${JSON.stringify(error)}${error.message}${error.description}`).not.toMatch(
			/a message for|vd_/,
		);

		const { items } = await run(parameters, [{ secret: 'a message for نگار' }], {
			continueOnFail: true,
		});
		expect(items).toHaveLength(1);
		expect(items[0].error.message).toBe(message);
		expect(JSON.stringify(items)).not.toMatch(/a message for|vd_/);
	});

	test('what V1 refuses under HTTP 200 fails only its own item', async () => {
		const wrong = { ...process, contact: id('={{ $json.contact }}') };
		const { items } = await run(
			wrong,
			[known.contact.id, known.unknownId].map((contact) => ({ contact, secret: 'x' })),
			{ continueOnFail: true },
		);
		expect(items[0].json).toMatchObject({ status: 'success', response: expect.any(String) });
		expect(items[1].error.message).toBe(
			`Vardast: the channel has no contact ${known.unknownId} (HTTP 200). ${steps.fields} [item 1]`,
		);
	});

	test('messages of one contact are processed in the order of the items', async () => {
		sandbox.injectFault({ kind: 'slow', on: 'V1', delay: 60, times: 1 });
		const items = Array.from({ length: 8 }, (_, index) => ({ secret: `message ${index}` }));
		expect((await run(process, items)).error).toBeUndefined();
		expect(sandbox.requestsTo('V1').map(({ body }) => body.message)).toEqual(
			items.map(({ secret }) => secret),
		);
		expect(sandbox.maxInFlight).toBe(1);
	});

	test('an ID that gives an empty list is said, and a request that was cut is not called a failure', async () => {
		for (const [resource, name, thing] of [
			['order', 'order', 'order'],
			['channelContact', 'channelContact', 'channel contact'],
		]) {
			const { error } = await run({
				resource,
				operation: 'get',
				...pair,
				[name]: id(known.unknownId),
			});
			expect(error.message).toBe(
				`Vardast: found no ${thing} with this ID. Check the ID, and that it belongs to this account. [item 0]`,
			);
		}
		sandbox.injectFault({ kind: 'cutAfter', on: 'V1' });
		expect((await run(process)).error.message).toBe(
			`Vardast: gave no answer (the connection broke), ${unknown}. ${steps.look} [item 0]`,
		);
	});

	test.each([
		['the message', 'پیام محرمانهٔ نگار', process],
		['the key of an assistant', 'ak_very_secret', newAssistant],
		['the text of a prompt', 'never tell anyone', { ...newPrompt, text: '={{ $json.secret }}' }],
		[
			'what is in the JSON of a prompt',
			'deep secret',
			{
				...newPrompt,
				promptJson: '={{ ({ a: [{ b: $json.secret }], c: 4815162342, d: null, e: true }) }}',
			},
		],
	])('%s is not repeated, nor the key', async (_what, secret, parameters) => {
		answer({ detail: `${known.apiKey} may not send "${secret}", 4815162342, null or true` }, 400);
		const { error } = await run(parameters, [{ secret }]);
		const numberHidden =
			'promptJson' in parameters && parameters.promptJson !== '{}' ? '[hidden]' : '4815162342';
		expect(error.message).toBe(
			`Vardast: [hidden] may not send "[hidden]", ${numberHidden}, null or true (HTTP 400). ${steps.fields} [item 0]`,
		);
		for (const value of [secret, known.apiKey])
			expect(JSON.stringify(error) + error.description).not.toContain(value);
	});
});

describe('what cannot be sent', () => {
	const wrong: Array<[any, string]> = [
		[
			{ ...activity, feature: 'date', date: '={{ $json.bad }}' },
			'Date must be a date, e.g. 2026-01-31T12:00:00Z',
		],
		[
			{ ...activity, feature: 'period', startDate: '={{ $json.bad }}', endDate: '2025-07-10' },
			'Start Date must be a date, e.g. 2026-01-31T12:00:00Z',
		],
		[
			{ ...activity, feature: 'period', startDate: '2025-07-10', endDate: '={{ $json.bad }}' },
			'End Date must be a date, e.g. 2026-01-31T12:00:00Z',
		],
		[
			{ ...activity, feature: 'period', startDate: '2025-07-10', endDate: '={{ $json.gone }}' },
			'End Date is empty',
		],
		[{ ...activity, feature: 'date' }, 'Date is empty'],
		[{ ...activity, feature: 'mode' }, 'Mode is empty'],
		[{ ...activity, feature: 'id' }, 'Activity ID is empty'],
		[{ ...newPrompt, promptJson: '={{ $json.bad }}' }, 'Prompt JSON must be a JSON object'],
		[{ ...newPrompt, promptJson: '={{ [1] }}' }, 'Prompt JSON must be a JSON object'],
		[
			{ ...newAssistant, additionalFields: { functions: '={{ ({}) }}' } },
			'Functions must be a text',
		],
		[
			{ ...newAssistant, additionalFields: { functions: ' , ' } },
			'Functions must be one or more values, one a line',
		],
		[
			{ ...contacts, filters: { channelIds: ',' } },
			'Channel IDs must be one or more values, one a line',
		],
		[{ ...orders, limit: '={{ 0 }}' }, 'Limit must be a whole number of at least 1'],
		[{ ...orders, channel: id('={{ ".." }}') }, 'Channel must be an ID, not ".."'],
	];

	test.each(wrong)('%j', async (parameters, words) => {
		const { items } = await run(
			parameters,
			[
				{ bad: 'tomorrow', secret: 'x' },
				{ bad: '{', secret: 'x' },
			],
			{ continueOnFail: true },
		);
		expect(items.map(({ error }) => error.message)).toEqual([
			`${words} [item 0]`,
			`${words} [item 1]`,
		]);
		expect(sandbox.requests).toHaveLength(0);
	});
});

describe('usage activity', () => {
	const filled = {
		activityId: known.activity.id,
		date: '2025-07-10',
		mode: 'daily',
		startDate: '2025-07-10',
		endDate: '2025-07-11',
	};

	test('each item sends what its own feature needs, and nothing that another left filled', async () => {
		const features = ['id', 'date', 'mode', 'period'];
		const given = await jsonOf(
			{ ...activity, ...filled, feature: '={{ $json.feature }}' },
			features.map((feature) => ({ feature })),
		);
		expect(given).toHaveLength(1 + 1 + 40 + 2);
		const asked = sandbox.requestsTo('V12').map(({ query }) => Object.keys(query).sort().join());
		expect(asked.sort()).toEqual([
			'activity_id,feature',
			'date,feature',
			'end_date,feature,start_date',
			'feature,mode',
		]);
		await jsonOf({ ...activity, ...filled, feature: 'mode' });
		expect(sandbox.requestsTo('V12')[4].query).toEqual({ feature: 'mode', mode: 'daily' });
	});

	test('an unknown feature is left to the vendor', async () => {
		const { error } = await run({ ...activity, ...filled, feature: '={{ "week" }}' });
		expect(error.message).toBe(
			'Vardast: feature: feature must be one of id, date, mode, period (HTTP 422). Check Feature. [item 0]',
		);
	});

	test('a list gives an item for each entry, nothing gives none', async () => {
		expect(
			await jsonOf({
				...activity,
				feature: 'period',
				startDate: '2025-07-10',
				endDate: '2025-07-11',
			}),
		).toEqual([
			{
				date: '2025-07-11',
				total_new_contacts: expect.any(Number),
				total_message_requests: expect.any(Number),
			},
			{
				date: '2025-07-10',
				total_new_contacts: expect.any(Number),
				total_message_requests: expect.any(Number),
			},
		]);
		answer({ status: 'success', response: null });
		expect(await jsonOf({ ...activity, feature: 'mode', mode: 'daily' })).toEqual([]);
	});
});

describe('what comes out', () => {
	const withSecrets = { options: { includeSecrets: true } };

	test('secrets only when they are asked for, simplified or not', async () => {
		const plain = [channels, { ...channels, simplify: false }, assistants, newAssistant];
		for (const parameters of plain) {
			const shown = JSON.stringify(await jsonOf(parameters, [{ secret: known.secrets[4] }]));
			expect(shown).not.toMatch(/access_?token|api_?key/i);
			for (const secret of known.secrets) expect(shown).not.toContain(secret);
		}
		expect(await jsonOf({ ...channels, ...withSecrets, limit: 1 })).toMatchObject([
			{ accessToken: known.secrets[3] },
		]);
		expect(await jsonOf({ ...channels, ...withSecrets, simplify: false, limit: 1 })).toMatchObject([
			{ access_token: known.secrets[3] },
		]);
		expect(Object.keys((await jsonOf({ ...channels, ...withSecrets }))[0])).toHaveLength(10);
		expect(await jsonOf({ ...newAssistant, ...withSecrets })).toMatchObject([
			{ api_key: 'a message for نگار' },
		]);
		expect(await jsonOf({ ...assistants, ...withSecrets, limit: 1 })).toMatchObject([
			{ api_key: 'a message for نگار' },
		]);
	});

	test('an assistant is created also where the answer shows nothing of it', async () => {
		sandbox.state.terse = true;
		expect(await jsonOf(newAssistant)).toEqual([{ success: true }]);
	});

	test.each([{}, { active_features: null }])('usage without features: %j', async (response) => {
		answer({ status: 'success', response: { mode: 'yearly', ...response } });
		expect(await jsonOf(info)).toEqual([{ mode: 'yearly' }]);
	});

	test('nothing in an envelope, and no content, give no items', async () => {
		answer({ items: [], total: 0, page: 1, size: 50, pages: 0 });
		expect(await jsonOf(contacts)).toEqual([]);
		sandbox.faults.length = 0;
		answer(undefined, 204);
		expect(await jsonOf(contacts)).toEqual([]);
	});
});

describe('the credential test', () => {
	const cases: Array<[string, any, [any, number?] | undefined, 'OK' | 'Error', string | RegExp]> = [
		['a good key', {}, undefined, 'OK', 'Connection successful!'],
		[
			'a base URL with slashes and blanks',
			{ slashes: true },
			undefined,
			'OK',
			'Connection successful!',
		],
		[
			'a bad key',
			{ apiKey: 'nobody' },
			undefined,
			'Error',
			'Vardast does not know this API key. Copy it again from your Vardast account.',
		],
		[
			'a key without rights',
			{},
			[{ detail: 'no' }, 403],
			'Error',
			/^Vardast does not let this API key read the account/,
		],
		[
			'another path',
			{ path: true },
			undefined,
			'Error',
			'There is no Vardast API at this base URL. Check it.',
		],
		[
			'a refusal under HTTP 200',
			{},
			[{ status: 'error', error: 'bad key' }],
			'Error',
			'Vardast refused the request. Check the API key.',
		],
		[
			'a detail under HTTP 200',
			{},
			[{ detail: 'bad key' }],
			'Error',
			/^The answer is not the one of the Vardast API/,
		],
		[
			'a web page under HTTP 200',
			{},
			['<html>Welcome</html>'],
			'Error',
			/^The answer is not the one of the Vardast API/,
		],
		['a fault of the vendor', {}, [{ detail: 'down' }, 500], 'Error', /^Internal Server Error$/],
	];
	test.each(cases)('%s', async (_what, { slashes, path, ...changes }, told, status, words) => {
		if (told) answer(...told);
		const baseUrl = `${sandbox.url}${path ? '/elsewhere' : '/uaa/public'}`;
		const result = await testCredential(
			'vardastApi',
			credential({ baseUrl: slashes ? ` ${baseUrl}// ` : baseUrl, ...changes }),
		);
		expect([result.status, result.message]).toEqual([
			status,
			typeof words === 'string' ? words : expect.stringMatching(words),
		]);
		expect(new Set(sandbox.requests.map(({ method, url }) => `${method} ${url}`)).size).toBe(1);
	});
});
