import type { ICredentialTestFunctions, INodeType } from 'n8n-workflow';

import { loadPackage } from '../../support/engine';
import { activate, callOf, callWebhook, receiveWebhook } from '../../support/engine/webhook';

import { sample as selarti } from '../../support/fixtures/selartiWebhook';
import { sample as naxonAi } from '../../support/fixtures/naxonAiWebhook';
import { testSecrets } from '../../../nodes/shared/webhook/secrets';

const secrets = {
	token: 'Lavender-harbour_1742',
	headerName: 'X-Our-Proxy',
	headerValue: 'harbour light',
	user: 'anna',
	password: 'p:ass wörd €',
};
const basic = (user: string, password: string) =>
	`Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
const right = {
	query: { token: secrets.token },
	headers: {
		'x-our-proxy': secrets.headerValue,
		authorization: basic(secrets.user, secrets.password),
	},
};

/** @returns a trigger */
const trigger = (parameters: any, data: any = secrets): any => ({
	node: 'selartiTrigger',
	parameters: { triggerOn: ['any'], ...parameters },
	credentials: { selartiWebhookApi: data },
	server: { staticData: {}, id: `w${Math.random()}` },
});
/** @param more of the parameters */
const statusOf = async (authentication: string[], call?: any, more?: any) => {
	const { status, text, items, hanging } = await callWebhook(trigger({ authentication, ...more }), {
		body: selarti,
		...call,
	});
	expect([hanging, text, items?.length ?? 0]).toEqual([false, '', status === 200 ? 1 : 0]);
	return status;
};

describe('Query Token', () => {
	test('is the default of a new trigger', async () => {
		for (const [node, type, body] of [
			['selartiTrigger', 'selartiWebhookApi', selarti],
			['naxonAiTrigger', 'naxonAiWebhookApi', naxonAi],
		] as const) {
			const run = {
				node,
				parameters: {},
				credentials: { [type]: secrets },
				server: { staticData: {}, id: 'new' },
			};
			expect(await callWebhook(run, { body })).toMatchObject({
				status: 401,
				text: '',
				items: undefined,
			});
			expect(await callWebhook(run, { body, query: right.query })).toMatchObject({
				status: 200,
				text: '',
				items: [expect.anything()],
			});
		}
	});

	test.each([
		[{}],
		[{ token: '' }],
		[{ token: secrets.token.slice(0, -1) }],
		[{ token: `${secrets.token} ` }],
		[{ token: secrets.token.toUpperCase() }],
		[{ token: [secrets.token] }],
		[{ token: [secrets.token, secrets.token] }],
		[{ token: { a: secrets.token } }],
		[{ token: { toString: secrets.token, length: 21 } }],
		[{ Token: secrets.token }],
		[{ token: true }],
		[{ token: null }],
		[Object.create({ token: secrets.token })],
		[null],
		['token'],
	])('refuses the query %j', async (query) => {
		expect(
			await statusOf(['queryToken'], {
				query,
				headers: { token: secrets.token, authorization: secrets.token },
			}),
		).toBe(401);
	});

	test('accepts other query parameters and ignores white space around the token of the credential', async () => {
		expect(await statusOf(['queryToken'], { query: { a: ['b'], token: secrets.token } })).toBe(200);
		const run = trigger({ authentication: ['queryToken'] }, { token: ` ${secrets.token}\n` });
		expect(await callWebhook(run, { body: selarti, query: right.query })).toMatchObject({
			status: 200,
		});
	});
});

describe('Header Auth and Basic Auth', () => {
	test.each([
		[200, { 'x-our-proxy': secrets.headerValue }],
		[401, {}],
		[401, { 'x-our-proxy': '' }],
		[401, { 'x-our-proxy': `${secrets.headerValue}, ${secrets.headerValue}` }],
		[401, { 'x-our-proxy': [secrets.headerValue] }],
		[401, { 'x-other': secrets.headerValue }],
	])('Header Auth answers %i to %j', async (status, headers) => {
		expect(await statusOf(['headerAuth'], { headers, query: right.query })).toBe(status);
	});

	test.each([
		[200, basic('anna', 'p:ass wörd €')],
		[200, basic('anna', 'p:ass wörd €').replace('Basic', 'bASIC').replace(/=+$/, '')],
		[401, basic('anna', 'p:ass wörd')],
		[401, basic('bela', 'p:ass wörd €')],
		[401, `${basic('anna', 'p:ass wörd €')} x`],
		[401, basic('anna', 'p:ass wörd €').replace('Basic', 'Bearer')],
		[401, 'Basic '],
		[401, 'Basic'],
		[401, ''],
		[401, undefined],
		[401, ['Basic', 'x']],
	])('Basic Auth answers %i to %j', async (status, authorization) => {
		expect(await statusOf(['basicAuth'], { headers: { authorization }, query: right.query })).toBe(
			status,
		);
	});
});

describe('IP Allowlist', () => {
	const list = { allowedIps: '192.0.2.0/24\n2001:db8::7' };
	test.each([
		[200, '192.0.2.200', {}],
		[200, '::ffff:192.0.2.200', {}],
		[200, '2001:db8::7', {}],
		[
			403,
			'192.0.3.1',
			{ 'x-forwarded-for': '192.0.2.1', 'x-real-ip': '192.0.2.1', forwarded: 'for=192.0.2.1' },
		],
		[403, '2001:db8::8', {}],
		[403, 'unknown', {}],
		[403, '', {}],
	])('answers %i to %s', async (status, address, headers) => {
		expect(await statusOf(['ipAllowlist'], { address, headers }, list)).toBe(status);
	});

	test('uses the address of the socket where n8n knows no other', async () => {
		for (const [remoteAddress, status] of [
			['192.0.2.1', 200],
			['192.0.3.1', 403],
			[undefined, 403],
		]) {
			const { request, response } = callOf({ body: selarti });
			Object.assign(request, { ip: undefined, socket: { remoteAddress } });
			expect(
				await receiveWebhook(
					trigger({ authentication: ['ipAllowlist'], ...list }),
					request,
					response,
				),
			).toMatchObject({ status });
		}
	});
});

describe('several methods', () => {
	const methods = ['ipAllowlist', 'basicAuth', 'headerAuth', 'queryToken'];
	const whole = { ...right, address: '192.0.2.1' };
	/** A call that fails by one method. */
	const invalid: Record<string, any> = {
		ipAllowlist: { ...whole, address: '198.51.100.1' },
		basicAuth: { ...whole, headers: { ...right.headers, authorization: basic('anna', 'wrong') } },
		headerAuth: { ...whole, headers: { ...right.headers, 'x-our-proxy': 'wrong' } },
		queryToken: { ...whole, query: { token: 'wrong' } },
	};

	test.each(
		Array.from({ length: 15 }, (_, index) =>
			methods.filter((_method, bit) => (index + 1) & (1 << bit)),
		).map((chosen) => [chosen]),
	)('%j must all hold', async (chosen) => {
		const more = { allowedIps: '192.0.2.1' };
		expect(await statusOf(chosen, whole, more)).toBe(200);
		for (const method of methods) {
			const expected = !chosen.includes(method) ? 200 : method === 'ipAllowlist' ? 403 : 401;
			expect([method, await statusOf(chosen, invalid[method], more)]).toEqual([method, expected]);
			expect([method, await statusOf([...chosen, 'none'], invalid[method], more)]).toEqual([
				method,
				expected,
			]);
		}
	});

	test('None accepts every caller, and the editor warns of it', async () => {
		expect(await statusOf(['none'])).toBe(200);
		const loader = await loadPackage();
		for (const name of ['selartiTrigger', 'naxonAiTrigger']) {
			const { properties } = (loader.nodeTypes[name].type as INodeType).description;
			const notice = properties.find((property: any) => property.name === 'noAuthenticationNotice');
			expect(notice).toMatchObject({
				type: 'notice',
				displayOptions: { show: { authentication: ['none'] } },
				displayName: expect.stringMatching(/everybody/),
			});
		}
	});
});

describe('settings that cannot be checked refuse every caller', () => {
	const broken: Array<[string, any, any, RegExp]> = [
		['nothing chosen', { authentication: [] }, secrets, /Authentication is empty/],
		[
			'an expression that gives a text',
			{ authentication: 'queryToken' },
			secrets,
			/Authentication is empty/,
		],
		[
			'a method that is not known',
			{ authentication: ['tokens'] },
			secrets,
			/entry that is not known/,
		],
		[
			'a method that is not known beside another',
			{ authentication: ['none', ''] },
			secrets,
			/entry that is not known/,
		],
		[
			'an empty list',
			{ authentication: ['ipAllowlist'], allowedIps: ' ,' },
			secrets,
			/Allowed IPs is empty/,
		],
		[
			'a wrong entry',
			{ authentication: ['ipAllowlist'], allowedIps: '192.0.2.1, home' },
			secrets,
			/no IP address or range: home/,
		],
		['no token', { authentication: ['queryToken'] }, { ...secrets, token: ' ' }, /has no Token/],
		[
			'a short token',
			{ authentication: ['queryToken'] },
			{ token: 'fifteen-letters' },
			/less than 16/,
		],
		[
			'a token that a URL changes',
			{ authentication: ['queryToken'] },
			{ token: 'sixteen+letters&more' },
			/which a URL would change/,
		],
		[
			'no header value',
			{ authentication: ['headerAuth'] },
			{ ...secrets, headerValue: '' },
			/no Header Name and Header Value/,
		],
		[
			'no header name',
			{ authentication: ['headerAuth'] },
			{ ...secrets, headerName: '' },
			/no Header Name and Header Value/,
		],
		[
			'a header name that is none',
			{ authentication: ['headerAuth'] },
			{ ...secrets, headerName: 'X Y' },
			/a Header Name that is none/,
		],
		[
			'a short header value',
			{ authentication: ['headerAuth'] },
			{ ...secrets, headerValue: '1234567' },
			/Header Value of less than 8/,
		],
		[
			'no user',
			{ authentication: ['basicAuth'] },
			{ ...secrets, user: '' },
			/no User and Password/,
		],
		[
			'no password',
			{ authentication: ['basicAuth'] },
			{ ...secrets, password: '' },
			/no User and Password/,
		],
		[
			'a user with a colon',
			{ authentication: ['basicAuth'] },
			{ ...secrets, user: 'a:b' },
			/colon/,
		],
		[
			'a short password',
			{ authentication: ['basicAuth'] },
			{ ...secrets, password: '1234567' },
			/Password of less than 8/,
		],
		[
			'one of two',
			{ authentication: ['headerAuth', 'queryToken'] },
			{ token: secrets.token },
			/no Header Name/,
		],
	];

	test.each(broken)('%s', async (_name, parameters, data, words) => {
		const run = trigger(parameters, data);
		const call = {
			body: selarti,
			query: { token: data.token ?? '' },
			headers: { 'x-our-proxy': data.headerValue ?? '', authorization: 'Basic Og==' },
			address: '192.0.2.1',
		};
		for (const mode of ['webhook', 'manual'] as const) {
			expect(await callWebhook({ ...run, mode }, call)).toEqual({
				status: 500,
				text: '',
				items: undefined,
				hanging: false,
			});
		}
		await expect(activate(run)).rejects.toThrow(words);
	});

	test('a missing credential refuses every caller', async () => {
		const run = { ...trigger({ authentication: ['queryToken'] }), credentials: {} };
		expect(await callWebhook(run, { body: selarti, query: { token: '' } })).toMatchObject({
			status: 500,
			text: '',
			items: undefined,
		});
		await expect(activate(run)).rejects.toThrow();
	});

	test('verification needs the credential of the API', async () => {
		await expect(
			activate(trigger({ authentication: ['queryToken', 'apiVerification'] })),
		).rejects.toThrow('Verify With Selarti needs a Selarti API credential');
	});

	test('valid settings are activated without a request to the vendor', async () => {
		expect(await activate(trigger({ authentication: ['none'] }, {}))).toEqual({
			exists: true,
			made: true,
			removed: true,
		});
		const both = trigger({ authentication: ['queryToken', 'apiVerification'] });
		both.credentials.selartiApi = { apiKey: 'k', baseUrl: 'http://127.0.0.1:9' };
		expect(await activate(both)).toEqual({ exists: true, made: true, removed: true });
	});
});

describe('the credential test', () => {
	test.each([
		[secrets, 'OK', 'The secrets can be used.'],
		[{ token: secrets.token }, 'OK', 'The secrets can be used.'],
		[{ headerName: 'X-A', headerValue: '12345678' }, 'OK', 'The secrets can be used.'],
		[{ user: 'anna', password: '12345678' }, 'OK', 'The secrets can be used.'],
		[{}, 'Error', 'The credential has no Token.'],
		[undefined, 'Error', 'The credential has no Token.'],
		[{ token: 'short' }, 'Error', 'The credential has a Token of less than 16 characters.'],
		[{ token: secrets.token, user: 'anna' }, 'Error', 'The credential has no User and Password.'],
		[
			{ token: secrets.token, headerName: 'X-A' },
			'Error',
			'The credential has no Header Name and Header Value.',
		],
		[
			{ token: secrets.token, password: 'long enough' },
			'Error',
			'The credential has no User and Password.',
		],
	])('%j: %s', async (data, status, message) => {
		expect(await testSecrets({ data } as any)).toEqual({ status, message });
	});

	test('belongs to the triggers', async () => {
		const loader = await loadPackage();
		for (const [node, type] of [
			['selartiTrigger', 'selartiWebhookApi'],
			['naxonAiTrigger', 'naxonAiWebhookApi'],
		]) {
			const { description, methods } = loader.nodeTypes[node].type as INodeType;
			const [needed] = (description.credentials ?? []).filter(({ name }) => name === type);
			expect(needed).toMatchObject({
				required: true,
				displayOptions: { show: { authentication: ['queryToken', 'headerAuth', 'basicAuth'] } },
			});
			expect(
				await methods?.credentialTest?.[String(needed.testedBy)].call(
					{} as ICredentialTestFunctions,
					{ id: '', name: '', type, data: secrets },
				),
			).toMatchObject({ status: 'OK' });
		}
	});
});
