/**
 * What AnyCom's node and credential do outside a run: pick lists, the credential test, requests of other nodes.
 */

import { runNode, searchList, testCredential, loadPackage } from '../../support/engine';
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
	...fields,
});
/** The customers whose state it is. */
const done = anyCom
	.seed()
	.customers.filter(({ state }: any) => state === 'done')
	.map(({ channel }: any) => channel.user_id);
const connecting = { resource: 'chat', operation: 'connect' };
const sending = { resource: 'message', operation: 'send' };

describe('pick lists', () => {
	const list = async (
		method: string,
		parameters: any = connecting,
		{ credential, ...more }: any = {} as any,
	) =>
		await searchList({
			node: 'anyCom',
			credentials: { anyComApi: account(credential) },
			parameters,
			method,
			...more,
		});

	test('channels: those with an ID', async () => {
		expect(await list('searchChannels')).toEqual({
			results: [
				{ name: 'whatsapp 31 (UP)', value: '31' },
				{ name: 'whatsapp 32 (DOWN)', value: '32' },
			],
		});
	});

	const filters: Array<[any, number, string]> = [
		[{}, known.customers - 1, 'of all channels, each once'],
		[
			{ channel: id('={{ $json.channel }}') },
			known.customers - 1,
			'of all channels while only a run knows which',
		],
		[{ channel: id(31) }, 20, 'of the chosen channel'],
		[{ channel: id(32) }, 5, 'of another channel'],
		[{ channel: id(99) }, 0, 'of a channel with nobody'],
	];
	test.each(filters)('customers with %j: %i, %s', async (chosen, count) => {
		const { results } = await list('searchCustomers', { ...connecting, ...chosen });
		expect(results).toHaveLength(count);
		const numbers = await list('searchCustomerNumbers', { ...sending, ...chosen });
		expect(numbers.results.map(({ value }) => `${value}@c.us`)).toEqual(
			results.map(({ value }) => value),
		);
	});

	test('customers: names, numbers and states, and what stands on the wire', async () => {
		const entry = {
			name: `Padaria São João (${known.onBotNumber})`,
			description: 'on_bot, channel 31',
		};
		expect((await list('searchCustomers')).results[0]).toEqual({ ...entry, value: known.onBot });
		expect((await list('searchCustomerNumbers', sending)).results[0]).toEqual({
			...entry,
			value: String(known.onBotNumber),
		});
	});

	test.each([
		['PADARIA', [known.onBot]],
		['0000103', ['550090000103@c.us']],
		['done', done],
		['nobody', []],
	])('customers: a search for %s', async (filter, values) => {
		const { results } = await list('searchCustomers', connecting, { filter });
		expect(results.map(({ value }) => value)).toEqual(values);
	});

	test('customers without a name or a number', async () => {
		const result = [
			{ channel: { user_id: '5500-11@g.us', id: 31 } },
			{ user_name: 'Sem canal' },
			{ user_name: 'Íris', channel: { user_id: '550090000777@c.us' } },
		];
		sandbox.injectFault({ kind: 'answer', on: 'A1', body: { status: 200, result } });
		const customers = await list('searchCustomers');
		expect(customers.results.map(({ name, value }) => [name, value])).toEqual([
			['(5500-11)', '5500-11@g.us'],
			['Íris (550090000777)', '550090000777@c.us'],
		]);
		const numbers = await list('searchCustomerNumbers', sending);
		expect(numbers.results.map(({ value }) => value)).toEqual(['550090000777']);
	});

	test('attendants, by name with their group', async () => {
		const { results } = await list('searchAttendants');
		expect(results.map(({ value }) => value)).toEqual(known.attendants);
		expect(results[2]).toEqual({ name: 'Надежда', value: 'nadejda', description: 'Сервис' });
		sandbox.injectFault({
			kind: 'answer',
			on: 'A18',
			body: { status: 200, result: [{ chat_user: 'yara' }, { chat_user_name: 'Ninguém' }] },
		});
		expect(await list('searchAttendants')).toEqual({
			results: [{ name: 'yara', value: 'yara', description: '' }],
		});
	});

	test('chat groups, from whoever has one now', async () => {
		const { results } = await list('searchChatGroups', { resource: 'chat', operation: 'invite' });
		expect([...results].sort((a, b) => Number(a.value) - Number(b.value))).toEqual([
			{ name: 'Atendimento', value: '21' },
			{ name: 'Financeiro', value: '22' },
			{ name: 'Сервис', value: '23' },
		]);
		const channel = { type: 'whatsapp', id: 31 };
		for (const [on, result] of [
			[
				'A1',
				[
					{ channel, chat: { group: { id: 5, name: 'De um cliente' } } },
					{ channel, chat: { group: { id: 0, name: '' } } },
					{ channel },
				],
			],
			[
				'A18',
				[
					{ chat_user: 'a', group: { id: 6, name: 'De um atendente', alternative_groups: [5, 8] } },
					{ chat_user: 'b', group: { id: 9 } },
				],
			],
			['A19', [{ channel, chat: { group: { id: 7, name: 'De quem espera' } } }]],
		] as Array<[string, any[]]>) {
			sandbox.injectFault({ kind: 'answer', on, body: { status: 200, result } });
		}
		const derived = await list('searchChatGroups', { resource: 'chat', operation: 'invite' });
		expect(derived.results.map(({ name, value }) => `${value} ${name}`).sort()).toEqual([
			'5 De um cliente',
			'6 De um atendente',
			'7 De quem espera',
			'8 Group 8',
			'9 Group 9',
		]);
	});

	test.each([true, false])('nobody there: empty lists (as HTTP 204: %j)', async (emptyAs204) => {
		Object.assign(sandbox.state, { emptyAs204, customers: [], attendants: [], awaiting: [] });
		for (const method of [
			'searchCustomers',
			'searchCustomerNumbers',
			'searchAttendants',
			'searchChatGroups',
		]) {
			expect(await list(method)).toEqual({ results: [] });
		}
	});

	test.each([
		'searchChannels',
		'searchCustomers',
		'searchCustomerNumbers',
		'searchAttendants',
		'searchChatGroups',
	])('%s says in the words of AnyCom why it cannot load', async (method) => {
		sandbox.state.httpStatusAlways200 = true;
		await expect(
			list(method, connecting, { credential: { authKey: 'wrong-key-0042' } }),
		).rejects.toThrow(
			'AnyCom: Unauthorized! The authentication key does not exist or is not active (HTTP 401). Check the credential, and renew its key if it was changed.',
		);
	});
});

