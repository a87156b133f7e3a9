import { runNode } from '../../support/engine';
import { startSandbox } from '../../support/sandbox/server';
import { anyCom, known } from '../../support/sandbox/anyCom';
import type { Sandbox } from '../../support/sandbox/server';
import type { AnyComState } from '../../support/sandbox/anyCom';

let sandbox: Sandbox<AnyComState>;

beforeAll(async () => {
	sandbox = await startSandbox(anyCom);
});
beforeEach(() => sandbox.reset());
afterAll(async () => await sandbox.close());

const id = (value: any) => ({ __rl: true, mode: 'id', value: String(value) });
const account = (fields: any = {}) => ({
	authKey: known.key,
	authUser: known.user,
	baseUrl: sandbox.url,
	maxRetryTime: 0,
	...fields,
});
const run = async (parameters: any, { credential, ...more }: any = {} as any) =>
	await runNode({
		node: 'anyCom',
		credentials: { anyComApi: account(credential) },
		parameters,
		...more,
	});
/**
 * Everything of an error that somebody may get to see; n8n itself puts the node with its parameters in.
 */
const shown = (error: any) =>
	JSON.stringify([
		error,
		error.message,
		error.description,
		error.messages,
		error.context,
		error.cause,
		error.stack,
	]);

const onChannel = { channel: id(known.channel) };
const channels = { resource: 'channel', operation: 'getAll' };
const customers = { resource: 'customer', operation: 'getAll' };
const reloading = { resource: 'channel', operation: 'reload', ...onChannel };
const sending = {
	resource: 'message',
	operation: 'send',
	...onChannel,
	customerNumber: id(known.onBotNumber),
	flow: '1',
	message: '={{ $json.text }}',
};
const inviting = {
	resource: 'chat',
	operation: 'invite',
	...onChannel,
	customerNumber: id(known.doneNumber),
};
const texts = (count: number) =>
	Array.from({ length: count }, (_, index) => ({ text: `mensagem inventada ${index}` }));

