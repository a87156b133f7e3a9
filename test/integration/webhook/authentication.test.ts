/** How the webhook triggers authenticate their callers. */

import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeParameters,
} from 'n8n-workflow';

import { testSecrets } from '../../../nodes/shared/webhook/secrets';
import { loadPackage, nodeTypeOf } from '../../support/engine';
import { activate, callOf, callWebhook, receiveWebhook } from '../../support/engine/webhook';
import type { WebhookCall } from '../../support/engine/webhookRequest';
import { sample as naxonAi } from '../../support/fixtures/naxonAiWebhook';
import { sample as selarti } from '../../support/fixtures/selartiWebhook';
import { createRun, secrets as tokenSecret } from '../../support/webhookRun';

const secrets = {
	...tokenSecret,
	headerName: 'X-Our-Proxy',
	headerValue: 'harbour light',
	user: 'anna',
	password: 'p:ass wörd €',
};
const basic = (user: string, password: string) =>
	`Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
const valid = {
	query: { token: secrets.token },
	headers: {
		'x-our-proxy': secrets.headerValue,
		authorization: basic(secrets.user, secrets.password),
	},
};

/** A trigger that starts on every event, with the secrets of its credential. */
const trigger = (parameters: INodeParameters, data: object = secrets) =>
	createRun({
		node: 'selartiTrigger',
		parameters: { triggerOn: ['any'], ...parameters },
		credentials: { selartiWebhookApi: data },
	});

/**
 * The status by which a trigger answers a call.
 *
 * @param parameters the fields of the methods
 */
async function statusOf(
	authentication: string[],
	call?: WebhookCall,
	parameters?: INodeParameters,
): Promise<number> {
	const run = trigger({ authentication, ...parameters });
	const { status, text, items, hanging } = await callWebhook(run, { body: selarti, ...call });
	expect([hanging, text, items?.length ?? 0]).toEqual([false, '', status === 200 ? 1 : 0]);
	return status;
}

describe('Query Token', () => {
	test('is the method of a new trigger', async () => {
		for (const [node, type, body] of [
			['selartiTrigger', 'selartiWebhookApi', selarti],
			['naxonAiTrigger', 'naxonAiWebhookApi', naxonAi],
		] as const) {
			const run = createRun({ node, parameters: {}, credentials: { [type]: secrets } });
			expect(await callWebhook(run, { body })).toMatchObject({
				status: 401,
				text: '',
				items: undefined,
			});
			expect(await callWebhook(run, { body, query: valid.query })).toMatchObject({
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
		expect(await callWebhook(run, { body: selarti, query: valid.query })).toMatchObject({
			status: 200,
		});
	});
});

describe('Header Auth', () => {
	test.each([
		[200, { 'x-our-proxy': secrets.headerValue }],
		[401, {}],
		[401, { 'x-our-proxy': '' }],
		[401, { 'x-our-proxy': `${secrets.headerValue}, ${secrets.headerValue}` }],
		[401, { 'x-our-proxy': [secrets.headerValue] }],
		[401, { 'x-other': secrets.headerValue }],
	])('answers %i to %j', async (status, headers) => {
		expect(await statusOf(['headerAuth'], { headers, query: valid.query })).toBe(status);
	});
});

describe('Basic Auth', () => {
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
	])('answers %i to %j', async (status, authorization) => {
		expect(await statusOf(['basicAuth'], { headers: { authorization }, query: valid.query })).toBe(
			status,
		);
	});
});

describe('IP Allowlist', () => {
	const allowedIps = '192.0.2.0/24\n2001:db8::7';
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
		expect(await statusOf(['ipAllowlist'], { address, headers }, { allowedIps })).toBe(status);
	});

	test('reads the address of the socket where n8n has no other', async () => {
		for (const [remoteAddress, status] of [
			['192.0.2.1', 200],
			['192.0.3.1', 403],
			[undefined, 403],
		]) {
			const { request, response } = callOf({ body: selarti });
			Object.assign(request, { ip: undefined, socket: { remoteAddress } });
			expect(
				await receiveWebhook(
					trigger({ authentication: ['ipAllowlist'], allowedIps }),
					request,
					response,
				),
			).toMatchObject({ status });
		}
	});
});

describe('several methods', () => {
	const methods = ['ipAllowlist', 'basicAuth', 'headerAuth', 'queryToken'];
	const validForAll = { ...valid, address: '192.0.2.1' };
	/** For each method a call that only this method refuses. */
	const invalid: Record<string, WebhookCall> = {
		ipAllowlist: { ...validForAll, address: '198.51.100.1' },
		basicAuth: {
			...validForAll,
			headers: { ...valid.headers, authorization: basic('anna', 'wrong') },
		},
		headerAuth: { ...validForAll, headers: { ...valid.headers, 'x-our-proxy': 'wrong' } },
		queryToken: { ...validForAll, query: { token: 'wrong' } },
	};

	test.each(
		Array.from({ length: 15 }, (_, index) =>
			methods.filter((_method, bit) => (index + 1) & (1 << bit)),
		).map((chosen) => [chosen]),
	)('refuse a call that any of %j refuses', async (chosen) => {
		const more = { allowedIps: '192.0.2.1' };
		expect(await statusOf(chosen, validForAll, more)).toBe(200);
		for (const method of methods) {
			const expected = !chosen.includes(method) ? 200 : method === 'ipAllowlist' ? 403 : 401;
			expect([method, await statusOf(chosen, invalid[method], more)]).toEqual([method, expected]);
			expect([method, await statusOf([...chosen, 'none'], invalid[method], more)]).toEqual([
				method,
				expected,
			]);
		}
	});

	test('can be replaced by None, which accepts every caller and of which the editor warns', async () => {
		expect(await statusOf(['none'])).toBe(200);
		const loader = await loadPackage();
		for (const name of ['selartiTrigger', 'naxonAiTrigger']) {
			const { properties } = nodeTypeOf(loader, name).description;
			const notice = properties.find((property) => property.name === 'noAuthenticationNotice');
			expect(notice).toMatchObject({
				type: 'notice',
				displayOptions: { show: { authentication: ['none'] } },
				displayName: expect.stringMatching(/everybody/),
			});
		}
	});
});

describe('a trigger whose settings cannot be checked', () => {
	const invalid: Array<
		[settings: string, INodeParameters, data: Partial<typeof secrets>, message: RegExp]
	> = [
		['no method', { authentication: [] }, secrets, /Authentication is empty/],
		[
			'an expression that returns a text',
			{ authentication: 'queryToken' },
			secrets,
			/Authentication is empty/,
		],
		['an unknown method', { authentication: ['tokens'] }, secrets, /entry that is not known/],
		[
			'an unknown method beside another one',
			{ authentication: ['none', ''] },
			secrets,
			/entry that is not known/,
		],
		[
			'an empty IP list',
			{ authentication: ['ipAllowlist'], allowedIps: ' ,' },
			secrets,
			/Allowed IPs is empty/,
		],
		[
			'an entry that is no IP address',
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
			'an invalid header name',
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
			'the secret of only one of two methods',
			{ authentication: ['headerAuth', 'queryToken'] },
			{ token: secrets.token },
			/no Header Name/,
		],
	];

	test.each(invalid)('refuses every caller: %s', async (_settings, parameters, data, message) => {
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
		await expect(activate(run)).rejects.toThrow(message);
	});

	test('refuses every caller without a credential', async () => {
		const run = { ...trigger({ authentication: ['queryToken'] }), credentials: {} };
		expect(await callWebhook(run, { body: selarti, query: { token: '' } })).toMatchObject({
			status: 500,
			text: '',
			items: undefined,
		});
		await expect(activate(run)).rejects.toThrow();
	});

	test('cannot verify events without the credential of the API', async () => {
		await expect(
			activate(trigger({ authentication: ['queryToken', 'apiVerification'] })),
		).rejects.toThrow('Verify With Selarti needs a Selarti API credential');
	});

	test('is activated without a request to the vendor once its settings are valid', async () => {
		expect(await activate(trigger({ authentication: ['none'] }, {}))).toEqual({
			exists: true,
			made: true,
			removed: true,
		});
		const both = trigger({ authentication: ['queryToken', 'apiVerification'] });
		const selartiApi = { apiKey: 'k', baseUrl: 'http://127.0.0.1:9' };
		const credentials = { ...both.credentials, selartiApi };
		expect(await activate({ ...both, credentials })).toEqual({
			exists: true,
			made: true,
			removed: true,
		});
	});
});

describe('the credential test', () => {
	const decrypted = (data: ICredentialDataDecryptedObject | undefined): ICredentialsDecrypted => ({
		id: '1',
		name: 'The webhook',
		type: 'selartiWebhookApi',
		data,
	});

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
	])('answers %j with %s', async (data, status, message) => {
		expect(await testSecrets(decrypted(data))).toEqual({ status, message });
	});

	test('belongs to the credential of each trigger', async () => {
		const loader = await loadPackage();
		for (const [node, type] of [
			['selartiTrigger', 'selartiWebhookApi'],
			['naxonAiTrigger', 'naxonAiWebhookApi'],
		]) {
			const { description, methods } = nodeTypeOf(loader, node);
			const needed = description.credentials?.find(({ name }) => name === type);
			expect(needed).toMatchObject({
				required: true,
				displayOptions: { show: { authentication: ['queryToken', 'headerAuth', 'basicAuth'] } },
			});
			const credentialTest = methods?.credentialTest?.[String(needed?.testedBy)];
			const context: Partial<ICredentialTestFunctions> = {};
			expect(
				await credentialTest?.call(context as ICredentialTestFunctions, decrypted(secrets)),
			).toMatchObject({ status: 'OK' });
		}
	});
});