describe('authentication', () => {
	const channels = { resource: 'channel', operation: 'getAll' };
	const run = async (credential: any) =>
		await runNode({
			node: 'anyCom',
			parameters: { ...channels, limit: 1 },
			credentials: { anyComApi: account(credential) },
		});

	test('in headers, unless told otherwise', async () => {
		expect((await run({})).items).toHaveLength(1);
		const [{ headers, body }] = sandbox.requests;
		expect([headers.auth_key, headers.auth_user]).toEqual([known.key, known.user]);
		expect(body).toEqual({ group: 'status', cmd: '', args: {} });
	});

	test('in the body, through a proxy that drops the headers', async () => {
		sandbox.state.dropsHeaders = true;
		expect((await run({})).error.message).toMatch(
			/^AnyCom: Missing authentication key! \(HTTP 400\)\. .+ set Send Authentication In to Body there\./,
		);
		expect((await run({ sendAuthenticationIn: 'body' })).items).toHaveLength(1);
		const { headers, body } = sandbox.requests[1];
		expect(Object.keys(headers)).not.toEqual(
			expect.arrayContaining([expect.stringMatching(/^auth_/)]),
		);
		expect(body).toEqual({
			Authentication: { auth_key: known.key, auth_user: known.user },
			Request: { group: 'status', cmd: '', args: {} },
		});
	});

	describe('of what the HTTP Request node sends', () => {
		const request = { group: 'chat', cmd: 'show', args: { target: 'user' } };
		const authentication = { auth_key: known.key, auth_user: known.user };
		const authenticate = async (options: any, sendAuthenticationIn: string) => {
			const { anyComApi } = (await loadPackage()).credentialTypes;
			return await anyComApi.type.authenticate(account({ sendAuthenticationIn }), options);
		};

		test('headers beside its own', async () => {
			const options = { url: sandbox.url, headers: { accept: 'application/json' }, body: request };
			expect(await authenticate(options, 'header')).toEqual({
				...options,
				headers: { accept: 'application/json', ...authentication },
			});
			expect(await authenticate({ url: sandbox.url }, 'header')).toEqual({
				url: sandbox.url,
				headers: authentication,
			});
		});

		test('the body around its own, once only, as an object or a text', async () => {
			const wrapped = { Authentication: authentication, Request: request };
			const once = await authenticate({ url: sandbox.url, body: request }, 'body');
			expect(once).toEqual({ url: sandbox.url, body: wrapped });
			expect(await authenticate(once, 'body')).toEqual(once);
			expect(
				JSON.parse((await authenticate({ body: JSON.stringify(request) }, 'body')).body),
			).toEqual(wrapped);
			expect(await authenticate({}, 'body')).toEqual({ body: { Authentication: authentication } });
			await expect(authenticate({ body: 'no JSON' }, 'body')).rejects.toThrow(
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
	const tried = async (fields?: any) => {
		const { status, message } = await testCredential('anyComApi', account(fields));
		return [status, message];
	};

	test.each(['header', 'body'])(
		'with the key in the %s: a good one passes, a bad one fails with words',
		async (sendAuthenticationIn) => {
			for (const always200 of [false, true]) {
				sandbox.state.httpStatusAlways200 = always200;
				expect(await tried({ sendAuthenticationIn, baseUrl: `${sandbox.url}/` })).toEqual([
					'OK',
					'Connection successful!',
				]);
				expect(await tried({ sendAuthenticationIn, authKey: 'wrong-key-0042' })).toEqual([
					'Error',
					unauthorized,
				]);
				expect(await tried({ sendAuthenticationIn, authUser: 'nobody' })).toEqual([
					'Error',
					unauthorized,
				]);
				expect(await tried({ sendAuthenticationIn, authKey: '' })).toEqual(['Error', missing]);
			}
		},
	);

	test('behind a proxy that drops the headers', async () => {
		sandbox.state.dropsHeaders = true;
		expect(await tried()).toEqual(['Error', missing]);
		expect(await tried({ sendAuthenticationIn: 'body' })).toMatchObject(['OK', expect.any(String)]);
	});

	test.each([
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
	])('%j', async (answer, message) => {
		sandbox.injectFault({ kind: 'answer', ...answer });
		expect(await tried()).toEqual(['Error', message]);
	});

	test('asks what changes nothing', async () => {
		await tried();
		expect(sandbox.requests.map(({ number }) => number)).toEqual(['A7']);
	});
});