describe('errors', () => {
	const renew = 'Check the credential, and renew its key if it was changed.';
	const inBody =
		'Check the credential. Where a proxy drops headers with an underscore, set Send Authentication In to Body there.';
	const state = 'Check that the channel, customer and attendant are as this operation needs them.';
	const address = 'Check the base URL of the credential.';
	const later = 'The fault is at the vendor: try again later.';

	/**
	 * The document's table of response codes; the status in the body, and in the HTTP status or not.
	 */
	const documented: Array<[number, string, string]> = [
		[400, 'Missing authentication key!', inBody],
		[401, 'Unauthorized! The authentication key does not exist or is not active.', renew],
		[404, 'Invalid method.', address],
		[412, 'Precondition Failed. The channel whatsapp/31 is down', state],
	];
	test.each(documented.flatMap((form) => [form[0], 200].map((http) => [...form, http] as const)))(
		'status %i: %s %s (HTTP %i)',
		async (status, result, next, http) => {
			sandbox.injectFault({ kind: 'answer', on: 'A6', status: http, body: { status, result } });
			const message = `AnyCom: ${result.replace(/\.$/, '')} (HTTP ${status}). ${next} [item 0]`;
			const stopped = await run(sending, { items: texts(1) });
			expect(stopped.error.message).toBe(message);
			expect(stopped.error.description).toBe('The request was POST / (chan message).');
			expect(stopped.error.httpCode).toBe(String(status));
			const went = await run(sending, { items: texts(2), continueOnFail: true });
			expect(went.items.map(({ json }) => json.error)).toEqual([
				message,
				message.replace('[item 0]', '[item 1]'),
			]);
		},
	);

	const others: Array<[string, any, string]> = [
		[
			'a status as text',
			{ status: 200, body: { status: '401', result: 'No' } },
			`No (HTTP 401). ${renew}`,
		],
		[
			'no words',
			{ status: 412, body: { status: 412, result: '' } },
			`refused the request without saying why (HTTP 412). ${state}`,
		],
		[
			'no text',
			{ status: 200, body: { status: 412, result: ['x'] } },
			`refused the request without saying why (HTTP 412). ${state}`,
		],
		[
			'an HTTP status alone',
			{ status: 403, body: { status: 200, result: 'Not yours' } },
			'Not yours (HTTP 403). Check that the account of this credential may do this.',
		],
		[
			'an undocumented status',
			{ status: 200, body: { status: 503, result: 'Later' } },
			`Later (HTTP 503). ${later}`,
		],
		[
			'a gateway',
			{ status: 502, body: '<html><title>Bad gateway</title></html>' },
			`answered with a web page titled "Bad gateway" instead of JSON (HTTP 502). ${later}`,
		],
		[
			"a gateway's JSON",
			{ status: 500, body: { message: 'upstream' } },
			`upstream (HTTP 500). ${later}`,
		],
		[
			"nobody's JSON",
			{ status: 200, body: { ok: true } },
			`answered without a status, which is not how AnyCom does (HTTP 200). ${address}`,
		],
		[
			'a bare list',
			{ status: 200, body: [] },
			`answered without a status, which is not how AnyCom does (HTTP 200). ${address}`,
		],
		[
			'a bare number',
			{ status: 200, body: 5 },
			`answered without a status, which is not how AnyCom does (HTTP 200). ${address}`,
		],
		['nothing', { status: 500 }, `refused the request without saying why (HTTP 500). ${later}`],
	];
	test.each(others)('%s', async (_name, answer, message) => {
		sandbox.injectFault({ kind: 'answer', on: ['A6', 'A7'], ...answer });
		const read = await run(channels);
		expect(read.error.message).toBe(`AnyCom: ${message} [item 0]`);
		const sent = await run(sending, { items: texts(1) });
		const [, words, status] = /^(.*) \(HTTP (\d+)\)/.exec(message) as RegExpExecArray;
		const refused = Number(status) >= 400 && Number(status) < 500;
		expect(sent.error.message).toBe(
			refused
				? read.error.message
				: `AnyCom: ${words}, so the request may or may not have been carried out (HTTP ${status}). Look at AnyCom whether it was, before you send it again. [item 0]`,
		);
	});

	test.each([false, true])(
		'a wrong key is refused once for each item, and never tried again (HTTP 200: %j)',
		async (always200) => {
			sandbox.state.httpStatusAlways200 = always200;
			const { items } = await run(reloading, {
				items: [{}, {}],
				credential: { authKey: 'wrong-key-0042' },
				continueOnFail: true,
			});
			expect(items.map(({ json }) => json.error)).toEqual(
				[0, 1].map(
					(item) =>
						`AnyCom: Unauthorized! The authentication key does not exist or is not active (HTTP 401). ${renew} [item ${item}]`,
				),
			);
			expect(sandbox.requestsTo('A5')).toHaveLength(2);
		},
	);

	test('no key and no text for a customer or an attendant stands in an error', async () => {
		const secrets = ['Meu cartão é 0000, Márcia', 'Bom dia, dona Zoya!', 'Dívida de Otabek'];
		const [message, greeting, subject] = secrets;
		for (const [parameters, number] of [
			[{ ...sending, message: '={{ $json.message }}' }, 'A6'],
			[
				{
					...inviting,
					additionalFields: { greeting: '={{ $json.greeting }}', subject: '={{ $json.subject }}' },
				},
				'A16',
			],
		] as Array<[any, string]>) {
			const echo = `You sent ${secrets.join(' and ')} with ${known.key}`;
			for (const answer of [
				{ status: 412, body: { status: 412, result: echo } },
				{ status: 502, body: echo },
			]) {
				for (const sendAuthenticationIn of ['header', 'body']) {
					sandbox.reset();
					sandbox.injectFault({ kind: 'answer', on: number, ...answer });
					const { error } = await run(parameters, {
						items: [{ message, greeting, subject }],
						credential: { sendAuthenticationIn },
					});
					const text = shown(error);
					for (const secret of [known.key, ...(number === 'A6' ? [message] : [greeting, subject])])
						expect(text).not.toContain(secret);
					expect(error.message).toContain('[hidden]');
				}
			}
		}
	});

	test('a connection that breaks: what changes something may be done, what only reads is not said to be', async () => {
		sandbox.injectFault({ kind: 'cutAfter' });
		const sent = await run(sending, { items: [{ text: 'Segredo de Márcia' }] });
		expect(sent.error.message).toBe(
			'AnyCom: gave no answer (the connection broke), so the request may or may not have been carried out. Look at AnyCom whether it was, before you send it again. [item 0]',
		);
		expect(shown(sent.error)).not.toMatch(/Segredo|invented-anycom-key/);
		expect(sandbox.requestsTo('A6')).toHaveLength(1);
		const [checking, validating] = [
			{
				resource: 'channel',
				operation: 'checkNumber',
				...onChannel,
				customerNumber: id(known.contactNumber),
			},
			{ resource: 'botService', operation: 'validate', target: 'service', targetId: '201' },
		];
		const lists = [
			['attendant', 'getAll'],
			['botSession', 'getAll'],
			['chat', 'getAllAwaiting'],
			['chat', 'getAllConversations'],
		];
		for (const reading of [
			channels,
			customers,
			checking,
			validating,
			...lists.map(([resource, operation]) => ({ resource, operation })),
		]) {
			const { error } = await run(reading);
			expect(error.message).toMatch(/^AnyCom: could not be reached: .+ \[item 0\]$/);
		}
	});
});

describe('fields', () => {
	const whole = 'must be a whole number';
	const phone = 'must be a phone number with its country code';
	const wrong: Array<[any, any, string]> = [
		[sending, { channel: id('nove') }, `Channel ${whole}`],
		[sending, { channel: id('31.5') }, `Channel ${whole}`],
		[sending, { customerNumber: id('1234') }, `Customer Number ${phone}`],
		[sending, { customerNumber: id('550090000101@g.us') }, `Customer Number ${phone}`],
		[sending, { customerNumber: id('5500900001015500900001') }, `Customer Number ${phone}`],
		[sending, { flow: '1.5' }, `Flow ${whole}`],
		[sending, { flow: '={{ 9007199254740993 }}' }, `Flow ${whole}`],
		[sending, { message: '={{ ({ a: 1 }) }}' }, 'Message must be a text'],
		[inviting, { additionalFields: { chatGroup: id('Vendas') } }, `Chat Group ${whole}`],
		[inviting, { additionalFields: { erpCustomerNumber: 'A-1' } }, `ERP Customer Number ${whole}`],
		[inviting, { additionalFields: { erpTicketNumber: '1e3' } }, `ERP Ticket Number ${whole}`],
		[
			{ resource: 'botService', operation: 'reload', target: 'service' },
			{ targetId: 'x' },
			`Target ID ${whole}`,
		],
		[{ resource: 'botService', operation: 'reload', target: 'service' }, {}, 'Target ID is empty'],
		[
			{ resource: 'botService', operation: 'reload' },
			{ target: '={{ "function" }}' },
			'Target ID is empty',
		],
	];
	test.each(wrong)('%j with %j', async (parameters, change, message) => {
		const { error } = await run({ ...parameters, ...change }, { items: texts(1) });
		expect(error.message).toBe(`${message} [item 0]`);
		expect(sandbox.requests).toHaveLength(0);
	});

	test('one bad item of three stops that one alone under Continue on Fail', async () => {
		const items = ['1', 'um', '3'].map((flow) => ({ text: 'Oi', flow }));
		const { items: given } = await run(
			{ ...sending, flow: '={{ $json.flow }}' },
			{ items, continueOnFail: true },
		);
		expect(given.map(({ json }) => json.error ?? json.success)).toEqual([
			true,
			'Flow must be a whole number [item 1]',
			true,
		]);
		expect(sandbox.requestsTo('A6').map(({ body }) => body.args.flow)).toEqual([1, 3]);
	});

	test('the target of each item says whether its ID is sent', async () => {
		const items = [
			{ target: 'all' },
			{ target: 'service', id: 201 },
			{ target: 'macro', id: 201 },
			{ target: 'function', id: 301 },
		];
		const { error } = await run(
			{
				resource: 'botService',
				operation: 'reload',
				target: '={{ $json.target }}',
				targetId: '={{ $json.id }}',
			},
			{ items },
		);
		expect(error).toBeUndefined();
		const sent = sandbox.requestsTo('A10').map(({ body }) => body.args);
		expect(sent).toHaveLength(4);
		expect(sent).toEqual(
			expect.arrayContaining([
				{ target: 'all' },
				{ target: 'service', id: 201 },
				{ target: 'macro' },
				{ target: 'function', id: 301 },
			]),
		);
	});

	test('what Get Many gives fits into the other operations', async () => {
		const found = await run({ ...customers, limit: 1 });
		const items = found.items.map(({ json }) => ({ ...json, text: 'Oi' }));
		const who = { channel: id('={{ $json.channelId }}'), customer: id('={{ $json.userId }}') };
		const states = await run(
			{ resource: 'customer', operation: 'modifyState', ...who, newState: 'done' },
			{ items },
		);
		expect(states.items[0].json).toEqual({
			success: true,
			message: `State of channel whatsapp/31/${known.onBot} changed to done`,
		});
		const sent = await run(
			{ ...sending, ...who, customerNumber: id('={{ $json.userId }}') },
			{ items },
		);
		expect(sent.error).toBeUndefined();
		expect(sandbox.state.sent).toMatchObject([{ user: known.onBotNumber, message: 'Oi' }]);
	});
});

describe('answers', () => {
	const awaiting = { resource: 'chat', operation: 'getAllAwaiting' };

	test.each([true, false])(
		'an empty list is no item and no error (as HTTP 204: %j)',
		async (emptyAs204) => {
			Object.assign(sandbox.state, { awaiting: [], emptyAs204 });
			expect(await run(awaiting)).toMatchObject({ items: [], error: undefined });
		},
	);

	test.each([
		['HTTP 204', { status: 204 }, []],
		['204 in the body', { status: 200, body: { status: 204, result: '' } }, []],
		['204 in the body as text', { status: 200, body: { status: '204' } }, []],
		['an empty result', { status: 200, body: { status: 200, result: '' } }, [{ success: true }]],
	])('a request that changes something, answered with %s', async (_name, answer, items) => {
		sandbox.injectFault({ kind: 'answer', on: 'A5', ...answer });
		const given = await run(reloading);
		expect([given.items.map(({ json }) => json), given.error]).toEqual([items, undefined]);
	});

	test('Limit and Return All', async () => {
		expect((await run({ ...customers, limit: 3 })).items).toHaveLength(3);
		expect((await run({ ...customers, returnAll: true })).items).toHaveLength(known.customers);
		expect(sandbox.requestsTo('A1').map(({ body }) => body.args)).toEqual([{}, {}]);
	});

	test('a time that is none stays as it came, and what is missing is left out', async () => {
		const result = [
			{ user_name: 'Íris', send: { last: 'never' }, receive: { last: 1741004400 }, channel: null },
		];
		sandbox.injectFault({ kind: 'answer', on: 'A1', body: { status: 200, result } });
		const { items } = await run(customers);
		expect(items[0].json).toEqual({
			name: 'Íris',
			lastSent: 'never',
			lastReceived: '2025-03-03T12:20:00.000Z',
		});
	});
});
